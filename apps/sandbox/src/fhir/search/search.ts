import type { Plan, Queryable, Row } from '../store/driver.ts';
import type { Page } from './pages.ts';
import { condition, startOf, UnknownParameter } from './conditions.ts';
import { includedBy, type Found } from './includes.ts';
import type { SearchQuery, SortKey } from './query.ts';
import { Sql } from './sql.ts';

export interface SearchResult {
  matches: Found[];
  included: Found[];
  total: number | null;
  hasMore: boolean;
  ignored: string[];
  /** Not all that is to be included is. */
  isIncludeCut: boolean;
}
export interface SearchOptions {
  base: string;
  lenient: boolean;
  /** A condition besides those of the query, on `r.rid`. */
  scope?: ((sql: Sql) => string) | null;
  /** Which page, where it is not the first. */
  page?: Pick<Page, 'again' | 'seen'> | null;
}

/** Runs a search: the page, what it includes, and the total when asked or known anyway. */
export async function search(
  db: Queryable,
  query: SearchQuery,
  options: SearchOptions,
): Promise<SearchResult> {
  const ignored: string[] = [];
  const start = query.sort.some(({ parameter }) => typeof parameter === 'string')
    ? null
    : startOf(query.type, query.filters);
  const conditions = (sql: Sql, filters: readonly [string, string][], isScoped: boolean): string[] => {
    ignored.length = 0;
    return filters.flatMap(([name, value]) => {
      try {
        return condition(query.type, 'r', name, value, { sql, base: options.base, isScoped });
      } catch (error) {
        if (!(error instanceof UnknownParameter) || !options.lenient) throw error;
        ignored.push(name);
        return [];
      }
    });
  };
  const { page: at = null, scope = null } = options;
  const also = (sql: Sql): string[] => [
    ...(scope ? [scope(sql)] : []),
    ...(at && at.seen.length > 0 ? [`r.rid <> ALL(${sql.bind(at.seen)}::bigint[])`] : []),
  ];
  const resources = (sql: Sql): Source => ({
    from: 'resource r',
    where: [
      `r.type = '${query.type}'`,
      'NOT r.deleted',
      ...conditions(sql, query.filters, false),
      ...also(sql),
    ].join(' AND '),
    plan: 'each',
  });
  const source = (sql: Sql): Source => {
    if (!start) return resources(sql);
    const from = `(${start.rids(sql, options.base)}) r`;
    return {
      from,
      where: [...conditions(sql, start.others, start.isScope), ...also(sql)].join(' AND ') || 'true',
      plan: start.isScope ? 'kept' : 'each',
    };
  };
  if (query.summary === 'count' || query.count === 0)
    return {
      matches: [],
      included: [],
      total: await countOf(db, source),
      hasMore: false,
      ignored,
      isIncludeCut: false,
    };
  const rows = at?.again ? await again(db, at.again) : await page(db, query, source, resources);
  const hasMore = !at?.again && rows.length > query.count;
  const matches = hasMore ? rows.slice(0, query.count) : rows;
  const before = query.offset + (at?.seen.length ?? 0);
  const known =
    !hasMore && !at?.again && (matches.length > 0 || before === 0) ? before + matches.length : null;
  const total = known ?? (query.total ? (await countOf(db, source)) + (at?.seen.length ?? 0) : null);
  const { included, isCut } = await includedBy(db, query, matches);
  return { matches, included, total, hasMore, ignored, isIncludeCut: isCut };
}

/** A page that was given before: the same resources as they are now, without those deleted since. */
async function again(db: Queryable, rids: readonly number[]): Promise<FoundRow[]> {
  return db.query<FoundRow>(
    'SELECT r.rid, r.ref, r.content FROM unnest($1::bigint[]) WITH ORDINALITY AS p(rid, n) JOIN resource r ON r.rid = p.rid WHERE NOT r.deleted ORDER BY p.n',
    [rids],
  );
}

/** What is looked through as `r`, and what must hold for it. */
interface Source {
  from: string;
  where: string;
  plan: Plan;
}

async function countOf(db: Queryable, source: (sql: Sql) => Source): Promise<number> {
  const sql = new Sql();
  const { from, where, plan } = source(sql),
    text = `SELECT count(*) AS n FROM ${from} WHERE ${where}`;
  const [row] = await db.query<{ n: number }>(text, sql.params, plan);
  return Number(row?.n ?? 0);
}

interface FoundRow extends Found, Row {}

async function page(
  db: Queryable,
  query: SearchQuery,
  source: (sql: Sql) => Source,
  resources: (sql: Sql) => Source,
): Promise<FoundRow[]> {
  const [first, ...others] = query.sort;
  if (first && others.length === 0 && isWide(query, first)) {
    const driven = await drivenPage(db, query, first, resources);
    if (driven) return driven;
  }
  const sql = new Sql();
  const keys = query.sort.map(sortColumn);
  const { from, where, plan } = source(sql);
  const text = `SELECT c.rid, c.ref, c.content FROM (
    SELECT r.rid, row_number() OVER () AS n FROM (
      SELECT r.rid${keys.map((k, i) => `, ${k.column} AS k${i}`).join('')} FROM ${from} WHERE ${where}
      ORDER BY ${[...keys.map((k, i) => `k${i} ${k.order}`), `r.rid${query.sort[0]?.descending ? ' DESC' : ''}`].join(', ')}
      LIMIT ${query.count + 1} OFFSET ${query.offset}) r) q JOIN resource c ON c.rid = q.rid ORDER BY q.n`;
  return db.query<FoundRow>(text, sql.params, plan);
}

/**
 * Nothing narrows the search much: walking an index in order beats sorting everything of the type. Not where the walk
 * would come to what is looked for late: names that begin with M, in the order of names.
 */
function isWide({ type, filters }: SearchQuery, { parameter }: SortKey): boolean {
  const isSortedBy = (name: string) =>
    typeof parameter !== 'string' && parameter.kind === 'string' && name.split(':')[0] === parameter.code;
  return !filters.some(
    ([name, value]) =>
      isSortedBy(name) ||
      /^(_id|patient|subject|encounter|identifier|_has|actor|context|performer|url|code)\b/.test(name) ||
      name.includes('.') ||
      (/^(name|family|given|title)\b/.test(name) && value.length > 2) ||
      (type !== 'Patient' && /^(name|part-of|member)\b/.test(name)),
  );
}

async function drivenPage(
  db: Queryable,
  query: SearchQuery,
  { parameter, descending }: SortKey,
  resources: (sql: Sql) => Source,
): Promise<FoundRow[] | null> {
  const direction = descending ? 'DESC' : 'ASC';
  const sql = new Sql();
  const limits = `LIMIT ${query.count + 1} OFFSET ${query.offset}`;
  if (parameter === '_id') return null;
  if (parameter === '_lastUpdated')
    return db.query<FoundRow>(
      `SELECT r.rid, r.ref, r.content FROM resource r WHERE ${resources(sql).where} ORDER BY r.updated ${direction}, r.rid ${direction} ${limits}`,
      sql.params,
      'each',
    );
  if (parameter.kind !== 'date' && parameter.kind !== 'string') return null;
  const [table, column] = parameter.kind === 'date' ? ['idx_date', 'lo'] : ['idx_string', 'value'];
  // text_pattern_ops orders by bytes: the sort must say the same to use the index
  const ordered = (alias: string) =>
    parameter.kind === 'string'
      ? `${alias}.${column} USING ${descending ? '~>~' : '~<~'}`
      : `${alias}.${column} ${direction}`;
  const beyond = parameter.kind === 'string' ? (descending ? '~>~' : '~<~') : descending ? '>' : '<';
  const rows = await db.query<FoundRow>(
    `SELECT r.rid, r.ref, r.content FROM ${table} s JOIN resource r ON r.rid = s.rid WHERE s.p = ${parameter.p} AND ${resources(sql).where}
    AND NOT EXISTS (SELECT 1 FROM ${table} o WHERE o.rid = s.rid AND o.p = ${parameter.p} AND (o.${column} ${beyond} s.${column} OR (o.${column} = s.${column} AND o.ctid < s.ctid)))
    ORDER BY ${ordered('s')}, s.rid ${direction} ${limits}`,
    sql.params,
    'each',
  );
  return rows.length > query.count ? rows : null; // the end was reached: resources without a value come last, the other way finds them
}

/** A subquery in the list, not a lateral join: the planner then looks up only what passed the filters (half the time). */
function sortColumn({ parameter, descending }: SortKey): { column: string; order: string } {
  const order = `${descending ? 'DESC' : 'ASC'} NULLS LAST`;
  if (parameter === '_id') return { column: 'r.ref', order };
  if (parameter === '_lastUpdated') return { column: 'r.updated', order };
  const table = {
    date: 'idx_date',
    string: 'idx_string',
    token: 'idx_token',
    uri: 'idx_token',
    reference: 'idx_ref',
    number: 'idx_quantity',
    quantity: 'idx_quantity',
    composite: 'idx_composite',
  }[parameter.kind];
  const column = parameter.kind === 'date' ? 'lo' : parameter.kind === 'reference' ? 'target' : 'value';
  const collate =
    parameter.kind === 'number' || parameter.kind === 'quantity' || parameter.kind === 'date'
      ? ''
      : ' COLLATE "C"';
  return {
    order,
    column: `(SELECT ${descending ? 'max' : 'min'}(i.${column}${collate}) FROM ${table} i WHERE i.rid = r.rid AND i.p = ${parameter.p})`,
  };
}
