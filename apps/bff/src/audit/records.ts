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

/** Records after `seq`, in the order of the chain. */
export async function readRecords(database: Rows, after: bigint, most: number): Promise<ChainRecord[]> {
  const rows = await database.rows(
    `SELECT ${asJson} AS record FROM audit_event e WHERE e.seq > $1 ORDER BY e.seq LIMIT $2`,
    [String(after), most],
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

export async function countRecords(database: Rows, after: bigint, upTo: bigint): Promise<bigint> {
  const [row] = await database.rows(
    'SELECT count(*)::text AS n FROM audit_event e WHERE e.seq > $1 AND e.seq <= $2',
    [String(after), String(upTo)],
  );
  return BigInt(String(row?.['n'] ?? 0));
}
