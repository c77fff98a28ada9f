import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { foldedWords } from '../fold.ts';
import type { Candidate, Lexicon } from './reading.ts';

const folder = path.resolve(import.meta.dirname, '../../../../../shared/data/terminology/bdpm');
export const noBdpm = existsSync(folder) ? null : '../shared/data/terminology/bdpm is missing';

const rowsOf = (file: string): string[][] =>
  new TextDecoder('windows-1252')
    .decode(readFileSync(path.join(folder, file)))
    .split(/\r?\n/)
    .map((row) => row.split('\t'));

/** How the hospital calls what the BDPM calls otherwise. */
const abbreviations: Record<string, string> = {
  nacl: 'chlorure de sodium',
  kcl: 'chlorure de potassium',
  g5: 'glucose',
};
const tests: Record<string, string> = {
  nfs: 'NFS', iono: 'IONO', crp: 'CRP', 'bilan hepatique': 'BH', tp: 'TP', tca: 'TCA', inr: 'INR', troponine: 'TROPO',
  hemocultures: 'HEMOC', creatinine: 'CREAT', creat: 'CREAT', uree: 'UREE', ecbu: 'ECBU', ecg: 'ECG', 'radio thorax': 'RXT',
  rp: 'RXT', gds: 'GDS', 'gaz du sang': 'GDS', plaquettes: 'PLAQ', tsh: 'TSH', ferritine: 'FERRI', hba1c: 'HBA1C',
  'd dimeres': 'DDIM', lipase: 'LIPASE', groupe: 'GROUPE', rai: 'RAI', digoxine: 'DIGOX', digoxinemie: 'DIGOX',
}; // prettier-ignore

const salts = /\s+(?:anhydre|base|sodique|potassique|calcique|magnesique|\w+hydratee?|micronisee?|codex)$/;
const substanceName = (name: string): string => {
  let found = foldedWords(name.replace(/\s*\([^)]*\)/g, ''));
  while (salts.test(found)) found = found.replace(salts, '');
  return found;
};

/** Which of its salts is meant has to be said. */
const elements = /^(?:sodium|potassium|calcium|magnesium|lithium|fer|zinc)$/;

/** `DL-LYSINE (ACÉTYLSALICYLATE DE)` and `ACÉTYLSALICYLATE DE DL-LYSINE` are the same, and a salt says little. */
const inAnyOrder = (substance: string): string =>
  substanceName(substance.replaceAll(/[()]/g, ' '))
    .split(' ')
    .filter((word) => !/^(?:de|sulfate|chlorhydrate|anhydre|base|sodique|\w*hydratee?)$/.test(word))
    .sort()
    .join(' ');

/** Substances and names of the whole BDPM; a name that stands for different substances has several meanings. */
export function bdpmLexicon(): Lexicon {
  const namesOf = new Map<string, string[]>();
  const substancesOf = new Map<string, Set<string>>();
  const bySubstance = new Map<string, Candidate>();
  const ofElement = new Map<string, Map<string, Candidate>>();
  const candidate = (system: string, code: string, display: string): Candidate => ({ system, code, display });
  for (const [cis = '', , code = '', substance = '', , , nature = ''] of rowsOf('CIS_COMPO_bdpm-2022.txt')) {
    if (substance === '') continue;
    const name = substanceName(substance);
    namesOf.set(cis, [...(namesOf.get(cis) ?? []), name]);
    if (nature === 'SA' || nature === 'FT') bySubstance.set(name, candidate('substance', code, name));
    if (elements.test(name)) {
      const known = ofElement.get(name) ?? new Map<string, Candidate>();
      ofElement.set(name, known.set(code, candidate('substance', code, foldedWords(substance))));
    }
    if (nature === 'SA')
      substancesOf.set(cis, (substancesOf.get(cis) ?? new Set()).add(inAnyOrder(substance)));
  }
  const prolonged = new Set<string>();
  const byName = new Map<string, Map<string, Candidate>>();
  const byFirstWord = new Map<string, Map<string, Candidate>>();
  const products = rowsOf('CIS_bdpm.txt');
  const laboratories = new Set(products.flatMap((row) => foldedWords(row[10] ?? '').split(' ')));
  for (const [cis = '', denomination = ''] of products) {
    // the file of compositions is older: what it does not know says nothing of what a name stands for
    const substances = substancesOf.get(cis);
    if (!substances) continue;
    if (/\bL\.?P\b/.test(denomination)) for (const name of namesOf.get(cis) ?? []) prolonged.add(name);
    const made = [...substances].sort().join('+');
    const words = foldedWords(/^[^\d,]*/.exec(denomination)?.[0] ?? '').split(' ');
    const first = words[0] ?? '';
    const begun = byFirstWord.get(first) ?? new Map<string, Candidate>();
    if (first.length > 4) byFirstWord.set(first, begun.set(made, candidate('name', made, first)));
    // with and without the laboratory: AMOXICILLINE ARROW
    for (;;) {
      const name = words.join(' ');
      const known = byName.get(name) ?? new Map<string, Candidate>();
      if (name.length > 2) byName.set(name, known.set(made, candidate('name', made, name)));
      const last = words.at(-1) ?? '';
      if (words.length < 2 || last.length < 3 || !laboratories.has(last)) break;
      words.pop();
    }
  }
  const drugs = (words: string): readonly Candidate[] => {
    const name = foldedWords(words);
    // prolonged release, where there is such a product
    const released = /^(.+) (?:lp|l p)$/.exec(name)?.[1];
    if (released !== undefined && prolonged.has(released))
      return drugs(released).map((one) => ({ ...one, display: `${one.display} lp` }));
    const meant = abbreviations[name];
    const found = bySubstance.get(meant ?? name);
    if (meant !== undefined) return [candidate('abbreviation', meant, name)];
    const salts = [...(ofElement.get(name)?.values() ?? [])];
    if (salts.length > 0) return salts;
    if (found) return [found];
    const named = [...(byName.get(name)?.values() ?? [])];
    if (named.length > 0) return named;
    // a family of drugs is several; what begins like one drug alone is not called so
    const family = [...bySubstance.values()].filter(({ display }) => display.startsWith(`${name} `));
    if (family.length > 0) return family.length > 1 ? family : [];
    // SYMBICORT TURBUHALER is called Symbicort as well, where all that begin so are of the same substances
    return [...(byFirstWord.get(name)?.values() ?? [])];
  };
  return {
    drugs,
    tests: (words) => {
      const code = tests[foldedWords(words)];
      return code === undefined ? [] : [candidate('test', code, code)];
    },
  };
}
