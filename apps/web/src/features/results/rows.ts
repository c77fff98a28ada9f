import type {
  Category,
  Point,
  Range,
  Report,
  ResultsView,
  Series,
} from '@keneyapp/bff/features/results/view';
import { panelRank, testRank } from '@keneyapp/clinical';
import { instantOf } from '@keneyapp/ui/format';
import type { Formats } from '../../i18n/formats.ts';

export type { Category, Point, Range, Report, Series };

/** A test with its last values, newest first: a line of a table. */
export interface TestRow {
  series: Series;
  points: readonly Point[];
  /** Values in the period. */
  n: number;
}

/** One value of one test: a line of a table. */
export interface ValueRow {
  series: Series;
  point: Point;
}

export const timestampOf = (date: string | null): number => (date === null ? Number.NaN : instantOf(date));

/** The values of a series in a period; those without a date only in all of it. */
export function within(series: Series, start: number | null): Point[] {
  return start === null ? series.points : series.points.filter((p) => timestampOf(p.date) >= start);
}

/** The last value of those that are to be seen: of each test that was asked for, else of any. */
export function newestToShow(
  { series, reports }: Pick<ResultsView, 'series' | 'reports'>,
  tests: readonly string[],
): number {
  const newestOf = (dates: readonly (string | null)[]) =>
    Math.max(-Infinity, ...dates.map(timestampOf).filter((at) => !Number.isNaN(at)));
  const asked = series.filter(({ key }) => tests.includes(key));
  return asked.length > 0
    ? Math.min(...asked.map(({ points }) => newestOf(points.map((p) => p.date))))
    : newestOf([...series.flatMap(({ points }) => points), ...reports].map(({ date }) => date));
}

export const groupKey = (series: Series): string => `${series.category}/${panelName(series) ?? ''}`;
export const panelName = ({ panel }: Series): string | null => panel?.text ?? panel?.codes[0]?.code ?? null;
export const isIn = (series: Series, group: string | null): boolean =>
  group === null || series.category === group || groupKey(series) === group;

/** `4,20`, `< 0,01`, or the words of the result; the unit stands beside it. */
export const valueWords = ({ shown }: Point, f: Formats): string =>
  shown.kind === 'quantity' ? f.valueParts(shown).text : f.value(shown);

/** The range it was judged by; else those it came with, in words. */
export const rangeWords = ({ range, ranges }: Pick<Point, 'range' | 'ranges'>, f: Formats): string =>
  f.range(range) || ranges.map(f.recordedRange).join(' ; ');

export const unitWords = (series: Series, f: Formats): string =>
  f.unit({ unit: series.unit, code: series.unitCode });

/** Numbers sort as numbers, words after them. */
export const valueKey = (point: Point, f: Formats): number | string | null =>
  point.value ?? valueWords(point, f);

const order: readonly Category[] = [
  'laboratory',
  'exam',
  'imaging',
  'procedure',
  'survey',
  'social-history',
  'activity',
  'therapy',
  'other',
];

/**
 * Panels in the order they are read in (packages/clinical, `test-order.ts`), each with its tests in theirs; then what is
 * in no panel, then what the laboratory did not make.
 */
export function inClinicalOrder(series: readonly Series[]): Series[] {
  const panels = new Map<string, Series[]>();
  for (const s of series) panels.set(groupKey(s), [...(panels.get(groupKey(s)) ?? []), s]);
  const ranked = [...panels.values()].map((tests) => ({
    tests: tests
      .map((s) => ({ s, rank: testRank(s.name) }))
      .sort(
        (a, b) =>
          a.rank.family - b.rank.family ||
          a.rank.place - b.rank.place ||
          byWords(nameOf(a.s.name), nameOf(b.s.name)),
      )
      .map(({ s }) => s),
    category: order.indexOf(tests[0]?.category ?? 'other'),
    panel: tests[0] ? panelName(tests[0]) : null,
    rank: panelRank(
      tests[0]?.panel ?? null,
      tests.map((s) => s.name),
    ),
  }));
  return ranked
    .sort(
      (a, b) =>
        a.category - b.category ||
        Number(a.panel === null) - Number(b.panel === null) ||
        a.rank - b.rank ||
        byWords(a.panel ?? '', b.panel ?? ''),
    )
    .flatMap(({ tests }) => tests);
}

const nameOf = ({ text, codes }: Series['name']): string => text ?? codes[0]?.code ?? '';
const byWords = (a: string, b: string): number => a.localeCompare(b, 'fr');

/** Tests whose name another one has too: their unit tells them apart. */
export function namesakesIn(series: readonly Series[]): ReadonlySet<string> {
  const keys = new Map<string, string[]>();
  for (const { name, key } of series) keys.set(nameOf(name), [...(keys.get(nameOf(name)) ?? []), key]);
  return new Set([...keys.values()].filter((all) => all.length > 1).flat());
}
