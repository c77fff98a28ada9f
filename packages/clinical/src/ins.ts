/**
 * Matricule INS: 13 characters (NIR or NIA) and a key of 2 digits.
 * Source: ANS, Référentiel Identifiant national de santé; key as for the NIR (INSEE): 97 − (number mod 97),
 * Corsican departments 2A and 2B replaced by 19 and 18 before the division.
 */
export const insSystems = {
  nir: 'urn:oid:1.2.250.1.213.1.4.8',
  nia: 'urn:oid:1.2.250.1.213.1.4.9',
  test: 'urn:oid:1.2.250.1.213.1.4.10',
  demo: 'urn:oid:1.2.250.1.213.1.4.11',
} as const;

const shape = /^[1-478]\d{4}(?:\d{2}|2[AB])\d{6}$/;

/** Upper case without spaces, dots or dashes. */
export function compactIns(text: string): string {
  return text.replace(/[\s.-]/g, '').toUpperCase();
}

/** Key of the first 13 characters, two digits; null when they are not shaped like a NIR. */
export function insKey(number: string): string | null {
  const thirteen = compactIns(number);
  if (!shape.test(thirteen)) return null;
  const digits = thirteen.replace(/^(.{5})2A/, '$119').replace(/^(.{5})2B/, '$118');
  return String(97n - (BigInt(digits) % 97n)).padStart(2, '0');
}

export type InsCheck =
  { ok: true; matricule: string } | { ok: false; reason: 'length' | 'characters' | 'key' };

/** Checks a full matricule (15 characters, spaces allowed). Refuse on entry; on import only warn (published examples do not always respect the key). */
export function checkIns(text: string): InsCheck {
  const matricule = compactIns(text);
  if (matricule.length !== 15) return { ok: false, reason: 'length' };
  const key = insKey(matricule.slice(0, 13));
  if (key === null || !/^\d{2}$/.test(matricule.slice(13))) return { ok: false, reason: 'characters' };
  return key === matricule.slice(13) ? { ok: true, matricule } : { ok: false, reason: 'key' };
}

export interface InsParts {
  sex: 'male' | 'female';
  /** Two digits: the century is not in the number. */
  year: string;
  /** 1 to 12, or null when the civil registry did not know it (codes 20 and above). */
  month: number | null;
  /** Department of birth: `75`, `2A`, `971`; `99` abroad. */
  department: string;
  /** Official geographical code of the commune (5 characters), or of the country for births abroad. */
  communeCode: string;
  /** Number in the register of that month. */
  order: string;
  key: string;
}

/** Reads what the number says. Null when the matricule is not valid. Sex 3/4 and 7/8 are numbers in attribution: odd male, even female. */
export function parseIns(text: string): InsParts | null {
  const checked = checkIns(text);
  if (!checked.ok) return null;
  const m = checked.matricule;
  const month = Number(m.slice(3, 5));
  const two = m.slice(5, 7);
  return {
    sex: Number(m[0]) % 2 === 1 ? 'male' : 'female',
    year: m.slice(1, 3),
    month: month >= 1 && month <= 12 ? month : null,
    department: two === '97' || two === '98' ? m.slice(5, 8) : two,
    communeCode: m.slice(5, 10),
    order: m.slice(10, 13),
    key: m.slice(13),
  };
}

/** `1 85 05 75 123 456 73`, with no-break spaces; text of another shape comes back as it is. */
export function formatIns(text: string): string {
  const m = compactIns(text);
  if (m.length !== 13 && m.length !== 15) return text;
  return [
    m.slice(0, 1),
    m.slice(1, 3),
    m.slice(3, 5),
    m.slice(5, 7),
    m.slice(7, 10),
    m.slice(10, 13),
    m.slice(13),
  ]
    .filter((p) => p !== '')
    .join('\u00a0');
}
