import type { ValueSet, ValueSetComposeInclude, ValueSetComposeIncludeFilter } from '@medplum/fhirtypes';
import { badRequest, notSupported, FhirFailure } from '../fhir/outcome.ts';
import type { Sql } from '../fhir/search/sql.ts';
import type { Database } from '../fhir/store/store.ts';
import type { Queryable } from '../fhir/store/driver.ts';
import { findSystem, findValueSet, isComplete, systemOfAllCodes, type KnownSystem } from './systems.ts';

/** SQL that holds for a concept `c` of one system. */
type Test = (sql: Sql) => string;

/**
 * What a value set takes of one code system: a test on the concept table where the system is loaded. Codes that the set
 * lists itself count even where the table does not know them, when the system is not here or only a part of it is
 * (`content` fragment, example or not-present). `displays` are those the value set gives its codes.
 */
export interface Selection {
  system: KnownSystem | null;
  url: string;
  test: Test;
  /** No condition: every code of the system. */
  isWhole: boolean;
  /** Codes that are listed. */
  listed: ReadonlySet<string>;
  /** Of a code that is not in the table: whether it belongs to the set; null when that cannot be told. */
  admits(code: string): boolean | null;
  displays: Map<string, string>;
}

const deepest = 8;

/** The content of a value set by code system. Throws 404 for a set it refers to and 422 for a system that is not here. */
export async function select(db: Database, valueSet: ValueSet, depth = 0): Promise<Selection[]> {
  if (depth > deepest) throw badRequest('Value sets refer to each other too deeply');
  if (!valueSet.compose) return fromExpansion(db, valueSet);
  const parts = (
    await Promise.all(valueSet.compose.include.map((include) => selectInclude(db, include, depth)))
  ).flat();
  const excluded = (
    await Promise.all((valueSet.compose.exclude ?? []).map((exclude) => selectInclude(db, exclude, depth)))
  ).flat();
  return merge(parts).map((part) => excluded.filter((e) => e.url === part.url).reduce(without, part));
}

/** A set given only by its expansion. */
async function fromExpansion(db: Database, { expansion }: ValueSet): Promise<Selection[]> {
  const bySystem = new Map<string, { code: string; display?: string }[]>();
  const visit = (list: NonNullable<typeof expansion>['contains']): void => {
    for (const { system, code, display, contains } of list ?? []) {
      if (system && code)
        bySystem.set(system, [...(bySystem.get(system) ?? []), { code, ...(display ? { display } : {}) }]);
      visit(contains);
    }
  };
  visit(expansion?.contains);
  return Promise.all(
    [...bySystem].map(
      async ([url, concepts]) =>
        (await selectInclude(db, { system: url, concept: concepts }, 0))[0] as Selection,
    ),
  );
}

async function selectInclude(
  db: Database,
  include: ValueSetComposeInclude,
  depth: number,
): Promise<Selection[]> {
  const sets = await Promise.all(
    (include.valueSet ?? []).map(async (url) => select(db, await valueSetOf(db, url), depth + 1)),
  );
  const common =
    sets.length === 0
      ? null
      : sets.reduce((a, b) =>
          a.flatMap((left) => b.filter((right) => right.url === left.url).map((right) => both(left, right))),
        );
  if (!include.system) return common ?? [];
  const own = await selectSystem(db, include, include.system);
  return common ? common.filter((s) => s.url === own.url).map((s) => both(own, s)) : [own];
}

async function selectSystem(db: Database, include: ValueSetComposeInclude, url: string): Promise<Selection> {
  const system = await findSystem(db, url, include.version);
  const displays = new Map(
    (include.concept ?? []).flatMap(({ code, display }) =>
      code && display ? [[code, display] as const] : [],
    ),
  );
  const listed = include.concept ? new Set(include.concept.flatMap(({ code }) => code ?? [])) : null;
  if (!system && (!listed || include.filter))
    throw new FhirFailure(422, 'not-found', `The code system ${url} is not known here`);
  const tests: Test[] = (include.filter ?? []).map(filterTest);
  if (listed) tests.push((sql) => `c.code = ANY(${sql.bind([...listed])}::text[])`);
  const isOpen = !system || !isComplete(system);
  return {
    system,
    url: system?.url ?? url,
    isWhole: tests.length === 0,
    listed: listed ?? new Set(),
    admits: (code) =>
      !isOpen ? false : !listed ? null : !listed.has(code) ? false : include.filter ? null : true,
    displays,
    test: (sql) => (tests.length > 0 ? tests.map((test) => test(sql)).join(' AND ') : 'true'),
  };
}

/** https://hl7.org/fhir/R4/codesystem-filter-operator.html */
function filterTest({ property, op, value }: ValueSetComposeIncludeFilter): Test {
  if (!property || !op || value === undefined) throw badRequest('A filter needs property, op and value');
  const hierarchy =
    property === 'concept' || property === 'code' || property === 'parent' || property === 'child';
  const descendants = (sql: Sql) =>
    `c.code IN (WITH RECURSIVE d(code) AS (SELECT child FROM term_edge WHERE rid = c_rid AND parent = ${sql.bind(value)} UNION SELECT e.child FROM term_edge e JOIN d ON e.rid = c_rid AND e.parent = d.code) SELECT code FROM d)`;
  const ancestors = (sql: Sql) =>
    `c.code IN (WITH RECURSIVE d(code) AS (SELECT parent FROM term_edge WHERE rid = c_rid AND child = ${sql.bind(value)} UNION SELECT e.parent FROM term_edge e JOIN d ON e.rid = c_rid AND e.child = d.code) SELECT code FROM d)`;
  switch (op as string) {
    case 'is-a':
      return (sql) => `(c.code = ${sql.bind(value)} OR ${descendants(sql)})`;
    case 'descendent-of':
      return descendants;
    case 'is-not-a':
      return (sql) => `NOT (c.code = ${sql.bind(value)} OR ${descendants(sql)})`;
    case 'generalizes':
      return (sql) => `(c.code = ${sql.bind(value)} OR ${ancestors(sql)})`;
    case 'child-of':
      return (sql) =>
        `c.code IN (SELECT child FROM term_edge WHERE rid = c_rid AND parent = ${sql.bind(value)})`;
    case '=':
      if (property === 'parent')
        return (sql) =>
          `c.code IN (SELECT child FROM term_edge WHERE rid = c_rid AND parent = ${sql.bind(value)})`;
      if (property === 'child')
        return (sql) =>
          `c.code IN (SELECT parent FROM term_edge WHERE rid = c_rid AND child = ${sql.bind(value)})`;
      if (property === 'display') return (sql) => `c.display = ${sql.bind(value)}`;
      return hierarchy
        ? (sql) => `c.code = ${sql.bind(value)}`
        : (sql) =>
            `c.code IN (SELECT code FROM term_property WHERE rid = c_rid AND property = ${sql.bind(property)} AND value = ${sql.bind(value)})`;
    case 'in':
    case 'not-in': {
      const values = value.split(',').map((v) => v.trim());
      const test: Test = hierarchy
        ? (sql) => `c.code = ANY(${sql.bind(values)}::text[])`
        : (sql) =>
            `c.code IN (SELECT code FROM term_property WHERE rid = c_rid AND property = ${sql.bind(property)} AND value = ANY(${sql.bind(values)}::text[]))`;
      return op === 'in' ? test : (sql) => `NOT ${test(sql)}`;
    }
    case 'exists':
      return (sql) =>
        `${value === 'false' ? 'NOT ' : ''}EXISTS (SELECT 1 FROM term_property WHERE rid = c_rid AND property = ${sql.bind(property)} AND code = c.code)`;
    case 'regex':
      return hierarchy
        ? (sql) => `c.code ~ ${sql.bind(`^(?:${value})$`)}`
        : (sql) =>
            `c.code IN (SELECT code FROM term_property WHERE rid = c_rid AND property = ${sql.bind(property)} AND value ~ ${sql.bind(`^(?:${value})$`)})`;
    default:
      throw notSupported(`Filter operator ${op} is not supported`);
  }
}

export async function valueSetOf(db: Database, url: string): Promise<ValueSet> {
  const implicit = /^(.+)\?fhir_vs(?:=(.+))?$/.exec(url);
  if (implicit?.[1]) {
    const isA = /^isa\/(.+)$/.exec(implicit[2] ?? '')?.[1];
    return {
      resourceType: 'ValueSet',
      status: 'active',
      url,
      compose: {
        include: [
          {
            system: implicit[1],
            ...(isA ? { filter: [{ property: 'concept', op: 'is-a', value: isA }] } : {}),
          },
        ],
      },
    };
  }
  const found = await findValueSet(db, url);
  if (found) return found;
  const system = await systemOfAllCodes(db, url);
  if (!system) throw new FhirFailure(404, 'not-found', 'The value set is not known here');
  return { resourceType: 'ValueSet', status: 'active', url, compose: { include: [{ system }] } };
}

/** In both. A whole system has every code that the other one asserts. */
const both = (a: Selection, b: Selection): Selection => ({
  ...a,
  displays: new Map([...b.displays, ...a.displays]),
  test: (sql) => `(${a.test(sql)}) AND (${b.test(sql)})`,
  isWhole: a.isWhole && b.isWhole,
  listed: new Set([...a.listed, ...b.listed]),
  admits: (code) => {
    const left = a.admits(code),
      right = b.admits(code);
    if (left === false || right === false) return false;
    if (a.isWhole) return right;
    return b.isWhole || left === right ? left : null;
  },
});

const without = (a: Selection, b: Selection): Selection => ({
  ...a,
  test: (sql) => `(${a.test(sql)}) AND NOT (${b.test(sql)})`,
  isWhole: false,
  admits: (code) => {
    const inB = b.admits(code);
    return inB === true ? false : inB === null && a.admits(code) === true ? null : a.admits(code);
  },
});

const either = (a: Selection, b: Selection): Selection => ({
  ...a,
  displays: new Map([...a.displays, ...b.displays]),
  test: (sql) => `((${a.test(sql)}) OR (${b.test(sql)}))`,
  isWhole: a.isWhole || b.isWhole,
  listed: new Set([...a.listed, ...b.listed]),
  admits: (code) => {
    const left = a.admits(code),
      right = b.admits(code);
    return left === true || right === true ? true : left === null || right === null ? null : false;
  },
});

function merge(parts: readonly Selection[]): Selection[] {
  const byUrl = new Map<string, Selection>();
  for (const part of parts) {
    const held = byUrl.get(part.url);
    byUrl.set(part.url, held ? either(held, part) : part);
  }
  return [...byUrl.values()];
}

/** Codes of the set that the concept table does not know, in the order in which they are listed. */
export async function beyondTable(db: Queryable, { system, listed, admits }: Selection): Promise<string[]> {
  const admitted = [...listed].filter((code) => admits(code) === true);
  if (!system || admitted.length === 0) return admitted;
  const rows = await db.query<{ code: string }>(
    'SELECT code FROM term_concept WHERE rid = $1 AND code = ANY($2::text[])',
    [system.rid, admitted],
  );
  const known = new Set(rows.map(({ code }) => code));
  return admitted.filter((code) => !known.has(code));
}
