import { leftOut } from '@keneyapp/config/left-out';
import { startTestPostgres } from '@keneyapp/config/testing-postgres';
import { afterAll, it } from 'vitest';
import type { ChartChanged } from './schemas.ts';

/** A change of a chart for tests. */
export const chartChange = (resourceId: string, own: Partial<ChartChanged> = {}): ChartChanged => ({
  type: 'chart.changed',
  version: 1,
  topic: { kind: 'patient', id: 'p1' },
  intentId: null,
  resourceType: 'Observation',
  resourceId,
  versionId: '1',
  home: 'vitals',
  by: 'doctor-1',
  at: '2026-01-02T03:04:05.678Z',
  ...own,
});

/** Both databases, by name and address; of PostgreSQL it is said (`what`) that it was left out where it cannot be had. */
export async function bothDatabases(what: string): Promise<(readonly [string, string])[]> {
  const postgres = await startTestPostgres();
  if (!postgres) it.skip(leftOut(what, 'no PostgreSQL (Debian: the package postgresql)'));
  afterAll(async () => {
    await postgres?.stop();
  });
  return [
    ['PGlite', 'pglite:memory'],
    ...(postgres ? [['PostgreSQL', postgres.url('postgres')] as const] : []),
  ];
}
