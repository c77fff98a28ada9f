import { workerData } from 'node:worker_threads';
import { parse, PGlite, type Results } from '@electric-sql/pglite';
import { serveRequests } from './serve-requests.ts';
import { durableStart, makeDurable } from './durable.ts';
import { extensions } from './extensions.ts';
import { PreparedStatements } from './prepared.ts';

export type WorkerRequest =
  | { op: 'query'; sql: string; values: unknown[] }
  | { op: 'exec'; sql: string }
  | { op: 'listen'; channel: string }
  | { op: 'close' };
/** Cells are PostgreSQL's texts. */
export type RawResult = Results<(string | null)[]>;
export interface ArrayType {
  array: number;
  element: number;
}
export interface Notification {
  channel: string;
  payload: string;
}

const { folder } = workerData as { folder: string | null };
const db = await (folder === null
  ? PGlite.create('memory://', { extensions })
  : PGlite.create(folder, { startParams: durableStart(), extensions }));
if (folder !== null) await makeDurable(db);

const turnsOfTransaction = new Set(['BEGIN', 'COMMIT', 'ROLLBACK']);
const statements = new PreparedStatements(db);
/** Whoever asks has parsers of their own, which cannot be sent here. */
const asTexts = Object.fromEntries(Object.keys(db.parsers).map((type) => [type, (text: string) => text]));
const inArrays = { rowMode: 'array' as const };
const { rows: arrays } = await db.query<ArrayType>(
  `SELECT typarray AS array, oid AS element FROM pg_type WHERE typarray <> 0`,
);

const tell = serveRequests<WorkerRequest, RawResult[], ArrayType[], Notification>(arrays, async (request) => {
  if (request.op === 'query') {
    const messages = await statements.query(request.sql, request.values);
    return parse.parseResults(messages, asTexts, inArrays) as RawResult[];
  }
  if (request.op === 'exec') {
    if (!turnsOfTransaction.has(request.sql)) await statements.forgetAll();
    return (await db.exec(request.sql, { ...inArrays, parsers: asTexts })) as RawResult[];
  }
  if (request.op === 'listen')
    await db.listen(request.channel, (payload) => tell({ channel: request.channel, payload }));
  else await db.close();
  return [];
});
