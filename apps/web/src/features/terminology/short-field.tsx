'use client';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import type { Reason } from './abbreviation-typed.ts';

interface Props {
  value: string;
  reason: Reason | undefined;
  onChange: (text: string) => void;
  onLeave: () => void;
}

/** The short form itself, as people type it. */
export function ShortField({ value, reason, onChange, onLeave }: Props) {
  const t = useTranslations('terminology.abbreviation');
  const id = useId();
  const problem = reason ? t(`problem.${reason}`) : null;
  return (
    <FieldFrame id={id} label={t('short')} hint={t('shortHint')} problem={problem}>
      <OutlinedInput
        id={id}
        name="short"
        size="small"
        // eslint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to type it
        autoFocus
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onLeave}
        slotProps={{
          input: {
            autoComplete: 'off',
            spellCheck: false,
            'aria-describedby': describedBy(id, problem),
            'aria-invalid': problem !== null,
          },
        }}
      />
    </FieldFrame>
  );
}
