import {
  parse,
  type Compare,
  type Filter,
  type LogExp,
  type NotFilter,
  type Suffix,
} from 'scim2-parse-filter';
import type { Account } from '../oidc/account.ts';
import { nameOf } from '../oidc/accounts.ts';
import { ScimFailure } from './failure.ts';

export type Predicate = (account: Account) => boolean;
type Value = string | boolean;

/** Attributes that can be filtered by, in lower case: their names do not depend on case (RFC 7643, 2.1). */
const attributes: Record<string, (account: Account) => Value[]> = {
  id: (a) => [a.username],
  username: (a) => [a.username],
  displayname: (a) => [nameOf(a)],
  'name.familyname': (a) => [a.family],
  'name.givenname': (a) => [a.given],
  active: (a) => [a.active],
  roles: (a) => a.roles,
  'roles.value': (a) => a.roles,
};

/** None of these attributes is exact in case; accents are folded too, as the collation of a directory does. */
const folded = (value: Value): Value =>
  typeof value === 'string' ? value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase() : value;
const texts = (test: (have: string, want: string) => boolean) => (have: Value, want: Value) =>
  typeof have === 'string' && typeof want === 'string' && test(have, want);

const operators: Record<string, (have: Value, want: Value) => boolean> = {
  eq: (have, want) => have === want,
  ne: (have, want) => have !== want,
  co: texts((have, want) => have.includes(want)),
  sw: texts((have, want) => have.startsWith(want)),
  ew: texts((have, want) => have.endsWith(want)),
};

/**
 * Filter of RFC 7644, 3.4.2.2: comparisons, `pr`, `and`, `or`, `not`, parentheses. Throws `invalidFilter` for what it
 * does not know (complex value filters, order).
 */
export function parseFilter(text: string): Predicate {
  // the library lets it stand before anything
  if (/(?:^|[\s(])not\s+[^\s(]/i.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""')))
    throw invalid('not takes parentheses');
  let filter: Filter;
  try {
    filter = parse(text);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : 'it cannot be read');
  }
  return predicateOf(filter);
}

function predicateOf(filter: Filter): Predicate {
  if (filter.op === 'not') {
    const inner = predicateOf((filter as NotFilter).filter);
    return (account) => !inner(account);
  }
  if (filter.op === 'and' || filter.op === 'or') {
    const inner = (filter as LogExp).filters.map(predicateOf);
    return filter.op === 'and'
      ? (account) => inner.every((test) => test(account))
      : (account) => inner.some((test) => test(account));
  }
  if (filter.op === '[]') throw invalid('filters of complex values are not supported');
  return comparison(filter as Compare | Suffix);
}

function comparison(filter: Compare | Suffix): Predicate {
  const name = filter.attrPath.toLowerCase().replace('urn:ietf:params:scim:schemas:core:2.0:user:', '');
  const read = attributes[name];
  if (!read) throw invalid(`${filter.attrPath} cannot be filtered by`);
  if (filter.op === 'pr') return (account) => read(account).some((value) => value !== '');
  const test = operators[filter.op];
  if (!test) throw invalid(`operator ${filter.op} is not supported`);
  const { compValue } = filter;
  if (typeof compValue !== 'string' && typeof compValue !== 'boolean')
    throw invalid(`${String(compValue)} is neither a text in quotes nor true or false`);
  const want = folded(compValue);
  return filter.op === 'ne'
    ? (account) => read(account).every((value) => test(folded(value), want))
    : (account) => read(account).some((value) => test(folded(value), want));
}

const invalid = (why: string): ScimFailure => new ScimFailure(400, `filter: ${why}`, 'invalidFilter');
