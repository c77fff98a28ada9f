import path from 'node:path';
import { startTestPostgres } from '../../packages/config/src/testing-postgres.ts';
import type { BenchRow, BenchStack } from './bench.ts';

/** The same figures of both databases: an embedded one in `folder` of the stack, and PostgreSQL where it is installed. */
export async function onBothDatabases(
  { dataDir }: BenchStack,
  folder: string,
  measure: (url: string, engine: string) => Promise<BenchRow[]>,
): Promise<BenchRow[]> {
  const rows = await measure(`pglite:${path.join(dataDir, folder)}`, 'embedded');
  const postgres = await startTestPostgres();
  if (!postgres) {
    const why = 'no PostgreSQL is installed here';
    return [
      ...rows,
      { name: 'the same on PostgreSQL', value: 'not measured', unit: '', target: '', ok: null, why },
    ];
  }
  try {
    return [...rows, ...(await measure(postgres.url('postgres'), 'PostgreSQL'))];
  } finally {
    await postgres.stop();
  }
}
