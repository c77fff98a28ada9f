import {
  ageInMonths,
  assessVital,
  impossiblePair,
  isCritical,
  parseIsoDate,
  type VitalSubject,
} from '@keneyapp/clinical';
import type { CorrectInput } from '@keneyapp/bff/features/vitals/schema';
import type { Measure, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import type { FieldPath } from 'react-hook-form';
import { z } from 'zod';
import {
  defined,
  flowOf,
  numberOf,
  pathOf,
  problemOf,
  readJson,
  signs,
  typedValues,
  type CriticalValue,
  type FieldName,
  type FormState,
  type Problems,
  type Sign,
} from './form-state.ts';

const typedCorrection = typedValues.extend({ reason: z.string() });
/** What the draft of a correction holds. */
export type CorrectState = z.infer<typeof typedCorrection>;

const typed = (value: number | null) => (value === null ? '' : String(value).replace('.', ','));

export function fieldsOf(measure: Pick<Measure, 'name'>): Sign[] {
  if (measure.name === 'bloodPressure') return ['systolic', 'diastolic'];
  const sign = signs.find((s) => s === measure.name);
  return sign ? [sign] : [];
}

/** Where stands what concerns the whole: the first field of the measure. */
export function firstField({ name }: Pick<Measure, 'name'>): FieldPath<CorrectState> {
  const [sign] = fieldsOf({ name });
  if (sign) return `values.${sign}`;
  return name === 'consciousness' ? 'consciousness' : name === 'oxygen' ? 'oxygenSource' : 'reason';
}

export function stateOf(measure: Measure): CorrectState {
  const values =
    measure.name === 'bloodPressure'
      ? { systolic: typed(measure.value), diastolic: typed(measure.second) }
      : Object.fromEntries(fieldsOf(measure).map((s) => [s, typed(measure.value)]));
  return {
    values,
    consciousness: measure.consciousness ?? '',
    oxygenSource:
      measure.name !== 'oxygen' || measure.value === null ? '' : measure.value > 0 ? 'oxygen' : 'air',
    oxygenFlow: measure.name === 'oxygen' && (measure.value ?? 0) > 0 ? typed(measure.value) : '',
    reason: '',
  };
}

/** What a draft holds, over what the form began with. */
export function restored(content: string, fresh: CorrectState): CorrectState {
  const kept = typedCorrection.partial().safeParse(readJson(content));
  return kept.success ? { ...fresh, ...defined(kept.data) } : fresh;
}

/** The check of the form, as react-hook-form asks for it. */
export const correctSchema = (
  measure: Measure,
  person: VitalSubject,
): z.ZodType<CorrectState, CorrectState> =>
  typedCorrection.superRefine((state, context) => {
    for (const [field, { reason }] of Object.entries(problemsOfCorrection(measure, state, person)))
      context.addIssue({ code: 'custom', path: pathOf(field as FieldName).split('.'), message: reason });
  });

/** Judged by the age at the time of the measure, not of today. */
export function personAt(subject: VitalsSubject, takenAt: string): VitalSubject {
  const [birth, day] = [parseIsoDate(subject.birthDate ?? ''), parseIsoDate(takenAt)];
  return { ageMonths: birth && day ? ageInMonths(birth, day) : null, spo2Scale: subject.spo2Scale };
}

export const asForm = (state: CorrectState): FormState => ({
  ...state,
  key: '',
  takenAt: { date: '', time: '' },
  spo2Scale: 1,
  note: '',
});

function problemsOfCorrection(measure: Measure, state: CorrectState, person: VitalSubject): Problems {
  const problems: Problems = {};
  for (const sign of fieldsOf(measure)) {
    const text = state.values[sign] ?? '';
    const found = text.trim() === '' ? { reason: 'empty' as const } : problemOf(sign, text, person);
    if (found) problems[sign] = found;
  }
  const form = asForm(state);
  const [systolic, diastolic] = [numberOf(form, 'systolic'), numberOf(form, 'diastolic')];
  if (systolic !== null && diastolic !== null && impossiblePair({ systolic, diastolic }))
    problems.diastolic ??= { reason: 'pair' };
  if (measure.name === 'oxygen' && state.oxygenSource === 'oxygen' && flowOf(state) === null)
    problems.oxygenFlow = { reason: 'flow' };
  return problems;
}

export function criticalOfCorrection(
  measure: Measure,
  state: CorrectState,
  person: VitalSubject,
): CriticalValue[] {
  if (measure.name === 'consciousness')
    return state.consciousness === '' || state.consciousness === 'alert'
      ? []
      : [{ field: 'consciousness', value: null, level: 'critical-low' }];
  return fieldsOf(measure).flatMap((field) => {
    const value = numberOf(asForm(state), field);
    const level = value === null ? 'unknown' : assessVital(field, value, person);
    return value !== null && level !== 'impossible' && isCritical(level) ? [{ field, value, level }] : [];
  });
}

/** Whether it says anything else than what is recorded. */
export function isChanged(measure: Measure, state: CorrectState): boolean {
  const { reason: _a, ...before } = stateOf(measure);
  const numbers = (of: Pick<CorrectState, 'values'>) =>
    fieldsOf(measure).map((s) => numberOf(asForm({ ...state, values: of.values }), s));
  return (
    JSON.stringify(numbers(before)) !== JSON.stringify(numbers(state)) ||
    before.consciousness !== state.consciousness ||
    before.oxygenSource !== state.oxygenSource ||
    (state.oxygenSource === 'oxygen' && flowOf(before) !== flowOf(state))
  );
}

export function toCorrection(
  measure: Measure,
  version: string,
  state: CorrectState,
  confirmed: readonly CriticalValue[],
): Omit<CorrectInput, 'key'> {
  const flow = flowOf(state);
  const values = Object.fromEntries(
    fieldsOf(measure).flatMap((s) => {
      const value = numberOf(asForm(state), s);
      return value === null ? [] : [[s, value]];
    }),
  );
  return {
    changes: [
      {
        observationId: measure.observationId,
        version,
        ...(fieldsOf(measure).length > 0 ? { values } : {}),
        ...(measure.name === 'consciousness' && state.consciousness !== ''
          ? { consciousness: state.consciousness }
          : {}),
        ...(measure.name === 'oxygen'
          ? state.oxygenSource === 'oxygen' && flow !== null
            ? { oxygen: { source: 'oxygen' as const, flow } }
            : { oxygen: { source: 'air' as const } }
          : {}),
      },
    ],
    ...(state.reason.trim() ? { reason: state.reason.trim() } : {}),
    confirmed: confirmed.map((c) => c.field),
  };
}

/** What a new number takes the place of. */
const typedOver = {
  digits: null,
  comparator: null,
  secondDigits: null,
  secondComparator: null,
  parts: [],
  recorded: null,
} satisfies Partial<Measure>;

/** The measure as it would be, to write it in words. */
export function preview(measure: Measure, state: CorrectState): Measure {
  const form = asForm(state);
  if (measure.name === 'consciousness') return { ...measure, consciousness: state.consciousness || null };
  if (measure.name === 'oxygen')
    return { ...measure, ...typedOver, value: state.oxygenSource === 'air' ? 0 : flowOf(state) };
  if (measure.name === 'bloodPressure')
    return {
      ...measure,
      ...typedOver,
      value: numberOf(form, 'systolic'),
      second: numberOf(form, 'diastolic'),
    };
  const [sign] = fieldsOf(measure);
  return sign ? { ...measure, ...typedOver, value: numberOf(form, sign) } : measure;
}
