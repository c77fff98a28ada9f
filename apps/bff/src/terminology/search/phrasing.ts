import { typedWordsOf, wordsOf } from './words.ts';

/** What a short form stands for; several where it is ambiguous. */
export interface Abbreviation {
  short: string;
  meanings: readonly Meaning[];
}
interface Meaning {
  /** The same in English. */
  textEn?: string;
  text: string;
  /** Key of the list that it was taken from; a hospital's own have none. */
  source?: string;
  /** Codes of CIM-10 that are meant, with the dot. */
  cim10?: readonly string[];
}
/** Words that are said, and those that classifications use for the same. */
export interface UsualWords {
  said: string;
  written: readonly string[];
}

/** One way to read what was typed. */
export interface Reading {
  words: readonly string[];
  /** What a short form was taken for: people have to see which of its meanings a line belongs to. */
  meaning: { short: string; text: string } | null;
  /** Codes that this meaning names by itself, when nothing else was typed. */
  codes: readonly string[];
}

interface Replacement {
  short: string | null;
  from: readonly string[];
  to: readonly string[];
  meaning: Meaning | null;
}

/** Readings beyond these tell nothing more; somebody who types four short forms has said what is meant. */
const maxReadings = 32;

/** Knows the short forms and everyday words of a hospital, and reads what was typed by them. */
export class Phrasing {
  readonly #byFirst = new Map<string, Replacement[]>();

  constructor(abbreviations: readonly Abbreviation[], usual: readonly UsualWords[]) {
    for (const { short, meanings } of abbreviations)
      for (const meaning of meanings)
        this.#add({ short, from: wordsAsTyped(short), to: wordsOf(meaning.text), meaning });
    for (const { said, written } of usual)
      for (const text of written)
        this.#add({ short: null, from: wordsOf(said), to: wordsOf(text), meaning: null });
  }

  #add(replacement: Replacement): void {
    const [first] = replacement.from;
    if (first === undefined || replacement.to.length === 0) return;
    this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), replacement]);
  }

  /** As it stands first, then with one short form in each of its meanings, then with two. */
  readings(typed: string): Reading[] {
    const words = wordsAsTyped(typed);
    const sites = words.flatMap((first, at) =>
      (this.#byFirst.get(first) ?? [])
        .filter(({ from }) => from.every((one, n) => words[at + n] === one))
        .map((replacement) => ({ at, end: at + replacement.from.length, replacement })),
    );
    const ones = sites.map((site) => [site]);
    const twos = sites.flatMap((site, i) =>
      sites
        .slice(i + 1)
        .filter(({ at, end }) => at >= site.end || end <= site.at)
        .map((next) => [site, next]),
    );
    return [[], ...ones, ...twos].slice(0, maxReadings).map((replaced) => readingOf(words, replaced));
  }
}

interface Site {
  at: number;
  end: number;
  replacement: Replacement;
}

function readingOf(words: readonly string[], replaced: readonly Site[]): Reading {
  const read: string[] = [];
  for (let at = 0; at < words.length;) {
    const site = replaced.find((one) => one.at === at);
    read.push(...(site ? site.replacement.to : [words[at] ?? '']));
    at = site ? site.end : at + 1;
  }
  const named = replaced.find(({ replacement }) => replacement.meaning && replacement.short)?.replacement;
  const [only] = replaced;
  const isWhole = only !== undefined && only.at === 0 && only.end === words.length;
  return {
    words: [...new Set(read)],
    meaning: named?.meaning && named.short ? { short: named.short, text: named.meaning.text } : null,
    codes: isWhole ? (only.replacement.meaning?.cim10 ?? []) : [],
  };
}

/** Short forms keep words that titles leave out: `I/R`, `SdV`, `en`. */
function wordsAsTyped(text: string): string[] {
  const words = typedWordsOf(text);
  if (words.length > 0) return words;
  const bare = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
  return bare ? [bare] : [];
}
