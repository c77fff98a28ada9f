'use client';
import { useContext } from 'react';
import { get, useFormState, useWatch, type FieldError, type FieldPath } from 'react-hook-form';
import type { ChartForm } from '../../components/form/use-chart-form.ts';
import { FormLocked } from '../../components/form/use-field.ts';
import type { BasketText } from './basket.ts';

export type BasketForm = ChartForm<BasketText>;
/** Lines are of several kinds, so the path of a field is put together and its value read as what stands there. */
export const pathOf = (...parts: (string | number)[]): FieldPath<BasketText> =>
  parts.join('.') as FieldPath<BasketText>;

/**
 * A field of a line that has several parts: a dose with its unit, the steps of a regimen. It follows what is put above it
 * (a typed line fills the whole regimen) and below it; the fields of the kit follow their own text alone.
 */
export function useBasketField<V>(form: BasketForm, ...path: (string | number)[]) {
  const name = pathOf(...path);
  const value = useWatch({ control: form.control, name }) as unknown as V;
  const { errors } = useFormState({ control: form.control });
  const isLocked = useContext(FormLocked);
  const reason = (get(errors, name) as FieldError | undefined)?.message;
  return {
    id: form.idOf(name),
    label: form.words.label(name, form.values()),
    value,
    problem: reason === undefined ? null : form.words.problem(name, reason, form.values()),
    isLocked,
    change: (next: V) => {
      if (!isLocked) form.set(name, next);
    },
    leave: () => form.leave(name),
  };
}
