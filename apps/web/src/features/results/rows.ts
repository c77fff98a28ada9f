import type {
  Category,
  Point,
  Range,
  Report,
  ResultsView,
  Series,
} from '@keneyapp/bff/features/results/view';
import { panelRank, testRank } from '@keneyapp/clinical';
import { instantOf, lastInstantOf } from '@keneyapp/ui/format';
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

/** To order by; what has no date comes before all others. */
export const placeInTime = ({ date }: Dated): number => {
  const at = timestampOf(date);
  return Number.isNaN(at) ? -Infinity : at;
};

/** The last moment it may be of; null where nobody knows it. */
function lastMomentOf({ date, end = null }: Dated): number | null {
  const at = lastInstantOf(end ?? date ?? '');
  return Number.isNaN(at) ? null : at;
}
type Dated = Pick<Point, 'date'> & Partial<Pick<Point, 'end'>>;

/** Whether it may be of a period. What has no date may be of any. */
export const isSince = (of: Dated, start: number | null): boolean =>
  start === null || (lastMomentOf(of) ?? Infinity) >= start;

/** The values of a series in a period. */
export const within = (series: Series, start: number | null): Point[] =>
  start === null ? series.points : series.points.filter((point) => isSince(point, start));

/** What an address asks for by name: tests, a report, a value; and whether it leads to the reports. */
export interface Asked {
  tests: readonly string[];
  report: string | null;
  value: string | null;
  isOfReports: boolean;
}

/** The last value of those that are to be seen: of each thing that was asked for, else of any. */
export function newestToShow(
  { series, reports }: Pick<ResultsView, 'series' | 'reports'>,
  { tests, report, value, isOfReports }: Asked,
): number {
  const points = series.flatMap((s) => s.points);
  const found = [
    ...series.filter(({ key }) => tests.includes(key)).map((s) => s.points),
    ...reports.filter(({ id }) => id === report || id === value).map((one) => [one]),
    points.filter(({ observationId }) => observationId === value),
  ].filter((values) => values.length > 0);
  if (found.length > 0) return Math.min(...found.map(newestOf));
  return newestOf(isOfReports && reports.length > 0 ? reports : [...points, ...reports]);
}

/** By those with a date; where none has one, every period shows them. */
function newestOf(values: readonly Dated[]): number {
  const dated = values.flatMap((value) => lastMomentOf(value) ?? []);
  return dated.length > 0 ? Math.max(...dated) : values.length > 0 ? Infinity : -Infinity;
}

/** How many values of a test the table of tests shows side by side. */
export const shownOfTest = 3;

/**
 * Critical values that a period leaves out. Only those of the last year: older ones are history, and a line about them
 * would stand above nearly every chart, so that nobody would read it.
 */
export const criticalBefore = (all: readonly Series[], start: number | null, aYearAgo: number): number =>
  all
    .flatMap(({ points }) => points)
    .filter((point) => point.level === 'critical' && !isSince(point, start) && isSince(point, aYearAgo))
    .length;

/** Critical values without a date that stand behind those a test shows side by side: they may be the newest. */
export const undatedCriticalBehind = (all: readonly Series[], start: number | null): number =>
  all
    .flatMap((series) => within(series, start).slice(shownOfTest))
    .filter((point) => point.level === 'critical' && lastMomentOf(point) === null).length;

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
