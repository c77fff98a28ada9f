import type { Database } from '../database/client.ts';

/** Takes out what is older than 90 days and was read by every consumer. @returns how many */
export async function sweepEvents({ rows, rights }: Pick<Database, 'rows' | 'rights'>): Promise<number> {
  const [row] = await rows('SELECT events.sweep()::int AS gone');
  const gone = Number(row?.['gone']);
  if (gone > 0 && rights === 'embedded') await rows('VACUUM events.domain_event'); // PGlite has no autovacuum
  return gone;
}
