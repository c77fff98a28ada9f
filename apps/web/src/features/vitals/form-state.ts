import {
  assessVital,
  bmiClass,
  bodyMassIndex,
  impossiblePair,
  isCritical,
  news2,
  parseTypedNumber,
  possibleRange,
  roundTo,
  vitalBand,
  vitalDefinitions,
  type Interpretation,
  type News2Result,
  type VitalSign,
  type VitalSubject,
} from '@keneyapp/clinical';
import type { RecordInput } from '@keneyapp/bff/features/vitals/schema';
import type { VitalsFormView, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import { fromParis } from './paris-time.ts';

export const signs = [
  'systolic',
  'diastolic',
  'heartRate',
  'respiratoryRate',
  'oxygenSaturation',
  'temperature',
  'pain',
  'weight',
  'height',
  'headCircumference',
  'glucose',
] as const satisfies readonly VitalSign[];
export type Sign = (typeof signs)[number];
type ConsciousnessLevel = NonNullable<RecordInput['consciousness']>;
export type FieldName = Sign | 'oxygenFlow' | 'consciousness' | 'takenAt' | 'spo2Scale' | 'note';

/** What is in the fields, as typed; this is what the draft holds. */
export interface FormState {
  key: string;
  /** Civil time in Paris, `2026-11-24T08:30`. */
  takenAt: string;
  values: Partial<Record<Sign, string>>;
  consciousness: ConsciousnessLevel | '';
  oxygenSource: 'air' | 'oxygen' | '';
  oxygenFlow: string;
  spo2Scale: 1 | 2;
  note: string;
}

/** A reason and what fills its text. */
export interface Problem {
  reason:
    | 'number'
    | 'impossible'
    | 'incompletePressure'
    | 'pair'
    | 'flow'
    | 'time'
    | 'future'
    | 'beforeBirth'
    | 'empty'
    | 'medicalDecision'
    | 'refused';
  low?: number;
  high?: number;
  unit?: string;
}
export type Problems = Partial<Record<FieldName, Problem>>;

export function isEmpty({ values, consciousness, oxygenSource, note }: FormState): boolean {
  return (
    signs.every((s) => !values[s]?.trim()) &&
    consciousness === '' &&
    oxygenSource === '' &&
    note.trim() === ''
  );
}

/** Reads a draft; null when it is none of this form. */
export function parseState(content: string, fresh: FormState): FormState | null {
  try {
    const value = JSON.parse(content) as Partial<FormState>;
    return typeof value.key === 'string' && typeof value.values === 'object' ? { ...fresh, ...value } : null;
  } catch {
    return null;
  } // a draft of another version of the form
}

export function numberOf(state: FormState, sign: Sign): number | null {
  const value = parseTypedNumber(state.values[sign] ?? '');
  return value === null ? null : roundTo(value, vitalDefinitions[sign].decimals);
}

export function personOf(
  subject: VitalsSubject,
  state: Pick<FormState, 'spo2Scale' | 'oxygenSource'>,
): VitalSubject {
  return {
    ageMonths: subject.ageMonths,
    spo2Scale: state.spo2Scale,
    supplementalOxygen: state.oxygenSource === 'oxygen',
  };
}

/** What is wrong with one field on its own; what is empty is not wrong. */
export function problemOf(sign: Sign, text: string, person: VitalSubject): Problem | null {
  if (text.trim() === '') return null;
  const typed = parseTypedNumber(text);
  if (typed === null) return { reason: 'number' };
  if (assessVital(sign, roundTo(typed, vitalDefinitions[sign].decimals), person) !== 'impossible')
    return null;
  const { lowest, highest } = possibleRange(sign, person);
  return { reason: 'impossible', low: lowest, high: highest, unit: vitalDefinitions[sign].unit };
}

/** Everything that keeps the form from being saved, by field. */
export function problemsOf(state: FormState, subject: VitalsSubject, now: Date): Problems {
  const person = personOf(subject, state);
  const problems: Problems = {};
  for (const sign of signs) {
    const found = problemOf(sign, state.values[sign] ?? '', person);
    if (found) problems[sign] = found;
  }
  const [systolic, diastolic] = [numberOf(state, 'systolic'), numberOf(state, 'diastolic')];
  if (systolic !== null && !state.values.diastolic?.trim())
    problems.diastolic = { reason: 'incompletePressure' };
  if (diastolic !== null && !state.values.systolic?.trim())
    problems.systolic = { reason: 'incompletePressure' };
  if (systolic !== null && diastolic !== null && impossiblePair({ systolic, diastolic }))
    problems.diastolic ??= { reason: 'pair' };
  if (state.oxygenSource === 'oxygen' && flowOf(state) === null) problems.oxygenFlow = { reason: 'flow' };
  const takenAt = fromParis(state.takenAt);
  if (takenAt === null) problems.takenAt = { reason: 'time' };
  else if (Date.parse(takenAt) > now.getTime() + 300_000) problems.takenAt = { reason: 'future' };
  else if (subject.birthDate !== null && takenAt.slice(0, subject.birthDate.length) < subject.birthDate)
    problems.takenAt = { reason: 'beforeBirth' };
  if (isEmpty({ ...state, note: '' })) problems.systolic ??= { reason: 'empty' };
  return inOrder(problems);
}

/** As the eye meets the fields: the focus goes to the first. */
function inOrder(problems: Problems): Problems {
  const order: readonly FieldName[] = [
    'systolic',
    'diastolic',
    'heartRate',
    'respiratoryRate',
    'oxygenSaturation',
    'temperature',
    'oxygenFlow',
    'consciousness',
    'spo2Scale',
    'pain',
    'glucose',
    'weight',
    'height',
    'headCircumference',
    'takenAt',
    'note',
  ];
  return Object.fromEntries(order.flatMap((field) => (problems[field] ? [[field, problems[field]]] : [])));
}

export function flowOf({ oxygenFlow }: Pick<FormState, 'oxygenFlow'>): number | null {
  const flow = parseTypedNumber(oxygenFlow);
  return flow !== null && flow > 0 && flow <= 80 ? flow : null;
}

export interface CriticalValue {
  field: Sign | 'consciousness';
  value: number | null;
  level: Interpretation;
}

/** What has to be looked at twice before it is saved. */
export function criticalValues(state: FormState, subject: VitalsSubject): CriticalValue[] {
  const person = personOf(subject, state);
  const found: CriticalValue[] = signs.flatMap((field) => {
    const value = numberOf(state, field);
    const level = value === null ? 'unknown' : assessVital(field, value, person);
    return value !== null && level !== 'impossible' && isCritical(level) ? [{ field, value, level }] : [];
  });
  return state.consciousness === '' || state.consciousness === 'alert'
    ? found
    : [...found, { field: 'consciousness', value: null, level: 'critical-low' }];
}

export function levelOf(sign: Sign, state: FormState, subject: VitalsSubject): Interpretation {
  const value = numberOf(state, sign);
  const level = value === null ? 'unknown' : assessVital(sign, value, personOf(subject, state));
  return level === 'impossible' ? 'unknown' : level;
}

/** The normal range as it is written beside the field: both ends belong to it. */
export function normalRange(
  sign: Sign,
  person: VitalSubject,
): { low: number | null; high: number | null } | null {
  const band = vitalBand(sign, person);
  if (!band || (band.low === null && band.high === null)) return null;
  const { decimals } = vitalDefinitions[sign];
  return { low: band.low, high: band.high === null ? null : roundTo(band.high - 10 ** -decimals, decimals) };
}

export function liveNews2(state: FormState, subject: VitalsSubject): News2Result {
  const person = personOf(subject, state);
  // what cannot be counts as not there
  const number = (sign: Sign) =>
    problemOf(sign, state.values[sign] ?? '', person) ? undefined : (numberOf(state, sign) ?? undefined);
  return news2(
    {
      respiratoryRate: number('respiratoryRate'),
      oxygenSaturation: number('oxygenSaturation'),
      supplementalOxygen: state.oxygenSource === '' ? undefined : state.oxygenSource === 'oxygen',
      systolic: number('systolic'),
      heartRate: number('heartRate'),
      consciousness: state.consciousness || undefined,
      temperature: number('temperature'),
    },
    {
      ageYears: subject.ageMonths === null ? null : Math.floor(subject.ageMonths / 12),
      isPregnant: subject.isPregnant,
      spo2Scale: state.spo2Scale,
    },
  );
}

/** The index as it will be written: an adult's height of before counts, a child's of the last month. */
export function liveBmi(
  state: FormState,
  { subject, latest }: VitalsFormView,
): { value: number; className: ReturnType<typeof bmiClass>; heightFrom: string | null } | null {
  const weight = numberOf(state, 'weight');
  const person = personOf(subject, state);
  if (
    weight === null ||
    problemOf('weight', state.values.weight ?? '', person) ||
    problemOf('height', state.values.height ?? '', person)
  )
    return null;
  const typed = numberOf(state, 'height');
  const takenAt = fromParis(state.takenAt);
  const known = latest.height;
  const days = known && takenAt ? (Date.parse(takenAt) - Date.parse(known.takenAt)) / 86_400_000 : -1;
  const grownUp = known && subject.ageMonths !== null && subject.ageMonths - days / 30.44 >= 216;
  const isUsable = typed === null && known?.value != null && days >= 0 && (days <= 31 || Boolean(grownUp));
  const height = typed ?? (isUsable ? known.value : null);
  const value = height === null ? null : bodyMassIndex(weight, height);
  return value === null
    ? null
    : {
        value,
        className: subject.ageMonths === null ? null : bmiClass(value, Math.floor(subject.ageMonths / 12)),
        heightFrom: typed === null ? (known?.takenAt ?? null) : null,
      };
}

/** What is sent. Call it only without problems. */
export function toInput(state: FormState, confirmed: readonly CriticalValue[]): RecordInput {
  const values = Object.fromEntries(
    signs.flatMap((sign) => {
      const value = numberOf(state, sign);
      return value === null ? [] : [[sign, value]];
    }),
  );
  const flow = flowOf(state);
  return {
    key: state.key,
    takenAt: fromParis(state.takenAt) ?? '',
    values,
    spo2Scale: state.spo2Scale,
    confirmed: confirmed.map((c) => c.field),
    ...(state.consciousness === '' ? {} : { consciousness: state.consciousness }),
    ...(state.oxygenSource === 'air'
      ? { oxygen: { source: 'air' as const } }
      : state.oxygenSource === 'oxygen' && flow !== null
        ? { oxygen: { source: 'oxygen' as const, flow } }
        : {}),
    ...(state.note.trim() ? { note: state.note.trim() } : {}),
  };
}
