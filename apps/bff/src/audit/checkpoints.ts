import type { Checkpoint } from './checkpoint.ts';
import type { Rows } from './records.ts';

const columns = `c.number::text AS number, c.seq::text AS seq, encode(c.hash, 'hex') AS hash, c.count::text AS count, to_char(c.signed_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "signedAt", c.key_id AS "keyId",
  encode(c.previous, 'hex') AS previous, translate(encode(c.signature, 'base64'), E'\\n', '') AS signature`;

export async function readLastCheckpoint(database: Rows): Promise<Checkpoint | null> {
  const [row] = await database.rows(
    `SELECT ${columns} FROM audit_checkpoint c ORDER BY c.number DESC LIMIT 1`,
  );
  return (row as unknown as Checkpoint | undefined) ?? null;
}

/** All of them by number, page by page; those too that stand before the first, where nothing of ours is. */
export async function* readCheckpoints(database: Rows): AsyncGenerator<Checkpoint> {
  for (let after: string | null = null; ;) {
    const page = (await database.rows(
      `SELECT ${columns} FROM audit_checkpoint c WHERE $1::bigint IS NULL OR c.number > $1 ORDER BY c.number LIMIT 500`,
      [after],
    )) as unknown as Checkpoint[];
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.number;
  }
}

/** @returns false when another process was first with this number */
export async function appendCheckpoint(database: Rows, c: Checkpoint): Promise<boolean> {
  const [row] = await database.rows(
    `SELECT audit_checkpoint_append($1::text::bigint, $2::text::bigint, decode($3, 'hex'), $4::text::bigint, $5::text::timestamptz, $6, decode($7, 'hex'), decode($8, 'base64')) AS kept`,
    [c.number, c.seq, c.hash, c.count, c.signedAt, c.keyId, c.previous, c.signature],
  );
  return row?.['kept'] === true;
}
