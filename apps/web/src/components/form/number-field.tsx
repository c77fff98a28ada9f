'use client';
import { useEarlyEntry } from '@keneyapp/ui/early-entry';
import InputAdornment from '@mui/material/InputAdornment';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { FieldValues } from 'react-hook-form';
import { describedBy, FieldFrame } from './field-frame.tsx';
import styles from './form.module.css';
import { useField, type FieldProps } from './use-field.ts';

interface Props<T extends FieldValues> extends FieldProps<T> {
  /** As it is printed; stands in the field and is heard with it. */
  unit: string;
  /** Whole numbers have no comma on the keyboard of a phone. */
  hasDecimals: boolean;
  /** Stands behind the label: how the value is judged. */
  flag?: ReactNode;
  /** What was before, what is normal. */
  hints?: readonly (string | null)[];
}

/**
 * A number with its unit, typed with comma or point (`parseTypedNumber`). The field holds the text: what was typed is never
 * written anew, neither rounded nor given another sign.
 */
export function NumberField<T extends FieldValues>({
  form,
  name,
  unit,
  hasDecimals,
  flag,
  hints = [],
}: Props<T>) {
  const t = useTranslations('common.form');
  const { id, label, value, problem, isLocked, change, leave } = useField({ form, name });
  const shown = typeof value === 'string' ? value : '';
  const typed = useEarlyEntry<HTMLInputElement>(shown, change);
  return (
    <FieldFrame
      id={id}
      label={
        <>
          {label}
          {flag}
        </>
      }
      problem={problem}
      hint={
        <>
          {unit && <span className="visually-hidden">{t('unitHidden', { unit })}</span>}
          {hints.map((hint) => hint !== null && <span key={hint}>{hint}</span>)}
        </>
      }
    >
      <OutlinedInput
        id={id}
        inputRef={typed}
        value={shown}
        onChange={(e) => change(e.target.value)}
        onBlur={leave}
        autoComplete="off"
        size="small"
        className={styles.number}
        endAdornment={
          unit ? (
            <InputAdornment position="end">
              <span aria-hidden>{unit}</span>
            </InputAdornment>
          ) : undefined
        }
        slotProps={{
          input: {
            readOnly: isLocked,
            inputMode: hasDecimals ? 'decimal' : 'numeric',
            'aria-describedby': describedBy(id, problem),
            'aria-invalid': problem !== null,
            enterKeyHint: 'next',
          },
        }}
      />
    </FieldFrame>
  );
}
