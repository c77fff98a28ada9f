'use client';
import { useWatch, type FieldPath } from 'react-hook-form';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { NumberField } from '../../components/form/number-field.tsx';
import type { ChartForm } from '../../components/form/use-chart-form.ts';
import { consciousnessLevels, type FormState } from './form-state.ts';
import { useVitalsWords } from './use-vitals-words.ts';

type Values = Pick<FormState, 'consciousness' | 'oxygenSource' | 'oxygenFlow'>;
interface Props<T extends Values> {
  form: ChartForm<T>;
  hint?: string | null;
  /** A set may leave it out; a correction may not. */
  mayBeEmpty?: boolean;
}

/** Room air or oxygen, and how much of it. */
export function OxygenFields<T extends Values>({ form, hint = null, mayBeEmpty = false }: Props<T>) {
  const { t, unit } = useVitalsWords();
  const source = useWatch({ control: form.control, name: 'oxygenSource' as FieldPath<T> }) as string;
  return (
    <>
      <ChoiceField
        form={form}
        name={'oxygenSource' as FieldPath<T>}
        options={(['air', 'oxygen'] as const).map((value) => ({ value, word: t(`oxygen.${value}`) }))}
        mayBeEmpty={mayBeEmpty}
        hint={hint}
      />
      {source === 'oxygen' && (
        <NumberField form={form} name={'oxygenFlow' as FieldPath<T>} unit={unit('L/min')} hasDecimals />
      )}
    </>
  );
}

export function ConsciousnessField<T extends Values>({ form, hint = null, mayBeEmpty = false }: Props<T>) {
  const { t } = useVitalsWords();
  return (
    <ChoiceField
      form={form}
      name={'consciousness' as FieldPath<T>}
      options={consciousnessLevels.map((value) => ({ value, word: t(`consciousness.${value}`) }))}
      mayBeEmpty={mayBeEmpty}
      hint={hint}
    />
  );
}
