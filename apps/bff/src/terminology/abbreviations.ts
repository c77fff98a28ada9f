import type { PrismaClient } from '../database/client.ts';
import { readSetting, writeSetting, type Author, type Stored } from '../settings/store.ts';
import shipped from './data/abbreviations.json' with { type: 'json' };
import usual from './data/usual-words.json' with { type: 'json' };
import { hospitalAbbreviationsSchema, type HospitalAbbreviations } from './hospital-abbreviations.ts';
import { Phrasing, type Abbreviation } from './search/phrasing.ts';

type Db = Pick<PrismaClient, 'setting'>;

const name = 'terminology.abbreviations';
export const shippedAbbreviations: readonly Abbreviation[] = shipped.abbreviations;
export const abbreviationSources: Readonly<Record<string, string>> = shipped.sources;

export const storedAbbreviations = (db: Db): Promise<Stored<HospitalAbbreviations>> =>
  readSetting(db, name, hospitalAbbreviationsSchema, { own: [], hidden: [] });

/** False when somebody else changed them since `version`. */
export const saveAbbreviations = (
  db: Db,
  value: HospitalAbbreviations,
  version: number,
  author: Author,
): Promise<boolean> => writeSetting(db, name, value, version, author);

/** What is in use: the hospital's own before those shipped of the same name. */
export function abbreviationsInUse({ own, hidden }: HospitalAbbreviations): Abbreviation[] {
  const replaced = new Set([...own.map(({ short: of }) => of), ...hidden].map((of) => of.toLowerCase()));
  return [...shippedAbbreviations.filter(({ short: of }) => !replaced.has(of.toLowerCase())), ...own];
}

/** Codes that are new in what is to be saved: what stood there, or is shipped for the same short form, is not judged again. */
export function newCodes(
  next: HospitalAbbreviations,
  stored: HospitalAbbreviations,
): { short: string; code: string }[] {
  const known = [...stored.own, ...shippedAbbreviations];
  return next.own.flatMap(({ short, meanings }) => {
    const before = new Set(
      known
        .filter((one) => one.short.toLowerCase() === short.toLowerCase())
        .flatMap((one) => one.meanings.flatMap(({ cim10 = [] }) => cim10)),
    );
    const codes = new Set(meanings.flatMap(({ cim10 }) => cim10));
    return [...codes].filter((code) => !before.has(code)).map((code) => ({ short, code }));
  });
}

export const phrasingOf = (abbreviations: readonly Abbreviation[]): Phrasing =>
  new Phrasing(abbreviations, usual.words);
