import { checkIns, insSystems } from '../ins.ts';
import { birthDateOf, type BirthDate } from './birth-date.ts';
import { readingsOfScan, separators } from './scanned-text.ts';
import { isPlaceCode, longestName, spellRniv, type StrictTraits } from './strict-traits.ts';

/** What an INS datamatrix says. It is no proof: INSi has to confirm it (`identity-status.ts`). */
export interface InsDatamatrix {
  /** 15 characters, key checked. */
  matricule: string;
  /** Without `urn:oid:`, one of the four that there are. */
  oid: string;
  traits: StrictTraits;
  /** A list of given names or a name that was cut to fit. */
  isCut: boolean;
  /** Of a signed code: who signed with which certificate, and the signature as it stands. Nobody checks it here. */
  signature: { authority: string; certificate: string; value: string } | null;
}

export type DatamatrixField =
  'matricule' | 'oid' | 'given-names' | 'birth-name' | 'sex' | 'birth-date' | 'birth-place';

export type DatamatrixProblem =
  | { what: 'empty' }
  /** Something else was scanned: it does not begin with `IS`. */
  | { what: 'not-ins' }
  | { what: 'version'; version: string }
  /** It ends, or goes on with something that is no field, after this many characters. */
  | { what: 'garbled'; at: number }
  | { what: 'missing' | 'repeated' | 'malformed'; field: DatamatrixField }
  | { what: 'wrong-key' }
  | { what: 'unknown-oid'; oid: string };

export type ReadDatamatrix = { ok: true; read: InsDatamatrix } | { ok: false; problems: DatamatrixProblem[] };

interface FieldRule {
  field: DatamatrixField;
  /** Fixed, or at most. */
  length: number;
  isFixed: boolean;
  /** What must follow the mark: tells it from the same letters inside a name when no separator came through. */
  begins: RegExp;
}

/**
 * Source: ANS, Cahier des charges du datamatrix INS (not read itself: as Mediboard of OpenXtrem implements and tests it): the
 * fields, their order and lengths. Header and separators are those of 2D-Doc (ANTS): a field shorter than its greatest length
 * ends with GS, one that was cut with RS, US comes before a signature.
 */
const rules: Record<string, FieldRule> = {
  S1: { field: 'matricule', length: 15, isFixed: true, begins: /^\d{5}/ },
  S2: { field: 'oid', length: 20, isFixed: false, begins: /^\d+\.\d/ },
  S3: { field: 'given-names', length: longestName, isFixed: false, begins: /^[A-Z']/ },
  S4: { field: 'birth-name', length: longestName, isFixed: false, begins: /^[A-Z']/ },
  S5: { field: 'sex', length: 1, isFixed: true, begins: /^[A-Z](?:S\d|[\u001d-\u001f]|$)/ },
  S6: { field: 'birth-date', length: 10, isFixed: true, begins: /^\d\d.\d\d.\d{4}/ },
  S7: { field: 'birth-place', length: 5, isFixed: true, begins: /^\d[\dAB]\d{3}/ },
};
/** `IS`, version, authority, certificate, dates of issue and signature, type, perimeter, country: zeros when nobody signed. */
const headerLength = 26;
const unsignedHeader = `IS01${'0'.repeat(headerLength - 4)}`;
const optional: ReadonlySet<DatamatrixField> = new Set(['birth-place']);

/**
 * Reads a scanned or pasted INS datamatrix. Scanners that act as keyboards garble it in known ways (`scanned-text.ts`): every
 * way is tried, and what is said of a code that cannot be read is of the way that came furthest.
 */
export function readDatamatrix(text: string): ReadDatamatrix {
  if (text.trim() === '') return { ok: false, problems: [{ what: 'empty' }] };
  let best: ReadDatamatrix | undefined;
  for (const reading of readingsOfScan(text)) {
    const read = readOne(reading);
    if (read.ok) return read;
    if (!best || (!best.ok && distance(read) < distance(best))) best = read;
  }
  return best ?? { ok: false, problems: [{ what: 'not-ins' }] };
}

/** How far from a code that can be read: another thing altogether is further than a wrong field. */
function distance(read: ReadDatamatrix): number {
  if (read.ok) return 0;
  const far = { 'not-ins': 1000, empty: 1000, version: 500, garbled: 100 } as Record<string, number>;
  return read.problems.reduce((sum, { what }) => sum + (far[what] ?? 1), 0);
}

function readOne(text: string): ReadDatamatrix {
  if (!text.startsWith('IS')) return { ok: false, problems: [{ what: 'not-ins' }] };
  const version = text.slice(2, 4);
  if (version !== '01') return { ok: false, problems: [{ what: 'version', version }] };
  // pasted without its header's zeros, the fields begin after the version
  const start = /^S[1-7]/.test(text.slice(headerLength))
    ? headerLength
    : /^S[1-7]/.test(text.slice(4))
      ? 4
      : 0;
  if (start === 0)
    return { ok: false, problems: [{ what: 'garbled', at: Math.min(text.length, headerLength) }] };
  const [body = '', signature] = text.slice(start).split(separators.unit);
  const { values, problems, cut } = fieldsOf(body, start);
  const found = toDatamatrix(values, problems);
  if (!found) return { ok: false, problems };
  const [authority, certificate] = [text.slice(4, 8), text.slice(8, 12)];
  return {
    ok: true,
    read: {
      ...found,
      isCut: cut,
      signature: signature === undefined ? null : { authority, certificate, value: signature.trim() },
    },
  };
}

function fieldsOf(body: string, start: number) {
  const values = new Map<DatamatrixField, string>();
  const problems: DatamatrixProblem[] = [];
  let [at, cut] = [0, false];
  while (at < body.length) {
    const rule = ruleAt(body, at);
    if (!rule) {
      problems.push({ what: 'garbled', at: start + at });
      break;
    }
    const from = at + 2;
    let to = from;
    if (rule.isFixed) to = Math.min(from + rule.length, body.length);
    else while (to < body.length && !isEnd(body, to, from)) to += 1;
    cut ||= body[to] === separators.record;
    if (values.has(rule.field)) problems.push({ what: 'repeated', field: rule.field });
    else values.set(rule.field, body.slice(from, to).trim());
    at = to;
    while (at < body.length && /[\s\u001d\u001e]/.test(body.charAt(at))) at += 1;
  }
  return { values, problems, cut };
}

const ruleAt = (body: string, at: number): FieldRule | undefined => rules[body.slice(at, at + 2)];

/** A separator, or where none came through the mark of a field and what must follow it. */
function isEnd(body: string, at: number, from: number): boolean {
  if (/[\u001d\u001e]/.test(body.charAt(at))) return true;
  return at > from && (ruleAt(body, at)?.begins.test(body.slice(at + 2)) ?? false);
}

function toDatamatrix(
  values: Map<DatamatrixField, string>,
  problems: DatamatrixProblem[],
): Pick<InsDatamatrix, 'matricule' | 'oid' | 'traits'> | null {
  for (const { field } of Object.values(rules))
    if (!values.has(field) && !optional.has(field)) problems.push({ what: 'missing', field });
  const malformed = (field: DatamatrixField, isWrong: boolean) => {
    if (values.has(field) && isWrong) problems.push({ what: 'malformed', field });
  };
  const of = (field: DatamatrixField) => values.get(field) ?? '';
  const ins = checkIns(of('matricule'));
  if (!ins.ok && ins.reason === 'key') problems.push({ what: 'wrong-key' });
  else malformed('matricule', !ins.ok);
  const oid = of('oid');
  if (values.has('oid') && !Object.values(insSystems).some((system) => system === `urn:oid:${oid}`))
    problems.push(
      /^\d+(?:\.\d+)+$/.test(oid) ? { what: 'unknown-oid', oid } : { what: 'malformed', field: 'oid' },
    );
  const [given, birthName] = [name(of('given-names')), name(of('birth-name'))];
  malformed('given-names', !isName(given));
  malformed('birth-name', !isName(birthName));
  const sex = sexes[of('sex')];
  malformed('sex', sex === undefined);
  const birthDate = dateOf(of('birth-date'));
  malformed('birth-date', !birthDate);
  malformed('birth-place', !isPlaceCode(of('birth-place')));
  if (problems.length > 0 || !ins.ok || !birthDate) return null;
  const givenNames = given.split(' ');
  return {
    matricule: ins.matricule,
    oid,
    traits: {
      birthName,
      givenNames,
      firstGivenName: givenNames[0] ?? '',
      birthDate,
      sex: sex ?? 'unknown',
      birthPlace: { code: of('birth-place'), name: null },
    },
  };
}

const sexes: Record<string, StrictTraits['sex']> = { M: 'male', F: 'female', I: 'unknown' };

/** Digits that a keyboard made of a hyphen (6) and an apostrophe (4): no name has digits. */
const name = (value: string): string => spellRniv(value.replaceAll('6', '-').replaceAll('4', "'"));
const isName = (value: string): boolean =>
  /^[A-Z' -]*[A-Z][A-Z' -]*$/.test(value) && value.length <= longestName;

/** `12-07-1984`; the hyphens may have come through as anything. Zeros for a day or a month that nobody knows. */
function dateOf(value: string): BirthDate | null {
  const [, day, month, year] = /^(\d\d)[-6/.)](\d\d)[-6/.)](\d{4})$/.exec(value) ?? [];
  if (!day || !month || !year) return null;
  if (month === '00') return day === '00' ? birthDateOf(year) : null;
  return birthDateOf(day === '00' ? `${year}-${month}` : `${year}-${month}-${day}`);
}

const greatest = (value: string, length: number): string =>
  value.length < length
    ? `${value}${separators.group}`
    : value.length === length
      ? value
      : `${value.slice(0, length)}${separators.record}`;

/**
 * The text of an INS datamatrix, not signed. For a qualified identity only: who prints it has asked `mayUseIns`.
 * @throws when the matricule is not valid, the OID is none of INS, or a trait that the code must have is unknown.
 */
export function buildDatamatrix({
  matricule,
  oid,
  traits,
}: Pick<InsDatamatrix, 'matricule' | 'oid' | 'traits'>): string {
  const ins = checkIns(matricule);
  if (!ins.ok) throw new Error(`no datamatrix of a matricule with a wrong ${ins.reason}`);
  if (!Object.values(insSystems).some((system) => system === `urn:oid:${oid}`))
    throw new Error(`no datamatrix of the OID ${oid}`);
  const { birthName, firstGivenName, givenNames, birthDate, sex, birthPlace } = traits;
  const list = spellRniv(givenNames.length > 0 ? givenNames.join(' ') : firstGivenName);
  if (sex === 'unknown' || birthDate.written === '' || list === '' || spellRniv(birthName) === '')
    throw new Error('no datamatrix of incomplete traits');
  const [year, month, day] = birthDate.written.split('-');
  return [
    unsignedHeader,
    `S1${ins.matricule}`,
    `S2${greatest(oid, 20)}`,
    `S3${greatest(list, longestName)}`,
    `S4${greatest(spellRniv(birthName), longestName)}`,
    `S5${sex === 'male' ? 'M' : 'F'}`,
    `S6${day}-${month}-${year}`,
    birthPlace.code === '' ? '' : `S7${birthPlace.code.trim().toUpperCase()}`,
  ].join('');
}
