import { TRPCError } from '@trpc/server';
import { hashOf } from '../../audit/chain.ts';
import { auditEvent } from '../../audit/event.ts';
import { patientTraits } from '../../audit/staff-and-patients.ts';
import type { Services } from '../../context.ts';
import type { AuditRecordRow } from './query.ts';
import { labelOf, rowsOf } from './rows.ts';
import type { AuditDetail } from './view.ts';

/** One record with everything that was kept of it, its link of the chain, and as FHIR. */
export async function detailOf(
  { db, env, capabilities }: Pick<Services, 'db' | 'env' | 'capabilities'>,
  seq: string,
): Promise<AuditDetail> {
  const [found, checkpoint] = await Promise.all([
    db.auditEvent.findUnique({ where: { seq: BigInt(seq) } }),
    db.auditCheckpoint.findFirst({ where: { seq: { gte: BigInt(seq) } }, orderBy: { number: 'asc' } }),
  ]);
  if (!found) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such record' });
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const { seq: _seq, hash: _hash, previousHash: _previousHash, recordedAt, ...columns } = found;
  const record = { ...columns, recordedAt: recordedAt.toISOString() };
  const link = { hash: hex(found.hash), previousHash: hex(found.previousHash) };
  const listedIds =
    found.patientId === null
      ? found.resources.flatMap((r) => (r.startsWith('Patient/') ? [r.slice('Patient/'.length)] : []))
      : [];
  const [
    {
      rows: [row],
    },
    listed,
  ] = await Promise.all([
    rowsOf({ capabilities }, [asRow(found)]),
    listedIds.length > 0 ? patientTraits(capabilities.trailPeople, listedIds) : new Map<string, never>(),
  ]);
  if (!row) throw new Error('a record without a row');
  return {
    ...row,
    action: found.action,
    resources: found.resources,
    listed: listedIds.flatMap((id) => {
      const p = listed.get(id);
      return p ? [labelOf(p)] : [];
    }),
    query: found.query,
    remoteAddress: found.remoteAddress,
    requestId: found.requestId,
    grantId: found.emergency,
    ...link,
    // at a place before the first nothing of ours was ever written, whatever its hash
    isIntact: found.seq > 0n && hashOf({ ...record, seq, previousHash: link.previousHash }) === link.hash,
    checkpoint: checkpoint && {
      number: String(checkpoint.number),
      signedAt: checkpoint.signedAt.toISOString(),
    },
    event: JSON.stringify(auditEvent(record, new URL(env.PUBLIC_URL).hostname), null, 2),
  };
}

type Found = NonNullable<Awaited<ReturnType<Services['db']['auditEvent']['findUnique']>>>;
const asRow = (r: Found): AuditRecordRow => ({
  seq: r.seq,
  recorded_at: r.recordedAt,
  kind: r.kind,
  action: r.action,
  operation: r.operation,
  feature: r.feature,
  outcome: r.outcome,
  reason: r.reason,
  purpose: r.purpose,
  basis: r.basis,
  emergency: r.emergency,
  patient_id: r.patientId,
  user_id: r.userId,
  user_name: r.userName,
  user_ref: r.userRef,
  role: r.role,
  remote_address: r.remoteAddress,
  request_id: r.requestId,
  resources: r.resources,
  query: r.query,
});
