import type { Point, Report, ResultsView, Series } from '@keneyapp/bff/features/results/view';
import { amount } from './clinical.ts';

const range = {
  low: 3.5,
  high: 5,
  criticalLow: 2.8,
  criticalHigh: 6,
  digits: { low: '3.5', high: '5' },
  text: null,
};
export const point = ({ value = 4.2, comparator = null, ...part }: Partial<Point>): Point => ({
  observationId: 'o1',
  date: '2026-11-20T08:00:00+01:00',
  end: null,
  isIssued: false,
  value,
  comparator,
  shown: { kind: 'quantity', amount: { ...amount(value ?? 0, 'mmol/L'), comparator } },
  range,
  ranges: [],
  notJudged: null,
  said: [],
  level: 'normal',
  direction: null,
  status: 'final',
  note: null,
  recorded: null,
  ...part,
});
export const series = (key: string, name: string, part: Partial<Series> = {}): Series => ({
  key,
  name: { text: name, codes: [] },
  unit: 'mmol/L',
  unitCode: 'mmol/L',
  category: 'laboratory',
  panel: { text: 'Ionogramme', codes: [] },
  freshForDays: 180,
  points: [
    point({ observationId: `${key}-3`, value: 6.4, level: 'critical', direction: 'high' }),
    point({
      observationId: `${key}-2`,
      date: '2026-10-20T08:00:00+02:00',
      value: 5.2,
      level: 'abnormal',
      direction: 'high',
      status: 'preliminary',
    }),
    point({
      observationId: `${key}-1`,
      date: '2026-01-10T08:00:00+01:00',
      value: 3,
      comparator: '<',
      note: 'hémolysé',
    }),
  ],
  ...part,
});
export const report: Report = {
  type: 'DiagnosticReport',
  id: 'r1',
  name: { text: 'Bilan d’entrée', codes: [] },
  category: null,
  date: '2026-11-20T08:00:00+01:00',
  status: 'final',
  performers: ['Laboratoire'],
  conclusion: 'Hyperkaliémie.',
  results: [{ observationId: 'k-3', seriesKey: 'k' }],
  named: [],
  missing: 1,
  conclusions: [],
  files: [],
  narrative: null,
};
/** Three tests of the days before `today`, and a report. */
export const view: ResultsView = {
  series: [
    series('k', 'Potassium'),
    series('na', 'Sodium'),
    series('tabac', 'Tabac', {
      category: 'social-history',
      panel: null,
      unit: null,
      unitCode: null,
      points: [
        point({
          observationId: 't',
          value: null,
          shown: { kind: 'text', text: 'ancien fumeur' },
          range: null,
          level: 'unknown',
        }),
      ],
    }),
  ],
  reports: [report],
  truncated: true,
};

/** The day those results are looked at. */
export const today = new Date('2026-11-24T12:00:00Z');
