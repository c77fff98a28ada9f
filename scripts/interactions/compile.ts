import {
  interactionLevels,
  type InteractionLevel,
  type InteractionsFile,
} from '../../apps/decision-support/src/knowledge/interactions-file.ts';
import { baseKey, substanceKey } from '../../apps/decision-support/src/knowledge/substance-key.ts';
import { aliasesOf, type Composition } from './composition.ts';
import type { ReadIndex } from './read-index.ts';
import type { ReadPair, ReadThesaurus, Unread } from './read.ts';

export interface Report {
  /** Lines of the file, and pairs that they are: most stand twice, below either name. */
  read: number;
  pairs: number;
  byLevel: Record<InteractionLevel, number>;
  substances: number;
  classes: number;
  /** Names of pairs that are neither a substance of the index nor a class with substances. They stay in the list. */
  unresolved: string[];
  /** Substances that no drug of the national base has; null without its file. */
  notInBase: string[] | null;
  unread: Unread[];
}

export interface Compiled {
  file: InteractionsFile;
  report: Report;
}

/** Puts a thesaurus, its index of substances and the national base together. */
export function compile(
  thesaurus: ReadThesaurus,
  index: ReadIndex,
  composition: Composition | null,
  edition: { date: string },
): Compiled {
  const known: Known = new Map();
  for (const [name, classes] of index.substances) {
    const key = substanceKey(name);
    const before = known.get(key);
    known.set(key, {
      name: before?.name ?? name,
      classes: new Set([...(before?.classes ?? []), ...classes]),
    });
  }
  const pairs = merged(thesaurus.pairs);
  const unresolved = resolveNames(pairs, known, thesaurus.members, composition);
  const keys = new Set(known.keys());
  const inBase = composition && aliasesOf(composition, keys);
  const file: InteractionsFile = {
    format: 1,
    title: 'Thésaurus des interactions médicamenteuses',
    publisher: 'ANSM',
    url: 'https://ansm.sante.fr/documents/reference/thesaurus-des-interactions-medicamenteuses-1',
    date: edition.date,
    isSample: false,
    pairs,
    substances: [...known.values()].map(({ name, classes }) => ({ name, classes: [...classes] })),
    aliases: inBase?.aliases ?? {},
  };
  const classes = new Set(file.substances.flatMap((one) => one.classes.map(substanceKey)));
  return {
    file,
    report: {
      read: thesaurus.pairs.length,
      pairs: pairs.length,
      byLevel: Object.fromEntries(
        interactionLevels.map((level) => [
          level,
          pairs.filter(({ levels }) => levels.includes(level)).length,
        ]),
      ) as Report['byLevel'],
      substances: file.substances.length,
      classes: classes.size,
      unresolved,
      notInBase: inBase && [...known].filter(([key]) => !inBase.found.has(key)).map(([, { name }]) => name),
      unread: [...thesaurus.unread, ...index.unread],
    },
  };
}

/** A pair stands below either of its names: once is enough. What is said differently stays twice. */
function merged(pairs: readonly ReadPair[]): ReadPair[] {
  const found = new Map<string, ReadPair>();
  for (const pair of pairs) {
    const names = [substanceKey(pair.a), substanceKey(pair.b)].sort().join('|');
    const said = `${pair.advice} ${pair.mechanism}`.replaceAll(/\s+/g, ' ').toLowerCase();
    const key = `${names}|${pair.levels.join()}|${said}`;
    if (!found.has(key)) found.set(key, pair);
  }
  return [...found.values()];
}

interface Entry {
  name: string;
  classes: Set<string>;
}
type Known = Map<string, Entry>;

/** Gives each name of a pair its substances, where the index does not have it as it is written; answers those that have none. */
function resolveNames(
  pairs: readonly ReadPair[],
  known: Known,
  members: ReadonlyMap<string, string[]>,
  composition: Composition | null,
): string[] {
  const ofIndex = new Set([...known.values()].flatMap((one) => [...one.classes].map(substanceKey)));
  const listed = new Map([...members].map(([name, of]) => [substanceKey(name), of]));
  const byClass = classesIn(known);
  const unresolved: string[] = [];
  for (const name of new Set(pairs.flatMap(({ a, b }) => [a, b]))) {
    const key = substanceKey(name);
    if (known.has(key) || ofIndex.has(key)) continue;
    const parts = [...partsOf(name), ...(listed.get(key) ?? [])];
    const substances = parts.flatMap((part) => substancesOf(part, known, byClass));
    // a substance that is of no class is in no index: the national base knows it
    if (substances.length === 0 && composition && isSubstance(composition, key)) {
      known.set(key, { name, classes: new Set() });
      continue;
    }
    if (substances.length === 0) unresolved.push(name);
    for (const substance of substances) substance.classes.add(name);
    if (substances.length > 0) ofIndex.add(key);
  }
  return unresolved.sort((a, b) => a.localeCompare(b, 'fr'));
}

const isSubstance = ({ names, acting, bases }: Composition, key: string): boolean =>
  names.has(key) || bases.has(key) || [...acting.values()].includes(key);

/** `X ET, PAR EXTRAPOLATION, Y`, `X + Y`, `AUTRES X`, `X (voie orale)`: what a name is made of. */
function partsOf(name: string): string[] {
  const plain = name.replace(/^AUTRES? /i, '');
  const split = plain
    .split(/\(?\bET,? PAR EXTRAPOLATION,?|\s\+\s|\sOU\s/i)
    .map((part) => part.replace(/[),\s]+$/, '').trim())
    .filter(Boolean);
  const withoutRemark = plain.replace(/\s*\([^)]*\)\s*$/, '').trim();
  return [...new Set([plain, ...split, ...(split.length > 1 ? [] : [withoutRemark])])];
}

function substancesOf(part: string, known: Known, byClass: ReadonlyMap<string, Entry[]>): Entry[] {
  const key = substanceKey(part);
  const one = known.get(key) ?? known.get(baseKey(part));
  if (one) return [one];
  return byClass.get(key) ?? [];
}

/** Substances of each class, by its key: as the index has them. */
function classesIn(known: Known): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const entry of known.values())
    for (const key of new Set([...entry.classes].map(substanceKey)))
      found.set(key, [...(found.get(key) ?? []), entry]);
  return found;
}
