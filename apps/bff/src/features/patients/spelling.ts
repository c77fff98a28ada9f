/** How one word of a name may be written otherwise; words are folded (`fold` of @keneyapp/clinical). */

const isSign = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Written in signs, each of which says as much as a word of letters: `李` is a whole name. */
export const isInSigns = (word: string): boolean => isSign.test(word);

/** Narrows a search: two letters, or one sign. */
export const narrows = (word: string): boolean => word.length > 1 || isInSigns(word);

const pairs: readonly (readonly [string, string])[] = [
  ['st', 'saint'],
  ['ste', 'sainte'],
  ['sts', 'saints'],
];
/** `st` and `saint` are one word to whoever types either. */
export function sameWords(word: string): string[] {
  const other = pairs.flatMap(([a, b]) => (word === a ? [b] : word === b ? [a] : []));
  return [word, ...other];
}

/** What stands between the parts of a name. FHIR's servers compare it as written, or all of it as a blank. */
const separators = [' ', '-', "'", '’'];

/** `nguessan` as it may be recorded: `n'guessan`, `n guessan`, `ng-uessan`…, one break at every place. */
export function brokenUp(word: string): string[] {
  if (isInSigns(word) || word.length < 5 || word.length > 24) return [];
  return Array.from({ length: word.length - 1 }, (_, i) => i + 1).flatMap((at) =>
    separators.map((separator) => `${word.slice(0, at)}${separator}${word.slice(at)}`),
  );
}

/** Family and given name written without a blank, as in Chinese and Japanese: every way to part them. */
export function parted(word: string): [string, string][] {
  if (!isInSigns(word) || word.length < 2 || word.length > 8) return [];
  return Array.from({ length: word.length - 1 }, (_, i) => [word.slice(0, i + 1), word.slice(i + 1)]);
}

/** Shorter words have too many neighbours to mean one of them. */
const leastToMistype = 4;
export const mayBeMistyped = (word: string): boolean => word.length >= leastToMistype && !isInSigns(word);

/** One letter more, less, other, or two exchanged (Damerau–Levenshtein distance of at most 1). */
export function isOneOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  if (at === a.length && at === b.length) return false;
  const rest = (text: string, from: number) => text.slice(at + from);
  return (
    rest(a, 1) === rest(b, 1) ||
    rest(a, 1) === rest(b, 0) ||
    rest(a, 0) === rest(b, 1) ||
    (a[at] === b[at + 1] && a[at + 1] === b[at] && rest(a, 2) === rest(b, 2))
  );
}
