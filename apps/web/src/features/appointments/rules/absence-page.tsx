'use client';
import type { AgendaLine } from '@keneyapp/bff/features/appointments/rules-view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { CallFailed } from '../../../components/call-failed.tsx';
import { DateField, TimeField } from '../../../components/form/date-field.tsx';
import { ErrorSummary } from '../../../components/form/error-summary.tsx';
import { SelectInput } from '../../../components/form/select-field.tsx';
import { useChartForm, useFormValues } from '../../../components/form/use-chart-form.ts';
import { PageHeader } from '../../../components/page-header.tsx';
import { SubmitForm } from '../../../components/submit-form.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { AbsentDay } from './absent-day.tsx';
import { AgendaLinks } from './agenda-links.tsx';
import { CheckField } from './checks-field.tsx';
import { absenceHref, type AbsencePlace } from './places.ts';
import { absenceSpan, emptyRule, ruleSchema, valuesOf, type RuleValues } from './rule-values.ts';
import styles from './rules.module.css';

/** Somebody will not be there: who and when, then what becomes of their appointments. */
export function AbsencePage({ place }: { place: AbsencePlace }) {
  const t = useTranslations('rules');
  const c = useTranslations('common.state');
  const { data, error, refetch } = useQuery(useTRPC().appointments.agendas.queryOptions());
  const own = (data?.agendas ?? []).filter(({ isOwn }) => isOwn);
  const { resource, start, end } = place;
  return (
    <>
      <PageHeader title={t('absenceTitle')}>
        <AgendaLinks here="absence" />
      </PageHeader>
      {!data ? (
        error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={6} label={c('loading')} />
        )
      ) : own.length === 0 ? (
        <EmptyState isPage title={t('none')} />
      ) : (
        <div className={styles.main}>
          <SectionCard title={t('absence.who')} isHeadingHidden>
            <Choose key={`${resource} ${start} ${end}`} agendas={own} place={place} />
          </SectionCard>
          {resource !== null && start !== null && end !== null && (
            <AbsentDay key={`${resource} ${start} ${end}`} away={{ resource, start, end }} />
          )}
        </div>
      )}
    </>
  );
}

const reasons = ['date', 'time', 'order', 'dayOrder'] as const;

function Choose({ agendas, place }: { agendas: readonly AgendaLine[]; place: AbsencePlace }) {
  const t = useTranslations('rules');
  const c = useTranslations('common.form');
  const router = useRouter();
  const queries = useQueryClient();
  const asked = useTRPC().appointments.absentDay.pathFilter();
  const [who, setWho] = useState(place.resource ?? agendas[0]?.reference ?? '');
  const [initial] = useState<RuleValues>(() =>
    place.start !== null && place.end !== null
      ? valuesOf({ type: 'absence', id: 'x', resource: who, start: place.start, end: place.end })
      : emptyRule('absence'),
  );
  const form = useChartForm<RuleValues>({
    initial,
    schema: ruleSchema,
    onlyOnSaving: 'all',
    words: {
      label: (name) =>
        t(`field.${name === 'from' ? 'firstDay' : name === 'until' ? 'lastDay' : (name as 'starts')}`),
      problem: (_, reason) =>
        reason === 'noSuchDate'
          ? c('noSuchDate')
          : t(`problem.${reasons.find((one) => one === reason) ?? 'refused'}`),
    },
  });
  const { isWhole } = useFormValues(form);
  return (
    <SubmitForm
      className={styles.choose}
      onSubmit={() =>
        form.submit((values) => {
          const [start, end] = absenceSpan(values);
          // proposals stand while they are being decided; who asks once more, for the same time too, is answered anew
          queries.removeQueries({ ...asked, type: 'inactive' });
          void queries.invalidateQueries(asked);
          router.push(absenceHref({ resource: who, start, end }));
        })
      }
    >
      <p className={`muted ${styles.wide}`}>{t('absence.lead')}</p>
      <ErrorSummary form={form} />
      <div className={styles.fields}>
        <SelectInput
          id="absent-agenda"
          label={t('absence.who')}
          value={who}
          onChange={setWho}
          options={agendas.map(({ reference, name }) => ({ value: reference, word: name }))}
        />
        <CheckField form={form} name="isWhole" />
        <DateField form={form} name="from" />
        <DateField form={form} name="until" />
        {!isWhole && (
          <>
            <TimeField form={form} name="starts" />
            <TimeField form={form} name="ends" />
          </>
        )}
      </div>
      <div>
        <Button type="submit" variant="contained">
          {t('absence.show')}
        </Button>
      </div>
    </SubmitForm>
  );
}
