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
const mostReadings = 16;

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

  /** As it stands first, then with each meaning of each short form in it. */
  readings(typed: string): Reading[] {
    const words = typedWordsOf(typed);
    const raw = wordsAsTyped(typed);
    // a short form may be a word that tells nothing otherwise (`en`, `as`, `l`)
    const start = words.length > 0 ? words : raw;
    let readings: Reading[] = [{ words: start, meaning: null, codes: [] }];
    for (const replacement of this.#within(raw)) {
      const more = readings.flatMap((reading): Reading[] => {
        const at = placeOf(replacement.from, reading.words);
        const before = at < 0 && raw.length === replacement.from.length ? [] : reading.words.slice(0, at);
        if (at < 0 && raw.length !== replacement.from.length) return [];
        const after = at < 0 ? [] : reading.words.slice(at + replacement.from.length);
        const { meaning, short } = replacement;
        return [
          {
            words: [...new Set([...before, ...replacement.to, ...after])],
            meaning: meaning && short ? { short, text: meaning.text } : reading.meaning,
            codes: before.length + after.length === 0 ? (meaning?.cim10 ?? []) : [],
          },
        ];
      });
      readings = [...readings, ...more].slice(0, mostReadings);
    }
    return readings;
  }

  #within(raw: readonly string[]): Replacement[] {
    return raw.flatMap((word, i) =>
      (this.#byFirst.get(word) ?? []).filter(({ from }) => from.every((one, n) => raw[i + n] === one)),
    );
  }
}

/** Short forms keep words that titles leave out: `I/R`, `SdV`, `en`. */
function wordsAsTyped(text: string): string[] {
  const words = typedWordsOf(text);
  if (words.length > 0) return words;
  const bare = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
  return bare ? [bare] : [];
}

function placeOf(part: readonly string[], whole: readonly string[]): number {
  return whole.findIndex((_, i) => part.every((one, n) => whole[i + n] === one));
}
