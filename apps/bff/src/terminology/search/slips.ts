/**
 * How many slips of the keyboard lie between two words: a letter too many, missing, wrong, or two neighbours in the wrong
 * order (optimal string alignment). `Infinity` above `most`. With `isBegun` the word may go on: what is typed need only be
 * its beginning.
 */
export function slipsBetween(typed: string, word: string, max: number, isBegun: boolean): number {
  if (!isBegun && Math.abs(typed.length - word.length) > max) return Infinity;
  if (word.length < typed.length - max) return Infinity;
  const longest = Math.min(word.length, typed.length + max);
  let before: number[] = [];
  let above = Array.from({ length: longest + 1 }, (_, i) => i);
  for (let i = 1; i <= typed.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= longest; j += 1) {
      const same = typed[i - 1] === word[j - 1];
      let slips = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1])
        slips = Math.min(slips, (before[j - 2] ?? 0) + 1);
      row.push(slips);
      least = Math.min(least, slips);
    }
    if (least > max) return Infinity;
    before = above;
    above = row;
  }
  const found = isBegun
    ? Math.min(...above.slice(Math.max(0, typed.length - max)))
    : word.length === longest
      ? (above[longest] ?? Infinity)
      : Infinity;
  return found > max ? Infinity : found;
}

/** Slips that a word of this length may have and still be it. */
export const slipsAllowed = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);
