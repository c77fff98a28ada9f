const letters: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ĳ: 'ij',
  ŋ: 'n',
};

/**
 * The form in which strings are stored for searching and search values are compared: no case, no accents, and hyphens,
 * apostrophes and the like as one space, so that `Jean-Pierre D’Aubigné` is found by `jean pierre d'aubigne`.
 * Letters that Unicode does not decompose are written out by hand.
 */
export function normalise(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[łøđðþæœßıħŧĳŋ]/g, (letter) => letters[letter] ?? letter)
    .replace(/[\s\-‐‑–—'’`´.,;:/()]+/g, ' ')
    .trim();
}
