/** A number of the line, as a source of a regular expression; blanks only between thousands. */
export const number = String.raw`(?:\d{1,3}(?:\s\d{3})+(?![\d.,])|\d+(?:[.,]\d+)?|(?<![\p{L}\d])[.,]\d+)`;
/** Numbers in words and fractions, for what is counted. */
export const counted = String.raw`(?:\d+\s*(?:½|\s1/2)|½|1/[24](?!\d)|${number}|une?\s+demie?|une?|deux|trois|quatre|demie?)`;
/** Where a word ends: also before how often, `1gx3/j`. */
export const ends = String.raw`(?:(?![\p{L}\d])|(?=x\s*\d))`;

const words: Record<string, string> = {
  un: '1',
  une: '1',
  deux: '2',
  trois: '3',
  quatre: '4',
  '½': '0.5',
  '1/2': '0.5',
  '1/4': '0.25',
  demi: '0.5',
  demie: '0.5',
};

/**
 * The digits as typed, with a point. null where two numbers could be meant: `1 500` may be 1 of 500, `1.250` a thousand or
 * a little more than one, `05` five or a half.
 */
export function plainNumber(typed: string): string | null {
  const text = typed.trim();
  const known = words[text];
  if (known !== undefined) return known;
  if (/^une?\s+demie?$/.test(text)) return '0.5';
  const mixed = /^(\d+)\s*(?:½|\s1\/2)$/.exec(text)?.[1];
  if (mixed !== undefined) return `${mixed}.5`;
  const groups = text.split(/\s/);
  if (groups.length === 2 && !groups[1]?.startsWith('0')) return null;
  const plain = groups.join('').replace(',', '.');
  if (/^[1-9]\d*\.\d{3}$/.test(plain) || /^0\d/.test(plain)) return null;
  return plain.startsWith('.') ? `0${plain}` : plain;
}

/** Half of what is counted more: `1 cp et demi`. */
export const andHalf = (value: string): string => `${value}.5`;
