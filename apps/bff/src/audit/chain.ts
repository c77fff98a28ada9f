import { createHash } from 'node:crypto';
import type { AuditRecord } from './record.ts';

/** A record with its place in the chain. Bytes are hexadecimal, `seq` counts from 1. */
export interface ChainRecord extends AuditRecord {
  seq: string;
  previousHash: string;
  hash: string;
}

/** What comes before the first record. */
export const genesis = '00'.repeat(32);

/** `5:hello,` and `-,` for null (netstrings): no two different records have the same text. */
const field = (value: string | null): string =>
  value === null ? '-,' : `${Buffer.byteLength(value)}:${value},`;

/** The text a record's hash is taken over; audit_hash() of the database makes the same. */
function canonicalText(r: Omit<ChainRecord, 'hash'>): string {
  return `keneyapp-audit-1,${[
    r.seq,
    r.previousHash,
    r.recordedAt,
    r.kind,
    r.action,
    r.operation,
    r.feature,
    r.outcome,
    r.reason,
    r.purpose,
    r.basis,
    r.emergency,
    r.patientId,
    r.userId,
    r.userName,
    r.userRef,
    r.role,
    r.remoteAddress,
    r.requestId,
    String(r.resources.length),
    ...r.resources,
    r.query,
  ]
    .map(field)
    .join('')}`;
}

export function hashOf(record: Omit<ChainRecord, 'hash'>): string {
  return createHash('sha256').update(canonicalText(record)).digest('hex');
}
