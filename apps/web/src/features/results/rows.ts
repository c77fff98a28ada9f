import type { Category, Point, Range, Report, Series } from '@keneyapp/bff/features/results/view';
import { instantOf } from '@keneyapp/ui/format';
import type { Formats } from '../../i18n/formats.ts';

export type { Category, Point, Range, Report, Series };

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

/** What was measured last stands first; the tests of a panel stay together. */
export function latestPanelFirst(series: readonly Series[]): Series[] {
  const latest = new Map<string, number>();
  for (const s of series) {
    const at = timestampOf(s.points[0]?.date ?? null),
      key = groupKey(s);
    latest.set(key, Math.max(latest.get(key) ?? 0, Number.isNaN(at) ? 0 : at));
  }
  const key = (s: Series) => latest.get(groupKey(s)) ?? 0;
  return [...series].sort((a, b) => key(b) - key(a) || groupKey(a).localeCompare(groupKey(b)));
}
