import { freshForDays, printUnit, type Aging } from '@keneyapp/clinical';
import { epochMs } from '@keneyapp/fhir-model/dates';
import { ageMonthsAt } from '@keneyapp/fhir-model/observation/sign';
import type { Subject } from '@keneyapp/fhir-model/observation/range';
import { isWithdrawn } from '@keneyapp/fhir-model/observation/when';
import type { MeasureName } from '@keneyapp/fhir-model/vital-codes';
import type { Measure } from '@keneyapp/fhir-model/vital-measure';
import { isVitalSign, readMeasure } from '@keneyapp/fhir-model/vital-sign';
import { valuesOf } from '@keneyapp/fhir-model/vital-values';
import type { Observation } from '@medplum/fhirtypes';
import type { VitalKind, VitalTile } from './rows.ts';

/** What an early-warning score weighs most stands first, then in the order of a chart. */
const kinds: Record<MeasureName, VitalKind> = {
  news2: 'news2',
  oxygen: 'oxygen',
  consciousness: 'consciousness',
  bloodPressure: 'blood-pressure',
  heartRate: 'heart-rate',
  temperature: 'temperature',
  respiratoryRate: 'respiratory-rate',
  oxygenSaturation: 'oxygen-saturation',
  pain: 'pain',
  glucose: 'glucose',
  weight: 'weight',
  height: 'height',
  bmi: 'bmi',
  headCircumference: 'head-circumference',
  other: 'other',
};
const order = Object.keys(kinds);
const maxPoints = 12;

/** Last value and course of each vital sign there is. `observations` in any order. */
export function vitalTiles(observations: readonly Observation[], subject: Subject, now: Date): VitalTile[] {
  const rows = new Map<string, Measure[]>();
  for (const observation of observations) {
    const isShown = !isWithdrawn(observation) && isVitalSign(observation);
    const measure = isShown ? readMeasure(observation, subject) : null;
    if (!measure) continue;
    const row = rows.get(measure.row);
    if (row) row.push(measure);
    else rows.set(measure.row, [measure]);
  }
  const ageMonths = ageMonthsAt(subject.birthDate, now.toISOString());
  return [...rows.values()]
    .map((measures) => tile(asPressures(measures).sort(latest), ageMonths))
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
    .map(({ name: _name, ...shown }) => shown);
}

const timeOf = (m: Measure) => epochMs(m.takenAt || null);
const severity = { critical: 0, abnormal: 1, normal: 2, unknown: 3 };
/** Of one moment the worst first: it must not hide behind another. */
function latest(a: Measure, b: Measure): number {
  const [x, y] = [timeOf(a), timeOf(b)];
  return x === y ? severity[a.worst.level] - severity[b.worst.level] : y - x;
}

/** Two halves of one moment, as some devices send them, are one pressure. */
function asPressures(measures: readonly Measure[]): Measure[] {
  const halves = measures.filter((m) => m.name === 'bloodPressure' && m.value === null && m.second !== null);
  const joined = new Set<Measure>();
  const whole = measures.map((m) => {
    if (m.name !== 'bloodPressure' || m.value === null || m.second !== null || m.parts.length > 0) return m;
    const half = halves.find((h) => h.takenAt === m.takenAt && h.setKey === m.setKey && !joined.has(h));
    if (!half) return m;
    joined.add(half);
    const { second, secondDigits, secondComparator, secondLevel } = half;
    const worst = severity[half.worst.level] < severity[m.worst.level] ? half.worst : m.worst;
    return { ...m, second, secondDigits, secondComparator, secondLevel, worst };
  });
  return whole.filter((m) => !joined.has(m));
}

function tile(measures: readonly Measure[], ageMonths: number | null): VitalTile & { name: MeasureName } {
  const [last] = measures as [Measure, ...Measure[]];
  const points = measures
    .filter((m) => m.value !== null && m.comparator === null && m.takenAt !== '' && m.unit === last.unit)
    .slice(0, maxPoints)
    .reverse();
  const aging: Aging = last.name === 'other' ? 'otherVital' : last.name;
  return {
    name: last.name,
    kind: kinds[last.name],
    row: last.row,
    label: last.label,
    observationId: last.observationId,
    date: last.takenAt || null,
    until: last.until,
    values: valuesOf(last),
    recorded: last.recorded,
    value: last.value,
    second: last.second,
    unit: last.unit === null ? null : printUnit(last.unit) || null,
    unitCode: last.unit,
    ...last.worst,
    notJudged: last.notJudged,
    said: last.said,
    alsoThen: measures.filter((m) => timeOf(m) === timeOf(last)).length - 1,
    freshForDays: freshForDays(aging, ageMonths),
    points: points.map((m) => ({ date: m.takenAt, value: m.value ?? 0, second: m.second })),
  };
}
