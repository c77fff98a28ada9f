import type { Fonts } from './fonts.ts';
import { setLines, type SetLine } from './lines.ts';

/** Smaller letters are not read on a wrist. */
export const leastSize = 7;

/** A text as it fits into a width. */
export interface Fitted {
  lines: readonly SetLine[];
  size: number;
}

export interface FitOptions {
  width: number;
  /** In points: as large as there is room on one line. */
  largest: number;
  isBold: boolean;
  color: string;
  /** A number, which is worth nothing without its end: over as many lines as it takes. */
  isNeverCut?: boolean;
  /** What is no part of an identity may be smaller, and stays on one line. */
  least?: number;
  mostLines?: number;
}

/** On one line in smaller and smaller letters down to 7 points, then on two lines, then ended by `…`, so that nobody takes it for the whole. */
export function fitted(
  fonts: Fonts,
  text: string,
  { width, largest, isBold, color, isNeverCut = false, least = leastSize, mostLines = 2 }: FitOptions,
): Fitted {
  const set = (words: string, size: number) =>
    setLines(fonts, [{ text: words, isBold, color }], { width, size });
  for (let size = Math.max(largest, least); size >= least; size -= 0.5) {
    const lines = set(text, size);
    if (lines.length === 1) return { lines, size };
  }
  const lines = set(text, least);
  if (lines.length <= mostLines || isNeverCut) return { lines, size: least };
  const letters = [...text];
  let [fits, tooMany] = [0, letters.length];
  const begun = (count: number) => set(`${letters.slice(0, count).join('').trimEnd()}…`, least);
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (begun(middle).length <= mostLines) fits = middle;
    else tooMany = middle;
  }
  return { lines: begun(fits), size: least };
}
