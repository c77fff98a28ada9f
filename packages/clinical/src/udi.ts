import { isIsoDay } from './age.ts';

/**
 * The unique identifier of a medical device as a GS1 carrier says it (GS1 General Specifications, 3: application identifiers
 * 01, 11, 17, 10, 21), read by a scanner with its separators or printed with brackets.
 */
export interface Udi {
  /** The device identifier: a GTIN of 14 digits with a right check digit. */
  di: string;
  lot: string | null;
  serial: string | null;
  /** `2026-03-31`; a month alone where the day is not said. */
  expiry: string | null;
}

/** Of these the length is known; the others end at a separator or at the end. */
const lengths: Readonly<Record<string, number>> = { '01': 14, '11': 6, '17': 6 };
const separator = '\u001d';
/** What is said in characters: of set 82 (7.11), at most so many; of a lot and of a serial number 20. */
const characters = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,90}$/;
const longestNumber = 20;

/** Null of what is no GS1 identifier, or one that was read wrongly. */
export function parseUdi(text: string): Udi | null {
  const parts = text.trim().startsWith('(') ? bracketed(text.trim()) : scanned(text.trim());
  const di = parts?.get('01');
  if (!parts || !di || !hasCheckDigit(di) || ![...parts].every(isSayable)) return null;
  const day = parts.get('17');
  const expiry = day === undefined ? null : dayOf(day);
  if (day !== undefined && expiry === null) return null;
  return { di, lot: parts.get('10') ?? null, serial: parts.get('21') ?? null, expiry };
}

const isSayable = ([identifier, value]: [string, string]): boolean =>
  characters.test(value) && (!['10', '21'].includes(identifier) || value.length <= longestNumber);

function bracketed(text: string): Map<string, string> | null {
  if (!/^(\(\d{2,4}\)[^()]+)+$/.test(text)) return null;
  const parts = [...text.matchAll(/\((\d{2,4})\)([^()]+)/g)].map(
    ([, identifier = '', value = '']) => [identifier, value.trim()] as const,
  );
  const found = new Map(parts);
  const isWhole = parts.every(
    ([identifier, value]) => value.length === (lengths[identifier] ?? value.length),
  );
  // what is said twice is of two devices
  return isWhole && found.size === parts.length ? found : null;
}

function scanned(text: string): Map<string, string> | null {
  // what a scanner says of the symbol comes first
  let rest = text.replace(/^\](C1|d2|Q3|e0)/, '').replace(/^\u001d/, '');
  const parts = new Map<string, string>();
  while (rest !== '') {
    const identifier = rest.slice(0, 2);
    const length = lengths[identifier];
    if (length === undefined && !['10', '21'].includes(identifier)) return null;
    const end = rest.indexOf(separator, 2);
    const until = length === undefined ? (end < 0 ? rest.length : end) : 2 + length;
    const value = rest.slice(2, until);
    if (value === '' || (length !== undefined && !new RegExp(`^\\d{${length}}$`).test(value))) return null;
    if (parts.has(identifier)) return null;
    parts.set(identifier, value);
    rest = rest.slice(until).replace(/^\u001d/, '');
  }
  return parts;
}

/** GS1 General Specifications, 7.9: weights 3 and 1 in turn. */
function hasCheckDigit(gtin: string): boolean {
  if (!/^\d{14}$/.test(gtin)) return false;
  const sum = [...gtin].reduce((all, digit, i) => all + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return sum % 10 === 0;
}

/** YYMMDD; the day 00 says the month alone. Of a device years are of this century. */
function dayOf(text: string): string | null {
  const [, year = '', month = '', day = ''] = /^(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  const said = `20${year}-${month}-${day === '00' ? '01' : day}`;
  if (!isIsoDay(said)) return null;
  return day === '00' ? said.slice(0, 7) : said;
}
