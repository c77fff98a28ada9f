import { Unusable } from '../import/content.ts';
import { localMapColumns } from './local-map-columns.ts';
import { headerOf, normalName } from './rows.ts';
import { decodeHead } from './text.ts';

/** What a file of a distribution is, by its first lines. */
export type Kind =
  | 'loinc-table'
  | 'loinc-variant'
  | 'rf2-concept'
  | 'rf2-description'
  | 'rf2-relationship'
  | 'rf2-language'
  | 'cim10'
  | 'ccam-acts'
  | 'ccam-hierarchy'
  | 'ccam-notes'
  | 'ucd'
  | 'icd11'
  | 'icd-map'
  | 'bdpm-cis'
  | 'bdpm-cip'
  | 'bdpm-composition'
  | 'bdpm-atc'
  | 'ucum'
  | 'cog'
  | 'local-map';
/** `kind` null: known for what it is (`what`), and nothing of it is read. */
export interface Recognised {
  kind: Kind | null;
  what: string;
}
const is = (kind: Kind): Recognised => ({ kind, what: kind });
const left = (what: string): Recognised => ({ kind: null, what });

const expected =
  'LOINC (Loinc.csv or LoincTableCore.csv, with LinguisticVariant files), SNOMED CT RF2, CIM-10 of ATIH (LIBCIM10MULTI), CCAM (JSON), ICD-11 MMS (simple tabulation, map from ICD-10), BDPM, UCD with ATC (JSON), UCUM (ucum-essence.xml), communes of INSEE or a table of local codes with their LOINC codes (local_system, local_code, local_label, loinc_code, relationship)';

/** Throws `Unusable` for what is none of them. `name` decides only where the content cannot: whether an RF2 file is a Delta. */
export function recognise(head: Buffer, name: string): Recognised {
  if (head.length === 0) throw new Unusable('the file is empty');
  const text = decodeHead(head);
  if (/^\s*</.test(text)) {
    if (text.includes('ucum-essence')) return is('ucum');
    throw new Unusable(`XML that is not UCUM; expected ${expected}`);
  }
  const found = /^\s*\[/.test(text) ? ofJson(text) : (ofHeader(text, name) ?? ofRows(text));
  if (found) return found;
  throw new Unusable(`not recognised by its content; expected ${expected}`);
}

/** A JSON list of objects: by the members of the first. */
function ofJson(text: string): Recognised | null {
  const first = /^\s*\[\s*(\{.*?\})\s*[,\]]/s.exec(text)?.[1] ?? text;
  const has = (...names: string[]) => names.every((name) => new RegExp(`"${name}"\\s*:`).test(first));
  if (has('strate', 'parent', 'libelle')) return is('ccam-hierarchy');
  if (has('type_note', 'note')) return is('ccam-notes');
  if (has('code', 'type_acte', 'libelle_long')) return is('ccam-acts');
  if (has('code_ucd')) return is('ucd');
  if (has('code', 'activite') || has('modificateur') || has('grille'))
    return left('CCAM tariffs and weights');
  if (has('code_tips')) return left('LPP, medical devices');
  return null;
}

/** A table with a header: by the names of its columns. */
function ofHeader(text: string, name: string): Recognised | null {
  const { cells } = headerOf(text);
  const names = new Set(cells.map(normalName));
  const has = (...wanted: string[]) => wanted.every((one) => names.has(one));
  if (has('LOINC_NUM')) {
    if (has('STATUS')) return is('loinc-table');
    if (has('COMPONENT')) return is('loinc-variant');
    return left('LOINC, a file beside its table');
  }
  if (has('ICD10CODE', 'ICD11CODE')) return is('icd-map');
  if (has('FOUNDATION URI', 'BLOCKID', 'CLASSKIND')) return is('icd11');
  if (has('TYPECOM', 'COM', 'LIBELLE')) return is('cog');
  if (has('ID', 'EFFECTIVETIME', 'ACTIVE', 'MODULEID')) return ofRf2(has, name);
  if (has('MOLECULE', 'FAMILLE') || has('PROTAGONISTE1')) return left('ANSM, drug interactions');
  const ofLocalMap = localMapColumns(cells);
  if (ofLocalMap.code !== undefined && ofLocalMap.loinc !== undefined) return is('local-map');
  if ([...names].some((one) => /^CPT([ _]CODE)?$/.test(one)))
    return left('CPT: its licence is the AMA’s, it is reached by maps alone');
  return null;
}

function ofRf2(has: (...names: string[]) => boolean, name: string): Recognised {
  if (/Delta/.test(name))
    return left('SNOMED CT, a Delta: what changed since another release; Snapshot or Full is needed');
  if (has('DEFINITIONSTATUSID')) return is('rf2-concept');
  if (has('CONCEPTID', 'LANGUAGECODE', 'TYPEID', 'TERM')) return is('rf2-description');
  if (has('SOURCEID', 'DESTINATIONID', 'TYPEID')) return is('rf2-relationship');
  if (has('REFSETID', 'REFERENCEDCOMPONENTID', 'ACCEPTABILITYID')) return is('rf2-language');
  return left('SNOMED CT, a reference set that is no language');
}

/** Tables without a header: by the form of most of the first rows, a broken one among them decides nothing. */
function ofRows(text: string): Recognised | null {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 60);
  const rows = lines.length > 1 && text.length >= 60_000 ? lines.slice(0, -1) : lines; // the last may be cut
  const most = (form: RegExp) => rows.filter((row) => form.test(row)).length > rows.length / 2;
  if (most(/^[A-Z]\d{2}[^|]{0,6}\|\d\|[A-Z]{3,4}(\||$)/)) return is('cim10');
  if (!most(/^\d{8}\t/)) return null;
  if (most(/^\d{8}\t\d{7}\t/)) return is('bdpm-cip');
  if (most(/^\d{8}\t[A-Z]\d{2}[A-Z]{0,2}(\d{2})?\t/)) return is('bdpm-atc');
  if (most(/\t(SA|FT|ST)\t\d+\t?$/)) return is('bdpm-composition');
  if (most(/^\d{8}(\t[^\t]*){10,}$/)) return is('bdpm-cis');
  return left('BDPM, a file of which nothing is read');
}
