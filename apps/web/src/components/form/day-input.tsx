'use client';
import { isIsoDay } from '@keneyapp/clinical';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { afterRelease } from './after-release.ts';
import { DateInput, type DateInputProps } from './date-input.tsx';
import { describedBy, FieldFrame } from './field-frame.tsx';
import { readDay, whyNoDate, writeDate } from './paris-time.ts';

interface Props extends Pick<DateInputProps, 'id' | 'earliest' | 'latest' | 'isRequired' | 'isInvalid'> {
  label: string;
  /** `2026-11-24`, '' for none, or a text that is no day. */
  value: string;
  /** A day as soon as it is whole, '' for none, else the text as it stands: who takes it asks `isIsoDay` of it. */
  onChange: (value: string) => void;
  hint?: string | null;
  /** What else is wrong; a text that is no day says so by itself. */
  problem?: string | null;
}

const dateWords = { date: 'noDate', noSuchDate: 'noSuchDate' } as const;

interface Typed {
  text: string;
  /** What was handed on, and what was there before it: as long as it is one of them, the text stands. */
  values: readonly string[];
}

/** A day outside a form of the kit: in a filter, in a dialog. */
export function DayInput({ id, label, value, onChange, hint, problem, isInvalid = false, ...input }: Props) {
  const t = useTranslations('common.form');
  const [typed, setTyped] = useState<Typed | null>(null);
  const [isBeingTyped, setBeingTyped] = useState(false);
  const mine = typed?.values.includes(value) ? typed : null;
  const text = mine?.text ?? (isIsoDay(value) ? writeDate(value) : value);
  const isUnread = text.trim() !== '' && readDay(text) === null && !isBeingTyped;
  const take = (next: string, isLeft: boolean) => {
    const day = readDay(next);
    // a year of two digits may be the beginning of one of four: it counts when the field is left
    const isWhole = day !== null && (isLeft || next.includes(day.slice(0, 4)));
    const taken = next.trim() === '' ? '' : isWhole ? day : next;
    setTyped({ text: next, values: [value, taken] });
    if (taken !== value) onChange(taken);
  };
  const shown = isUnread ? t(dateWords[whyNoDate(text)]) : (problem ?? null);
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={shown} isAnnounced>
      <DateInput
        id={id}
        text={text}
        onText={(next) => {
          setBeingTyped(true);
          take(next, false);
        }}
        onLeave={(last) => {
          take(last, true);
          afterRelease(() => setBeingTyped(false));
        }}
        isLeftByEnter
        describedBy={describedBy(id, shown)}
        isInvalid={isInvalid || shown !== null}
        {...input}
      />
    </FieldFrame>
  );
}

/** What a filter takes: a whole day, or none. */
export const isDayOrNone = (value: string): boolean => value === '' || isIsoDay(value);
