'use client';
import CalendarIcon from '@mui/icons-material/CalendarMonthOutlined';
import { useEarlyEntry } from '@keneyapp/ui/early-entry';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import { readDate, readDay, writeDate } from './paris-time.ts';

const CalendarPopover = dynamic(() => import('./calendar-popover.tsx').then((m) => m.CalendarPopover), {
  ssr: false,
});

export interface DateInputProps {
  id: string;
  /** As it is typed. */
  text: string;
  onText: (text: string) => void;
  /** With the text as it was written out. */
  onLeave?: (text: string) => void;
  /** Enter looks at what was typed as leaving does, where no next field takes the focus. */
  isLeftByEnter?: boolean;
  /** A month or a year alone is a date too. */
  mayBePartial?: boolean;
  /** Days that the calendar offers; `2026-11-24`. What may be typed is judged by the form. */
  earliest?: string | undefined;
  latest?: string | undefined;
  describedBy?: string | undefined;
  isInvalid?: boolean;
  isRequired?: boolean;
  isReadOnly?: boolean;
  className?: string | undefined;
}

/**
 * A date, typed or picked. A text field: a browser's own shows `mm/dd/yyyy` to whoever has an English one, and loses what it
 * cannot read. On leaving, what can be read is written out as `24/11/2026`; what cannot stays as it was typed.
 */
export function DateInput({
  id,
  text,
  onText,
  onLeave,
  isLeftByEnter = false,
  mayBePartial = false,
  earliest,
  latest,
  describedBy,
  isInvalid = false,
  isRequired = false,
  isReadOnly = false,
  className,
}: DateInputProps) {
  const t = useTranslations('common.form');
  const button = useRef<HTMLButtonElement>(null);
  const typed = useEarlyEntry<HTMLInputElement>(text, onText);
  const [isOpen, setOpen] = useState(false);
  const read = mayBePartial ? readDate : readDay;
  const leave = () => {
    const date = read(text);
    const written = date === null ? text : writeDate(date);
    if (written !== text) onText(written);
    onLeave?.(written);
  };
  return (
    <>
      <OutlinedInput
        id={id}
        inputRef={typed}
        value={text}
        className={className}
        error={isInvalid}
        required={isRequired}
        onChange={(e) => onText(e.target.value)}
        onBlur={leave}
        {...(isLeftByEnter ? { onKeyDown: (event) => event.key === 'Enter' && leave() } : {})}
        placeholder={t('datePlaceholder')}
        autoComplete="off"
        size="small"
        endAdornment={
          <InputAdornment position="end">
            <IconButton
              ref={button}
              edge="end"
              aria-label={t('pick')}
              title={t('pick')}
              aria-haspopup="dialog"
              aria-expanded={isOpen}
              aria-disabled={isReadOnly}
              onClick={() => !isReadOnly && setOpen(true)}
            >
              <CalendarIcon fontSize="small" aria-hidden />
            </IconButton>
          </InputAdornment>
        }
        slotProps={{
          input: {
            readOnly: isReadOnly,
            inputMode: 'text',
            spellCheck: false,
            enterKeyHint: 'next',
            'aria-describedby': describedBy,
            'aria-invalid': isInvalid,
          },
        }}
      />
      {isOpen && (
        <CalendarPopover
          anchor={() => button.current}
          day={readDay(text)}
          earliest={earliest}
          latest={latest}
          onPick={(day) => {
            onText(writeDate(day));
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
