import { readFileSync } from 'node:fs';
import { readCsv } from '@keneyapp/clinical/csv';
import { systems } from '@keneyapp/fhir-model/systems';
import { z } from 'zod';

const atcCode = /^[A-Z]\d{2}[A-Z]{2}\d{2}$/;
const rowSchema = z.object({
  /** ATC, level 5. */
  atc: z.string().regex(atcCode, 'atc: seven signs like C10AA05'),
  /** Of the national base (CIS), where one product is meant; empty: any product of the substance. */
  cis: z.string().regex(/^\d{8}$|^$/, 'cis: eight digits, or nothing'),
  libelle: z.string().min(1, 'libelle: what it is called').max(200),
  /** What it is given in place of, beside its own chemical group: beginnings of ATC codes with a blank between them. */
  remplace: z
    .string()
    .regex(/^$|^[A-Z]\d{2}[A-Z0-9]*( [A-Z]\d{2}[A-Z0-9]*)*$/, 'remplace: beginnings of ATC codes'),
});
type Row = z.output<typeof rowSchema>;
/** A hospital keeps some two thousand products. */
const mostRows = 20_000;

interface ListedDrug {
  text: string;
  system: string;
  code: string;
  /** The same substance: what was said of its dose holds for it. */
  isSameSubstance: boolean;
}
export interface FormularyAnswer {
  /** `no-list`: the hospital has given none. `unknown`: the drug has no code to be looked for by. */
  state: 'no-list' | 'listed' | 'not-listed' | 'unknown';
  /** Of the list, in its order: the same substance first, then its chemical group (ATC, level 4) and what the list says it replaces. */
  equivalents: ListedDrug[];
}

/** The hospital's list of drugs (livret thérapeutique): what its pharmacy keeps. */
export class Formulary {
  readonly #rows: readonly Row[] | null;

  /** @param file a CSV with the columns atc, cis, libelle, remplace; throws naming the line that cannot be read */
  constructor(file: string | undefined) {
    this.#rows = file === undefined ? null : read(file);
  }

  /** @param atc of the drug, all of them; @param product its CIS, null of a substance */
  answer(atc: readonly string[], product: string | null): FormularyAnswer {
    if (this.#rows === null) return { state: 'no-list', equivalents: [] };
    if (atc.length === 0) return { state: 'unknown', equivalents: [] };
    const isSame = (row: Row) => atc.includes(row.atc);
    // a substance is had where any product of it is
    const isListed = (row: Row) => (product !== null && row.cis !== '' ? row.cis === product : isSame(row));
    if (this.#rows.some(isListed)) return { state: 'listed', equivalents: [] };
    const stands = ({ atc: own, remplace }: Row) =>
      [own.slice(0, 5), ...remplace.split(' ')].some(
        (one) => one && atc.some((code) => code.startsWith(one)),
      );
    const found = this.#rows.filter((row) => isSame(row) || stands(row));
    return {
      state: 'not-listed',
      equivalents: [...found.filter(isSame), ...found.filter((row) => !isSame(row))].map((row) => ({
        text: row.libelle,
        ...(row.cis === ''
          ? { system: systems.atc, code: row.atc }
          : { system: systems.bdpm, code: row.cis }),
        isSameSubstance: isSame(row),
      })),
    };
  }
}

function read(file: string): Row[] {
  const text = readFileSync(file, 'utf8');
  let data: Record<string, string>[];
  try {
    data = readCsv(text);
  } catch (error) {
    throw new Error(`FORMULARY_FILE, ${(error as Error).message}`);
  }
  if (data.length > mostRows) throw new Error(`FORMULARY_FILE: more than ${mostRows} lines`);
  return data.map((row, i) => {
    const read = rowSchema.safeParse({ cis: '', remplace: '', ...row });
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw new Error(`FORMULARY_FILE, line ${i + 2}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  });
}
