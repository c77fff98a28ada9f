import { coded } from '../coded.ts';
import type { Reading } from './read.ts';
import type { Coded, Judgement, Level, SampledData } from '../shapes.ts';
import type { Observation } from '@medplum/fhirtypes';

type Lead = Reading & { value: { kind: 'sampled'; sampled: SampledData } };

/**
 * Leads of one recording (I, II, V1…) are one result, whose trace draws them all. Only voltages are leads of one kind,
 * and what was recorded without a unit: pressures, saturations and flows beside them are results of their own.
 */
export function recordedTogether(o: Observation, readings: readonly Reading[]): Reading[] {
  const recorded = readings.filter((reading): reading is Lead => reading.value.kind === 'sampled');
  const groups = [...Map.groupBy(recorded, kindOf)].flatMap(([kind, [first, ...others]]) =>
    kind !== 'other' && first && others.length > 0 ? [{ first, others, leads: [first, ...others] }] : [],
  );
  if (groups.length === 0) return [...readings];
  const name = coded(o.code);
  const isAll = groups[0]?.leads.length === recorded.length && isNamed(name);
  // what an Observation without a value of its own says is said of all its leads
  const own = isAll ? (readings.find((r) => r.of === null && r.value.kind === 'absent') ?? null) : null;
  const wholes = groups.map(({ first, others, leads }): Reading => ({
    ...first,
    ...(isAll ? { name, of: null } : { name: namesOf(leads) }),
    value: { kind: 'sampled', sampled: joined(first.value.sampled, others) },
    ...judgementOfAll(own, leads),
  }));
  const folded = new Set<Reading>(groups.flatMap(({ leads }) => leads));
  if (own?.value.kind === 'absent' && own.value.reason === null) folded.add(own);
  return [...wholes, ...readings.filter((reading) => !folded.has(reading))];
}

function kindOf({ value }: Lead): 'voltage' | 'unknown' | 'other' {
  const unit = value.sampled.code ?? value.sampled.unit;
  if (unit === null) return 'unknown';
  return /^[nuµμm]?V$|volt/i.test(unit) ? 'voltage' : 'other';
}

const isNamed = ({ text, codes }: Coded): boolean => text !== null || codes.length > 0;

/** Leads that are not all of what was recorded, or of a recording without a name, are named one after the other; by what was measured where none has a name. */
function namesOf(leads: readonly Lead[]): Coded {
  const names = leads.flatMap(({ name: { text, codes } }) => text ?? codes[0]?.code ?? []);
  const [unit = null] = leads.map(({ value: { sampled } }) => sampled.unit ?? sampled.code);
  return { text: names.length > 0 ? [...new Set(names)].join(', ') : unit, codes: [] };
}

/** Normal only where all are: of a lead that nobody judged, nobody knows. */
const worstFirst: readonly Level[] = ['critical', 'abnormal', 'unknown', 'normal'];

/** The worst that is said of any, and all that is said. */
function judgementOfAll(own: Reading | null, leads: readonly Lead[]): Judgement {
  const all = own ? [own, ...leads] : leads;
  // who judged the whole judged the leads that they said nothing about
  const judged = all.filter((reading) => reading.level !== 'unknown');
  const levels = (own && own.level !== 'unknown' ? judged : all).map(({ level }) => level);
  const level = worstFirst.find((one) => levels.includes(one)) ?? 'unknown';
  const directions = distinct(all.filter((one) => one.level === level).map(({ direction }) => direction));
  const limits = distinct(leads.map(({ range }) => range));
  return {
    level,
    direction: directions.length === 1 ? (directions[0] ?? null) : null,
    range: limits.length === 1 ? (limits[0] ?? null) : null,
    ranges: distinct(all.flatMap(({ ranges }) => ranges)),
    notJudged: level === 'unknown' ? (all.find(({ notJudged }) => notJudged)?.notJudged ?? null) : null,
    said: distinct(all.flatMap(({ said }) => said)),
  };
}

const distinct = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

function joined(first: SampledData, others: readonly Lead[]): SampledData {
  const samples = [first, ...others.map(({ value }) => value.sampled)];
  const sum = (of: (s: SampledData) => number) => samples.reduce((n, s) => n + of(s), 0);
  const shared = <T>(of: (s: SampledData) => T): T | null =>
    samples.every((s) => of(s) === of(first)) ? of(first) : null;
  const unit = shared((s) => s.code ?? s.unit) === null ? null : first;
  const ends = samples.flatMap(({ least, most }) =>
    unit && least !== null && most !== null ? [least, most] : [],
  );
  return {
    count: sum((s) => s.count),
    errors: sum((s) => s.errors),
    below: sum((s) => s.below),
    above: sum((s) => s.above),
    dimensions: sum((s) => s.dimensions),
    period: shared((s) => s.period),
    least: ends.length > 0 ? Math.min(...ends) : null,
    most: ends.length > 0 ? Math.max(...ends) : null,
    unit: unit?.unit ?? null,
    code: unit?.code ?? null,
    lowerLimit: shared((s) => s.lowerLimit),
    upperLimit: shared((s) => s.upperLimit),
    start: first.start,
  };
}
