import {
  comparableIdentity,
  matchIdentities,
  type ComparableIdentity,
} from '../../packages/clinical/src/index.ts';
import { Random } from '../seed/random.ts';
import { writtenDown } from './identity-errors.ts';
import { truePerson } from './identity-people.ts';

/**
 * Counts how often each level is met (packages/clinical/src/identity-matching/weights.ts): m in pairs of one person, u in
 * pairs of people drawn at random. `node scripts/bench/identity-estimate.ts`. As it is known who is who, counting is what
 * the EM algorithm would only come near to.
 */
const r = new Random('identity pairs, shares of levels');
const written = (count: number): [ComparableIdentity, ComparableIdentity][] =>
  Array.from({ length: count }, () => {
    const person = truePerson(r);
    return [comparableIdentity(writtenDown(person, r)), comparableIdentity(writtenDown(person, r))];
  });

const people = written(20_000);
const m = count(people);
const u = count(
  Array.from({ length: 400_000 }, () => {
    const [one, two] = [r.int(0, people.length - 1), r.int(1, people.length - 1)];
    const [a, b] = [people[one]?.[0], people[(one + two) % people.length]?.[0]];
    if (!a || !b) throw new Error('nobody there');
    return [a, b];
  }),
);
const share = (value: number) => value.toPrecision(2).padStart(9);
for (const [field, levels] of Object.entries(m)) {
  console.log(field);
  for (const level of new Set([...Object.keys(levels), ...Object.keys(u[field] ?? {})]))
    console.log(`  ${level.padEnd(14)} m ${share(levels[level] ?? 0)}  u ${share(u[field]?.[level] ?? 0)}`);
}

/** Of those that have the value on both sides, the share of each level. */
function count(
  pairs: readonly [ComparableIdentity, ComparableIdentity][],
): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const [a, b] of pairs)
    for (const { field, level } of matchIdentities(a, b).fields) {
      if (level === null) continue;
      const levels = (counts[field] ??= {});
      levels[level] = (levels[level] ?? 0) + 1;
    }
  for (const levels of Object.values(counts)) {
    const all = Object.values(levels).reduce((sum, n) => sum + n, 0);
    for (const level of Object.keys(levels)) levels[level] = (levels[level] ?? 0) / all;
  }
  return counts;
}
