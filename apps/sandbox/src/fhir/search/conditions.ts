import { badRequest, FhirFailure, notSupported } from '../outcome.ts';
import { isType } from '../model/definitions.ts';
import { impliedSystems, parameterOf, parametersOf, type Parameter } from '../model/parameters.ts';
import { alternatives, splitUnescaped, unescape, type Sql } from './sql.ts';
import { cut } from '../model/values.ts';
import {
  dateCondition,
  numberCondition,
  quantityCondition,
  referenceTargets,
  stringCondition,
  tokenCondition,
} from './values.ts';

export interface ConditionContext {
  sql: Sql;
  base: string;
  /** What is looked through is few already: each is looked up, by its `rid`, instead of finding all that match first. */
  isScoped?: boolean;
}

/**
 * A search that index entries alone can tell, without the resources: `rids` finds by one of its conditions, the others
 * narrow. `isScope`: that one is a record, or a stay, so what it finds is few.
 */
export interface Start {
  isScope: boolean;
  others: [string, string][];
  rids(sql: Sql, base: string): string;
}

const scopes = new Set(['patient', 'subject', 'encounter']);
const needsResource =
  /^(_id|_lastUpdated|_has)\b|[.]|:(?!not$|missing$|text$|exact$|contains$|below$|above$)/;

/** Where a search starts; null when it needs the resources, or has no condition to start with. */
export function startOf(type: string, filters: readonly [string, string][]): Start | null {
  if (filters.some(([name]) => needsResource.test(name))) return null;
  const scope = filters.findIndex(
    ([name]) => scopes.has(name) && parameterOf(type, name)?.kind === 'reference',
  );
  const at =
    scope >= 0
      ? scope
      : filters.findIndex(
          ([name]) =>
            !/:(not|missing)$/.test(name) && parameterOf(type, name.split(':', 1)[0] ?? '') !== undefined,
        );
  const [name = '', value] = filters[at] ?? [];
  const [code = '', modifier = ''] = splitName(name);
  const parameter = parameterOf(type, code);
  if (value === undefined || !parameter) return null;
  const isScope = scope >= 0;
  return {
    isScope,
    others: filters.filter((_, i) => i !== at),
    // Entries are of one type, and go with what they belong to. OFFSET 0: PostgreSQL looks through these as they stand.
    rids: (sql, base) =>
      `SELECT DISTINCT i.rid FROM ${entries(parameter, modifier, value, { sql, base })}${isScope ? ' OFFSET 0' : ''}`,
  };
}

/** A parameter nobody defines; the caller refuses or ignores it as `Prefer: handling` says. */
export class UnknownParameter extends FhirFailure {
  readonly parameter: string;
  constructor(type: string, parameter: string) {
    super(
      400,
      'invalid',
      `Unknown search parameter "${parameter}" for ${type}. Known: ${[
        '_id',
        '_lastUpdated',
        ...parametersOf(type).keys(),
      ]
        .filter((code) => !code.includes(':'))
        .sort()
        .join(', ')}`,
    );
    this.parameter = parameter;
  }
}

/** SQL that holds for resource `r` (an alias of table `resource`) of `type` when `name=value` does. */
export function condition(
  type: string,
  r: string,
  name: string,
  value: string,
  context: ConditionContext,
): string {
  if (name.startsWith('_has:')) return reverseChain(type, r, name, value, context);
  const dot = name.indexOf('.');
  if (dot > 0) return chain(type, r, name.slice(0, dot), name.slice(dot + 1), value, context);
  const [code = '', modifier = ''] = splitName(name);
  if (code === '_id')
    return `${r}.ref = ANY(${context.sql.bind(alternatives(value).map((id) => `${type}/${unescape(id)}`))}::text[])`;
  if (code === '_lastUpdated')
    return either(
      alternatives(value).map((v) => dateCondition(code, v, `${r}.updated`, `${r}.updated`, context.sql)),
    );
  const parameter = parameterOf(type, modifier === 'identifier' ? `${code}:identifier` : code);
  if (!parameter) throw new UnknownParameter(type, name);
  if (modifier === 'missing') return missing(parameter, r, value);
  if (modifier === 'not') return `NOT ${match(parameter, r, '', value, context, true)}`;
  return match(
    parameter,
    r,
    modifier === 'identifier' ? '' : modifier,
    value,
    context,
    context.isScoped === true,
  );
}

const splitName = (name: string): string[] => {
  const colon = name.indexOf(':');
  return colon < 0 ? [name] : [name.slice(0, colon), name.slice(colon + 1)];
};
const either = (conditions: string[]): string =>
  conditions.length === 1 ? (conditions[0] ?? 'true') : `(${conditions.join(' OR ')})`;

function tableOf(parameter: Parameter, modifier = ''): string {
  if (modifier === 'text') return 'idx_string';
  switch (parameter.kind) {
    case 'token':
    case 'uri':
      return 'idx_token';
    case 'reference':
      return 'idx_ref';
    case 'number':
    case 'quantity':
      return 'idx_quantity';
    default:
      return `idx_${parameter.kind}`;
  }
}

/** Entries found by value first, or looked up per resource when `correlated` (for a negation, or in a scope; OFFSET 0 keeps it so). */
function match(
  parameter: Parameter,
  r: string,
  modifier: string,
  value: string,
  context: ConditionContext,
  correlated: boolean,
): string {
  const found = entries(parameter, modifier, value, context);
  return correlated
    ? `EXISTS (SELECT 1 FROM ${found} AND i.rid = ${r}.rid OFFSET 0)`
    : `${r}.rid IN (SELECT i.rid FROM ${found})`;
}

/** Entries `i` of a parameter with one of the values. */
function entries(parameter: Parameter, modifier: string, value: string, context: ConditionContext): string {
  return `${tableOf(parameter, modifier)} i WHERE i.p = ${parameter.p} AND ${either(alternatives(value).map((v) => valueCondition(parameter, modifier, v, context)))}`;
}

function missing(parameter: Parameter, r: string, value: string): string {
  if (value !== 'true' && value !== 'false')
    throw badRequest(`${parameter.code}:missing takes true or false`);
  const tables = parameter.kind === 'token' ? ['idx_token', 'idx_string'] : [tableOf(parameter)];
  const present = tables
    .map((table) => `EXISTS (SELECT 1 FROM ${table} i WHERE i.rid = ${r}.rid AND i.p = ${parameter.p})`)
    .join(' OR ');
  return value === 'true' ? `NOT (${present})` : `(${present})`;
}

const modifiers: Record<Parameter['kind'], readonly string[]> = {
  token: ['', 'text'],
  string: ['', 'exact', 'contains', 'text'],
  uri: ['', 'below', 'above'],
  reference: [''],
  date: [''],
  number: [''],
  quantity: [''],
  composite: [''],
};

function valueCondition(
  parameter: Parameter,
  modifier: string,
  value: string,
  { sql, base }: ConditionContext,
): string {
  const { kind, code } = parameter;
  if (kind === 'reference') {
    if (modifier && !isType(modifier)) throw notSupported(`${code}: modifier :${modifier} is not supported`);
    return `i.target = ANY(${sql.bind(referenceTargets(parameter, value, modifier || null, base))}::text[])`;
  }
  if (!modifiers[kind].includes(modifier))
    throw notSupported(`${code}: modifier :${modifier} is not supported`);
  if (value === '') throw badRequest(`${code}: empty value`);
  switch (kind) {
    case 'token':
      return modifier === 'text'
        ? stringCondition(value, 'text', 'i.value', 'i.raw', sql)
        : tokenCondition(value, 'i.value', 'i.system', sql, impliedSystems(parameter));
    case 'uri':
      return uriCondition(modifier, unescape(value), sql);
    case 'string':
      return stringCondition(value, modifier, 'i.value', 'i.raw', sql);
    case 'date':
      return dateCondition(code, value, 'i.lo', 'i.hi', sql);
    case 'number':
      return numberCondition(code, value, 'i.value', sql);
    case 'quantity':
      return quantityCondition(
        code,
        value,
        { value: 'i.value', system: 'i.system', code: 'i.code', unit: 'i.unit' },
        sql,
      );
    case 'composite':
      return compositeCondition(parameter, value, sql);
  }
}

/** Above and below go by whole segments: `http://a/b` is above `http://a/b/c`, not above `http://a/bc`. */
function uriCondition(modifier: string, value: string, sql: Sql): string {
  if (modifier === '') return `i.value = ${sql.bind(cut(value))}`;
  const bare = value.replace(/\/+$/, '');
  const isEqual = `i.value = ANY(${sql.bind([cut(value), cut(bare), cut(`${bare}/`)])}::text[])`;
  return modifier === 'below'
    ? `(${isEqual} OR starts_with(i.value, ${sql.bind(`${cut(bare)}/`)}))`
    : `(${isEqual} OR starts_with(${sql.bind(cut(value))}, rtrim(i.value, '/') || '/'))`;
}

function compositeCondition(parameter: Parameter, text: string, sql: Sql): string {
  const [first, second] = splitUnescaped(text, '$');
  if (!first || !second) throw badRequest(`${parameter.code}: two values joined by $ are needed`);
  return `(${tokenCondition(first, 'i.value', 'i.system', sql)} AND ${secondCondition(parameter, second, sql)})`;
}

function secondCondition(parameter: Parameter, text: string, sql: Sql): string {
  switch (parameter.components[1]?.kind) {
    case 'quantity':
      return quantityCondition(
        parameter.code,
        text,
        { value: 'i.number2', system: 'i.system2', code: 'i.value2', unit: 'i.value2' },
        sql,
      );
    case 'number':
      return numberCondition(parameter.code, text, 'i.number2', sql);
    case 'date':
      return dateCondition(parameter.code, text, 'i.lo2', 'i.hi2', sql);
    case 'string':
      return stringCondition(text, '', 'i.value2', 'i.value2', sql);
    case 'reference':
      return `i.value2 = ${sql.bind(unescape(text))}`;
    default:
      return tokenCondition(text, 'i.value2', 'i.system2', sql);
  }
}

/** `subject:Patient.name=…`: the resource points to one that matches the rest. */
function chain(
  type: string,
  r: string,
  link: string,
  rest: string,
  value: string,
  context: ConditionContext,
): string {
  const [code = '', modifier = ''] = splitName(link);
  const parameter = parameterOf(type, code);
  if (!parameter || parameter.kind !== 'reference') throw new UnknownParameter(type, link);
  if (modifier && !isType(modifier)) throw badRequest(`${link}: not a resource type`);
  const types = (modifier ? [modifier] : parameter.targets).filter(
    (target) => modifier || knows(target, rest),
  );
  if (types.length === 0) throw new UnknownParameter(type, `${link}.${rest}`);
  return either(
    types.map((target) => {
      const t = context.sql.alias();
      return `${r}.rid IN (SELECT i.rid FROM idx_ref i JOIN resource ${t} ON ${t}.ref = i.target WHERE i.p = ${parameter.p} AND ${t}.type = '${target}' AND NOT ${t}.deleted AND ${condition(target, t, rest, value, context)})`;
    }),
  );
}

function knows(type: string, rest: string): boolean {
  const code = rest.split(/[:.]/, 1)[0] ?? '';
  return (
    code === '_id' ||
    code === '_lastUpdated' ||
    code === '_has' ||
    (isType(type) && parameterOf(type, code) !== undefined)
  );
}

/** `_has:Observation:patient:code=…`: a resource that matches the rest points here. */
function reverseChain(
  type: string,
  r: string,
  name: string,
  value: string,
  context: ConditionContext,
): string {
  const [, source = '', code = '', ...others] = name.split(':');
  const rest = others.join(':');
  const parameter = isType(source) ? parameterOf(source, code) : undefined;
  if (!parameter || parameter.kind !== 'reference' || rest === '') throw new UnknownParameter(type, name);
  const t = context.sql.alias();
  return `${r}.ref IN (SELECT i.target FROM idx_ref i JOIN resource ${t} ON ${t}.rid = i.rid WHERE i.p = ${parameter.p} AND ${condition(source, t, rest, value, context)})`;
}
