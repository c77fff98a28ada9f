import type { Database } from '../database/client.ts';
import type { ChainRecord } from './chain.ts';

/** Every column as text, in words the database itself brings: nothing of ours that somebody may have changed in it. */
const columns = `seq::text AS "seq", encode(previous_hash, 'hex') AS "previousHash", encode(hash, 'hex') AS "hash", to_char(recorded_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt",
  kind, action, operation, feature, outcome, reason, purpose, basis, emergency, patient_id AS "patientId", user_id AS "userId", user_name AS "userName", user_ref AS "userRef", role,
  remote_address AS "remoteAddress", request_id AS "requestId", resources, query`;

/** Records after `seq`, in the order of the chain. */
export async function readRecords(database: Pick<Database, 'rows'>, after: bigint, most: number): Promise<ChainRecord[]> {
  return await database.rows(`SELECT ${columns} FROM audit_event e WHERE e.seq > $1 ORDER BY e.seq LIMIT $2`, [String(after), most]) as unknown as ChainRecord[];
}
