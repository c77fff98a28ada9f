import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvLines } from './csv.ts';

describe('CSV', () => {
  it('separates as spreadsheets of the language expect, and quotes every cell', () => {
    expect(csvLines([['a;b', 'c"d', null, undefined]], 'fr')).toBe('"a;b";"c""d";"";""\r\n');
    expect(csvLines([['a', '36.8']], 'en')).toBe('"a","36.8"\r\n');
    expect(csvLines([], 'fr')).toBe('');
  });

  it.each([
    '=1+1',
    '+cmd',
    '-1+cmd',
    '@sum',
    ' =HYPERLINK("x")',
    '\t=1',
    '\r=1',
    '\n=1',
    '\u00a0=1',
    '=\n1',
    '＝1+1',
    '＠sum',
    '＋cmd',
    ' －1＋cmd',
  ])('makes a text of the formula %j', (text) => {
    expect(csvLines([[text]], 'fr')).toBe(`"'${text.replaceAll('"', '""')}"\r\n`);
  });

  it.each(['-5', '+1,5', '-1 000,5', '-1\u202f000', '-', 'a=b', '36,8'])('leaves %j as it is', (text) => {
    expect(csvLines([[text]], 'fr')).toBe(`"${text}"\r\n`);
  });

  it('is read back as it was, lines within a cell too', () => {
    const rows = [
      ['Nom', 'Texte'],
      ['Éléonore', 'première\r\nseconde; "citée"'],
    ];
    expect(Papa.parse(csvLines(rows, 'fr').trimEnd(), { delimiter: ';' }).data).toEqual(rows);
  });
});
