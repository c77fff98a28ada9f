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
