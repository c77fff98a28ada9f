import path from 'node:path';
import type { CodeSystemConcept, CodeSystemConceptDesignation } from '@medplum/fhirtypes';
import { systems } from '@keneyapp/fhir-model/systems';
import type { KnownFile } from '../gather.ts';
import { licences } from '../licences.ts';
import type { Problems } from '../problems.ts';
import { concept, isInactive, texts, use, type SystemRelease } from '../release.ts';
import { namedRows, type NamedRow } from '../rows.ts';
import { decodeHead, headOf } from '../text.ts';
import { versionOf } from '../version.ts';

const code = /^\d{1,7}-\d$/;
/** As LOINC names them in FHIR: https://terminology.hl7.org/LOINC.html */
const kept = [
  ...['COMPONENT', 'PROPERTY', 'TIME_ASPCT', 'SYSTEM', 'SCALE_TYP', 'METHOD_TYP', 'CLASS', 'CLASSTYPE'],
  ...['STATUS', 'ORDER_OBS', 'EXAMPLE_UCUM_UNITS', 'COMMON_TEST_RANK'],
];

/** The table of LOINC, whole or core, by the names of its columns; its French variants become designations. */
export function loinc(files: readonly KnownFile[], problems: Problems): SystemRelease {
  const variants = files
    .filter(({ kind }) => kind === 'loinc-variant')
    .map((file) => ({ file, language: languageOf(file.name) }));
  const others = variants.filter(({ language }) => language === null);
  let newest = '',
    astray = 0;
  return {
    kind: 'system',
    short: 'loinc',
    url: systems.loinc,
    title: 'LOINC',
    language: 'en',
    licence: licences.loinc,
    isWhole: true,
    version: () =>
      files.map(({ name }) => /(?<![\d.])2\.\d{2}(?!\d)/.exec(name)?.[0]).find(Boolean) ??
      (newest || versionOf(files)),
    async *concepts() {
      const french = new Map<string, CodeSystemConceptDesignation[]>();
      for (const { file, language } of variants)
        if (language) await readVariant(file, language, french, problems);
      const seen = new Set<string>();
      for (const table of await widestFirst(files)) {
        const ofTable = new Set<string>();
        for await (const row of namedRows(table, { ...form, needed: ['LOINC_NUM', 'STATUS'] }, problems)) {
          const number = row.get('LOINC_NUM');
          if (ofTable.has(number)) problems.add(table.name, row.line, `${number} is there twice`);
          ofTable.add(number);
          if (seen.has(number)) continue;
          seen.add(number);
          newest = newerOf(newest, row.get('VERSIONLASTCHANGED'));
          const made = ofRow(row, french.get(number) ?? []);
          if (typeof made === 'string') problems.add(table.name, row.line, made);
          else yield made;
        }
      }
      astray = [...french.keys()].filter((number) => !seen.has(number)).length;
    },
    remarks: () => [
      ...(others.length > 0 ? [`${others.length} variants of other languages than French are left out`] : []),
      ...(variants.length === others.length ? ['no French variant: names are English'] : []),
      ...(astray > 0 ? [`${astray} French names are of codes that the table does not have`] : []),
    ],
  };
}

const form = { delimiter: ',', isQuoted: true } as const;

/** The core table has the codes of the whole one with fewer columns: what it adds is only what the other has not. */
async function widestFirst(files: readonly KnownFile[]): Promise<KnownFile[]> {
  const tables = files.filter(({ kind }) => kind === 'loinc-table');
  const widths = new Map<KnownFile, number>();
  for (const table of tables)
    widths.set(table, (decodeHead(await headOf(table, 8192)).split('\n')[0] ?? '').split(',').length);
  return tables.sort((a, b) => (widths.get(b) ?? 0) - (widths.get(a) ?? 0));
}

function ofRow(row: NamedRow, french: readonly CodeSystemConceptDesignation[]): CodeSystemConcept | string {
  const number = row.get('LOINC_NUM');
  if (!code.test(number)) return `“${number}” is no LOINC number`;
  const display = row.get('LONG_COMMON_NAME') || row.get('SHORTNAME') || row.get('COMPONENT');
  if (display === '') return `${number} has no name`;
  const english = [...new Set([row.get('SHORTNAME'), row.get('CONSUMER_NAME')])].filter(
    (value) => value !== '' && value !== display,
  );
  return concept(number, display, {
    definition: row.get('DEFINITIONDESCRIPTION'),
    designation: [...french, ...english.map((value) => ({ language: 'en', use: use.synonym, value }))],
    property: [
      ...(row.get('STATUS').toUpperCase() === 'DEPRECATED' ? [isInactive] : []),
      ...texts(Object.fromEntries(kept.map((name) => [name, row.get(name)]))),
    ],
  });
}

/** `frFR18LinguisticVariant.csv` is fr-FR; null for another language than French. */
function languageOf(name: string): string | null {
  const found = /(?:^|[^a-z])([a-z]{2})([A-Z]{2})\d+LinguisticVariant/.exec(
    path.basename(name.replace('!', '/')),
  );
  if (!found) return /variant/i.test(name) ? null : 'fr';
  return found[1] === 'fr' ? `fr-${found[2] ?? ''}` : null;
}

/** A variant names a test whole, or only its parts: the parts are then its name, as LOINC's own fully specified one. */
async function readVariant(
  file: KnownFile,
  language: string,
  into: Map<string, CodeSystemConceptDesignation[]>,
  problems: Problems,
): Promise<void> {
  for await (const { line, get } of namedRows(
    file,
    { ...form, needed: ['LOINC_NUM', 'COMPONENT'] },
    problems,
  )) {
    const number = get('LOINC_NUM');
    if (!code.test(number)) {
      problems.add(file.name, line, `“${number}” is no LOINC number`);
      continue;
    }
    const names = [
      ...new Set([get('LINGUISTICVARIANTDISPLAYNAME'), get('LONG_COMMON_NAME'), get('SHORTNAME')]),
    ].filter(Boolean);
    const parts = ['COMPONENT', 'PROPERTY', 'TIME_ASPCT', 'SYSTEM', 'SCALE_TYP', 'METHOD_TYP']
      .map(get)
      .filter(Boolean);
    if (names.length === 0 && parts.length === 0) {
      problems.add(file.name, line, `${number} has no name`);
      continue;
    }
    const made = (names.length > 0 ? names : [parts.join(':')]).map((value, i) => ({
      language,
      use: i === 0 ? use.preferred : use.synonym,
      value,
    }));
    into.set(number, [...(into.get(number) ?? []), ...made]);
  }
}

/** 2.8 is older than 2.73: the minor number counts as one. */
function newerOf(a: string, b: string): string {
  const minor = (text: string) => Number(/^\d+\.(\d+)/.exec(text)?.[1] ?? -1);
  return minor(b) > minor(a) ? b : a;
}
