import { interactionLevels, type InteractionLevel, type InteractionsFile } from './interactions-file.ts';
import type { Drug } from '../case/drug.ts';
import { acidKey, baseKey, substanceKey } from './substance-key.ts';

type Pair = InteractionsFile['pairs'][number];

/** The substances and classes as which a drug takes part; `isKnown` false where the list has never heard of it. */
export interface Protagonists {
  keys: ReadonlySet<string>;
  isKnown: boolean;
}

/** A list of interactions, ready to be asked. */
export class Interactions {
  readonly file: Omit<InteractionsFile, 'pairs' | 'substances' | 'aliases'>;
  readonly size: number;
  readonly #pairs = new Map<string, Pair[]>();
  readonly #classes = new Map<string, Set<string>>();
  readonly #aliases: ReadonlyMap<string, string>;

  constructor({ pairs, substances, aliases, ...file }: InteractionsFile) {
    this.file = file;
    this.size = pairs.length;
    this.#aliases = new Map(Object.entries(aliases));
    for (const { name, classes } of substances) {
      const key = substanceKey(name);
      const known = this.#classes.get(key) ?? new Set<string>();
      for (const one of classes) known.add(substanceKey(one));
      this.#classes.set(key, known);
    }
    const classes = new Set([...this.#classes.values()].flatMap((of) => [...of]));
    for (const pair of pairs) {
      const [a, b] = [substanceKey(pair.a), substanceKey(pair.b)];
      const key = pairKey(a, b);
      this.#pairs.set(key, [...(this.#pairs.get(key) ?? []), pair]);
      // what is named in a pair and in no class is a substance of its own, or a class that nothing is of
      for (const one of [a, b])
        if (!this.#classes.has(one) && !classes.has(one)) this.#classes.set(one, new Set());
    }
  }

  protagonistsOf({ substances }: Pick<Drug, 'substances'>): Protagonists {
    const keys = new Set<string>();
    for (const { name, key } of substances)
      for (const one of [key, this.#aliases.get(key), baseKey(name), acidKey(name)]) {
        const classes = this.#classes.get(one ?? '');
        if (one == null || !classes) continue;
        keys.add(one);
        for (const of of classes) keys.add(of);
      }
    return { keys, isKnown: keys.size > 0 };
  }

  /** Every pair under which two drugs meet, the worst first. */
  between(one: Protagonists, other: Protagonists): Pair[] {
    const found = new Set<Pair>();
    for (const a of one.keys)
      for (const b of other.keys) for (const pair of this.#pairs.get(pairKey(a, b)) ?? []) found.add(pair);
    return [...found].sort((a, b) => rankOf(a) - rankOf(b));
  }
}

const pairKey = (a: string, b: string): string => (a < b ? `${a}|${b}` : `${b}|${a}`);
export const worstOf = ({ levels }: Pick<Pair, 'levels'>): InteractionLevel =>
  interactionLevels.find((level) => levels.includes(level)) ?? 'PC';
/** Of two that are as bad, the one that holds in every case. */
const rankOf = (pair: Pair): number => interactionLevels.indexOf(worstOf(pair)) * 10 + pair.levels.length;
