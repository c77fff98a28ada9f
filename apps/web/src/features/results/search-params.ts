import {
  createLoader,
  createSerializer,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
  type inferParserType,
  type UrlKeys,
} from 'nuqs/server';
import { periods, type Period } from '../../components/period.ts';

export const views = ['tests', 'grid', 'values', 'reports'] as const;
export type View = (typeof views)[number];

/** What the page shows, as its address says it. */
export interface ResultsParams {
  view: View;
  /** Null for the one that is usual here (`openingPeriod`). */
  period: Period | null;
  /** `category` or `category/panel`. */ group: string | null;
  tests: string[];
  isTable: boolean;
  /** The report that is opened, and the value (its Observation) a link leads to. */
  report: string | null;
  value: string | null;
}

export const maxTests = 4;

/** The parameters of the address, in the order they are written. */
export const resultsParams = {
  view: parseAsStringLiteral(views).withDefault('tests'),
  period: parseAsStringLiteral(periods),
  group: parseAsString,
  as: parseAsStringLiteral(['table']),
  tests: parseAsNativeArrayOf(parseAsString),
  report: parseAsString,
  value: parseAsString,
};
export const resultsKeys: UrlKeys<typeof resultsParams> = { tests: 'test' };
const load = createLoader(resultsParams, { urlKeys: resultsKeys });
const write = createSerializer(resultsParams, { urlKeys: resultsKeys });

/** What the parameters say together. */
export const paramsOf = ({ tests, as, ...rest }: inferParserType<typeof resultsParams>): ResultsParams => ({
  ...rest,
  tests: [...new Set(tests)].slice(0, maxTests),
  isTable: as === 'table',
});
export const readParams = (params: URLSearchParams): ResultsParams => paramsOf(load(params));

/** The address of a place; what is usual is left out. Keeps the parameters of otherParams (the filter of a table). */
export function hrefOf(pathname: string, current: URLSearchParams, change: Partial<ResultsParams>): string {
  // another view is another place: it has no report or value that was asked for
  const elsewhere = change.view === undefined ? {} : { report: null, value: null };
  const { isTable, ...pageParams } = { ...readParams(current), ...elsewhere, ...change };
  const otherParams = new URLSearchParams(current);
  for (const name of [...Object.keys(resultsParams), 'test']) otherParams.delete(name);
  if (change.view !== undefined) otherParams.delete('filter');
  return write(`${pathname}?${otherParams}`, { ...pageParams, as: isTable ? 'table' : null });
}
