'use client';
import { useController, type FieldPath, type FieldValues } from 'react-hook-form';
import type { ChartForm } from './use-chart-form.ts';

export interface FieldProps<T extends FieldValues> {
  form: ChartForm<T>;
  name: FieldPath<T>;
}

/** One field of a form: what is in it, what is wrong with it in words, and what happens when it is typed in and left. */
export function useField<T extends FieldValues>({ form, name }: FieldProps<T>) {
  const { field, fieldState } = useController({ control: form.control, name });
  const reason = fieldState.error?.message;
  return {
    id: form.idOf(name),
    label: form.words.label(name),
    value: field.value as unknown,
    problem: reason === undefined ? null : form.words.problem(name, reason, form.values()),
    change: (value: unknown) => {
      field.onChange(value);
      form.changed(name);
    },
    leave: () => form.leave(name),
  };
}
