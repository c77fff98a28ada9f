'use client';
import { createContext, useContext } from 'react';
import { useController, type FieldPath, type FieldValues } from 'react-hook-form';
import type { ChartForm } from './use-chart-form.ts';

export interface FieldProps<T extends FieldValues> {
  form: ChartForm<T>;
  name: FieldPath<T>;
}

/**
 * A save is under way, or waits for the connection: what is in the fields is what was sent, and stays so until it is known
 * what became of it. Whatever was typed meanwhile would go with the form once it is saved.
 */
export const FormLocked = createContext(false);

/** One field of a form: what is in it, what is wrong with it in words, and what happens when it is typed in and left. */
export function useField<T extends FieldValues>({ form, name }: FieldProps<T>) {
  const { field, fieldState } = useController({ control: form.control, name });
  const isLocked = useContext(FormLocked);
  const reason = fieldState.error?.message;
  return {
    id: form.idOf(name),
    label: form.words.label(name, form.values()),
    value: field.value as unknown,
    problem: reason === undefined ? null : form.words.problem(name, reason, form.values()),
    isLocked,
    change: (value: unknown) => {
      if (isLocked) return;
      field.onChange(value);
      form.changed(name);
    },
    leave: () => form.leave(name),
  };
}
