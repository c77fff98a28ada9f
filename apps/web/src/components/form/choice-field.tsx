'use client';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import type { KeyboardEvent } from 'react';
import type { FieldValues } from 'react-hook-form';
import { FieldFrame } from './field-frame.tsx';
import styles from './form.module.css';
import { useField, type FieldProps } from './use-field.ts';

interface ChoiceProps<V extends string | number> {
  id: string;
  label: string;
  value: V | '';
  options: readonly { value: V; word: string; isLocked?: boolean }[];
  onChange: (value: V | '') => void;
  /** Backspace and Delete take the choice back. */
  mayBeEmpty?: boolean;
  hint?: string | null;
  problem?: string | null;
  /** What was sent stays until it is known what became of it. */
  isLocked?: boolean;
  /** What is wrong is said aloud here: no summary says it. */
  isAnnounced?: boolean;
}

/** A few words of which one is chosen: arrows move, Enter goes on to the next field. */
export function Choice<V extends string | number>({
  id,
  label,
  value,
  options,
  onChange,
  mayBeEmpty = false,
  hint,
  problem,
  isLocked = false,
  isAnnounced = false,
}: ChoiceProps<V>) {
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem} isAnnounced={isAnnounced} isWide isGroup>
      <div className={styles.choices}>
        {options.map((option, i) => (
          <FormControlLabel
            key={option.value}
            label={option.word}
            disabled={isLocked || (option.isLocked ?? false)}
            control={
              <Radio
                name={id}
                value={option.value}
                checked={value === option.value}
                onChange={() => onChange(option.value)}
                slotProps={{
                  input: {
                    id: i === 0 ? id : undefined,
                    onKeyDown: (e: KeyboardEvent) => {
                      if (mayBeEmpty && (e.key === 'Backspace' || e.key === 'Delete')) onChange('');
                    },
                  },
                }}
              />
            }
          />
        ))}
      </div>
    </FieldFrame>
  );
}

type Props<T extends FieldValues, V extends string | number> = FieldProps<T> &
  Pick<ChoiceProps<V>, 'options' | 'mayBeEmpty' | 'hint' | 'isAnnounced'> & {
    /** What counts as long as nothing is chosen. */
    otherwise?: V | '';
  };

/** The same as a field of a form. */
export function ChoiceField<T extends FieldValues, V extends string | number>({
  form,
  name,
  otherwise = '',
  ...props
}: Props<T, V>) {
  const { id, label, value, problem, isLocked, change } = useField({ form, name });
  return (
    <Choice
      id={id}
      label={label}
      value={(value as V | '') || otherwise}
      problem={problem}
      onChange={change}
      isLocked={isLocked}
      {...props}
    />
  );
}
