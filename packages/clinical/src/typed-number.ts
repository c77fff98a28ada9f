/**
 * Reads a number as typed in France or elsewhere: decimal comma or point, spaces (also thin and no-break) between thousands.
 * @returns null for what is not one number; never guesses (`1.234,5` and `12,3,4` are refused).
 */
export function parseTypedNumber(text: string): number | null {
  const compact = text
    .trim()
    .replace(/(?<=\d)[\s\u00a0\u202f](?=\d{3}(?:\D|$))/g, '')
    .replace(',', '.');
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(compact) ? Number(compact) : null;
}

/** Rounds half away from zero to a number of decimals without binary surprises (1.005 → 1.01). */
export function roundTo(value: number, decimals: number): number {
  const shifted = Number(`${Math.abs(value)}e${decimals}`);
  const rounded = Number(`${Math.round(shifted)}e${-decimals}`);
  return value < 0 ? -rounded : rounded;
}
