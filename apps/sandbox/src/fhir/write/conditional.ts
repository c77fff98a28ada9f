import type { Identifier, Resource } from '@medplum/fhirtypes';
import { isType } from '../model/definitions.ts';
import { badRequest, multipleMatches } from '../outcome.ts';
import { parseQuery, type Pairs } from '../search/query.ts';
import { search } from '../search/search.ts';
import type { WriteTransaction } from '../store/store.ts';

/**
 * The one resource a condition means, or null. Criteria without a condition are refused: they would match anything.
 * Two answers are 412. Unknown parameters are always refused here: ignoring one would match too much.
 */
export async function resolveCondition(
  tx: WriteTransaction,
  type: string,
  criteria: Pairs,
  base: string,
): Promise<string | null> {
  if (!isType(type)) throw badRequest(`${type.slice(0, 60)} is not a resource type`);
  const query = parseQuery(type, criteria);
  if (query.filters.length === 0) throw badRequest('A condition needs search parameters');
  if (query.filters.length < criteria.length)
    throw badRequest('A condition takes nothing but parameters that say which resource is meant');
  await tx.exclusive(`${type}?${JSON.stringify(criteria)}`);
  const { matches } = await search(tx, { ...query, count: 2 }, { base, lenient: false });
  if (matches.length > 1) throw multipleMatches(`${type}: the condition matches several resources`);
  return matches[0]?.ref ?? null;
}

/** Whether the condition is one on an identifier alone, which can be told from the resource itself. */
export function isByIdentifier(criteria: Pairs): boolean {
  return criteria.length === 1 && criteria[0]?.[0] === 'identifier' && !/[,\\]/.test(criteria[0][1]);
}

/** Answers a condition of the form `identifier=system|value` from resources of the same bundle. */
export function matchesIdentifier(resource: Resource, criteria: Pairs): boolean {
  const [, value] = criteria[0] ?? [];
  if (!isByIdentifier(criteria) || value === undefined) return false;
  const bar = value.indexOf('|');
  const held = (resource as { identifier?: Identifier | Identifier[] }).identifier;
  return (Array.isArray(held) ? held : held ? [held] : []).some((i) =>
    bar < 0
      ? i.value === value
      : i.value === value.slice(bar + 1) && (i.system ?? '') === value.slice(0, bar),
  );
}
