'use client';
import type { UnusualAccess, UnusualVolume } from '@keneyapp/bff/features/audit/view';
import { isIsoDay } from '@keneyapp/clinical';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import FormHelperText from '@mui/material/FormHelperText';
import ToggleButton from '@mui/material/ToggleButton';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { useId } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { DayInput } from '../../components/form/day-input.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { goTo, useOptimisticParams } from '../../components/same-page-link.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import styles from './audit.module.css';
import form from './filters.module.css';
import { Dealt } from './dealt-with.tsx';
import { Flags } from './flags.tsx';
import { UnusualConsents } from './unusual-consents.tsx';
import { PatientCell, PersonCell, UnusualTable } from './unusual-table.tsx';
import { auditHref, periodOf, type PeriodName } from './search-params.ts';
import { periodIn, shownOnes, unusualDays, unusualHref, unusualParams } from './unusual-search-params.ts';
import { useAuditWords } from './words.ts';

const periods: readonly PeriodName[] = ['today', 'week', 'month', 'lastMonth'];

/** Accesses that are worth a question, each with its reason. */
export function UnusualPage({ today }: { today: string }) {
  const t = useTranslations('audit');
  const c = useTranslations('common');
  const { from, to, isTooLong, show } = periodIn(useQueryStates(unusualParams)[0], today);
  const id = useId();
  const { data, error, refetch, isFetching } = useQuery({
    ...useTRPC().audit.unusual.queryOptions({ from, to }),
    enabled: !isTooLong,
    placeholderData: keepPreviousData,
  });
  const [asked, set] = useOptimisticParams({ from, to, show }, (next) => goTo(unusualHref(next), true));
  const listed = <T extends { dealtWith: unknown }>(rows: readonly T[]) =>
    rows.filter((row) => show === 'all' || (row.dealtWith === null) === (show === 'open'));
  const [accesses, consents, volumes] = [
    listed(data?.accesses ?? []),
    listed(data?.consents ?? []),
    listed(data?.volumes ?? []),
  ];
  return (
    <div className={styles.page}>
      <PageHeader
        title={t('unusual.title')}
        note={data && !isTooLong && <span role="status">{t('unusual.looked', data.looked)}</span>}
      />
      <p className={styles.lead}>{t('unusual.lead')}</p>
      <search className={`${form.filters} no-print`} aria-label={t('filters.periods')}>
        <div className={form.chips}>
          <div className={form.dateField}>
            <DayInput
              id={`${id}-from`}
              label={t('filters.from')}
              value={asked.from}
              latest={asked.to}
              onChange={(from) => isIsoDay(from) && set({ from })}
            />
          </div>
          <div className={form.dateField}>
            <DayInput
              id={`${id}-to`}
              label={t('filters.to')}
              value={asked.to}
              earliest={asked.from}
              latest={today}
              onChange={(to) => isIsoDay(to) && set({ to })}
            />
          </div>
          <div role="group" aria-label={t('filters.periods')} className={form.group}>
            {periods.map((name) => {
              const period = periodOf(name, today);
              return (
                <ToggleButton
                  key={name}
                  value={name}
                  selected={asked.from === period.from && asked.to === period.to}
                  onClick={() => set(period)}
                >
                  {t(`filters.period.${name}`)}
                </ToggleButton>
              );
            })}
          </div>
        </div>
        <div role="group" aria-label={t('dealt.filter')} className={form.group}>
          {shownOnes.map((one) => (
            <ToggleButton
              key={one}
              value={one}
              selected={asked.show === one}
              onClick={() => set({ show: one })}
            >
              {t(`dealt.show.${one}`)}
            </ToggleButton>
          ))}
        </div>
        {isTooLong && (
          <FormHelperText error role="alert">
            {t('unusual.tooLong', { days: unusualDays })}
          </FormHelperText>
        )}
      </search>
      {!data || isTooLong ? (
        error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          !isTooLong && <LoadingRows rows={8} widths={[20, 20, 20, 14]} label={c('state.loading')} />
        )
      ) : (
        <div aria-busy={isFetching} className={styles.stack}>
          <SectionCard title={t('unusual.accesses')} count={accesses.length}>
            {accesses.length === 0 ? (
              <EmptyState title={t(data.accesses.length === 0 ? 'unusual.emptyAccesses' : 'dealt.none')} />
            ) : (
              <Accesses rows={accesses} from={from} to={to} />
            )}
          </SectionCard>
          <SectionCard title={t('unusual.consents')} count={consents.length}>
            <p className={styles.cardLead}>{t('unusual.consentsLead')}</p>
            {consents.length === 0 ? (
              <EmptyState title={t(data.consents.length === 0 ? 'unusual.emptyConsents' : 'dealt.none')} />
            ) : (
              <UnusualConsents rows={consents} />
            )}
          </SectionCard>
          <SectionCard title={t('unusual.volumes')} count={volumes.length}>
            {volumes.length === 0 ? (
              <EmptyState title={t(data.volumes.length === 0 ? 'unusual.emptyVolumes' : 'dealt.none')} />
            ) : (
              <Volumes rows={volumes} />
            )}
          </SectionCard>
          {data.isTruncated && <p className="muted">{t('unusual.truncated')}</p>}
        </div>
      )}
    </div>
  );
}

function Accesses({ rows, from, to }: { rows: readonly UnusualAccess[]; from: string; to: string }) {
  const t = useTranslations('audit');
  const words = useAuditWords();
  const f = useFormats();
  return (
    <UnusualTable
      label={t('unusual.accesses')}
      columns={['person', 'patient', 'reasons', 'accesses', 'dealt']}
    >
      {rows.map((row) => (
        <tr key={`${row.userId} ${row.patientId}`}>
          <PersonCell name={row.userName} role={row.role} />
          <PatientCell id={row.patientId} patient={row.patient} />
          <td data-column="reasons">
            <Flags flags={row.reasons} />
            {row.emergency && <StateChip tone="bad">{words.kind('emergency')}</StateChip>}
            {row.basis.length > 0 && (
              <span className={styles.note}>{row.basis.map((b) => words.basis(b)).join(', ')}</span>
            )}
          </td>
          <td data-column="accesses">
            {t('unusual.times', { n: row.count })},{' '}
            {t('unusual.last', { date: f.dateTime(row.lastAt) ?? '' })}
            <span className={styles.note}>
              <Link
                href={auditHref({ patient: row.patientId, person: row.userId, from, to })}
                prefetch={false}
                aria-label={`${t('unusual.see')}: ${row.userName}, ${row.patient?.name ?? row.patientId}`}
              >
                {t('unusual.see')}
              </Link>
            </span>
          </td>
          <td data-column="dealt">
            <Dealt
              one={{ what: 'access', userId: row.userId, patientId: row.patientId, lastAt: row.lastAt }}
              about={`${row.userName}, ${row.patient?.name ?? row.patientId}`}
              dealtWith={row.dealtWith}
            />
          </td>
        </tr>
      ))}
    </UnusualTable>
  );
}

function Volumes({ rows }: { rows: readonly UnusualVolume[] }) {
  const t = useTranslations('audit');
  const f = useFormats();
  return (
    <UnusualTable label={t('unusual.volumes')} columns={['person', 'day', 'volume', 'dealt']}>
      {rows.map((row) => (
        <tr key={`${row.userId} ${row.day} ${row.of}`}>
          <PersonCell name={row.userName} role={row.role} />
          <td data-column="day">{f.date(row.day)}</td>
          <td data-column="volume">
            <b>{t(`volume.${row.of}`, { n: row.n })}</b>{' '}
            <span className="muted">
              ({row.usual === null ? t('unusual.noUsual') : t('unusual.usual', { n: f.number(row.usual) })})
            </span>{' '}
            <Flags flags={['volume']} />
            {row.wasStopped && <StateChip tone="attention">{t('unusual.stopped')}</StateChip>}
            <span className={styles.note}>
              <Link
                href={auditHref({ person: row.userId, from: row.day, to: row.day })}
                prefetch={false}
                aria-label={`${t('unusual.see')}: ${row.userName}, ${f.date(row.day)}, ${t(`volume.${row.of}`, { n: row.n })}`}
              >
                {t('unusual.see')}
              </Link>
            </span>
          </td>
          <td data-column="dealt">
            <Dealt
              one={{ what: 'volume', userId: row.userId, day: row.day, of: row.of, n: row.n }}
              about={`${row.userName}, ${f.date(row.day)}, ${t(`volume.${row.of}`, { n: row.n })}`}
              dealtWith={row.dealtWith}
            />
          </td>
        </tr>
      ))}
    </UnusualTable>
  );
}
