import type { ConceptIndex, Hit, SearchedConcept } from './concept-index.ts';
import type { Phrasing } from './phrasing.ts';

/** One line of the list below a coded field. */
export interface Found {
  system: string;
  concept: SearchedConcept;
  score: number;
  /** The title in which it was found, where that is not the display. */
  term: string | null;
  /** The short form that led here, and what it was taken for. */
  meaning: { short: string; text: string } | null;
  /** Every word that was typed is in it, as far as it was typed: nothing was guessed, nothing left out. */
  isSure: boolean;
}
export interface SearchedSystem {
  system: string;
  index: ConceptIndex;
}

/** Other meanings of a short form come with at least so many lines each, before the first one's tail. */
const linesOfEachMeaning = 3;
/** So many lines, and the next, less strict way to search is not needed. */
const enough = { begun: Infinity, slips: 5, partly: 1 } as const;
/** Readings, and words of a reading, that are searched for slips too. */
const laxReadings = 4,
  laxWords = 7;
/** What was read otherwise than typed is a little less certain. */
const readingFactor = 0.98;

/** Searches several systems for what was typed, in all its readings; `boost` lifts what this person and service use. */
export function searchConcepts(
  systems: readonly SearchedSystem[],
  phrasing: Phrasing,
  typed: string,
  { limit, boost = () => 0 }: { limit: number; boost?: (system: string, code: string) => number },
): Found[] {
  const isCode = /\d/.test(typed) && !/\s\S*[a-z]{3}/i.test(typed.trim());
  const found = new Map<string, Found>();
  const byMeaning = new Map<string, string[]>();
  for (const { system, index } of systems) {
    const add = ({ concept, score, term }: Hit, meaning: Found['meaning'], factor: number, isSure = true) => {
      const key = `${system}|${concept.code}`;
      const total = score * factor + boost(system, concept.code);
      if (meaning) {
        const of = `${meaning.short} ${meaning.text}`;
        byMeaning.set(of, [...(byMeaning.get(of) ?? []), key]);
      }
      const known = found.get(key);
      if (known && known.score >= total) return;
      found.set(key, {
        system,
        concept,
        score: total,
        term: term === concept.display ? null : term,
        meaning,
        isSure: isSure || (known?.isSure ?? false),
      });
    };
    if (isCode) for (const hit of index.byCode(typed)) add(hit, null, 1);
    const readings = phrasing.readings(typed);
    for (const { codes, meaning } of readings)
      for (const [i, code] of codes.entries()) {
        const [hit] = index.byCode(code);
        if (hit?.concept.code === code) add({ ...hit, score: 1.3 - i * 0.02 }, meaning, 1);
      }
    // what only resembles is looked for where what was typed leads nowhere: it never pushes aside what was meant
    for (const strictness of ['begun', 'slips', 'partly'] as const) {
      const isSure = strictness === 'begun';
      if (found.size >= enough[strictness]) continue;
      // prose is not searched word by word for slips: it would cost more than it finds
      const read = isSure
        ? readings
        : readings.slice(0, laxReadings).filter(({ words }) => words.length <= laxWords);
      for (const { words, meaning } of read)
        for (const hit of index.find(words, strictness))
          add(hit, meaning, meaning ? readingFactor : 1, isSure);
    }
  }
  const ranked = [...found.entries()].sort(([, a], [, b]) => b.score - a.score || byLength(a, b));
  return withEachMeaning(ranked, byMeaning, limit);
}

const byLength = (a: Found, b: Found): number =>
  a.concept.display.length - b.concept.display.length || (a.concept.code < b.concept.code ? -1 : 1);

/** An ambiguous short form shows all its meanings: the best lines of each come first, in the order of their score. */
function withEachMeaning(
  ranked: readonly [string, Found][],
  byMeaning: ReadonlyMap<string, readonly string[]>,
  limit: number,
): Found[] {
  const all = ranked.map(([, one]) => one);
  if (byMeaning.size < 2) return all.slice(0, limit);
  const first = new Set<Found>();
  const each = Math.max(1, Math.min(linesOfEachMeaning, Math.floor(limit / byMeaning.size)));
  for (const of of byMeaning.keys())
    for (const one of all
      .filter(({ meaning }) => meaning !== null && `${meaning.short} ${meaning.text}` === of)
      .slice(0, each))
      first.add(one);
  const kept = all.filter((one) => first.has(one));
  return [...kept, ...all.filter((one) => !first.has(one))].slice(0, limit);
}
