'use client';
import { parseTypedTime } from '@keneyapp/clinical';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import type { FieldPath, FieldValues } from 'react-hook-form';
import { DateInput, type DateInputProps } from './date-input.tsx';
import { describedBy, FieldFrame } from './field-frame.tsx';
import type { ChartForm } from './use-chart-form.ts';
import { useField, type FieldProps } from './use-field.ts';

type Days = Pick<DateInputProps, 'earliest' | 'latest' | 'mayBePartial' | 'isRequired'>;

/** A day of a form; its value is the text that was typed (`readDay` reads it). */
export function DateField<T extends FieldValues>({
  form,
  name,
  hint,
  ...days
}: FieldProps<T> & Days & { hint?: string | null }) {
  const { id, label, value, problem, isLocked, change, leave } = useField({ form, name });
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem}>
      <DateInput
        id={id}
        text={typeof value === 'string' ? value : ''}
        onText={change}
        onLeave={leave}
        describedBy={describedBy(id, problem)}
        isInvalid={problem !== null}
        isReadOnly={isLocked}
        {...days}
      />
    </FieldFrame>
  );
}

/** A time of the day: `8h30`, `0830`, `8:30`; written out as `08:30` on leaving. */
export function TimeField<T extends FieldValues>({ form, name }: FieldProps<T>) {
  const t = useTranslations('common.form');
  const { id, label, value, problem, isLocked, change, leave } = useField({ form, name });
  const text = typeof value === 'string' ? value : '';
  return (
    <FieldFrame id={id} label={label} problem={problem}>
      <OutlinedInput
        id={id}
        value={text}
        onChange={(e) => change(e.target.value)}
        onBlur={() => {
          const time = parseTypedTime(text);
          if (time !== null && time !== text) change(time);
          leave();
        }}
        placeholder={t('timePlaceholder')}
        autoComplete="off"
        size="small"
        slotProps={{
          input: {
            readOnly: isLocked,
            inputMode: 'text',
            enterKeyHint: 'next',
            'aria-describedby': describedBy(id, problem),
            'aria-invalid': problem !== null,
          },
        }}
      />
    </FieldFrame>
  );
}

/** A moment of the hospital's clock: its day, and beside it its time. */
export function DateTimeField<T extends FieldValues>({
  form,
  date,
  time,
  ...days
}: { form: ChartForm<T>; date: FieldPath<T>; time: FieldPath<T> } & Days) {
  return (
    <>
      <DateField form={form} name={date} {...days} />
      <TimeField form={form} name={time} />
    </>
  );
}
