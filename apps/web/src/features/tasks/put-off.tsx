'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { DateTimeField } from '../../components/form/date-field.tsx';
import { civilTimeOf, fromParis, readDay, toParis, whyNoDate } from '../../components/form/paris-time.ts';
import { useChartForm } from '../../components/form/use-chart-form.ts';
import { SubmitForm } from '../../components/submit-form.tsx';
import styles from './tasks.module.css';

const hour = 3_600_000;
const day = 24 * hour;
/** As the server takes it. */
const longestDays = 90;

/** Until when: one of the usual moments, or one of one's own. */
export function PutOff({ onChoose }: { onChoose: (until: string) => void }) {
  const t = useTranslations('tasks.putOff');
  const [choices] = useState(() => choicesAt(new Date()));
  return (
    <>
      <div className={styles.actions} role="group" aria-label={t('label')}>
        {choices.map(({ name, until }) => (
          <Button key={name} variant="outlined" size="small" onClick={() => onChoose(until)}>
            {t(name)}
          </Button>
        ))}
      </div>
      <OwnMoment onChoose={onChoose} />
    </>
  );
}

const momentOf = (typed: { date: string; time: string }): string | null => {
  const local = civilTimeOf(typed);
  return local === null ? null : fromParis(local);
};

/** What is wrong with what is typed, as reasons. */
const momentSchema = z.object({ date: z.string(), time: z.string() }).superRefine((typed, context) => {
  const issue = (path: 'date' | 'time', message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (readDay(typed.date) === null) return issue('date', whyNoDate(typed.date));
  const at = Date.parse(momentOf(typed) ?? '');
  if (Number.isNaN(at)) issue('time', 'time');
  else if (at <= Date.now()) issue('date', 'past');
  else if (at > Date.now() + longestDays * day) issue('date', 'far');
});

function OwnMoment({ onChoose }: { onChoose: (until: string) => void }) {
  const t = useTranslations('tasks.putOff');
  const c = useTranslations('common.form');
  const form = useChartForm({
    initial: { date: '', time: '' },
    schema: momentSchema,
    onlyOnSaving: 'all',
    words: {
      label: (name) => t(name),
      problem: (_, reason) =>
        reason === 'noSuchDate'
          ? c('noSuchDate')
          : t(`problem.${reasons.find((one) => one === reason) ?? 'date'}`, { days: longestDays }),
    },
  });
  const [{ earliest, latest }] = useState(() => daysFrom(Date.now()));
  return (
    <SubmitForm
      className={styles.form}
      onSubmit={() =>
        form.submit((typed) => {
          const until = momentOf(typed);
          if (until !== null) onChoose(until);
        })
      }
    >
      <DateTimeField form={form} date="date" time="time" earliest={earliest} latest={latest} />
      <div>
        <Button type="submit" variant="contained">
          {t('save')}
        </Button>
      </div>
    </SubmitForm>
  );
}
const reasons = ['date', 'time', 'past', 'far'] as const;

const dayAt = (time: number): string => toParis(new Date(time)).slice(0, 10);
const daysFrom = (now: number) => ({ earliest: dayAt(now), latest: dayAt(now + longestDays * day) });

/** Moments ahead on the clock of the hospital; this evening only while it is to come. */
function choicesAt(now: Date) {
  const at = (time: string, days: number) => fromParis(`${dayAt(now.getTime() + days * day)}T${time}`);
  const all = [
    { name: 'hour' as const, until: new Date(now.getTime() + hour).toISOString() },
    { name: 'evening' as const, until: at('18:00', 0) },
    { name: 'morning' as const, until: at('08:00', 1) },
    { name: 'week' as const, until: new Date(now.getTime() + 7 * day).toISOString() },
  ];
  return all.flatMap(({ name, until }) =>
    until !== null && Date.parse(until) > now.getTime() ? [{ name, until }] : [],
  );
}
