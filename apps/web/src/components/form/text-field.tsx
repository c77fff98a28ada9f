'use client';
import { useEarlyEntry } from '@keneyapp/ui/early-entry';
import OutlinedInput from '@mui/material/OutlinedInput';
import type { InputHTMLAttributes, ReactNode } from 'react';
import type { FieldValues } from 'react-hook-form';
import { describedBy, FieldFrame } from './field-frame.tsx';
import { useField, type FieldProps } from './use-field.ts';

interface Props<T extends FieldValues> extends FieldProps<T> {
  longest: number;
  /** A text of several lines: Enter stays a new line. */
  rows?: number;
  hint?: ReactNode;
  /** What is wrong is said aloud here: no summary says it. */
  isAnnounced?: boolean;
  isRequired?: boolean;
  /** Takes the whole width of its group. */
  isWide?: boolean;
  /** Told what is typed; true: it was taken elsewhere, and the field holds what was put there. */
  onText?: (text: string) => boolean;
  /** What the browser needs to know of it: the keyboard of a phone, spelling. */
  attributes?: Pick<
    InputHTMLAttributes<HTMLInputElement>,
    'type' | 'inputMode' | 'autoComplete' | 'autoCapitalize' | 'spellCheck' | 'list'
  >;
}

/** Free text. */
export function TextField<T extends FieldValues>({
  form,
  name,
  longest,
  rows,
  hint,
  isAnnounced = false,
  isRequired = false,
  isWide = true,
  attributes,
  onText,
}: Props<T>) {
  const { id, label, value, problem, isLocked, change, leave } = useField({ form, name });
  const shown = typeof value === 'string' ? value : '';
  const type = (text: string) => {
    if (!onText?.(text)) change(text);
  };
  const typed = useEarlyEntry<HTMLInputElement | HTMLTextAreaElement>(shown, type);
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem} isAnnounced={isAnnounced} isWide={isWide}>
      <OutlinedInput
        id={id}
        inputRef={typed}
        value={shown}
        onChange={(e) => type(e.target.value)}
        onBlur={leave}
        size="small"
        required={isRequired}
        {...(rows ? { multiline: true, minRows: rows } : {})}
        slotProps={{
          input: {
            ...attributes,
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
