import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseThread } from '@keneyapp/pglite/thread';
import { DatabaseError, type Driver, type Plan, type Queryable, type Row, type SqlValue } from './driver.ts';
import { takeLock } from './lock-file.ts';
import type { WorkerRequest } from './pglite-worker.ts';

/**
 * PostgreSQL in WebAssembly on `folder`, in a worker thread. One connection: statements outside a transaction wait
 * for the running transaction. Throws when another process holds the folder: two would silently lose data.
 */
export async function openPglite(folder: string): Promise<Driver> {
  mkdirSync(folder, { recursive: true });
  const lock = takeLock(path.join(folder, 'lock'));
  const thread = new DatabaseThread<WorkerRequest, Row[]>(
    new URL('./pglite-worker.ts', import.meta.url),
    { dataDir: path.join(folder, 'db') },
    { errorOf: ({ code, message }) => new DatabaseError(code ?? 'XX000', message) },
  );
  try {
    await thread.opened;
  } catch (error) {
    lock.release();
    throw error;
  }

  const send = (
    op: WorkerRequest['op'],
    sql: string,
    params: readonly SqlValue[] = [],
    plan: Plan = 'kept',
  ): Promise<Row[]> => thread.ask({ op, sql, params: [...params], plan });

  let tail: Promise<unknown> = Promise.resolve();
  const alone = <R>(job: () => Promise<R>): Promise<R> => {
    const result = tail.then(job, job);
    tail = result.catch(() => undefined);
    return result;
  };
  const direct: Queryable = {
    query: <T extends Row>(sql: string, params?: readonly SqlValue[], plan?: Plan) =>
      send('query', sql, params, plan) as Promise<T[]>,
  };

  return {
    engine: 'pglite',
    query: <T extends Row>(sql: string, params?: readonly SqlValue[], plan?: Plan) =>
      alone(() => direct.query<T>(sql, params, plan)),
    exec: (script) =>
      alone(async () => {
        await send('exec', script);
      }),
    transaction: (run) =>
      alone(async () => {
        await send('exec', 'BEGIN');
        try {
          const result = await run(direct);
          await send('exec', 'COMMIT');
          return result;
        } catch (error) {
          await send('exec', 'ROLLBACK');
          throw error;
        }
      }),
    close: () =>
      alone(async () => {
        await thread.close({ op: 'close', sql: '', params: [], plan: 'kept' });
        lock.release();
      }),
  };
}
