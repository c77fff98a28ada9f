'use client';
import type { OwnAbsence } from '@keneyapp/bff/features/tasks/view';
import { LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormState } from 'react-hook-form';
import { z } from 'zod';
import { CallFailed } from '../../components/call-failed.tsx';
import { DateField } from '../../components/form/date-field.tsx';
import { ErrorSummary } from '../../components/form/error-summary.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { readDay, today, whyNoDate, writeDate } from '../../components/form/paris-time.ts';
import { issuesOf, type Issue } from '../../components/form/server-issues.ts';
import { useChartForm } from '../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { nobody, personValueSchema, type PersonValue } from './people-value.ts';
import { PersonField } from './task-fields.tsx';
import styles from './tasks.module.css';

/** From when to when one is away, and who stands in. It has no draft: closing asks when something would be lost. */
export function AbsenceDialog({ onClose }: { onClose: () => void }) {
  const c = useTranslations('common.state');
  const { data, error, refetch } = useQuery(useTRPC().tasks.absence.queryOptions());
  if (data !== undefined) return <Fields own={data} onClose={onClose} />;
  return error ? (
    <CallFailed error={error} retry={() => void refetch()} />
  ) : (
    <LoadingRows rows={2} label={c('loading')} />
  );
}

interface Absence {
  /** Days are what was typed. */
  from: string;
  to: string;
  standIn: PersonValue;
}
const reasons = ['date', 'order', 'long', 'far', 'nobody', 'oneself'] as const;

/** What is wrong with what is typed, as reasons. */
const schema = z
  .object({ from: z.string(), to: z.string(), standIn: personValueSchema })
  .superRefine(({ from, to, standIn }, context) => {
    const issue = (path: keyof Absence, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const [first, last] = [readDay(from), readDay(to)];
    if (first === null) issue('from', whyNoDate(from));
    if (last === null) issue('to', whyNoDate(to));
    else if (first !== null && last < first) issue('to', 'order');
    if (standIn.key === '') issue('standIn', 'nobody');
  });

/** Where an issue of the BFF is shown, and why. */
function ofServer({ path, message }: Issue): { name: keyof Absence; reason: string } {
  if (path.includes('fromDay')) return { name: 'from', reason: message };
  return { name: path.includes('toDay') ? 'to' : 'standIn', reason: message };
}

function Fields({ own, onClose }: { own: OwnAbsence; onClose: () => void }) {
  const t = useTranslations('tasks.away');
  const c = useTranslations('common.form');
  const f = useFormats();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [initial] = useState<Absence>(() => ({
    from: writeDate(own?.fromDay ?? today()),
    to: own ? writeDate(own.toDay) : '',
    standIn: own ? { text: own.standInName, key: own.standIn, role: '' } : nobody,
  }));
  const form = useChartForm<Absence>({
    initial,
    schema,
    onlyOnSaving: 'all',
    ofServer,
    words: {
      label: (name) => t(name as keyof Absence),
      problem: (_, reason) =>
        reason === 'noSuchDate'
          ? c('noSuchDate')
          : t(`problem.${reasons.find((one) => one === reason) ?? 'refused'}`),
    },
  });
  const { isDirty } = useFormState({ control: form.control });
  const save = useMutation(
    trpc.tasks.setAbsence.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: trpc.tasks.pathKey() });
        announce(t('saved'));
        onClose();
      },
      onError: (error) => void form.refuse(error),
    }),
  );
  const submit = () =>
    form.submit(({ from, to, standIn }) => {
      const [fromDay, toDay] = [readDay(from), readDay(to)];
      if (fromDay !== null && toDay !== null)
        save.mutate({ absence: { fromDay, toDay, standIn: standIn.key } });
    });
  return (
    <FormDialog
      title={t('title')}
      onSubmit={submit}
      onClose={onClose}
      isUnsaved={isDirty}
      save={t('save')}
      isSaving={save.isPending}
      above={
        <>
          <p>
            {own
              ? t('now', {
                  from: f.date(own.fromDay) ?? '',
                  to: f.date(own.toDay) ?? '',
                  name: own.standInName,
                })
              : t('none')}
          </p>
          <p className="muted">{t('help')}</p>
          <ErrorSummary form={form} />
          {save.error && !issuesOf(save.error) && (
            <SaveFailed error={save.error} title={t('failed')} retry={submit} />
          )}
        </>
      }
      below={
        own && (
          <Button color="error" onClick={() => save.mutate({ absence: null })}>
            {t('end')}
          </Button>
        )
      }
    >
      <div className={styles.form}>
        <DateField form={form} name="from" />
        <DateField form={form} name="to" />
        <PersonField form={form} name="standIn" isPersonOnly />
      </div>
    </FormDialog>
  );
}
