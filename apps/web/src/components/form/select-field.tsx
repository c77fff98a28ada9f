'use client';
import { useEarlyEntry } from '@keneyapp/ui/early-entry';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import type { ReactNode } from 'react';
import type { FieldValues } from 'react-hook-form';
import { describedBy, FieldFrame } from './field-frame.tsx';
import { useField, type FieldProps } from './use-field.ts';

interface SelectProps {
  id: string;
  label: ReactNode;
  value: string;
  options: readonly { value: string; word: ReactNode }[];
  onChange: (value: string) => void;
  hint?: ReactNode;
  problem?: string | null;
  isRequired?: boolean;
  isLabelHidden?: boolean;
  isDisabled?: boolean;
  /** What was sent stays until it is known what became of it. */
  isLocked?: boolean;
}

/** One of a list of words, outside a form of the kit: in a filter, in a dialog. The browser's own list, which every phone and keyboard knows. */
export function SelectInput({
  id,
  label,
  value,
  options,
  onChange,
  hint,
  problem = null,
  isRequired = false,
  isLabelHidden = false,
  isDisabled = false,
  isLocked = false,
}: SelectProps) {
  const chosen = useEarlyEntry<HTMLSelectElement>(value, onChange);
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem} isLabelHidden={isLabelHidden}>
      <NativeSelect
        input={<OutlinedInput size="small" />}
        inputRef={chosen}
        value={value}
        onChange={(e) => onChange(e.target.value)}
        disabled={isDisabled}
        inputProps={{
          id,
          required: isRequired,
          'aria-describedby': describedBy(id, problem),
          'aria-invalid': problem !== null,
          'aria-disabled': isLocked || undefined,
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.word}
          </option>
        ))}
      </NativeSelect>
    </FieldFrame>
  );
}

/** The same as a field of a form. */
export function SelectField<T extends FieldValues>({
  form,
  name,
  ...props
}: FieldProps<T> & Pick<SelectProps, 'options' | 'hint' | 'isRequired'>) {
  const { id, label, value, problem, isLocked, change, leave } = useField({ form, name });
  return (
    <SelectInput
      id={id}
      label={label}
      value={typeof value === 'string' ? value : ''}
      problem={problem}
      isLocked={isLocked}
      onChange={(next) => {
        change(next);
        leave();
      }}
      {...props}
    />
  );
}
