// How titles are held, met by what is typed and ranked, in one file: each rests on how the others count.
import { compactCode, indexParts, type IndexParts, type SearchedConcept } from './index-parts.ts';
import { TimeSlices } from './time-slices.ts';
import { slipsAllowed, slipsBetween } from './slips.ts';
import { stem } from './words.ts';

export type { SearchedConcept } from './index-parts.ts';
export interface Hit {
  concept: SearchedConcept;
  /** Between 0 and about 1.3; comparable between indexes. */
  score: number;
  /** What was found in: the display, or the synonym. */
  term: string;
}

interface Match {
  word: number;
  /** 1 for the word itself, less for its beginning, for a slip, for a part of it. */
  quality: number;
}
export type Strictness = 'begun' | 'slips' | 'partly';

/** By title: how well the typed words were met so far, and by which. */
type Met = Map<number, { quality: number; rarity: number; words: number[] }>;
/** Words that turn a title into its opposite. */
const denying = new Set([
  'pas',
  'absence',
  'absent',
  'absente',
  'aucun',
  'aucune',
  'sans',
  'non',
  'ni',
  'no',
  'not',
  'without',
]);
/** Words whose matches are remembered: somebody who types asks for the same again with each key. */
const maxMatches = 2_000;
/** A typed word that stands nowhere. */
const penaltyOfMissing = 0.25;
/** The display counts a little more than another word for the same. */
const synonymFactor = 0.97;

/**
 * One release of one code system, searched by fragments in any order. Every word that is typed has to begin (or, where
 * nothing does, resemble) a word of one and the same title; what is found is ranked by how exactly the words were met, how
 * much of the title they are, and whether they stand in its order.
 */
export class ConceptIndex {
  /** Built in slices between which the process answers others. */
  static async build(
    concepts: readonly SearchedConcept[],
    slices: TimeSlices = new TimeSlices(),
  ): Promise<ConceptIndex> {
    return new ConceptIndex(await indexParts(concepts, slices));
  }

  readonly #in: IndexParts;
  readonly #matched = new Map<string, readonly Match[]>();

  private constructor(parts: IndexParts) {
    this.#in = parts;
  }

  get size(): number {
    return this.#in.concepts.length;
  }

  get concepts(): readonly SearchedConcept[] {
    return this.#in.concepts;
  }

  /** Null: no such code. */
  displayOf(code: string): string | null {
    const start = compactCode(code);
    for (let i = lowerBound(this.#in.codes, (one) => one.code < start); i < this.#in.codes.length; i += 1) {
      const { code: found, at } = this.#in.codes[i] ?? { code: '', at: 0 };
      if (found !== start) return null;
      if (this.#in.concepts[at]?.code === code) return this.#in.concepts[at].display;
    }
    return null;
  }

  /** Concepts whose code begins with what is typed, with or without its dot; the code itself first. */
  byCode(typed: string): Hit[] {
    const start = compactCode(typed);
    if (start.length < 2) return [];
    const hits: Hit[] = [];
    for (let i = lowerBound(this.#in.codes, (one) => one.code < start); i < this.#in.codes.length; i += 1) {
      const { code, at } = this.#in.codes[i] ?? { code: '', at: 0 };
      if (!code.startsWith(start)) break;
      const concept = this.#in.concepts[at];
      if (concept)
        hits.push({ concept, score: 2 - (code.length - start.length) / 100, term: concept.display });
    }
    return hits;
  }

  /**
   * Concepts of which one title holds all these words. `slips` also finds words that only resemble, or hold, what was typed;
   * `partly` lets one typed word be missing: both are for what leads nowhere otherwise.
   */
  find(typed: readonly string[], strictness: Strictness): Hit[] {
    const [only = ''] = typed;
    if (typed.length === 0) return [];
    if (typed.length === 1 && only.length <= 2) return [...this.#beginning(only).values()];
    const matches = typed.map((word) => ({ word, list: this.#matchesOf(word, strictness) }));
    const lists = matches.map(({ list }) => list);
    if (strictness !== 'partly') return [...this.#ranked(lists, 0).values()];
    const found = new Map<number, Hit>();
    if (typed.length > 1)
      for (const { word, list: left } of matches) {
        // what was denied is no less denied where the word for it stands in no title
        if (denying.has(word)) continue;
        const rest = lists.filter((one) => one !== left);
        for (const [at, hit] of this.#ranked(rest, penaltyOfMissing))
          if ((found.get(at)?.score ?? 0) < hit.score) found.set(at, hit);
      }
    return [...found.values()];
  }

  #ranked(matches: readonly (readonly Match[])[], penalty: number): Map<number, Hit> {
    if (matches.some(({ length }) => length === 0)) return new Map();
    // for each title, the best word for each typed one; those that lack one are out
    let met: Met | null = null;
    const order = matches
      .map((list, i) => ({
        list,
        i,
        count: list.reduce((sum, { word }) => sum + (this.#in.titlesWith[word]?.length ?? 0), 0),
      }))
      .sort((a, b) => a.count - b.count);
    const rarityOfTyped = matches.map((list) =>
      Math.max(...list.map(({ word }) => this.#in.rarity[word] ?? 0)),
    );
    for (const { list, i } of order) {
      const next: Met = new Map();
      for (const { word, quality } of list)
        for (const title of this.#in.titlesWith[word] ?? []) {
          const before = met?.get(title);
          if (met && !before) continue;
          if (before?.words.includes(word)) continue; // one word is not met by two
          const weighted = (before?.quality ?? 0) + quality * (rarityOfTyped[i] ?? 0);
          const known = next.get(title);
          if (known && known.quality >= weighted) continue;
          next.set(title, {
            quality: weighted,
            rarity: (before?.rarity ?? 0) + (this.#in.rarity[word] ?? 0),
            words: [...(before?.words ?? []), word],
          });
        }
      met = next;
      if (met.size === 0) return new Map();
    }
    const sumTyped = rarityOfTyped.reduce((sum, one) => sum + one, 0) || 1;
    const best = new Map<number, Hit>();
    for (const [title, { quality, rarity, words }] of met ?? []) {
      const at = this.#in.ownerOf[title] ?? 0;
      const concept = this.#in.concepts[at];
      if (!concept) continue;
      const coverage = rarity / (this.#in.sumOf[title] || 1);
      const isDisplay = this.#in.texts[title] === concept.display;
      const score =
        (0.55 * (quality / sumTyped) +
          0.35 * Math.min(1, coverage) +
          0.1 * this.#inOrder(title, words, order)) *
          (isDisplay ? 1 : synonymFactor) +
        concept.weight * 0.2 -
        penalty;
      const known = best.get(at);
      if (!known || known.score < score) best.set(at, { concept, score, term: this.#in.texts[title] ?? '' });
    }
    return best;
  }

  /** A letter or two: titles that begin with them, else half of all would be found. */
  #beginning(typed: string): Map<number, Hit> {
    const found = new Map<number, Hit>();
    for (
      let i = lowerBound(this.#in.byFirst, (one) => one.first < typed);
      i < this.#in.byFirst.length;
      i += 1
    ) {
      const { first, title } = this.#in.byFirst[i] ?? { first: '', title: 0 };
      if (!first.startsWith(typed)) break;
      const at = this.#in.ownerOf[title] ?? 0;
      const concept = this.#in.concepts[at];
      if (!concept) continue;
      const words = this.#in.wordsOf[title]?.length ?? 1;
      const score = 0.6 + (first === typed ? 0.2 : 0) + 0.2 / words + concept.weight * 0.2;
      if ((found.get(at)?.score ?? 0) < score)
        found.set(at, { concept, score, term: this.#in.texts[title] ?? '' });
    }
    return found;
  }

  /** 1 where the words stand as they were typed, from the beginning of the title on. */
  #inOrder(title: number, words: readonly number[], order: readonly { i: number }[]): number {
    const inTitle = [...(this.#in.wordsOf[title] ?? [])];
    const positions = order
      .map(({ i }, n) => ({ i, at: inTitle.indexOf(words[n] ?? -1) }))
      .sort((a, b) => a.i - b.i)
      .map(({ at }) => at);
    const isSorted = positions.every((at, n) => n === 0 || at > (positions[n - 1] ?? -1));
    const first = positions[0] ?? 9;
    return (isSorted ? 0.5 : 0) + (first === 0 ? 0.5 : first === 1 ? 0.2 : 0);
  }

  #matchesOf(typed: string, strictness: Strictness): readonly Match[] {
    const key = `${strictness === 'begun' ? '' : '~'}${typed}`;
    const known = this.#matched.get(key);
    if (known) return known;
    const matches = this.#matchesAnew(typed, strictness);
    this.#matched.set(key, matches);
    const oldest = this.#matched.size > maxMatches ? this.#matched.keys().next().value : undefined;
    if (oldest !== undefined) this.#matched.delete(oldest);
    return matches;
  }

  #matchesAnew(typed: string, strictness: Strictness): Match[] {
    const best = new Map<number, number>();
    const add = (word: number, quality: number) => {
      if ((best.get(word) ?? 0) < quality) best.set(word, quality);
    };
    for (
      let i = lowerBound(this.#in.vocabulary, (word) => word < typed);
      i < this.#in.vocabulary.length;
      i += 1
    ) {
      const word = this.#in.vocabulary[i] ?? '';
      if (!word.startsWith(typed)) break;
      add(i, word === typed ? 1 : 0.75 + 0.2 * (typed.length / word.length));
    }
    const isPlain = !/[\d=]/.test(typed);
    if (isPlain) for (const i of this.#in.byStem.get(stem(typed)) ?? []) add(i, 0.97);
    if (strictness !== 'begun' && isPlain) this.#similar(typed, add);
    return [...best].map(([word, quality]) => ({ word, quality }));
  }

  #similar(typed: string, add: (word: number, quality: number) => void): void {
    const max = slipsAllowed(typed);
    for (const [i, word] of this.#in.vocabulary.entries()) {
      if (typed.length >= 4 && word.length > typed.length && word.includes(typed)) add(i, 0.5);
      if (max === 0) continue;
      const whole = slipsBetween(typed, word, max, false);
      if (whole <= max) add(i, 0.8 - 0.15 * whole - (typed[0] === word[0] ? 0 : 0.1));
      else if (typed.length >= 5 && typed[0] === word[0]) {
        const begun = slipsBetween(typed, word, max, true);
        if (begun <= max) add(i, 0.62 - 0.15 * begun);
      }
    }
  }
}

/** First place of a sorted list that is not before what is looked for. */
function lowerBound<T>(list: readonly T[], isBefore: (one: T) => boolean): number {
  let low = 0,
    high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = list[middle];
    if (one !== undefined && isBefore(one)) low = middle + 1;
    else high = middle;
  }
  return low;
}
