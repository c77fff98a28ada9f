import {
  ageInDays,
  ageInMonths,
  civilDateAt,
  convertCommon,
  interpret,
  parseIsoDate,
  folded,
} from '@keneyapp/clinical';
import type { ObservationReferenceRange } from '@medplum/fhirtypes';
import { coded, codedOrNull } from '../coded.ts';
import { amount, unitOf } from '../quantity.ts';
import type { Amount, Coded, NotJudged, Range, RecordedRange } from '../shapes.ts';
import { words } from '../text.ts';
import { levelOf, type Stated } from './level.ts';

/** Who a value belongs to, as far as judging needs it. */
export interface Subject {
  birthDate: string | null;
  sex: 'male' | 'female' | 'other' | 'unknown';
  /** NEWS2 saturation scale; 2 only by a clinician's decision. */
  spo2Scale: 1 | 2;
}

export const nobody: Subject = { birthDate: null, sex: 'unknown', spo2Scale: 1 };

type Meaning = 'normal' | 'critical' | 'other';
interface Candidate {
  recorded: RecordedRange;
  meaning: Meaning;
  /** Null when it is meant for this person. */
  misfit: NotJudged | null;
  /** How closely it says for whom it is. */
  qualifiers: number;
}

function readRange(range: ObservationReferenceRange): RecordedRange {
  const people = (range.appliesTo ?? []).flatMap((concept) => codedOrNull(concept) ?? []);
  const age = range.age && { low: amount(range.age.low), high: amount(range.age.high) };
  return {
    low: amount(range.low),
    high: amount(range.high),
    text: words(range.text),
    sex: people.map(sexOf).find((s) => s !== null) ?? null,
    age: age && (age.low ?? age.high) ? age : null,
    appliesTo: people.filter((p) => sexOf(p) === null && !isEverybody(p)),
    meaning: meaningOf(range) === 'normal' ? null : coded(range.type),
  };
}

const plainText = (text: string | null) => folded(text ?? '').trim();

function sexOf({ text, codes }: Coded): 'male' | 'female' | null {
  const has = (...all: string[]) => codes.some((c) => all.includes(c.code));
  const name = plainText(text);
  if (has('female', '248152002', 'F') || /^(female|females|femmes?|women|woman|feminin|f)$/.test(name))
    return 'female';
  return has('male', '248153007', 'M') || /^(male|males|hommes?|men|man|masculin|m)$/.test(name)
    ? 'male'
    : null;
}

const isEverybody = ({ text }: Coded) =>
  /^(tous|toutes|all|everyone|both|both sexes|adultes? et enfants?)$/.test(plainText(text));

/** Normal when nothing else is said; a target of treatment or the phase of a cycle judges nobody by itself. */
function meaningOf({ type }: ObservationReferenceRange): Meaning {
  if (!codedOrNull(type)) return 'normal';
  const said = plainText([type?.text, ...(type?.coding ?? []).flatMap((c) => [c.code, c.display])].join(' '));
  if (/criti|panic|panique|alarm/.test(said)) return 'critical';
  return /\b(normal|normale|normales|usuel\w*|reference)\b/.test(said) && !/abnormal/.test(said)
    ? 'normal'
    : 'other';
}

/** Age then, in days and completed months; two bounds when the birth date is only a year or a month. */
function agesAt({ birthDate }: Subject, at: string | null): { days: number; months: number }[] | null {
  const on =
    at === null
      ? null
      : at.length > 10
        ? civilDateAt(new Date(at))
        : parseIsoDate(`${at}-01-01`.slice(0, 10));
  if (birthDate === null || !on) return null;
  const births = [birthDate, birthDate]
    .map((b, i) =>
      b.length === 4 ? `${b}${i ? '-12-31' : '-01-01'}` : b.length === 7 ? `${b}${i ? '-28' : '-01'}` : b,
    )
    .flatMap((b) => parseIsoDate(b) ?? []);
  return births.length === 2
    ? births.map((birth) => ({ days: ageInDays(birth, on), months: ageInMonths(birth, on) }))
    : null;
}

const perUnit: Record<string, 'days' | 'months'> = {
  a: 'months',
  mo: 'months',
  wk: 'days',
  d: 'days',
  h: 'days',
};
const inUnit: Record<string, number> = { a: 12, mo: 1, wk: 7, d: 1, h: 1 / 24 };
const named: Record<string, string> = {
  an: 'a',
  ans: 'a',
  year: 'a',
  years: 'a',
  yr: 'a',
  yrs: 'a',
  y: 'a',
  mois: 'mo',
  month: 'mo',
  months: 'mo',
  jour: 'd',
  jours: 'd',
  day: 'd',
  days: 'd',
  semaine: 'wk',
  semaines: 'wk',
  week: 'wk',
  weeks: 'wk',
  heure: 'h',
  heures: 'h',
  hour: 'h',
  hours: 'h',
};

function isOfAge(age: NonNullable<RecordedRange['age']>, subject: Subject, at: string | null): boolean {
  const ages = agesAt(subject, at);
  if (!ages) return false;
  return ages.every((then) => {
    const holds = (end: Amount | null, test: (own: number, limit: number) => boolean) => {
      if (end === null) return true;
      const written = end.code ?? end.unit ?? 'a';
      const unit = named[written.toLowerCase()] ?? written;
      const scale = perUnit[unit];
      return scale !== undefined && test(then[scale], end.value * (inUnit[unit] ?? 1));
    };
    return holds(age.low, (own, limit) => own >= limit) && holds(age.high, (own, limit) => own <= limit);
  });
}

function candidate(range: ObservationReferenceRange, subject: Subject, at: string | null): Candidate {
  const recorded = readRange(range);
  const misfit =
    recorded.appliesTo.length > 0
      ? 'population'
      : recorded.sex !== null && recorded.sex !== subject.sex
        ? 'sex'
        : recorded.age && !isOfAge(recorded.age, subject, at)
          ? 'age'
          : null;
  return {
    recorded,
    meaning: meaningOf(range),
    misfit,
    qualifiers: Number(recorded.sex !== null) + Number(recorded.age !== null),
  };
}

interface Limits {
  low: Amount | null;
  high: Amount | null;
}

/** Both ends in the unit of the value; null when one cannot be had exactly. */
function inUnitOf({ low, high }: Limits, value: Amount): Limits | null {
  const end = (limit: Amount | null): Amount | null | undefined => {
    if (limit === null) return null;
    const [from, to] = [unitOf(limit), unitOf(value)];
    if (from === '' || from === to) return limit;
    const converted = to === '' ? null : convertCommon(limit.value, from, to);
    if (converted === null) return undefined;
    const isSame = converted === limit.value;
    return {
      ...limit,
      value: converted,
      digits: isSame ? limit.digits : String(Number(converted.toPrecision(12))),
    };
  };
  const [l, h] = [end(low), end(high)];
  return l === undefined || h === undefined ? null : { low: l, high: h };
}

/** The one range that says it most closely; several that say different things are none. */
function choose(
  candidates: readonly Candidate[],
  value: Amount | null,
): { found: Limits | null; why: NotJudged | null; text: string | null } {
  const fitting = candidates.filter((c) => c.misfit === null);
  const closest = Math.max(0, ...fitting.map((c) => c.qualifiers));
  const best = fitting.filter((c) => c.qualifiers === closest);
  const limited = best.filter((c) => c.recorded.low ?? c.recorded.high);
  const [only] = limited;
  const none = (why: NotJudged | null) => ({ found: null, why, text: best[0]?.recorded.text ?? null });
  if (fitting.length === 0) return none(candidates[0]?.misfit ?? null);
  if (!only) return none('text');
  if (new Set(limited.map(({ recorded }) => `${limitKey(recorded.low)} ${limitKey(recorded.high)}`)).size > 1)
    return none('several');
  if (!value) return none('value');
  const found = inUnitOf(only.recorded, value);
  return found ? { found, why: null, text: only.recorded.text } : none('unit');
}

const limitKey = (limit: Amount | null) => (limit ? `${limit.value} ${unitOf(limit)}` : '-');

/** Where a value stands in the ranges that came with it. */
export function judge(
  value: Amount | null,
  ranges: readonly ObservationReferenceRange[] | undefined,
  subject: Subject,
  at: string | null,
): { range: Range | null; ranges: RecordedRange[]; notJudged: NotJudged | null; judged: Stated | null } {
  const all = (ranges ?? [])
    .map((r) => candidate(r, subject, at))
    .filter(({ recorded: r }) => r.low ?? r.high ?? r.text);
  const recorded = all.map((c) => c.recorded);
  if (all.length === 0) return { range: null, ranges: [], notJudged: null, judged: null };
  const of = (meaning: Meaning) => all.filter((c) => c.meaning === meaning);
  const usual = choose(of('normal'), value);
  const limits = choose(of('critical'), value);
  const why =
    usual.why ?? (of('normal').length === 0 && limits.found === null ? (limits.why ?? 'meaning') : null);
  if (!usual.found && !limits.found)
    return {
      range: why === 'text' && usual.text !== null ? rangeFrom(null, null, usual.text) : null,
      ranges: recorded,
      notJudged: why,
      judged: null,
    };
  const range = rangeFrom(usual.found, limits.found, usual.text);
  const read = value
    ? interpret(
        value.value,
        {
          low: range.low ?? undefined,
          high: range.high ?? undefined,
          criticalLow: range.criticalLow ?? undefined,
          criticalHigh: range.criticalHigh ?? undefined,
        },
        value.comparator ?? undefined,
      )
    : 'unknown';
  return read === 'unknown'
    ? {
        range,
        ranges: recorded,
        notJudged: value?.comparator ? 'comparator' : (why ?? 'meaning'),
        judged: null,
      }
    : { range, ranges: recorded, notJudged: null, judged: levelOf(read) };
}

const rangeFrom = (usual: Limits | null, critical: Limits | null, text: string | null): Range => ({
  low: usual?.low?.value ?? null,
  high: usual?.high?.value ?? null,
  criticalLow: critical?.low?.value ?? null,
  criticalHigh: critical?.high?.value ?? null,
  digits: { low: usual?.low?.digits ?? null, high: usual?.high?.digits ?? null },
  text,
});
