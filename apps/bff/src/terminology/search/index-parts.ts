import { sortInSlices, type TimeSlices } from './time-slices.ts';
import { isLight, stem, wordsOf } from './words.ts';

/** A concept as it is searched by. */
export interface SearchedConcept {
  code: string;
  display: string;
  /** Other words for it: synonyms, short labels, other languages, substances of a drug. */
  synonyms: readonly string[];
  /** Meant often: it comes before others that fit as well. Between 0 and 1. */
  weight: number;
}

/** What `ConceptIndex` searches in. A title is a display or a synonym; titles and words are known by their place. */
export interface IndexParts {
  concepts: readonly SearchedConcept[];
  /** Codes without their signs, in order, and the concepts they belong to. */
  codes: readonly { code: string; at: number }[];
  vocabulary: readonly string[];
  /** By word: what a title that holds it gains, the rarer the more. */
  rarity: Float32Array;
  byStem: ReadonlyMap<string, readonly number[]>;
  /** By title: concept, words in their order, sum of their rarity. */
  ownerOf: Uint32Array;
  wordsOf: readonly Uint32Array[];
  sumOf: Float32Array;
  texts: readonly string[];
  /** By word: titles that hold it. */
  titlesWith: readonly Uint32Array[];
  /** Titles by their first word. */
  byFirst: readonly { first: string; title: number }[];
}

/** Builds them in slices: of a whole classification it takes half a second and more. */
export async function indexParts(
  concepts: readonly SearchedConcept[],
  slices: TimeSlices,
): Promise<IndexParts> {
  const texts: string[] = [],
    ownerOf: number[] = [],
    titles: string[][] = [],
    known = new Set<string>();
  for (const [at, concept] of concepts.entries()) {
    for (const text of new Set([concept.display, ...concept.synonyms])) {
      const words = wordsOf(text);
      texts.push(text);
      ownerOf.push(at);
      titles.push(words);
      for (const word of words) known.add(word);
    }
    if (slices.isOver()) await slices.pause();
  }

  const vocabulary = await sortInSlices([...known], inOrder, slices);
  const numberOf = new Map<string, number>(),
    byStem = new Map<string, number[]>();
  for (const [i, word] of vocabulary.entries()) {
    numberOf.set(word, i);
    const same = byStem.get(stem(word));
    if (same) same.push(i);
    else byStem.set(stem(word), [i]);
    if (slices.isOver()) await slices.pause();
  }

  const wordsOfTitles: Uint32Array[] = [],
    holding: number[][] = vocabulary.map(() => []);
  for (const [title, words] of titles.entries()) {
    const numbers = Uint32Array.from(words, (word) => numberOf.get(word) ?? 0);
    wordsOfTitles.push(numbers);
    for (const word of numbers) if (holding[word]?.at(-1) !== title) holding[word]?.push(title);
    if (slices.isOver()) await slices.pause();
  }

  const rarity = new Float32Array(vocabulary.length),
    titlesWith: Uint32Array[] = [];
  for (const [word, list] of holding.entries()) {
    rarity[word] = rarityOf(vocabulary[word] ?? '', titles.length, list.length);
    titlesWith.push(new Uint32Array(list));
    if (slices.isOver()) await slices.pause();
  }
  const sumOf = new Float32Array(titles.length);
  for (const [title, words] of wordsOfTitles.entries()) {
    let sum = 0;
    for (const word of words) sum += rarity[word] ?? 0;
    sumOf[title] = sum;
    if (slices.isOver()) await slices.pause();
  }

  const byFirst: { first: string; title: number }[] = [];
  for (const [title, words] of titles.entries()) {
    byFirst.push({ first: words[0] ?? '', title });
    if (slices.isOver()) await slices.pause();
  }
  const codes: { code: string; at: number }[] = [];
  for (const [at, { code }] of concepts.entries()) {
    codes.push({ code: compactCode(code), at });
    if (slices.isOver()) await slices.pause();
  }
  return {
    concepts,
    codes: await sortInSlices(codes, (a, b) => inOrder(a.code, b.code), slices),
    vocabulary,
    rarity,
    byStem,
    ownerOf: new Uint32Array(ownerOf),
    wordsOf: wordsOfTitles,
    sumOf,
    texts,
    titlesWith,
    byFirst: await sortInSlices(byFirst, (a, b) => inOrder(a.first, b.first), slices),
  };
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Rare words tell more; what only qualifies tells little, however rare. */
function rarityOf(word: string, titles: number, holding: number): number {
  const rarity = Math.log(1 + titles / Math.max(1, holding));
  return isLight(word) ? rarity * 0.25 : rarity;
}

export const compactCode = (code: string): string => code.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
