'use client';
import type { VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import { vitalDefinitions } from '@keneyapp/clinical';
import { useFormState, useWatch, type FieldPath } from 'react-hook-form';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { NumberField } from '../../components/form/number-field.tsx';
import type { ChartForm } from '../../components/form/use-chart-form.ts';
import { levelOf, type FormState, type Sign } from './form-state.ts';
import { clinicalLevel, direction, useVitalsWords } from './use-vitals-words.ts';

/** What a set and a correction have in common, as far as these fields need it. */
type Values = Pick<FormState, 'values' | 'consciousness' | 'oxygenSource' | 'oxygenFlow'>;

interface Props<T extends Values> {
  form: ChartForm<T>;
  sign: Sign;
  subject: VitalsSubject;
  /** The state that a value is judged in, from what is typed in the whole form. */
  stateOf: (values: T) => FormState;
  /** Value of before and normal range, already in words. */
  hints?: readonly (string | null)[];
}

/** A measured number: judged while it is typed, as long as nothing is wrong with it. */
export function VitalNumber<T extends Values>({ form, sign, subject, stateOf, hints }: Props<T>) {
  const { unit } = useVitalsWords();
  const name = `values.${sign}` as FieldPath<T>;
  // only what its judgement rests on: the others are typed in without drawing this one anew
  useWatch({ control: form.control, name: [name, 'oxygenSource', 'spo2Scale'] as FieldPath<T>[] });
  const { errors } = useFormState({ control: form.control, name });
  const isWrong = (errors as { values?: Partial<Record<Sign, unknown>> }).values?.[sign] !== undefined;
  const level = isWrong ? 'unknown' : levelOf(sign, stateOf(form.values()), subject);
  const { unit: code, decimals } = vitalDefinitions[sign];
  return (
    <NumberField
      form={form}
      name={name}
      unit={unit(code)}
      hasDecimals={decimals > 0}
      flag={
        level !== 'unknown' &&
        level !== 'normal' && <ClinicalFlag level={clinicalLevel(level)} direction={direction(level)} />
      }
      {...(hints ? { hints } : {})}
    />
  );
}
