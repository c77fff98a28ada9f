import type { DataCipher } from './data-cipher.ts';

/**
 * What a session means: whose cookie it is, who that is and what they are, when it ends at the latest, and when and how surely
 * they said who they are.
 */
export interface SessionMeaning {
  id: string;
  cookieHash: Uint8Array;
  subject: string;
  issuer: string;
  providerSessionId: string | null;
  username: string;
  displayName: string;
  role: string;
  fhirUser: string | null;
  absoluteExpiresAt: Date;
  authenticatedAt: Date | null;
  acr: string | null;
}
const ofSession = (row: SessionMeaning): unknown[] => [
  row.id,
  row.cookieHash,
  row.subject,
  row.issuer,
  row.providerSessionId,
  row.username,
  row.displayName,
  row.role,
  row.fhirUser,
  row.absoluteExpiresAt,
  row.authenticatedAt,
  row.acr,
];

export interface Marked {
  rowMark: Uint8Array | null;
}
/** Marks of rows that give rights: whoever can write to the database, and has no DATA_KEY, cannot make or change them. */
export const markOfSession = (cipher: DataCipher, row: SessionMeaning): Uint8Array<ArrayBuffer> =>
  cipher.mark(ofSession(row), 'session');
export const isSessionAsWritten = (cipher: DataCipher, row: SessionMeaning & Marked): boolean =>
  cipher.isMarked(row.rowMark, ofSession(row), 'session');

/** A row that is not as we wrote it; `unmarked` where it has no mark at all, as rows of before there were any. */
export interface AlteredRow {
  table: 'session' | 'emergency_grant';
  id: string;
  how: 'altered' | 'unmarked';
  /** Whose rights it claimed. */
  userId: string;
  userName: string;
  patientId: string | null;
}
