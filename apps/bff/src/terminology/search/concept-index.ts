// How titles are held, met by what is typed and ranked, in one file: each rests on how the others count.
import { setImmediate } from 'node:timers/promises';
import { isLight, stem, wordsOf } from './words.ts';
import { slipsAllowed, slipsBetween } from './slips.ts';

/** A concept as it is searched by. */
export interface SearchedConcept {
  code: string;
  display: string;
  /** Other words for it: synonyms, short labels, other languages, substances of a drug. */
  synonyms: readonly string[];
  /** Meant often: it comes before others that fit as well. Between 0 and 1. */
  weight: number;
}
export interface Hit {
  concept: SearchedConcept;
  /** Between 0 and about 1.3; comparable between indexes. */
  score: number;
  /** What was found in: the display, or the synonym. */
  term: string;
}

/** A display or a synonym, and whose it is. */
interface Title {
  at: number;
  text: string;
  words: readonly string[];
}
const titlesOf = (concept: SearchedConcept, at: number): Title[] =>
  [...new Set([concept.display, ...concept.synonyms])].map((text) => ({ at, text, words: wordsOf(text) }));
const conceptsPerStep = 500;

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
const mostMatches = 2_000;
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
  /** Built in steps between which the process answers others. */
  static async build(concepts: readonly SearchedConcept[]): Promise<ConceptIndex> {
    const titles: Title[] = [];
    for (const [at, concept] of concepts.entries()) {
      titles.push(...titlesOf(concept, at));
      if (at % conceptsPerStep === conceptsPerStep - 1) await setImmediate();
    }
    return new ConceptIndex(concepts, titles);
  }

  readonly #concepts: readonly SearchedConcept[];
  readonly #codes: readonly { code: string; at: number }[];
  readonly #vocabulary: readonly string[];
  /** By word: what a title that holds it gains, the rarer the more. */
  readonly #rarity: Float32Array;
  readonly #matched = new Map<string, readonly Match[]>();
  readonly #byStem = new Map<string, number[]>();
  /** By title: concept, words in their order, sum of their rarity. */
  readonly #ownerOf: Uint32Array;
  readonly #wordsOf: readonly Uint32Array[];
  readonly #sumOf: Float32Array;
  readonly #texts: readonly string[];
  /** By word: titles that hold it. */
  readonly #titlesWith: readonly Uint32Array[];
  /** Titles by their first word. */
  readonly #byFirst: readonly { first: string; title: number }[];

  constructor(concepts: readonly SearchedConcept[], titles: readonly Title[] = concepts.flatMap(titlesOf)) {
    this.#concepts = concepts;
    this.#codes = concepts
      .map(({ code }, at) => ({ code: compactCode(code), at }))
      .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
    this.#vocabulary = [...new Set(titles.flatMap(({ words }) => words))].sort();
    const numberOf = new Map(this.#vocabulary.map((word, i) => [word, i]));
    for (const [i, word] of this.#vocabulary.entries()) {
      const same = this.#byStem.get(stem(word));
      if (same) same.push(i);
      else this.#byStem.set(stem(word), [i]);
    }
    this.#texts = titles.map(({ text }) => text);
    this.#ownerOf = Uint32Array.from(titles, ({ at }) => at);
    this.#wordsOf = titles.map(({ words }) => Uint32Array.from(words, (word) => numberOf.get(word) ?? 0));
    const lists: number[][] = this.#vocabulary.map(() => []);
    for (const [title, words] of this.#wordsOf.entries())
      for (const word of words) if (lists[word]?.at(-1) !== title) lists[word]?.push(title);
    this.#titlesWith = lists.map((list) => Uint32Array.from(list));
    this.#rarity = Float32Array.from(lists, (list, word) =>
      rarityOf(this.#vocabulary[word] ?? '', titles.length, list.length),
    );
    this.#sumOf = Float32Array.from(this.#wordsOf, (words) => this.#sum(words));
    this.#byFirst = titles
      .map(({ words }, title) => ({ first: words[0] ?? '', title }))
      .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  }

  get size(): number {
    return this.#concepts.length;
  }

  /** Null: no such code. */
  displayOf(code: string): string | null {
    const start = compactCode(code);
    for (let i = lowerBound(this.#codes, (one) => one.code < start); i < this.#codes.length; i += 1) {
      const { code: found, at } = this.#codes[i] ?? { code: '', at: 0 };
      if (found !== start) return null;
      if (this.#concepts[at]?.code === code) return this.#concepts[at].display;
    }
    return null;
  }

  /** Concepts whose code begins with what is typed, with or without its dot; the code itself first. */
  byCode(typed: string): Hit[] {
    const start = compactCode(typed);
    if (start.length < 2) return [];
    const hits: Hit[] = [];
    for (let i = lowerBound(this.#codes, (one) => one.code < start); i < this.#codes.length; i += 1) {
      const { code, at } = this.#codes[i] ?? { code: '', at: 0 };
      if (!code.startsWith(start)) break;
      const concept = this.#concepts[at];
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
        count: list.reduce((sum, { word }) => sum + (this.#titlesWith[word]?.length ?? 0), 0),
      }))
      .sort((a, b) => a.count - b.count);
    const rarityOfTyped = matches.map((list) => Math.max(...list.map(({ word }) => this.#rarity[word] ?? 0)));
    for (const { list, i } of order) {
      const next: Met = new Map();
      for (const { word, quality } of list)
        for (const title of this.#titlesWith[word] ?? []) {
          const before = met?.get(title);
          if (met && !before) continue;
          if (before?.words.includes(word)) continue; // one word is not met by two
          const weighted = (before?.quality ?? 0) + quality * (rarityOfTyped[i] ?? 0);
          const known = next.get(title);
          if (known && known.quality >= weighted) continue;
          next.set(title, {
            quality: weighted,
            rarity: (before?.rarity ?? 0) + (this.#rarity[word] ?? 0),
            words: [...(before?.words ?? []), word],
          });
        }
      met = next;
      if (met.size === 0) return new Map();
    }
    const sumTyped = rarityOfTyped.reduce((sum, one) => sum + one, 0) || 1;
    const best = new Map<number, Hit>();
    for (const [title, { quality, rarity, words }] of met ?? []) {
      const at = this.#ownerOf[title] ?? 0;
      const concept = this.#concepts[at];
      if (!concept) continue;
      const coverage = rarity / (this.#sumOf[title] || 1);
      const isDisplay = this.#texts[title] === concept.display;
      const score =
        (0.55 * (quality / sumTyped) +
          0.35 * Math.min(1, coverage) +
          0.1 * this.#inOrder(title, words, order)) *
          (isDisplay ? 1 : synonymFactor) +
        concept.weight * 0.2 -
        penalty;
      const known = best.get(at);
      if (!known || known.score < score) best.set(at, { concept, score, term: this.#texts[title] ?? '' });
    }
    return best;
  }

  /** A letter or two: titles that begin with them, else half of all would be found. */
  #beginning(typed: string): Map<number, Hit> {
    const found = new Map<number, Hit>();
    for (let i = lowerBound(this.#byFirst, (one) => one.first < typed); i < this.#byFirst.length; i += 1) {
      const { first, title } = this.#byFirst[i] ?? { first: '', title: 0 };
      if (!first.startsWith(typed)) break;
      const at = this.#ownerOf[title] ?? 0;
      const concept = this.#concepts[at];
      if (!concept) continue;
      const words = this.#wordsOf[title]?.length ?? 1;
      const score = 0.6 + (first === typed ? 0.2 : 0) + 0.2 / words + concept.weight * 0.2;
      if ((found.get(at)?.score ?? 0) < score)
        found.set(at, { concept, score, term: this.#texts[title] ?? '' });
    }
    return found;
  }

  /** 1 where the words stand as they were typed, from the beginning of the title on. */
  #inOrder(title: number, words: readonly number[], order: readonly { i: number }[]): number {
    const inTitle = [...(this.#wordsOf[title] ?? [])];
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
    const oldest = this.#matched.size > mostMatches ? this.#matched.keys().next().value : undefined;
    if (oldest !== undefined) this.#matched.delete(oldest);
    return matches;
  }

  #matchesAnew(typed: string, strictness: Strictness): Match[] {
    const best = new Map<number, number>();
    const add = (word: number, quality: number) => {
      if ((best.get(word) ?? 0) < quality) best.set(word, quality);
    };
    for (let i = lowerBound(this.#vocabulary, (word) => word < typed); i < this.#vocabulary.length; i += 1) {
      const word = this.#vocabulary[i] ?? '';
      if (!word.startsWith(typed)) break;
      add(i, word === typed ? 1 : 0.75 + 0.2 * (typed.length / word.length));
    }
    const isPlain = !/[\d=]/.test(typed);
    if (isPlain) for (const i of this.#byStem.get(stem(typed)) ?? []) add(i, 0.97);
    if (strictness !== 'begun' && isPlain) this.#similar(typed, add);
    return [...best].map(([word, quality]) => ({ word, quality }));
  }

  #similar(typed: string, add: (word: number, quality: number) => void): void {
    const most = slipsAllowed(typed);
    for (const [i, word] of this.#vocabulary.entries()) {
      if (typed.length >= 4 && word.length > typed.length && word.includes(typed)) add(i, 0.5);
      if (most === 0) continue;
      const whole = slipsBetween(typed, word, most, false);
      if (whole <= most) add(i, 0.8 - 0.15 * whole - (typed[0] === word[0] ? 0 : 0.1));
      else if (typed.length >= 5 && typed[0] === word[0]) {
        const begun = slipsBetween(typed, word, most, true);
        if (begun <= most) add(i, 0.62 - 0.15 * begun);
      }
    }
  }

  #sum(words: Uint32Array): number {
    let sum = 0;
    for (const word of words) sum += this.#rarity[word] ?? 0;
    return sum;
  }
}

/** Rare words tell more; what only qualifies tells little, however rare. */
function rarityOf(word: string, titles: number, holding: number): number {
  const rarity = Math.log(1 + titles / Math.max(1, holding));
  return isLight(word) ? rarity * 0.25 : rarity;
}

const compactCode = (code: string): string => code.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

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
