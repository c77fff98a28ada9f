import type { Identifier, Resource } from '@medplum/fhirtypes';
import { splitUrl } from '../http/call.ts';
import { isType } from '../model/definitions.ts';
import { badRequest, multipleMatches } from '../outcome.ts';
import { parseQuery } from '../search/query.ts';
import { search } from '../search/search.ts';
import type { WriteTransaction } from '../store/store.ts';

/**
 * The one resource a condition means, or null. Criteria without a condition are refused: they would match anything.
 * Two answers are 412. Unknown parameters are always refused here: ignoring one would match too much.
 */
export async function resolveCondition(
  tx: WriteTransaction,
  type: string,
  criteria: string,
  base: string,
): Promise<string | null> {
  if (!isType(type)) throw badRequest(`${type} is not a resource type`);
  const query = parseQuery(type, splitUrl(`${type}?${criteria}`, base).query);
  if (query.filters.length === 0) throw badRequest('A condition needs search parameters');
  await tx.exclusive(`${type}?${criteria}`);
  const { matches } = await search(
    tx,
    { ...query, count: 2, offset: 0, includes: [], revincludes: [], summary: null, sort: [] },
    { base, lenient: false },
  );
  if (matches.length > 1) throw multipleMatches(`${type}: the condition matches several resources`);
  return matches[0]?.ref ?? null;
}

/** Answers a condition of the form `identifier=system|value` from resources of the same bundle. */
export function matchesIdentifier(resource: Resource, criteria: string): boolean {
  const pairs = [...new URLSearchParams(criteria)];
  const [name, value] = pairs[0] ?? [];
  if (pairs.length !== 1 || name !== 'identifier' || value === undefined) return false;
  const bar = value.indexOf('|');
  const held = (resource as { identifier?: Identifier | Identifier[] }).identifier;
  return (Array.isArray(held) ? held : held ? [held] : []).some((i) =>
    bar < 0
      ? i.value === value
      : i.value === value.slice(bar + 1) && (i.system ?? '') === value.slice(0, bar),
  );
}
