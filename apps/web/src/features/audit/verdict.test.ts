import { expect, test } from 'vitest';
import { verdictOf } from './verdict.ts';

const report = (records: number, isDamaged = false) => ({
  at: '2026-11-27T08:00:00Z',
  report: {
    records,
    upTo: String(records),
    checkpoints: 0,
    anchored: 0,
    retired: null,
    unsigned: records,
    lastCheckpoint: null,
    problems: isDamaged ? [{ code: 'changed' as const, from: '1', to: '1' }] : [],
    ms: 1,
  },
});

test.each([
  ['not-verified', null, null],
  ['nothing', null, report(0)],
  ['intact', null, report(7)],
  ['damaged', null, report(7, true)],
  ['damaged', null, report(0, true)],
  ['damaged', { code: 'anchor-missing' as const }, report(7)],
  ['damaged', { code: 'anchor-missing' as const }, null],
] as const)('%s', (verdict, problem, verified) => {
  expect(verdictOf({ problem, verified })).toBe(verdict);
});
