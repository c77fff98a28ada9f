'use client';
import OutlinedInput from '@mui/material/OutlinedInput';
import type { FieldValues } from 'react-hook-form';
import { describedBy, FieldFrame } from './field-frame.tsx';
import { useField, type FieldProps } from './use-field.ts';

interface Props<T extends FieldValues> extends FieldProps<T> {
  longest: number;
  /** A text of several lines: Enter stays a new line. */
  rows?: number;
}

/** Free text. */
export function TextField<T extends FieldValues>({ form, name, longest, rows }: Props<T>) {
  const { id, label, value, problem, isLocked, change, leave } = useField({ form, name });
  return (
    <FieldFrame id={id} label={label} problem={problem} isWide>
      <OutlinedInput
        id={id}
        value={typeof value === 'string' ? value : ''}
        onChange={(e) => change(e.target.value)}
        onBlur={leave}
        size="small"
        {...(rows ? { multiline: true, minRows: rows } : {})}
        slotProps={{
          input: {
            readOnly: isLocked,
            maxLength: longest,
            'aria-describedby': describedBy(id, problem),
            'aria-invalid': problem !== null,
          },
        }}
      />
    </FieldFrame>
  );
}
