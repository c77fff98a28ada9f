'use client';
import type { CodedField as Binding } from '@keneyapp/bff/features/terminology/view';
import type { FieldValues } from 'react-hook-form';
import { CodedInput } from './coded-input.tsx';
import { codedValueSchema } from './coded-schema.ts';
import { noCodedValue } from './coded-value.ts';
import { useField, type FieldProps } from './use-field.ts';

interface Props<T extends FieldValues> extends FieldProps<T> {
  /** The element that is coded: which systems are searched is its binding. */
  binding: Binding;
  /** Of the systems of the binding, only these. */
  systems?: readonly string[];
  takesText: boolean;
  /** What is typed here, as an example. */
  placeholder?: string;
}

/** A coded element in a form of a chart. */
export function CodedField<T extends FieldValues>({
  form,
  name,
  binding,
  systems,
  takesText,
  placeholder,
}: Props<T>) {
  const { id, label, value, problem, isLocked, change, leave } = useField({ form, name });
  return (
    <CodedInput
      id={id}
      label={label}
      binding={binding}
      systems={systems}
      takesText={takesText}
      placeholder={placeholder}
      value={codedValueSchema.safeParse(value).data ?? noCodedValue}
      problem={problem}
      isLocked={isLocked}
      onChange={change}
      onLeave={leave}
    />
  );
}
