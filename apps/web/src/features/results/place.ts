import { periods, type Period } from './period.ts';

export const views = ['tests', 'grid', 'values', 'reports'] as const;
export type View = (typeof views)[number];

/** What the page shows, as its address says it. */
export interface Place {
  view: View;
  period: Period;
  /** `category` or `category/panel`. */ group: string | null;
  tests: string[];
  isTable: boolean;
}

export const mostTests = 4;

export function readPlace(params: URLSearchParams): Place {
  const one = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T =>
    allowed.find((v) => v === params.get(name)) ?? otherwise;
  return {
    view: one('view', views, 'tests'),
    period: one('period', periods, 'all'),
    group: params.get('group'),
    tests: [...new Set(params.getAll('test'))].slice(0, mostTests),
    isTable: params.get('as') === 'table',
  };
}

/** The address of a place; what is usual is left out. Keeps the parameters of others (the filter of a table). */
export function hrefOf(pathname: string, current: URLSearchParams, change: Partial<Place>): string {
  const place = { ...readPlace(current), ...change };
  const next = new URLSearchParams(current);
  const set = (name: string, value: string | null) => {
    if (value === null) next.delete(name);
    else next.set(name, value);
  };
  set('view', place.view === 'tests' ? null : place.view);
  set('period', place.period === 'all' ? null : place.period);
  set('group', place.group);
  set('as', place.isTable ? 'table' : null);
  next.delete('test');
  for (const test of place.tests) next.append('test', test);
  if (change.view !== undefined) {
    next.delete('filter');
    next.delete('report');
  }
  const query = next.toString();
  return query ? `${pathname}?${query}` : pathname;
}
