import { workerData } from 'node:worker_threads';
import { PGlite, type Results } from '@electric-sql/pglite';
import { answerRequests } from './answering.ts';
import { durableStart, makeDurable } from './durable.ts';

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
  ? PGlite.create('memory://')
  : PGlite.create(folder, { startParams: durableStart() }));
if (folder !== null) await makeDurable(db);

const asText = (text: string) => text;
/** Whoever asks has parsers of their own, which cannot be sent here. */
const raw = {
  rowMode: 'array' as const,
  parsers: Object.fromEntries(Object.keys(db.parsers).map((type) => [type, asText])),
};
const { rows: arrays } = await db.query<ArrayType>(
  `SELECT typarray AS array, oid AS element FROM pg_type WHERE typarray <> 0`,
);

const tell = answerRequests<WorkerRequest, RawResult[], ArrayType[], Notification>(
  arrays,
  async (request) => {
    if (request.op === 'query') return [await db.query<(string | null)[]>(request.sql, request.values, raw)];
    if (request.op === 'exec') return (await db.exec(request.sql, raw)) as RawResult[];
    if (request.op === 'listen')
      await db.listen(request.channel, (payload) => tell({ channel: request.channel, payload }));
    else await db.close();
    return [];
  },
);
