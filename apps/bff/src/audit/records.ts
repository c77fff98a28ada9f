import type { Database } from '../database/client.ts';
import type { ChainRecord } from './chain.ts';

export type Rows = Pick<Database, 'rows'>;

/** In words the database itself brings: nothing of ours that somebody may have changed in it. One value a record: half the time of a column each. */
const asJson = `array_to_json(ARRAY[e.seq::text, encode(e.previous_hash, 'hex'), encode(e.hash, 'hex'), to_char(e.recorded_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), e.kind, e.action, e.operation, e.feature, e.outcome, e.reason,
  e.purpose, e.basis, e.emergency, e.patient_id, e.user_id, e.user_name, e.user_ref, e.role, e.remote_address, e.request_id, e.query] || e.resources)::text`;

type Columns = [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string | null,
  string,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string,
  string,
  string | null,
  ...string[],
];

/** Bytes of records that are read at a time: however long somebody made them, no more than this is in memory. */
const maxBytes = 2_000_000;
/** How long a record is, roughly and without reading it: the length of a long text is known beside it. */
const sizeOf = `600 + octet_length(e.operation) + coalesce(octet_length(e.reason), 0) + coalesce(octet_length(e.emergency), 0) + coalesce(octet_length(e.patient_id), 0) + coalesce(octet_length(e.user_id), 0)
  + coalesce(octet_length(e.user_name), 0) + coalesce(octet_length(e.user_ref), 0) + octet_length(e.remote_address) + octet_length(e.request_id) + coalesce(octet_length(e.query), 0)
  + CASE WHEN pg_column_size(e.resources) < 1000 THEN 1000 ELSE octet_length(e.resources::text) END`;

/** Records after `seq`, in the order of the chain: at most so many, and so many bytes of them; at least one, where there is one. */
export async function readRecords(
  database: Rows,
  after: bigint,
  max: number,
  bytes = maxBytes,
): Promise<ChainRecord[]> {
  const rows = await database.rows(
    `WITH sizes AS MATERIALIZED (SELECT s.seq, sum(s.size) OVER (ORDER BY s.seq) AS bytes FROM (SELECT e.seq, ${sizeOf} AS size FROM audit_event e WHERE e.seq > $1 ORDER BY e.seq LIMIT $2) s)
    SELECT ${asJson} AS record FROM audit_event e WHERE e.seq > $1 AND e.seq <= (SELECT coalesce(max(s.seq) FILTER (WHERE s.bytes <= $3), min(s.seq)) FROM sizes s) ORDER BY e.seq`,
    [String(after), max, bytes],
  );
  return rows.map(({ record }) => {
    const [
      seq,
      previousHash,
      hash,
      recordedAt,
      kind,
      action,
      operation,
      feature,
      outcome,
      reason,
      purpose,
      basis,
      emergency,
      patientId,
      userId,
      userName,
      userRef,
      role,
      remoteAddress,
      requestId,
      query,
      ...resources
    ] = JSON.parse(String(record)) as Columns;
    return {
      seq,
      previousHash,
      hash,
      recordedAt,
      kind,
      action,
      operation,
      feature,
      outcome,
      reason,
      purpose,
      basis,
      emergency,
      patientId,
      userId,
      userName,
      userRef,
      role,
      remoteAddress,
      requestId,
      resources,
      query,
    };
  });
}

/** The last record; null in an empty trail. */
export async function readHead(database: Rows): Promise<{ seq: bigint; hash: string } | null> {
  const [row] = await database.rows(
    `SELECT e.seq::text AS seq, encode(e.hash, 'hex') AS hash FROM audit_event e ORDER BY e.seq DESC LIMIT 1`,
  );
  return row ? { seq: BigInt(String(row['seq'])), hash: String(row['hash']) } : null;
}

/**
 * Places up to where the chain begins (0, or what was taken out): nothing of ours is written there, and who follows the
 * chain would never meet it. Null when there is nothing.
 */
export async function readBeforeFirst(
  database: Rows,
  beginning = 0n,
): Promise<{ from: string; to: string } | null> {
  const [row] = await database.rows(
    'SELECT min(e.seq)::text AS first, max(e.seq)::text AS last FROM audit_event e WHERE e.seq <= $1::text::bigint',
    [String(beginning)],
  );
  return row?.['first'] == null ? null : { from: String(row['first']), to: String(row['last']) };
}

export async function countRecords(database: Rows, after: bigint, upTo: bigint): Promise<bigint> {
  const [row] = await database.rows(
    'SELECT count(*)::text AS n FROM audit_event e WHERE e.seq > $1 AND e.seq <= $2',
    [String(after), String(upTo)],
  );
  return BigInt(String(row?.['n'] ?? 0));
}
