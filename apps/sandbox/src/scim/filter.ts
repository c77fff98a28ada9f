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
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+/g) ?? [];
  let at = 0;
  const peek = () => tokens[at]?.toLowerCase();
  const fail = (why: string): never => {
    throw new ScimFailure(400, `filter: ${why}`, 'invalidFilter');
  };
  const next = (): string => tokens[at++] ?? fail('ends too early');

  function either(): Predicate {
    let left = both();
    while (peek() === 'or') {
      at++;
      const [a, b] = [left, both()];
      left = (x) => a(x) || b(x);
    }
    return left;
  }
  function both(): Predicate {
    let left = one();
    while (peek() === 'and') {
      at++;
      const [a, b] = [left, one()];
      left = (x) => a(x) && b(x);
    }
    return left;
  }
  function one(): Predicate {
    if (peek() === 'not') {
      at++;
      if (peek() !== '(') fail('not takes parentheses');
      const inner = one();
      return (x) => !inner(x);
    }
    if (peek() === '(') {
      at++;
      const inner = either();
      if (next() !== ')') fail('a parenthesis is not closed');
      return inner;
    }
    return comparison();
  }
  function comparison(): Predicate {
    const name = next(),
      read =
        attributes[name.toLowerCase().replace('urn:ietf:params:scim:schemas:core:2.0:user:', '')] ??
        fail(`${name} cannot be filtered by`);
    const operator = next().toLowerCase();
    if (operator === 'pr') return (x) => read(x).some((v) => v !== '');
    const test = operators[operator] ?? fail(`operator ${operator} is not supported`),
      want = folded(literal(next()));
    return operator === 'ne'
      ? (x) => read(x).every((v) => test(folded(v), want))
      : (x) => read(x).some((v) => test(folded(v), want));
  }
  function literal(token: string): Value {
    if (token.startsWith('"')) {
      try {
        return JSON.parse(token) as string;
      } catch {
        return fail('a text is not well written');
      }
    }
    return /^(true|false)$/i.test(token)
      ? token.toLowerCase() === 'true'
      : fail(`${token} is neither a text in quotes nor true or false`);
  }

  const predicate = either();
  if (at < tokens.length) fail(`${tokens[at]} is not expected`);
  return predicate;
}
