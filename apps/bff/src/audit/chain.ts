import { createHash } from 'node:crypto';

/** A record as the database holds it, every value as text; `resources` apart. Bytes are hexadecimal. */
export interface ChainRecord {
  seq: string; previousHash: string; hash: string; recordedAt: string; kind: string; action: string; operation: string; feature: string | null;
  outcome: string; reason: string | null; purpose: string | null; basis: string | null; emergency: string | null; patientId: string | null;
  userId: string | null; userName: string | null; userRef: string | null; role: string | null; remoteAddress: string; requestId: string;
  resources: string[]; event: string;
}

/** What comes before the first record. */
export const genesis = '00'.repeat(32);

/** `5:hello,` and `-,` for null (netstrings): no two different records have the same text. */
const field = (value: string | null): string => (value === null ? '-,' : `${Buffer.byteLength(value)}:${value},`);

/** The text a record's hash is taken over; audit_hash() of the database makes the same. */
export function canonicalText(r: Omit<ChainRecord, 'hash'>): string {
  return `keneyapp-audit-1,${[
    r.seq, r.previousHash, r.recordedAt, r.kind, r.action, r.operation, r.feature, r.outcome, r.reason, r.purpose, r.basis, r.emergency, r.patientId,
    r.userId, r.userName, r.userRef, r.role, r.remoteAddress, r.requestId, String(r.resources.length), ...r.resources, r.event,
  ].map(field).join('')}`;
}

export function hashOf(record: Omit<ChainRecord, 'hash'>): string { return createHash('sha256').update(canonicalText(record)).digest('hex'); }
