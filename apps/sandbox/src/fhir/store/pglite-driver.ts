import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { DatabaseError, type Driver, type Plan, type Queryable, type Row, type SqlValue } from './driver.ts';
import { takeLock } from './lock-file.ts';
import type { WorkerRequest, WorkerResponse } from './pglite-worker.ts';

interface Pending {
  resolve(rows: Row[]): void;
  reject(error: Error): void;
}

/**
 * PostgreSQL in WebAssembly on `folder`, in a worker thread. One connection: statements outside a transaction wait
 * for the running transaction. Throws when another process holds the folder: two would silently lose data.
 */
export async function openPglite(folder: string): Promise<Driver> {
  mkdirSync(folder, { recursive: true });
  const lock = takeLock(path.join(folder, 'lock'));
  const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), {
    workerData: { dataDir: path.join(folder, 'db') },
    execArgv: [],
  });
  const pending = new Map<number, Pending>();
  let last = 0;
  const opened = new Promise<Row[]>((resolve, reject) => pending.set(0, { resolve, reject }));
  const fail = (error: Error) => {
    for (const waiting of pending.values()) waiting.reject(error);
    pending.clear();
  };
  worker.on('message', (answer: WorkerResponse) => {
    const waiting = pending.get(answer.id);
    pending.delete(answer.id);
    if ('rows' in answer) waiting?.resolve(answer.rows);
    else waiting?.reject(new DatabaseError(answer.error.code, answer.error.message));
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the database thread ended')));
  try {
    await opened;
  } catch (error) {
    lock.release();
    throw error;
  }

  const send = (
    op: WorkerRequest['op'],
    sql: string,
    params: readonly SqlValue[] = [],
    plan: Plan = 'kept',
  ): Promise<Row[]> =>
    new Promise((resolve, reject) => {
      last += 1;
      pending.set(last, { resolve, reject });
      worker.postMessage({ id: last, op, sql, params: [...params], plan } satisfies WorkerRequest);
    });

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
        const gone = new Promise((resolve) => worker.once('exit', resolve));
        await send('close', '');
        await gone;
        lock.release();
      }),
  };
}
