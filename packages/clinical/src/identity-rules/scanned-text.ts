/** Separators of 2D-Doc codes: group, record (a value that was cut), unit (before the signature). */
export const separators = { group: '\u001d', record: '\u001e', unit: '\u001f' } as const;

/** How scanners and their drivers write control characters where a keyboard has none. */
const written: readonly [RegExp, string][] = [
  [/<gs>|\{gs\}|\[gs\]|\\x1d|\\u001d|<0x1d>|\^\]|␝/gi, separators.group],
  [/<rs>|\{rs\}|\[rs\]|\\x1e|\\u001e|<0x1e>|\^\^|␞/gi, separators.record],
  [/<us>|\{us\}|\[us\]|\\x1f|\\u001f|<0x1f>|\^_|␟/gi, separators.unit],
];

const pairs = (from: string, to: string): Map<string, string> =>
  new Map([...from].map((char, i) => [char, [...to][i] ?? char]));

/** The upper row of a French or Belgian keyboard without the shift that its digits need. */
const upperRow = [...pairs('&é"\'(-è_çà', '1234567890'), ...pairs('§!ÉÈÇÀ', '682790')];
/** The scanner presses the keys of a French keyboard and forgets shift: digits and the full stop are wrong, letters right. */
const digitsUnshifted = new Map([...upperRow, [';', '.']] as [string, string][]);
/** The scanner presses the keys of an American keyboard, the computer has a French one: letters change their places as well. */
const americanKeys = new Map([...upperRow, ...pairs('aqzwAQZW,?:;)ùmM', "qawzQAWZmM.,-';:")] as [
  string,
  string,
][]);

const mapped = (text: string, map: Map<string, string>): string =>
  [...text].map((char) => map.get(char) ?? char).join('');

/**
 * The ways in which a text from a scanner that acts as a keyboard can be meant, most likely first: as it stands, with the keys
 * of an American keyboard, with digits typed without shift. In capitals, with control characters in place of their names.
 */
export function readingsOfScan(text: string): string[] {
  const plain = written.reduce((all, [names, char]) => all.replaceAll(names, char), text.trim());
  const readings = [plain, mapped(plain, americanKeys), mapped(plain, digitsUnshifted)];
  // before the header some scanners send the symbology (AIM): `]d1`
  return [...new Set(readings.map((reading) => reading.replace(/^\]d\d/i, '').toUpperCase()))];
}
