'use client';
import type { KindView } from '@keneyapp/bff/features/appointments/booking-view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DayInput, isDayOrNone } from '../../../components/form/day-input.tsx';
import { SelectInput } from '../../../components/form/select-field.tsx';
import { SubmitForm } from '../../../components/submit-form.tsx';
import { useFormats } from '../../../i18n/use-formats.ts';
import { dayWords } from '../day-words.ts';
import { mostVisits, type BookingPlace } from './booking-params.ts';
import styles from './booking.module.css';
import { HoursField } from './hours-field.tsx';
import { KindField } from './kind-field.tsx';

export const kindFieldId = 'booking-kind';

const spans = [7, 21, 42, 91, 182, 364] as const;
const gaps = [0, 15, 30, 60, 120, 240, 480] as const;
const weeks = [1, 2, 3, 4, 6, 8, 12, 26] as const;
/** Any Monday: only the words of its days are shown. */
const someMonday = 5;

interface Props {
  place: BookingPlace;
  kinds: readonly KindView[];
  today: string;
  onChange: (change: Partial<BookingPlace>) => void;
  /** Goes on to what was found. */
  onSubmit: () => void;
}

/** What is looked for: what, with whom, when. Each change looks at once; Enter goes on to the places. */
export function Criteria({ place, kinds, today, onChange, onSubmit }: Props) {
  const t = useTranslations('appointments.booking.wanted');
  const f = useFormats();
  const kind = kinds.find(({ id }) => id === place.kind);
  const isWho = ({ id }: { id: string }) => id === place.who;
  /** Of whom somebody was asked for before a kind, by a free place in the agenda. */
  const ofWho = kinds.filter(({ practitioners }) => practitioners.some(isWho));
  const isMoving = place.move !== null;
  const [day, setDay] = useState(place.from ?? '');
  // what was changed elsewhere, by "from that day on", takes the place of what was typed
  const [shown, setShown] = useState(place.from);
  if (place.from !== shown) {
    setShown(place.from);
    setDay(place.from ?? '');
  }
  const isAlone = place.then === null && place.times === 1;
  return (
    <SectionCard title={t('title')}>
      <SubmitForm onSubmit={onSubmit} className={styles.form}>
        <KindField
          id={kindFieldId}
          label={t('kind')}
          kinds={kind || ofWho.length === 0 ? kinds : ofWho}
          value={place.kind}
          onChange={(next) =>
            onChange({ kind: next, ...(ofWho.some(({ id }) => id === next) ? {} : { who: null }) })
          }
        />
        <SelectInput
          id="booking-who"
          label={t('who')}
          value={place.who ?? ''}
          onChange={(who) => onChange({ who: who || null })}
          options={[
            { value: '', word: t('anybody') },
            ...(kind?.practitioners ?? ofWho[0]?.practitioners.filter(isWho) ?? []).map(({ id, name }) => ({
              value: id,
              word: name,
            })),
          ]}
        />
        <DayInput
          id="booking-from"
          label={t('from')}
          value={day}
          earliest={today}
          hint={day === '' ? t('fromToday') : isDayOrNone(day) && day < today ? t('fromPast') : null}
          onChange={(next) => {
            setDay(next);
            if (!isDayOrNone(next)) return;
            setShown(next || null);
            onChange({ from: next || null });
          }}
        />
        <SelectInput
          id="booking-days"
          label={t('during')}
          value={String(place.days)}
          onChange={(days) => onChange({ days: Number(days) })}
          options={[...new Set([...spans, place.days])]
            .sort((a, b) => a - b)
            .map((days) => ({
              value: String(days),
              word: t(days % 7 === 0 ? 'span' : 'spanDays', { days, weeks: Math.round(days / 7) }),
            }))}
        />
        <fieldset className={styles.weekdays}>
          <legend>{t('weekdays')}</legend>
          {[1, 2, 3, 4, 5, 6, 7].map((n) => {
            const date = `2026-01-${String(someMonday + n - 1).padStart(2, '0')}`;
            const isOn = place.weekdays?.includes(n) ?? false;
            return (
              <ToggleButton
                key={n}
                value={n}
                size="small"
                selected={isOn}
                title={dayWords(f.locale, date, { weekday: 'long' })}
                onChange={() => {
                  const next = isOn
                    ? (place.weekdays ?? []).filter((one) => one !== n)
                    : [...(place.weekdays ?? []), n].sort();
                  onChange({ weekdays: next.length > 0 ? next : null });
                }}
              >
                {dayWords(f.locale, date, { weekday: 'short' }).replace('.', '')}
              </ToggleButton>
            );
          })}
        </fieldset>
        <HoursField place={place} onChange={onChange} />
        {!isMoving && (
          <details className={styles.more} open={isAlone ? undefined : true}>
            <summary>{t('more')}</summary>
            <div className={styles.form}>
              <KindField
                id="booking-then"
                label={t('then')}
                hint={t('thenHint')}
                kinds={kinds}
                value={place.then}
                onChange={(then) => onChange({ then })}
              />
              {place.then !== null && (
                <SelectInput
                  id="booking-gap"
                  label={t('gap')}
                  value={String(place.gap)}
                  onChange={(gap) => onChange({ gap: Number(gap) })}
                  options={[...new Set([...gaps, place.gap])]
                    .sort((a, b) => a - b)
                    .map((n) => ({ value: String(n), word: t('gapMinutes', { n }) }))}
                />
              )}
              <SelectInput
                id="booking-times"
                label={t('times')}
                value={String(place.times)}
                onChange={(times) => onChange({ times: Number(times) })}
                options={Array.from(
                  { length: place.then === null ? mostVisits : mostVisits / 2 },
                  (_, i) => ({ value: String(i + 1), word: t('timesOf', { n: i + 1 }) }),
                )}
              />
              {place.times > 1 && (
                <SelectInput
                  id="booking-every"
                  label={t('every')}
                  value={String(place.every)}
                  onChange={(every) => onChange({ every: Number(every) })}
                  options={[...new Set([...weeks, place.every])]
                    .sort((a, b) => a - b)
                    .map((n) => ({ value: String(n), word: t('everyWeeks', { n }) }))}
                />
              )}
            </div>
          </details>
        )}
        <div className={styles.submit}>
          <Button type="submit" variant="outlined" aria-keyshortcuts="Enter">
            {t('show')}
          </Button>
        </div>
      </SubmitForm>
    </SectionCard>
  );
}
