'use client';
import type { PatientHit, RecentPatient } from '@keneyapp/bff/features/patients/view';
import { parseTypedTime } from '@keneyapp/clinical';
import { LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormState } from 'react-hook-form';
import { z } from 'zod';
import { CallFailed } from '../../../components/call-failed.tsx';
import { ChoiceField } from '../../../components/form/choice-field.tsx';
import { DateField, TimeField } from '../../../components/form/date-field.tsx';
import { ErrorSummary } from '../../../components/form/error-summary.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { readDay, today, whyNoDate, writeDate } from '../../../components/form/paris-time.ts';
import { SelectField } from '../../../components/form/select-field.tsx';
import { issuesOf } from '../../../components/form/server-issues.ts';
import { useChartForm, useFormValues } from '../../../components/form/use-chart-form.ts';
import { PatientLine } from '../../../components/patient-line.tsx';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { useFormats } from '../../../i18n/use-formats.ts';
import { announce } from '../../../shell/announcer.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { addDays } from '../agenda-search-params.ts';
import { ChecksField } from './checks-field.tsx';
import { PatientFinder } from './patient-finder.tsx';
import styles from './rules.module.css';

interface Values {
  patient: string;
  kind: string;
  practitionerId: string;
  urgency: 'routine' | 'soon' | 'urgent';
  from: string;
  until: string;
  weekdays: string[];
  starts: string;
  ends: string;
}
const urgencies = ['routine', 'soon', 'urgent'] as const;
const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;
const maxDays = 400;

const daysBetween = (from: string, until: string): number =>
  Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000) + 1;

/** What is wrong with what is typed, as reasons. */
const schema = z.custom<Values>().superRefine((values, context) => {
  const issue = (path: keyof Values, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  const [from, until] = [readDay(values.from), readDay(values.until)];
  if (values.patient === '') issue('patient', 'patient');
  if (values.kind === '') issue('kind', 'kind');
  if (from === null) issue('from', whyNoDate(values.from));
  if (until === null) issue('until', whyNoDate(values.until));
  if (from !== null && until !== null && until < from) issue('until', 'order');
  else if (from !== null && until !== null && daysBetween(from, until) > maxDays) issue('until', 'far');
  for (const name of ['starts', 'ends'] as const)
    if (values[name].trim() !== '' && parseTypedTime(values[name]) === null) issue(name, 'time');
  const [starts, ends] = [parseTypedTime(values.starts), parseTypedTime(values.ends)];
  if (starts !== null && ends !== null && starts >= ends) issue('ends', 'order');
});

const reasons = [
  ...['kind', 'waits-already', 'patient', 'date', 'order', 'time', 'in-the-past', 'far'],
  'not-of-this-kind',
] as const as readonly (
  | 'kind'
  | 'waits-already'
  | 'patient'
  | 'date'
  | 'order'
  | 'time'
  | 'in-the-past'
  | 'far'
  | 'not-of-this-kind'
)[];

/** Puts a patient on the waiting list, for a kind of visit and a time. */
export function AddWaiting({ onClose, onSaved }: { onClose: () => void; onSaved: () => void }) {
  const c = useTranslations('common.state');
  const { data, error, refetch } = useQuery(useTRPC().appointments.kinds.queryOptions());
  if (data) return <Fields kinds={data} onClose={onClose} onSaved={onSaved} />;
  return error ? (
    <CallFailed error={error} retry={() => void refetch()} />
  ) : (
    <LoadingRows rows={2} label={c('loading')} />
  );
}

interface Kind {
  id: string;
  name: string;
  service: { name: string } | null;
  practitioners: { id: string; name: string }[];
}

function Fields({
  kinds,
  onClose,
  onSaved,
}: {
  kinds: readonly Kind[];
  onClose: () => void;
  onSaved: () => void;
}) {
  const t = useTranslations('rules.waiting.dialog');
  const w = useTranslations('rules');
  const c = useTranslations('common.form');
  const f = useFormats();
  const [id] = useState(() => crypto.randomUUID());
  const [person, setPerson] = useState<PatientHit | RecentPatient | null>(null);
  const [initial] = useState<Values>(() => ({
    ...{ patient: '', kind: '', practitionerId: '', urgency: 'routine', weekdays: [], starts: '', ends: '' },
    ...{ from: writeDate(today()), until: writeDate(addDays(today(), 30)) },
  }));
  const form = useChartForm<Values>({
    initial,
    schema,
    onlyOnSaving: 'all',
    ofServer: ({ path, message }) => ({
      name: (['kind', 'practitionerId', 'from', 'ends'] as const).find((one) => path.includes(one)) ?? 'kind',
      reason: message === 'before-start' ? 'order' : message,
    }),
    words: {
      label: (name) => t(name as keyof Values),
      problem: (_, reason) =>
        reason === 'noSuchDate'
          ? c('noSuchDate')
          : t(`problem.${reasons.find((one) => one === reason) ?? 'refused'}`),
    },
  });
  const { kind } = useFormValues(form);
  const { isDirty } = useFormState({ control: form.control });
  const save = useMutation(
    useTRPC().appointments.addToWaiting.mutationOptions({
      onSuccess: () => {
        announce(t('saved', { name: person ? f.fullName(person) : '' }));
        onSaved();
      },
      onError: (error) => void form.refuse(error),
    }),
  );
  const submit = () =>
    form.submit((values) => {
      const [from, until] = [readDay(values.from), readDay(values.until)];
      if (from === null || until === null) return;
      save.mutate({
        ...{ id, from, patientId: values.patient, kind: values.kind, urgency: values.urgency },
        days: daysBetween(from, until),
        practitionerId: values.practitionerId === '' ? null : values.practitionerId,
        weekdays: values.weekdays.length === 0 ? null : values.weekdays.map(Number).sort(),
        starts: parseTypedTime(values.starts) ?? '00:00',
        ends: parseTypedTime(values.ends) ?? '24:00',
      });
    });
  const givers = kinds.find((one) => one.id === kind)?.practitioners ?? [];
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
          <ErrorSummary form={form} />
          {save.error && !issuesOf(save.error) && (
            <SaveFailed error={save.error} title={t('failed')} retry={submit} />
          )}
        </>
      }
    >
      <div className={styles.fields}>
        {person ? (
          <div className={styles.wide}>
            <PatientLine patient={{ ...person, location: null }} />
            <Button
              size="small"
              onClick={() => {
                setPerson(null);
                form.fill({ ...form.values(), patient: '' });
              }}
            >
              {t('other')}
            </Button>
          </div>
        ) : (
          <PatientFinder
            form={form}
            name="patient"
            onChoose={(found) => {
              setPerson(found);
              form.fill({ ...form.values(), patient: found.id });
            }}
          />
        )}
        <SelectField
          form={form}
          name="kind"
          options={[
            { value: '', word: '' },
            ...kinds.map((one) => ({ value: one.id, word: f.labelled(one.service?.name, one.name) })),
          ]}
        />
        <SelectField
          form={form}
          name="practitionerId"
          options={[
            { value: '', word: t('anybody') },
            ...givers.map((one) => ({ value: one.id, word: one.name })),
          ]}
        />
        <ChoiceField
          form={form}
          name="urgency"
          options={urgencies.map((value) => ({ value, word: w(`waiting.urgency.${value}`) }))}
        />
        <DateField form={form} name="from" />
        <DateField form={form} name="until" />
        <ChecksField
          form={form}
          name="weekdays"
          hint={t('weekdaysHint')}
          options={weekdays.map((value) => ({ value, word: w(`day.${value}`) }))}
        />
        <TimeField form={form} name="starts" />
        <TimeField form={form} name="ends" />
        <p className={`muted ${styles.wide}`}>{t('timesHint')}</p>
      </div>
    </FormDialog>
  );
}
