import { workerData } from 'node:worker_threads';
import { parse, PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { serveRequests } from '@keneyapp/pglite/serve-requests';
import { durableStart, makeDurable } from '@keneyapp/pglite/durable';
import { PreparedStatements } from '@keneyapp/pglite/prepared';
import type { Plan, Row } from './driver.ts';

/** Runs PGlite away from the event loop of the servers. */
export interface WorkerRequest {
  op: 'query' | 'exec' | 'close';
  sql: string;
  params: unknown[];
  plan: Plan;
}

const { dataDir } = workerData as { dataDir: string };

const db = new PGlite({
  dataDir,
  extensions: { pg_trgm },
  startParams: durableStart([
    'max_wal_size=256MB',
    'work_mem=16MB',
    'maintenance_work_mem=64MB',
    'jit=off',
    'random_page_cost=1.1',
  ]),
});
await db.waitReady;
await makeDurable(db);

const statements = new PreparedStatements(db);

serveRequests<WorkerRequest, Row[], null>(null, async ({ op, sql, params, plan }) => {
  if (op === 'query')
    return parse.parseResults(await statements.query(sql, params, plan), db.parsers)[0]?.rows ?? [];
  if (op === 'exec') await db.exec(sql);
  else await db.close();
  return [];
});
