import type { CodeSystemConcept } from '@medplum/fhirtypes';
import { systems } from '@keneyapp/fhir-model/systems';
import type { KnownFile } from '../gather.ts';
import { licences } from '../licences.ts';
import type { Problems } from '../problems.ts';
import {
  concept,
  isInactive,
  texts,
  use,
  type MapElement,
  type MapRelease,
  type SystemRelease,
} from '../release.ts';
import { plainRows } from '../rows.ts';
import { NewestDay } from '../version.ts';
import { isAtc } from './atc.ts';

/** Text tables of the BDPM: TAB, no header, no quoting; columns by their place (https://base-donnees-publique.medicaments.gouv.fr/telechargement). */
export function bdpm(files: readonly KnownFile[], problems: Problems): SystemRelease {
  const newest = new NewestDay();
  const of = (kind: KnownFile['kind']) => files.filter((file) => file.kind === kind);
  let astray = 0;
  return {
    kind: 'system',
    short: 'bdpm',
    url: systems.bdpm,
    title: 'Base de données publique des médicaments (CIS)',
    language: 'fr',
    licence: licences.bdpm,
    isWhole: true,
    version: () => newest.or(files),
    async *concepts() {
      const composition = await readComposition(of('bdpm-composition'), problems);
      const classes = new Map((await readClasses(of('bdpm-atc'), null)).map(({ cis, atc }) => [cis, atc]));
      const seen = new Set<string>();
      for (const file of of('bdpm-cis'))
        for await (const { line, cells } of plainRows(file, '\t')) {
          const row = cells.map((cell) => cell.trim());
          const cis = row[0] ?? '';
          if (row.length !== 12) problems.add(file.name, line, `${row.length} columns instead of 12`);
          else if (!/^\d{8}$/.test(cis)) problems.add(file.name, line, `“${cis}” is no CIS code`);
          else if (row[1] === '') problems.add(file.name, line, `${cis} has no name`);
          else {
            seen.add(cis);
            newest.see(row[7] ?? '');
            yield ofDrug(row, composition.get(cis) ?? [], classes.get(cis) ?? '');
          }
        }
      astray = [...composition.keys()].filter((cis) => !seen.has(cis)).length;
    },
    remarks: () => [
      ...(of('bdpm-composition').length > 0
        ? []
        : ['no composition (CIS_COMPO_bdpm): drugs are not found by substance']),
      ...(astray > 0
        ? [`the composition of ${astray} drugs is of another release: CIS_bdpm does not have them`]
        : []),
    ],
  };
}

interface Substance {
  name: string;
  dose: string;
  isActive: boolean;
}

function ofDrug(row: readonly string[], composition: readonly Substance[], atc: string): CodeSystemConcept {
  const [cis = '', name = '', form = '', routes = '', status = '', , market = '', , , , holder = ''] = row;
  const names = new Set(composition.map((substance) => substance.name));
  const active = new Set(
    composition
      .filter(({ isActive }) => isActive)
      .map(({ name, dose }) => [name, dose].filter(Boolean).join(' ')),
  );
  const split = routes.split(';').map((route) => route.trim());
  return concept(cis, name, {
    designation: [...names].map((value) => ({ use: use.substance, value })),
    property: [
      ...(/^Autorisation active$/i.test(status) ? [] : [isInactive]),
      ...texts({ form, authorisation: status, market, holder, atc }),
      ...split.flatMap((route) => texts({ route })),
      ...[...active].flatMap((substance) => texts({ substance })),
    ],
  });
}

/** Columns from the left are sure, those of kind and number from the right: some rows have empty cells in between. */
async function readComposition(
  files: readonly KnownFile[],
  problems: Problems,
): Promise<Map<string, Substance[]>> {
  const composition = new Map<string, Substance[]>();
  for (const file of files)
    for await (const { line, cells } of plainRows(file, '\t')) {
      const row = cells.map((cell) => cell.trim());
      while (row.at(-1) === '') row.pop();
      const [cis = '', , , name = ''] = row;
      const kind = row.at(-2) ?? '';
      if (!/^\d{8}$/.test(cis) || name === '') problems.add(file.name, line, 'no CIS code or no substance');
      else if (!['SA', 'FT', 'ST'].includes(kind))
        problems.add(file.name, line, `“${kind}” is neither SA nor FT`);
      else {
        const dose = row.slice(4, -3).find(Boolean) ?? '';
        composition.set(cis, [...(composition.get(cis) ?? []), { name, dose, isActive: kind === 'SA' }]);
      }
    }
  return composition;
}

/** Classes of drugs; `problems` null where somebody else says of them. */
async function readClasses(
  files: readonly KnownFile[],
  problems: Problems | null,
): Promise<{ cis: string; atc: string; name: string }[]> {
  const classes: { cis: string; atc: string; name: string }[] = [];
  for (const file of files)
    for await (const { line, cells } of plainRows(file, '\t')) {
      const [cis = '', atc = '', name = ''] = cells.map((cell) => cell.trim());
      if (!/^\d{8}$/.test(cis)) problems?.add(file.name, line, `“${cis}” is no CIS code`);
      else if (!isAtc(atc.toUpperCase())) problems?.add(file.name, line, `“${atc}” is no ATC code`);
      else classes.push({ cis, atc: atc.toUpperCase(), name });
    }
  return classes;
}

interface Box {
  cip13: string;
  cis: string;
  label: string;
  row: readonly string[];
}

async function* readBoxes(files: readonly KnownFile[], problems: Problems | null): AsyncGenerator<Box> {
  for (const file of files)
    for await (const { line, cells } of plainRows(file, '\t')) {
      const row = cells.map((cell) => cell.trim());
      const [cis = '', , label = ''] = row;
      const cip13 = row[6] ?? '';
      if (row.length < 10) problems?.add(file.name, line, `${row.length} columns instead of 13`);
      else if (!/^\d{8}$/.test(cis) || !/^\d{13}$/.test(cip13))
        problems?.add(file.name, line, 'no CIS or CIP code');
      else yield { cip13, cis, label, row };
    }
}

/** Boxes by their CIP of 13 digits, named by their drug where its file is there too. */
export function cip(files: readonly KnownFile[], problems: Problems): SystemRelease {
  const newest = new NewestDay();
  const of = (kind: KnownFile['kind']) => files.filter((file) => file.kind === kind);
  return {
    kind: 'system',
    short: 'cip',
    url: systems.cip,
    title: 'Présentations de médicaments (CIP)',
    language: 'fr',
    licence: licences.bdpm,
    isWhole: true,
    version: () => newest.or(files),
    async *concepts() {
      const names = new Map<string, string>();
      for (const file of of('bdpm-cis'))
        for await (const { cells } of plainRows(file, '\t'))
          names.set(cells[0]?.trim() ?? '', cells[1]?.trim() ?? '');
      for await (const { cip13, cis, label, row } of readBoxes(of('bdpm-cip'), problems)) {
        newest.see(row[5] ?? '');
        const drug = names.get(cis);
        yield concept(cip13, drug ? `${drug}, ${label}` : label, {
          property: [
            ...(/abrogée/i.test(row[3] ?? '') ? [isInactive] : []),
            ...texts({
              cis,
              cip7: row[1] ?? '',
              status: row[3] ?? '',
              market: row[4] ?? '',
              reimbursed: row[8] ?? '',
            }),
          ],
        });
      }
    },
    remarks: () => (of('bdpm-cis').length > 0 ? [] : ['no CIS_bdpm: boxes are named without their drug']),
  };
}

export function cipMap(files: readonly KnownFile[], version: () => string): MapRelease {
  return {
    kind: 'map',
    short: 'cip-bdpm',
    title: 'Présentation (CIP) vers médicament (CIS)',
    source: systems.cip,
    target: systems.bdpm,
    licence: licences.bdpm,
    version,
    async *elements(): AsyncGenerator<MapElement> {
      const seen = new Set<string>();
      for await (const { cip13, cis } of readBoxes(
        files.filter(({ kind }) => kind === 'bdpm-cip'),
        null,
      )) {
        if (seen.has(cip13)) continue;
        seen.add(cip13);
        yield { code: cip13, target: [{ code: cis, equivalence: 'wider' }] };
      }
    },
    remarks: () => [],
  };
}

export function atcMap(
  files: readonly KnownFile[],
  problems: Problems,
  version: () => string,
  isTitled: boolean,
): MapRelease {
  return {
    kind: 'map',
    short: 'bdpm-atc',
    title: 'Médicament (CIS) vers ATC',
    source: systems.bdpm,
    target: systems.atc,
    licence: licences.bdpm,
    version,
    async *elements(): AsyncGenerator<MapElement> {
      const byDrug = new Map<string, MapElement>();
      for (const { cis, atc, name } of await readClasses(
        files.filter(({ kind }) => kind === 'bdpm-atc'),
        problems,
      )) {
        const element = byDrug.get(cis) ?? { code: cis, display: name, target: [] };
        if (!element.target.some(({ code }) => code === atc))
          element.target.push({ code: atc, equivalence: 'wider' });
        byDrug.set(cis, element);
      }
      yield* byDrug.values();
    },
    remarks: () =>
      isTitled ? [] : ['ATC itself is left as it is: its titles are in the UCD table (ucd_tot_table.json)'],
  };
}
