'use client';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import type { FieldValues } from 'react-hook-form';
import { FieldFrame } from '../../../components/form/field-frame.tsx';
import { useField, type FieldProps } from '../../../components/form/use-field.ts';
import styles from './rules.module.css';

/** Some of a few words; its value is the list of them. */
export function ChecksField<T extends FieldValues>({
  form,
  name,
  options,
  hint,
}: FieldProps<T> & { options: readonly { value: string; word: string }[]; hint?: string }) {
  const { id, label, value, problem, isLocked, change } = useField({ form, name });
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  return (
    <FieldFrame id={id} label={label} problem={problem} hint={hint} isWide isGroup>
      <div className={styles.checks}>
        {options.map((option, i) => (
          <FormControlLabel
            key={option.value}
            label={option.word}
            disabled={isLocked}
            control={
              <Checkbox
                id={i === 0 ? id : `${id}-${option.value}`}
                checked={chosen.includes(option.value)}
                onChange={(e) =>
                  change(
                    e.target.checked
                      ? [...chosen, option.value]
                      : chosen.filter((one) => one !== option.value),
                  )
                }
              />
            }
          />
        ))}
      </div>
    </FieldFrame>
  );
}

/** Yes or no. */
export function CheckField<T extends FieldValues>({ form, name }: FieldProps<T>) {
  const { id, label, value, isLocked, change } = useField({ form, name });
  return (
    <FormControlLabel
      className={styles.wide}
      label={label}
      disabled={isLocked}
      control={<Checkbox id={id} checked={value === true} onChange={(e) => change(e.target.checked)} />}
    />
  );
}
