import { badRequest, notSupported } from '../outcome.ts';
import { isType } from '../model/definitions.ts';
import { parameterOf, type Parameter } from '../model/parameters.ts';

export type Pairs = readonly (readonly [string, string])[];
export interface Include {
  source: string;
  parameter: Parameter | null;
  target: string | null;
  iterate: boolean;
}
export interface SortKey {
  parameter: Parameter | '_lastUpdated' | '_id';
  descending: boolean;
}

/** A search as asked, before it meets the database. */
export interface SearchQuery {
  type: string;
  /** Conditions of the search, in order. */
  filters: [string, string][];
  sort: SortKey[];
  count: number;
  offset: number;
  total: boolean;
  summary: 'count' | 'true' | 'text' | 'data' | null;
  elements: string[] | null;
  includes: Include[];
  revincludes: Include[];
}

const defaultCount = 20;
const largestCount = 5000;

/** Result parameters are taken out; what is left are filters. `_format` and `_pretty` are HTTP's concern. */
export function parseQuery(type: string, pairs: Pairs): SearchQuery {
  const query: SearchQuery = {
    type,
    filters: [],
    sort: [],
    count: defaultCount,
    offset: 0,
    total: false,
    summary: null,
    elements: null,
    includes: [],
    revincludes: [],
  };
  for (const [name, value] of pairs) take(query, name, value);
  return query;
}

function take(query: SearchQuery, name: string, value: string): void {
  const [code = '', ...modifiers] = name.split(':');
  switch (code) {
    case '_format':
    case '_pretty':
      return;
    case '_count':
      query.count = wholeNumber(name, value, largestCount);
      return;
    case '_offset':
      query.offset = wholeNumber(name, value, Number.MAX_SAFE_INTEGER);
      return;
    case '_total':
      if (!['none', 'accurate', 'estimate'].includes(value))
        throw badRequest('_total takes none, estimate or accurate');
      query.total = value !== 'none';
      return;
    case '_summary':
      query.summary = summaryOf(value);
      return;
    case '_elements':
      query.elements = elementsOf(value);
      return;
    case '_page': // which one: search/pages.ts
      return;
    case '_sort':
      query.sort = value
        .split(',')
        .filter(Boolean)
        .map((key) => sortKey(query.type, key));
      return;
    case '_include':
      query.includes.push(
        ...includesOf(value, modifiers.includes('iterate') || modifiers.includes('recurse'), query.type),
      );
      return;
    case '_revinclude':
      query.revincludes.push(
        ...includesOf(value, modifiers.includes('iterate') || modifiers.includes('recurse'), null),
      );
      return;
    case '_contained':
    case '_containedType':
    case '_score':
      throw notSupported(`${code} is not supported`);
    default:
      query.filters.push([name, value]);
  }
}

function wholeNumber(name: string, value: string, max: number): number {
  if (!/^\d+$/.test(value)) throw badRequest(`${name} takes a whole number`);
  return Math.min(Number(value), max);
}

/** Names of elements at the root, with the name of their type or without. */
export const elementsOf = (value: string): string[] =>
  value
    .split(',')
    .map(
      (name) =>
        name
          .trim()
          .replace(/^[A-Z][A-Za-z]+\./, '')
          .split('.')[0] ?? '',
    )
    .filter(Boolean);

export function summaryOf(value: string): SearchQuery['summary'] {
  if (value === 'false') return null;
  if (value === 'count' || value === 'true' || value === 'text' || value === 'data') return value;
  throw badRequest('_summary takes true, text, data, count or false');
}

function sortKey(type: string, key: string): SortKey {
  const descending = key.startsWith('-');
  const code = descending ? key.slice(1) : key;
  if (code === '_lastUpdated' || code === '_id') return { parameter: code, descending };
  const parameter = parameterOf(type, code);
  if (!parameter || parameter.kind === 'composite')
    throw badRequest(`_sort: ${type} has no parameter "${code}" to sort by`);
  return { parameter, descending };
}

function includesOf(value: string, iterate: boolean, searched: string | null): Include[] {
  if (value === '*') {
    if (!searched) throw notSupported('_revinclude=* is not supported');
    return [{ source: searched, parameter: null, target: null, iterate }];
  }
  const [source = '', code = '', target = null] = value.split(':');
  if (!isType(source)) throw badRequest(`${value}: not Type:parameter`);
  if (code === '*') return [{ source, parameter: null, target, iterate }];
  const parameter = parameterOf(source, code);
  if (!parameter || parameter.kind !== 'reference')
    throw badRequest(`${value}: ${source} has no reference parameter "${code}"`);
  return [{ source, parameter, target, iterate }];
}
