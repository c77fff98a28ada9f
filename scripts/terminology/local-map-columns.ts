import { normalName } from './rows.ts';

/** What a hospital calls the columns of its table of local codes: without accents, signs and the case of letters. */
const names = {
  system: ['LOCAL SYSTEM', 'SYSTEM', 'SOURCE SYSTEM', 'SYSTEME LOCAL', 'SYSTEME', 'SYSTEME SOURCE'],
  code: ['LOCAL CODE', 'SOURCE CODE', 'CODE LOCAL', 'CODE SOURCE'],
  label: ['LOCAL LABEL', 'LABEL', 'SOURCE DISPLAY', 'LIBELLE LOCAL', 'LIBELLE'],
  loinc: ['LOINC', 'LOINC CODE', 'CODE LOINC'],
  relationship: ['RELATIONSHIP', 'EQUIVALENCE', 'RELATION', 'CORRESPONDANCE'],
} as const;
export type LocalMapColumn = keyof typeof names;

/** Which cell of a header is which column, by the name it has there. */
export function localMapColumns(cells: readonly string[]): Partial<Record<LocalMapColumn, string>> {
  const found: Partial<Record<LocalMapColumn, string>> = {};
  for (const cell of cells) {
    const plain = plainWords(cell);
    for (const column of Object.keys(names) as LocalMapColumn[])
      if ((names[column] as readonly string[]).includes(plain)) found[column] ??= normalName(cell);
  }
  return found;
}

/** `Libellé_local` and `LIBELLE LOCAL` are one name. */
export const plainWords = (text: string): string =>
  normalName(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim();
