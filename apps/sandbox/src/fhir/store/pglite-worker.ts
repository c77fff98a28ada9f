import { fsyncSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import type { Plan } from './driver.ts';
import { PreparedStatements } from './prepared-statements.ts';

/** Runs PGlite away from the event loop of the servers. Messages: `{ id, op, sql, params, plan }` → `{ id, rows }` or `{ id, error }`. */
export interface WorkerRequest {
  id: number;
  op: 'query' | 'exec' | 'close';
  sql: string;
  params: unknown[];
  plan: Plan;
}
export type WorkerResponse =
  { id: number; rows: Record<string, unknown>[] } | { id: number; error: { code: string; message: string } };

interface Stream {
  nfd: number;
  stream_ops: Record<string, unknown>;
}
interface EmscriptenModule {
  FS: { open(path: string, flags: string): Stream; close(stream: Stream): void };
}

const port = parentPort;
if (!port) throw new Error('pglite-worker runs as a worker thread only');
const { dataDir } = workerData as { dataDir: string };

const settings = [
  'wal_sync_method=fsync',
  'max_wal_size=256MB',
  'work_mem=16MB',
  'maintenance_work_mem=64MB',
  'jit=off',
  'random_page_cost=1.1',
];
const db = new PGlite({
  dataDir,
  extensions: { pg_trgm },
  startParams: [
    ...PGlite.defaultStartParams.filter((p) => p !== '-F'),
    ...settings.flatMap((s) => ['-c', s]),
  ],
});

const statements = new PreparedStatements(db);

/**
 * PGlite leaves `fsync` out of its file system, so PostgreSQL's own flushes would do nothing. Every open file shares
 * the operations of one: giving it `fsync` makes each commit durable. Proved at start; a version that differs fails loudly.
 */
async function makeDurable(): Promise<void> {
  let flushed = 0;
  const { FS } = (db as unknown as { Module: EmscriptenModule }).Module;
  const stream = FS.open('/pglite/data/PG_VERSION', 'r');
  stream.stream_ops['fsync'] = (target: Stream) => {
    flushed += 1;
    fsyncSync(target.nfd);
    return 0;
  };
  FS.close(stream);
  await db.exec('CREATE TABLE IF NOT EXISTS durable_start(at timestamptz); DELETE FROM durable_start;');
  const before = flushed;
  await db.query('INSERT INTO durable_start VALUES (now())');
  if (flushed <= before)
    throw new Error('PGlite commits are not flushed to disk: this version of PGlite needs another way');
}

async function run(message: WorkerRequest): Promise<Record<string, unknown>[]> {
  if (message.op === 'query') return statements.query(message.sql, message.params, message.plan);
  if (message.op === 'exec') await db.exec(message.sql);
  else await db.close();
  return [];
}

let queue = Promise.resolve();
port.on('message', (message: WorkerRequest) => {
  queue = queue.then(async () => {
    try {
      port.postMessage({ id: message.id, rows: await run(message) } satisfies WorkerResponse);
    } catch (error) {
      const { code, message: text } = error as { code?: string; message?: string };
      port.postMessage({
        id: message.id,
        error: { code: code ?? 'XX000', message: text ?? String(error) },
      } satisfies WorkerResponse);
    }
    if (message.op === 'close') port.close();
  });
});

await db.waitReady;
await makeDurable();
port.postMessage({ id: 0, rows: [] } satisfies WorkerResponse);
