/** Letters that decomposition does not take apart; the same that `unaccent` of PostgreSQL knows. */
const whole: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  œ: 'oe',
  æ: 'ae',
  ı: 'i',
  ŋ: 'n',
  ħ: 'h',
  ŧ: 't',
  '’': "'",
  ʼ: "'",
};

/** Text without case and accents, and for each folded character the place in the text it comes from. */
export function fold(text: string): { folded: string; origin: number[] } {
  if (/^[\0-\x7f]*$/.test(text))
    return { folded: text.toLowerCase(), origin: Array.from({ length: text.length + 1 }, (_, i) => i) };
  let folded = '';
  const origin: number[] = [];
  let at = 0;
  for (const char of text) {
    const lower = char.toLowerCase();
    const plain = whole[lower] ?? lower.normalize('NFD').replaceAll(/\p{M}/gu, '');
    for (const c of plain) {
      folded += c;
      origin.push(at);
    }
    at += char.length;
  }
  origin.push(text.length);
  return { folded, origin };
}

export function folded(text: string): string {
  return fold(text).folded;
}

/** The same with one blank for whatever is neither letter nor digit: `O’Brien-Dupont` → `o brien dupont`. */
export function foldedWords(text: string): string {
  return folded(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
