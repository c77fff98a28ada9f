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
import {
  flowOf,
  numberOf,
  problemOf,
  signs,
  type CriticalValue,
  type FormState,
  type Problems,
  type Sign,
} from './form-state.ts';

/** What the draft of a correction holds. */
export interface CorrectState extends Pick<
  FormState,
  'values' | 'consciousness' | 'oxygenSource' | 'oxygenFlow'
> {
  reason: string;
}

const typed = (value: number | null) => (value === null ? '' : String(value).replace('.', ','));

export function fieldsOf(measure: Pick<Measure, 'name'>): Sign[] {
  if (measure.name === 'bloodPressure') return ['systolic', 'diastolic'];
  const sign = signs.find((s) => s === measure.name);
  return sign ? [sign] : [];
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
  try {
    return { ...fresh, ...(JSON.parse(content) as Partial<CorrectState>) };
  } catch {
    return fresh;
  } // a draft of another version of the form
}

/** Judged by the age at the time of the measure, not of today. */
export function personAt(subject: VitalsSubject, takenAt: string): VitalSubject {
  const [birth, day] = [parseIsoDate(subject.birthDate ?? ''), parseIsoDate(takenAt)];
  return { ageMonths: birth && day ? ageInMonths(birth, day) : null, spo2Scale: subject.spo2Scale };
}

export const asForm = (state: CorrectState): FormState => ({
  ...state,
  key: '',
  takenAt: '',
  spo2Scale: 1,
  note: '',
});

export function problemsOfCorrection(measure: Measure, state: CorrectState, person: VitalSubject): Problems {
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
