/**
 * Key of an INS matricule (or NIR) from its first 13 characters: 97 − n mod 97, Corsica 2A → 19 and 2B → 18 first.
 * Source: ANS, Référentiel INS; `1850575123456` gives `73`. Throws on anything but 13 characters of that shape.
 */
export function insKey(first13: string): string {
  if (!/^\d{5}(\d{2}|2[AB])\d{6}$/.test(first13))
    throw new Error('an INS matricule starts with 13 characters');
  const digits = first13.replace('2A', '19').replace('2B', '18');
  return String(97 - Number(BigInt(digits) % 97n)).padStart(2, '0');
}

/** Matricule of 15 characters. `insee` is the five-character code of the commune or country (99…) of birth, `order` 1 to 999. */
export function insMatricule(
  sex: 'male' | 'female',
  birthDate: string,
  insee: string,
  order: number,
): string {
  const first13 = `${sex === 'male' ? 1 : 2}${birthDate.slice(2, 4)}${birthDate.slice(5, 7)}${insee}${String(order).padStart(3, '0')}`;
  return first13 + insKey(first13);
}

/** RPPS number: `base` of 10 digits and its Luhn key. */
export function rpps(base: string): string {
  let sum = 0;
  [...base].reverse().forEach((c, i) => {
    const d = Number(c) * (i % 2 === 0 ? 2 : 1);
    sum += d > 9 ? d - 9 : d;
  });
  return `${base}${(10 - (sum % 10)) % 10}`;
}
