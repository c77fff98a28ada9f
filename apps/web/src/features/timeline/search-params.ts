import type { Kind, TimelineItem } from '@keneyapp/bff/features/timeline/view';
import { fold } from '@keneyapp/ui/table-model';
import { instantOf } from '@keneyapp/ui/format';
import {
  createLoader,
  createSerializer,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
  type inferParserType,
  type UrlKeys,
} from 'nuqs/server';
import { parseAsDay } from '../../components/search-params.ts';

export const timelineKinds = [
  'encounter',
  'problem',
  'procedure',
  'medication',
  'results',
  'vitals',
  'imaging',
  'document',
  'immunization',
  'allergy',
  'plan',
] as const satisfies readonly Kind[];

/** What the page shows, as its address says it: `?kinds=imaging,document&from=2020-01-01&to=2021-12-31&q=…`. */
export interface TimelineParams {
  kinds: readonly Kind[];
  from: string | null;
  to: string | null;
  query: string;
}

export const timelineParams = {
  kinds: parseAsArrayOf(parseAsStringLiteral(timelineKinds)).withDefault([]),
  from: parseAsDay,
  to: parseAsDay,
  query: parseAsString.withDefault(''),
};
export const timelineKeys: UrlKeys<typeof timelineParams> = { query: 'q' };
const load = createLoader(timelineParams, { urlKeys: timelineKeys });
const write = createSerializer(timelineParams, { urlKeys: timelineKeys });

/** What the parameters say together: kinds in their own order, each once. */
export const paramsOf = (said: inferParserType<typeof timelineParams>): TimelineParams => ({
  ...said,
  kinds: timelineKinds.filter((kind) => said.kinds.includes(kind)),
});
export const readParams = (params: URLSearchParams): TimelineParams => paramsOf(load(params));

export function hrefOf(pathname: string, current: URLSearchParams, change: Partial<TimelineParams>): string {
  const { kinds: chosen, ...pageParams } = { ...readParams(current), ...change };
  return write(`${pathname}?${current}`, { ...pageParams, kinds: [...chosen] });
}

/** Items of the period that hold every word typed; by kind only when `of` is not empty. An item that lasts is in every period it touches. */
export function select(
  items: readonly TimelineItem[],
  pageParams: TimelineParams,
  wordsOf: (item: TimelineItem) => string,
  of: readonly Kind[] = pageParams.kinds,
): TimelineItem[] {
  const words = fold(pageParams.query).split(/\s+/).filter(Boolean);
  const from = pageParams.from === null ? -Infinity : instantOf(pageParams.from),
    to = pageParams.to === null ? Infinity : instantOf(pageParams.to) + 86_399_999;
  const isBounded = pageParams.from !== null || pageParams.to !== null;
  return items.filter((item) => {
    if (of.length > 0 && !of.includes(item.kind)) return false;
    if (isBounded) {
      const start = item.date === null ? Number.NaN : instantOf(item.date),
        end = item.end === null ? start : instantOf(item.end);
      if (Number.isNaN(start) || start > to || Math.max(start, end) < from) return false;
    }
    if (words.length === 0) return true;
    const text = fold(wordsOf(item));
    return words.every((word) => text.includes(word));
  });
}

export type Row =
  { type: 'month'; key: string; month: string } | { type: 'item'; key: string; item: TimelineItem };

/** Items with a heading before each month; those without a date under a heading of their own, last. */
export function rowsOf(items: readonly TimelineItem[]): Row[] {
  const rows: Row[] = [];
  let held: string | null = null;
  for (const item of items) {
    const month = item.date?.slice(0, 7) ?? '';
    if (month !== held) {
      rows.push({ type: 'month', key: `m${month}`, month });
      held = month;
    }
    rows.push({ type: 'item', key: `${item.kind} ${item.reference}`, item });
  }
  return rows;
}

/** How many items each year has, first to last, empty years included. */
export function perYear(items: readonly TimelineItem[]): { year: number; count: number }[] {
  const counts = new Map<number, number>();
  for (const { date } of items)
    if (date !== null) {
      const year = Number(date.slice(0, 4));
      counts.set(year, (counts.get(year) ?? 0) + 1);
    }
  if (counts.size === 0) return [];
  const first = Math.min(...counts.keys()),
    last = Math.max(...counts.keys());
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    year: first + i,
    count: counts.get(first + i) ?? 0,
  }));
}
