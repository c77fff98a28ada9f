import { isSignedBy, type Checkpoint, type KnownKeys, type SigningKey } from './checkpoint.ts';
import { genesis } from './chain.ts';
import { countRecords, type Rows } from './records.ts';

/** Statement of what was taken out after the time it is kept. Bytes are hexadecimal, the signature base64. */
export interface Retirement {
  /** From 1, without gaps. */
  number: string;
  firstSeq: string;
  lastSeq: string;
  /** Of the last record taken out: the chain goes on from it. It is the hash that a checkpoint signed. */
  lastHash: string;
  count: string;
  /** Everything taken out was recorded before. ISO 8601, UTC, milliseconds. */
  before: string;
  retiredAt: string;
  keyId: string;
  signature: string;
}

const signedText = (r: Omit<Retirement, 'signature'>): string =>
  [
    'keneyapp-audit-retirement-1',
    r.number,
    r.firstSeq,
    r.lastSeq,
    r.lastHash,
    r.count,
    r.before,
    r.retiredAt,
    r.keyId,
    '',
  ].join('\n');

/** The latest; null when nothing was ever taken out, or the database is older than that. */
export async function readRetirement(database: Rows): Promise<Retirement | null> {
  const [known] = await database.rows(`SELECT to_regclass('audit_retirement') IS NOT NULL AS is_there`);
  if (known?.['is_there'] !== true) return null;
  const [row] = await database.rows(
    `SELECT t.number::text AS number, t.first_seq::text AS "firstSeq", t.last_seq::text AS "lastSeq", encode(t.last_hash, 'hex') AS "lastHash", t.count::text AS count,
      to_char(t.before, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS before, to_char(t.retired_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "retiredAt", t.key_id AS "keyId",
      translate(encode(t.signature, 'base64'), E'\\n', '') AS signature FROM audit_retirement t ORDER BY t.number DESC LIMIT 1`,
  );
  return (row as unknown as Retirement | undefined) ?? null;
}

/** Whether a statement is ours: what we did not sign takes nothing out. */
export const isSignedByUs = (retirement: Retirement, keys: KnownKeys): boolean =>
  isSignedBy(keys, retirement.keyId, signedText(retirement), retirement.signature);

/** Where the chain begins now: after what was taken out by a statement of ours, else at its first record. */
export const beginningAfter = (retirement: Retirement | null): { seq: bigint; hash: string } =>
  retirement ? { seq: BigInt(retirement.lastSeq), hash: retirement.lastHash } : { seq: 0n, hash: genesis };

/**
 * Takes out what was recorded before `before`, up to the last checkpoint that covers nothing younger; the database has a
 * floor of its own. @returns the statement; null when there is nothing to take out
 */
export async function retire(
  database: Rows,
  { key, before, now }: { key: SigningKey; before: Date; now: Date },
): Promise<Retirement | null> {
  const last = await readRetirement(database);
  const { seq: from } = beginningAfter(last);
  const checkpoint = await checkpointBefore(database, from, before);
  if (!checkpoint) return null;
  const statement: Omit<Retirement, 'signature'> = {
    number: String(BigInt(last?.number ?? '0') + 1n),
    firstSeq: String(from + 1n),
    lastSeq: checkpoint.seq,
    lastHash: checkpoint.hash,
    count: String(await countRecords(database, from, BigInt(checkpoint.seq))),
    before: before.toISOString(),
    retiredAt: now.toISOString(),
    keyId: key.keyId,
  };
  const retirement = { ...statement, signature: key.signText(signedText(statement)) };
  await database.rows(
    `SELECT audit_retire($1::text::bigint, $2::text::bigint, $3::text::bigint, decode($4, 'hex'), $5::text::bigint, $6::text::timestamptz, $7::text::timestamptz, $8, decode($9, 'base64'))`,
    [
      retirement.number,
      retirement.firstSeq,
      retirement.lastSeq,
      retirement.lastHash,
      retirement.count,
      retirement.before,
      retirement.retiredAt,
      retirement.keyId,
      retirement.signature,
    ],
  );
  return retirement;
}

/** The last checkpoint of which all records are old enough; never the last of all, which new records are held against. */
async function checkpointBefore(
  database: Rows,
  from: bigint,
  before: Date,
): Promise<Pick<Checkpoint, 'seq' | 'hash'> | null> {
  const [row] = await database.rows(
    `SELECT c.seq::text AS seq, encode(c.hash, 'hex') AS hash FROM audit_checkpoint c
      WHERE c.seq > $1::text::bigint AND c.seq < (SELECT max(o.seq) FROM audit_checkpoint o)
        AND c.seq < coalesce((SELECT e.seq FROM audit_event e WHERE e.recorded_at >= $2::text::timestamp ORDER BY e.recorded_at, e.seq LIMIT 1), c.seq + 1)
      ORDER BY c.seq DESC LIMIT 1`,
    [String(from), before.toISOString().slice(0, -1)],
  );
  return (row as Pick<Checkpoint, 'seq' | 'hash'> | undefined) ?? null;
}
