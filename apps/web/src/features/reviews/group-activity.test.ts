import type { ReviewActivity } from '@keneyapp/bff/features/reviews/view';
import { expect, it } from 'vitest';
import { groupActivity } from './group-activity.ts';

const one = (minute: number, operation: string, more: Partial<ReviewActivity> = {}): ReviewActivity => ({
  at: `2026-07-15T10:${String(minute).padStart(2, '0')}:00Z`,
  operation,
  feature: operation.split('.')[0] ?? null,
  action: 'read',
  outcome: 'success',
  resources: [],
  ...more,
});

it('counts the same again and again once, and keeps what lies between and what was refused apart', () => {
  const groups = groupActivity([
    one(0, 'patients.banner'),
    one(1, 'results.list', { resources: [{ type: 'Observation', count: 3 }] }),
    one(2, 'results.list', {
      resources: [
        { type: 'DiagnosticReport', count: 1 },
        { type: 'emergency-access', count: 1 },
      ],
    }),
    one(3, 'results.list', { outcome: 'denied' }),
    one(4, 'patients.banner'),
  ]);
  expect(groups.map((g) => [g.operation, g.outcome, g.count, g.at.slice(14, 16)])).toEqual([
    ['patients.banner', 'success', 1, '00'],
    ['results.list', 'success', 2, '01'],
    ['results.list', 'denied', 1, '03'],
    ['patients.banner', 'success', 1, '04'],
  ]);
  expect(groups[1]?.resources).toEqual(['Observation', 'DiagnosticReport']);
  expect(new Set(groups.map((g) => g.key)).size).toBe(4);
});
