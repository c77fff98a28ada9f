import type { PrismaClient } from '../../database/client.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { addDays, startOf } from '@keneyapp/fhir-model/hospital-days';
import type { AuditCursor, AuditFilter } from './schema.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

export type AuditRecordRow = {
  seq: bigint;
  recorded_at: Date;
  kind: string;
  action: string;
  operation: string;
  feature: string | null;
  outcome: string;
  reason: string | null;
  purpose: string | null;
  basis: string | null;
  emergency: string | null;
  patient_id: string | null;
  user_id: string | null;
  user_name: string | null;
  user_ref: string | null;
  role: string | null;
  remote_address: string;
  request_id: string;
  resources: string[];
  query: string | null;
};
type Db = Pick<PrismaClient, '$queryRaw'>;

const columns = Prisma.sql`seq, recorded_at, kind, action, operation, feature, outcome, reason, purpose, basis, emergency, patient_id, user_id, user_name, user_ref, role, remote_address, request_id, resources, query`;

/** A page of the trail, the latest first; `cursor` is the last record of the page before. One record more than `limit` tells that there is more. */
export async function searchRecords(
  db: Db,
  filter: AuditFilter,
  cursor: AuditCursor | undefined,
  limit: number,
): Promise<AuditRecordRow[]> {
  const { patientId, listed } = filter;
  const others = conditions(filter, cursor);
  const page = (extra: Prisma.Sql) =>
    Prisma.sql`SELECT ${columns} FROM audit_event e WHERE ${Prisma.join([extra, ...others], ' AND ')} ORDER BY recorded_at DESC, seq DESC LIMIT ${limit}`;
  if (patientId === undefined) return db.$queryRaw<AuditRecordRow[]>(page(Prisma.sql`TRUE`));
  const ids = [patientId, ...(await leadingTo(db, patientId))];
  const opened = page(Prisma.sql`patient_id = ANY (${ids}::text[])`);
  if (!listed) return db.$queryRaw<AuditRecordRow[]>(opened);
  // two ways in, each by its own index: one question with OR would read the trail from its end instead
  return db.$queryRaw<AuditRecordRow[]>(Prisma.sql`
    WITH found AS MATERIALIZED (SELECT ${columns} FROM audit_event e WHERE ${Prisma.join([Prisma.sql`patient_id IS NULL AND resources && ${ids.map(patientReference)}::text[]`, ...others], ' AND ')})
    SELECT * FROM ((${opened}) UNION ALL (SELECT * FROM found)) u ORDER BY recorded_at DESC, seq DESC LIMIT ${limit}`);
}

/** Records that were merged into this one: what was done to them is of the same person. The trail itself is never rewritten. */
async function leadingTo(db: Db, patientId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ other: string }[]>`
    SELECT other FROM patient_merge WHERE kept = ${patientId} AND state IN ('merged', 'undoing')`;
  return rows.map(({ other }) => other);
}

function conditions(
  { from, to, userId, kind, feature, outcome, emergency, requestId }: AuditFilter,
  cursor: AuditCursor | undefined,
): Prisma.Sql[] {
  return [
    ...(from ? [Prisma.sql`recorded_at >= ${startOf(from)}`] : []),
    ...(to ? [Prisma.sql`recorded_at < ${startOf(addDays(to, 1))}`] : []),
    ...(cursor
      ? [Prisma.sql`(recorded_at, seq) < (${new Date(cursor.at)}::timestamp, ${cursor.seq}::bigint)`]
      : []),
    ...(userId ? [Prisma.sql`user_id = ${userId}`] : []),
    ...(kind ? [Prisma.sql`kind = ${kind}`] : []),
    ...(feature ? [Prisma.sql`feature = ${feature}`] : []),
    ...(outcome === undefined
      ? []
      : outcome === 'success'
        ? [Prisma.sql`outcome = 'success'`]
        : [Prisma.sql`outcome = ${outcome} AND outcome <> 'success'`]),
    // the words of the index
    ...(emergency ? [Prisma.sql`(kind = 'emergency' OR emergency IS NOT NULL)`] : []),
    ...(requestId ? [Prisma.sql`request_id = ${requestId}`] : []),
  ];
}

/** People the trail knows, by their last record. Jumps from person to person along the index instead of reading the whole. */
export async function knownPeople(
  db: Db,
): Promise<{ user_id: string; user_name: string | null; role: string | null; recorded_at: Date }[]> {
  return db.$queryRaw`
    WITH RECURSIVE ids AS (
      (SELECT e.user_id FROM audit_event e WHERE e.user_id IS NOT NULL ORDER BY e.user_id LIMIT 1)
      UNION ALL
      SELECT (SELECT e.user_id FROM audit_event e WHERE e.user_id > i.user_id ORDER BY e.user_id LIMIT 1) FROM ids i WHERE i.user_id IS NOT NULL)
    SELECT last.user_id, last.user_name, last.role, last.recorded_at FROM ids i
    CROSS JOIN LATERAL (SELECT e.user_id, e.user_name, e.role, e.recorded_at FROM audit_event e WHERE e.user_id = i.user_id ORDER BY e.recorded_at DESC, e.seq DESC LIMIT 1) last`;
}

/** What staff wrote down of patients' decisions and that opens something; and where that was about themselves, and refused. */
export async function widenedConsents(
  db: Db,
  { begin, end, limit }: { begin: Date; end: Date; limit: number },
): Promise<AuditRecordRow[]> {
  return db.$queryRaw<AuditRecordRow[]>`
    SELECT ${columns} FROM audit_event WHERE feature = 'consents' AND recorded_at >= ${begin} AND recorded_at < ${end} AND role <> 'patient'
      AND ((outcome = 'success' AND EXISTS (SELECT 1 FROM unnest(resources) AS r WHERE r LIKE 'consent-change/proposed/%' OR r LIKE 'consent-change/confirmed/%'))
        OR (outcome = 'denied' AND reason IN ('own-relation', 'own-proposal', 'own-form')))
    ORDER BY recorded_at DESC, seq DESC LIMIT ${limit}`;
}
