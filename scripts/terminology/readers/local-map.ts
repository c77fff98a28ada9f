import { createHash } from 'node:crypto';
import { systemOf, systems } from '@keneyapp/fhir-model/systems';
import { Unusable } from '../../import/content.ts';
import type { KnownFile } from '../gather.ts';
import { licences } from '../licences.ts';
import { localMapColumns, plainWords, type LocalMapColumn } from '../local-map-columns.ts';
import type { Problems } from '../problems.ts';
import type { MapElement, MapRelease, MapTarget } from '../release.ts';
import { headerOf, namedRows } from '../rows.ts';
import { decodeHead, headOf, unusable } from '../text.ts';
import { versionOf } from '../version.ts';

type Elements = Map<string, MapElement>;

/**
 * A hospital's table of the codes of its laboratories and the LOINC codes that they stand for: one map for each local system.
 * Written by hand and saved by a spreadsheet, so that each row is judged alone, and none is guessed at.
 */
export async function localMaps(files: readonly KnownFile[], problems: Problems): Promise<MapRelease[]> {
  const bySystem = new Map<string, { elements: Elements; files: Set<KnownFile> }>();
  for (const file of files)
    try {
      await readTable(file, problems, (system, row) => {
        const known = bySystem.get(system) ?? { elements: new Map(), files: new Set() };
        bySystem.set(system, known);
        known.files.add(file);
        return addTo(known.elements, row);
      });
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      problems.add(file.name, 0, error.message.replace(`${file.name}: `, ''));
    }
  return [...bySystem].map(([system, { elements, files: ofSystem }]) =>
    mapOf(system, elements, [...ofSystem]),
  );
}

function mapOf(system: string, elements: Elements, files: readonly KnownFile[]): MapRelease {
  const all = [...elements.values()];
  const without = all.filter(({ target }) => target[0]?.code === undefined).length;
  return {
    kind: 'map',
    short: `local-loinc-${createHash('sha256').update(system).digest('hex').slice(0, 8)}`,
    title: `Codes locaux (${system}) vers LOINC`,
    source: system,
    target: systems.loinc,
    licence: licences.localToLoinc,
    version: () => versionOf(files),
    async *elements() {
      yield* await Promise.resolve(all);
    },
    remarks: () => (without > 0 ? [`${without} local codes have no LOINC code: “unmatched”`] : []),
  };
}

interface Row {
  code: string;
  label: string;
  target: MapTarget;
}

async function readTable(
  file: KnownFile,
  problems: Problems,
  /** Why the row is refused, or null. */
  add: (system: string, row: Row) => string | null,
): Promise<void> {
  const { delimiter, cells } = headerOf(decodeHead(await headOf(file, 8192)));
  const columns = localMapColumns(cells);
  const missing = (['system', 'code', 'loinc'] as const).filter((column) => columns[column] === undefined);
  if (missing.length > 0)
    throw unusable(
      file,
      `a map of local codes to LOINC needs the columns local_system, local_code and loinc_code; there are ${cells.join(', ')}`,
    );
  for await (const { line, get } of namedRows(file, { delimiter, isQuoted: true, needed: [] }, problems)) {
    const cell = (column: LocalMapColumn) => {
      const name = columns[column];
      return name === undefined ? '' : get(name);
    };
    if ((Object.keys(columns) as LocalMapColumn[]).every((column) => cell(column) === '')) continue; // a spreadsheet writes its empty rows too
    const system = localSystem(cell('system'));
    const target = targetOf(cell('loinc'), cell('relationship'));
    const code = cell('code');
    const refused =
      system === null
        ? `“${cell('system')}” is no address of a local code system (https://… or urn:oid:…)`
        : code === ''
          ? 'a row without a local code'
          : /^\d[.,]\d+E\+\d+$/i.test(code)
            ? `“${code}” was made a number by a spreadsheet: the column of codes has to be text`
            : typeof target === 'string'
              ? target
              : add(system, {
                  code: code.replaceAll(/\s+/g, ' '),
                  label: cell('label'),
                  target: { ...target, row: { file: file.name, line } },
                });
    if (refused !== null) problems.add(file.name, line, refused);
  }
}

/** Null for what names no system of the hospital's own. */
function localSystem(text: string): string | null {
  const system = /^[0-2](\.\d+){3,}$/.test(text) ? `urn:oid:${text}` : text;
  if (!/^(https?:\/\/[^\s/|]+[^\s|]*|urn:[a-z0-9-]+:[^\s|]+)$/i.test(system)) return null;
  const published: readonly string[] = Object.values(systems);
  return published.includes(systemOf({ system })) ? null : system;
}

/** Names of relationships: those of FHIR R4 and R5, and what a French table says. The target is wider, or narrower, than the local code. */
const relationships: Readonly<Record<string, MapTarget['equivalence']>> = {
  EQUAL: 'equal',
  EQUIVALENT: 'equivalent',
  EQUIVALENTE: 'equivalent',
  RELATEDTO: 'relatedto',
  'RELATED TO': 'relatedto',
  APPARENTE: 'relatedto',
  PROCHE: 'relatedto',
  WIDER: 'wider',
  SUBSUMES: 'subsumes',
  'SOURCE IS NARROWER THAN TARGET': 'wider',
  'PLUS LARGE': 'wider',
  NARROWER: 'narrower',
  SPECIALIZES: 'specializes',
  'SOURCE IS BROADER THAN TARGET': 'narrower',
  'PLUS ETROIT': 'narrower',
  'PLUS PRECIS': 'narrower',
  INEXACT: 'inexact',
  INEXACTE: 'inexact',
  UNMATCHED: 'unmatched',
  AUCUN: 'unmatched',
  AUCUNE: 'unmatched',
};

/** What a row leads to, or why that cannot be read. How exactly is not guessed: a row that does not say is `relatedto`. */
function targetOf(written: string, relationship: string): MapTarget | string {
  const equivalence = relationship === '' ? null : (relationships[plainWords(relationship)] ?? 'unknown');
  if (equivalence === 'unknown')
    return `“${relationship}” is no relationship: equivalent, wider, narrower, relatedto, inexact or unmatched`;
  const number = written.replaceAll(/[‐‑‒–—−]/g, '-');
  if (number === '')
    return equivalence === null || equivalence === 'unmatched'
      ? { equivalence: 'unmatched' }
      : `“${relationship}” without a LOINC code`;
  if (equivalence === 'unmatched') return `“${relationship}” with the LOINC code ${number}`;
  if (!/^\d{1,7}-\d$/.test(number)) return `“${written}” is no LOINC code`;
  if (checkDigitOf(number.slice(0, -2)) !== Number(number.at(-1)))
    return `“${number}” is no LOINC code: its last digit, which checks the others, is wrong`;
  return { code: number, equivalence: equivalence ?? 'relatedto' };
}

/** Modulus 10: LOINC Users’ Guide, appendix C. */
function checkDigitOf(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** Several LOINC codes for a local one stand beside each other; what contradicts an earlier row is refused. */
function addTo(elements: Elements, { code, label, target }: Row): string | null {
  const known = elements.get(code);
  if (!known) {
    elements.set(code, { code, ...(label ? { display: label } : {}), target: [target] });
    return null;
  }
  const same = known.target.find((one) => one.code === target.code);
  if (same)
    return same.equivalence === target.equivalence
      ? null
      : `${code} is there with another relationship: the first counts`;
  if (target.code === undefined || known.target[0]?.code === undefined)
    return `${code} is there with a LOINC code and without one: the first counts`;
  known.target.push(target);
  return null;
}
