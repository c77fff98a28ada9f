import {
  ageInMonths,
  assessVital,
  convertCommon,
  interpret,
  interpretationFromCode,
  news2Codes,
  news2Parameters,
  news2Risk,
  normaliseUnit,
  parseIsoDate,
  roundTo,
  vitalDefinitions,
  type Interpretation,
  type VitalSign,
} from '@keneyapp/clinical';
import type {
  CodeableConcept,
  Observation,
  ObservationComponent,
  ObservationReferenceRange,
  Quantity,
} from '@medplum/fhirtypes';
import { consciousnessOf, definitions, isCode, measureOf, setSystem } from './codes.ts';
import type { Measure, MeasureName } from './view.ts';

/** What reading needs to know to judge a value that carries no judgement of its own. */
export interface ReadingSubject {
  birthDate: string | null;
  spo2Scale: 1 | 2;
}

type Valued = Pick<
  Observation & ObservationComponent,
  | 'valueQuantity'
  | 'valueInteger'
  | 'valueString'
  | 'valueCodeableConcept'
  | 'interpretation'
  | 'referenceRange'
  | 'dataAbsentReason'
>;

/** One vital sign of the record as the screens see it; null for what is none, or has no time. */
export function readMeasure(observation: Observation, subject: ReadingSubject): Measure | null {
  const name = measureOf(observation.code);
  const takenAt =
    observation.effectiveDateTime ??
    observation.effectivePeriod?.start ??
    observation.effectiveInstant ??
    observation.issued;
  if (!name || !takenAt || !observation.id) return null;
  const numbers =
    name === 'bloodPressure'
      ? readPressure(observation, takenAt, subject)
      : readSingle(name, observation, takenAt, subject);
  if (!numbers) return null;
  return {
    observationId: observation.id,
    version: observation.meta?.versionId ?? '',
    name,
    takenAt,
    state: stateOf(observation.status),
    comparator: observation.valueQuantity?.comparator ?? null,
    consciousness: name === 'consciousness' ? consciousnessOf(observation.valueCodeableConcept) : null,
    text: textOf(observation),
    news2: name === 'news2' ? readNews2(observation) : null,
    recordedBy: observation.performer?.find((p) => p.display)?.display ?? null,
    change: changeOf(observation),
    note: observation.note?.find((n) => !isChange(n.extension))?.text ?? null,
    isDerived: name === 'news2' || name === 'bmi',
    setKey: observation.identifier?.find((i) => i.system === setSystem)?.value ?? null,
    ...numbers,
  };
}

interface Numbers {
  value: number | null;
  second: number | null;
  unit: string | null;
  level: Interpretation;
  secondLevel: Interpretation;
}

function readPressure(observation: Observation, takenAt: string, subject: ReadingSubject): Numbers | null {
  const part = (sign: 'systolic' | 'diastolic') => {
    const component = observation.component?.find((c) => isCode(c.code, vitalDefinitions[sign].loinc));
    const value = component ? numberOf(component, vitalDefinitions[sign].unit) : null;
    return {
      value,
      level:
        component && value !== null
          ? levelOf(sign, value, component, takenAt, subject)
          : ('unknown' as const),
    };
  };
  const [systolic, diastolic] = [part('systolic'), part('diastolic')];
  if (systolic.value === null && diastolic.value === null) return null;
  return {
    value: systolic.value,
    second: diastolic.value,
    unit: 'mm[Hg]',
    level: systolic.level,
    secondLevel: diastolic.level,
  };
}

function readSingle(
  name: Exclude<MeasureName, 'bloodPressure'>,
  observation: Observation,
  takenAt: string,
  subject: ReadingSubject,
): Numbers | null {
  const sign = name === 'news2' ? null : definitions[name].sign;
  const unit = sign ? vitalDefinitions[sign].unit : unitOfComputed(name);
  const value = numberOf(observation, unit);
  const none = { value, second: null, unit, secondLevel: 'unknown' as const };
  if (name === 'consciousness') {
    const level = consciousnessOf(observation.valueCodeableConcept);
    return {
      ...none,
      unit: null,
      level: level === null ? 'unknown' : level === 'alert' ? 'normal' : 'critical-low',
    };
  }
  if (value === null) return textOf(observation) === null ? null : { ...none, unit: null, level: 'unknown' };
  if (sign) return { ...none, level: levelOf(sign, value, observation, takenAt, subject) };
  return { ...none, level: writtenLevel(observation.interpretation) ?? 'unknown' };
}

function unitOfComputed(name: MeasureName): string {
  return name === 'bmi' ? 'kg/m2' : name === 'oxygen' ? 'L/min' : '{score}';
}

/** The number in the unit of the house; a value in a unit that cannot be converted at once is left out rather than mixed. */
function numberOf(valued: Valued, unit: string): number | null {
  const quantity =
    valued.valueQuantity ?? (valued.valueInteger === undefined ? undefined : { value: valued.valueInteger });
  if (quantity?.value === undefined) return null;
  const from = unitOf(quantity);
  if (from === null || unit === '{score}') return quantity.value;
  const converted = convertCommon(quantity.value, from, unit);
  return converted === null ? null : roundTo(converted, 2);
}

const unitOf = (quantity: Quantity): string | null => {
  const code = quantity.code ?? quantity.unit;
  return code === undefined ? null : normaliseUnit(code);
};

/** What the record says of the value beats its range, which beats the ranges by age. */
function levelOf(
  sign: VitalSign,
  value: number,
  valued: Valued,
  takenAt: string,
  { birthDate, spo2Scale }: ReadingSubject,
): Interpretation {
  const written = writtenLevel(valued.interpretation);
  if (written) return written;
  const range = valued.referenceRange?.find((r) => r.low?.value !== undefined || r.high?.value !== undefined);
  if (range && !range.appliesTo?.length) return interpret(value, rangeIn(range, vitalDefinitions[sign].unit));
  const judged = assessVital(sign, value, { ageMonths: ageMonthsAt(birthDate, takenAt), spo2Scale });
  return judged === 'impossible' ? 'unknown' : judged;
}

function rangeIn({ low, high }: ObservationReferenceRange, unit: string) {
  const end = (q: Quantity | undefined) =>
    q?.value === undefined ? undefined : (convertCommon(q.value, unitOf(q) ?? unit, unit) ?? undefined);
  return { low: end(low), high: end(high) };
}

function writtenLevel(interpretation: CodeableConcept[] | undefined): Interpretation | null {
  const levels =
    interpretation
      ?.flatMap((i) => i.coding ?? [])
      .map((c) => interpretationFromCode(c.code))
      .filter((l) => l !== 'unknown') ?? [];
  return levels.find((l) => l.startsWith('critical')) ?? levels[0] ?? null;
}

/** Completed months at an instant; null without a full birth date. Only the year known: 1 July stands for it. */
export function ageMonthsAt(birthDate: string | null, at: string): number | null {
  if (birthDate === null) return null;
  const birth = parseIsoDate(
    birthDate.length === 4 ? `${birthDate}-07-01` : birthDate.length === 7 ? `${birthDate}-15` : birthDate,
  );
  const day = parseIsoDate(at);
  return birth && day ? ageInMonths(birth, day) : null;
}

const isChange = (extensions: { url?: string }[] | undefined) =>
  extensions?.some((e) => e.url === changeExtension) ?? false;
/** Marks the notes that say why a value was changed or taken back. */
export const changeExtension = 'https://keneyapp.example/change-note';

function changeOf(observation: Observation): Measure['change'] {
  const last = observation.note?.filter((n) => isChange(n.extension)).at(-1);
  if (last)
    return {
      by: last.authorReference?.display ?? last.authorString ?? null,
      at: last.time ?? null,
      text: last.text || null,
    };
  return stateOf(observation.status) === 'recorded'
    ? null
    : { by: null, at: observation.meta?.lastUpdated ?? null, text: null };
}

function stateOf(status: Observation['status'] | undefined): Measure['state'] {
  if (status === 'entered-in-error' || status === 'cancelled') return 'entered-in-error';
  return status === 'amended' || status === 'corrected' ? 'corrected' : 'recorded';
}

function textOf({ valueCodeableConcept, valueString }: Observation): string | null {
  return (
    valueString ??
    valueCodeableConcept?.text ??
    valueCodeableConcept?.coding?.find((c) => c.display)?.display ??
    null
  );
}

function readNews2(observation: Observation): Measure['news2'] {
  const points = (code: string) =>
    observation.component?.find((c) =>
      c.code.coding?.some((k) => k.system === news2Codes.system && k.code === code),
    )?.valueQuantity?.value;
  const onScale2 = points(news2Codes.oxygenSaturationScale2);
  const scores = Object.fromEntries(
    news2Parameters.flatMap((p) => {
      const score =
        p === 'oxygenSaturation'
          ? (onScale2 ?? points(news2Codes.parameters[p]))
          : points(news2Codes.parameters[p]);
      return score === undefined ? [] : [[p, score]];
    }),
  );
  const redParameters = news2Parameters.filter((p) => scores[p] === 3);
  return {
    scores,
    redParameters,
    risk: news2Risk(observation.valueQuantity?.value ?? 0, redParameters.length > 0),
    spo2Scale: onScale2 === undefined ? 1 : 2,
  };
}
