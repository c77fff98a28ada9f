import type { DataCipher } from '../session/data-cipher.ts';
import type { Marked } from '../session/row-marks.ts';

/** What an emergency access means: who may read whose chart, from when until when. */
export interface GrantMeaning {
  id: string;
  userId: string;
  role: string;
  fhirUser: string | null;
  patientId: string;
  createdAt: Date;
  expiresAt: Date;
}
const ofGrant = (row: GrantMeaning): unknown[] => [
  row.id,
  row.userId,
  row.role,
  row.fhirUser,
  row.patientId,
  row.createdAt,
  row.expiresAt,
];

/** As of a session: who can write to the database, and has no DATA_KEY, cannot make or change one. */
export const markOfGrant = (cipher: DataCipher, row: GrantMeaning): Uint8Array<ArrayBuffer> =>
  cipher.mark(ofGrant(row), 'emergency_grant');
export const isGrantAsWritten = (cipher: DataCipher, row: GrantMeaning & Marked): boolean =>
  cipher.isMarked(row.rowMark, ofGrant(row), 'emergency_grant');
