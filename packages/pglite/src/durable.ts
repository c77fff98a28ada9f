import { fsyncSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';

interface Stream {
  nfd: number;
  stream_ops: Record<string, unknown>;
}
interface EmscriptenModule {
  FS: { open(path: string, flags: string): Stream; close(stream: Stream): void };
}

/** PGlite is started with `-F`, which turns flushing off. @param settings as `name=value` */
export const durableStart = (settings: readonly string[] = []): string[] => [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['wal_sync_method=fsync', ...settings].flatMap((setting) => ['-c', setting]),
];

/**
 * PGlite leaves `fsync` out of its file system, so PostgreSQL's own flushes would do nothing. Every open file shares
 * the operations of one: giving it `fsync` makes each commit durable. Proved at start; a version that differs fails loudly.
 * @param db on a folder, started with `durableStart`
 */
export async function makeDurable(db: PGlite): Promise<void> {
  let flushed = 0;
  const { FS } = db.Module as unknown as EmscriptenModule;
  const stream = FS.open('/pglite/data/PG_VERSION', 'r');
  stream.stream_ops['fsync'] = (target: Stream) => {
    flushed += 1;
    fsyncSync(target.nfd);
    return 0;
  };
  FS.close(stream);
  const before = flushed;
  await db.query("SELECT pg_logical_emit_message(true, 'start', '')"); // the smallest commit that is written
  if (flushed <= before)
    throw new Error('PGlite commits are not flushed to disk: this version of PGlite needs another way');
}
