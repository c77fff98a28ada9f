import { describe, expect, it } from 'vitest';
import { levelOfLine, waiting, type Alert } from './checks.ts';

const alert = (key: string, level: Alert['level'], lines: number[], canLift = false): Alert => ({
  key,
  rule: key,
  lines,
  level,
  canLift,
  summary: key,
  detail: '',
  source: { label: 'a', url: null, date: null },
  reasons: [],
  links: [],
});
const alerts = [
  alert('food', 'informs', [0, 1]),
  alert('duplicate', 'needs-reason', [1]),
  alert('daily', 'blocks', [1]),
  alert('allergy', 'blocks', [2], true),
];

describe('what a line is marked with', () => {
  it('is the worst that was found of it, and nothing where nothing was', () => {
    expect([0, 1, 2, 3].map((place) => levelOfLine(alerts, place))).toEqual([
      'informs',
      'blocks',
      'blocks',
      null,
    ]);
  });
});

describe('what the signature waits for', () => {
  it('is what nothing lifts, and what has no reason yet', () => {
    expect(waiting(alerts, [])).toEqual({ blocked: 1, unanswered: 2 });
    const answers = [
      { alert: 'allergy', reason: 'none-better' },
      { alert: 'duplicate', reason: '' },
      // a reason that was typed before it became a block lifts nothing
      { alert: 'daily', reason: 'none-better' },
    ];
    expect(waiting(alerts, answers)).toEqual({ blocked: 1, unanswered: 1 });
  });
});
