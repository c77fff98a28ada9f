// What is typed of a set, what is wrong with it and what is sent of it, in one file: a new field changes all three.
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
import type { FieldPath } from 'react-hook-form';
import { z } from 'zod';
import {
  civilTimeOf,
  fromParis,
  readDay,
  typedMoment,
  type TypedMoment,
  whyNoDate,
} from '../../components/form/paris-time.ts';

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
export type FieldName = Sign | 'oxygenFlow' | 'consciousness' | 'takenAt' | 'spo2Scale' | 'note';

export const consciousnessLevels = ['alert', 'confusion', 'voice', 'pain', 'unresponsive'] as const;

/** What a set and a correction have in common, as typed. */
export const typedValues = z.object({
  values: z.partialRecord(z.enum(signs), z.string().optional()),
  consciousness: z.enum([...consciousnessLevels, '']),
  oxygenSource: z.enum(['air', 'oxygen', '']),
  oxygenFlow: z.string(),
});
const typedSet = typedValues.extend({
  key: z.string(),
  takenAt: z.object({ date: z.string(), time: z.string() }),
  spo2Scale: z.union([z.literal(1), z.literal(2)]),
  note: z.string(),
});
/** What is in the fields, as typed; this is what the draft holds. */
export type FormState = z.infer<typeof typedSet>;

/** A reason and what fills its text. */
export interface Problem {
  reason:
    | 'number'
    | 'impossible'
    | 'incompletePressure'
    | 'pair'
    | 'flow'
    | 'date'
    | 'noSuchDate'
    | 'time'
    | 'noSuchTime'
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

/** A draft holds at least its key and its values; one of before kept the moment as `2026-11-24T08:30`. */
const keptSet = typedSet
  .partial()
  .required({ key: true, values: true })
  .extend({ takenAt: z.union([typedSet.shape.takenAt, z.string().transform(typedMoment)]).optional() });

/** Reads a draft; null when it is none of this form. */
export function parseState(content: string, fresh: FormState): FormState | null {
  const kept = keptSet.safeParse(readJson(content));
  return kept.success ? { ...fresh, ...defined(kept.data) } : null;
}

/** Null for what is no JSON: a draft of another version of the form. */
export function readJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

/** Only what is there, to lay it over what is fresh. */
export const defined = <T extends object>(part: T) =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

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
  const takenAt = takenAtOf(state);
  if (takenAt === null)
    problems.takenAt = {
      reason:
        readDay(state.takenAt.date) === null
          ? whyNoDate(state.takenAt.date)
          : civilTimeOf(state.takenAt) === null
            ? 'time'
            : 'noSuchTime',
    };
  else if (Date.parse(takenAt) > now.getTime() + 300_000) problems.takenAt = { reason: 'future' };
  else if (subject.birthDate !== null && takenAt.slice(0, subject.birthDate.length) < subject.birthDate)
    problems.takenAt = { reason: 'beforeBirth' };
  if (isEmpty({ ...state, note: '' })) problems.systolic ??= { reason: 'empty' };
  return inOrder(problems);
}

/** The instant that was typed; null when its day or its time cannot be read. */
export function takenAtOf({ takenAt }: { takenAt: TypedMoment }): string | null {
  const civil = civilTimeOf(takenAt);
  return civil === null ? null : fromParis(civil);
}

/** The check of the form, as react-hook-form asks for it: each problem at its field, its reason as the message. */
export const recordSchema = (subject: VitalsSubject): z.ZodType<FormState, FormState> =>
  typedSet.superRefine((state, context) => {
    for (const [field, { reason }] of Object.entries(problemsOf(state, subject, new Date())))
      context.addIssue({
        code: 'custom',
        path: pathOf(field as FieldName, reason).split('.'),
        message: reason,
      });
  });

/** Where a problem stands in the form. */
export function pathOf(field: FieldName, reason?: string): FieldPath<FormState> {
  if (field === 'takenAt')
    return reason === 'time' || reason === 'noSuchTime' ? 'takenAt.time' : 'takenAt.date';
  const sign = signs.find((one) => one === field);
  return sign ? `values.${sign}` : (field as Exclude<FieldName, Sign | 'takenAt'>);
}

/** As the eye meets the fields. */
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
  const takenAt = takenAtOf(state);
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
    takenAt: takenAtOf(state) ?? '',
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
