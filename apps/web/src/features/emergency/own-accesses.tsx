'use client';
import type { OwnEmergency } from '@keneyapp/bff/features/emergency/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import list from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import styles from './emergency.module.css';
import { ReadIt } from './read-it.tsx';

const ExplainDialog = dynamic(() => import('./explain-dialog.tsx').then((m) => m.ExplainDialog), {
  ssr: false,
});

/** A person's own emergency accesses and what the review of each concluded. */
export function OwnAccesses() {
  const t = useTranslations('emergency');
  const f = useFormats();
  const [asked, setAsked] = useState<OwnEmergency | null>(null);
  const query = useQuery(useTRPC().emergency.mine.queryOptions());
  const columns = useMemo<TableColumn<OwnEmergency>[]>(() => {
    const patient = (a: OwnEmergency) => a.patient?.name || t('mine.unknownPatient');
    const minutes = (a: OwnEmergency) =>
      Math.max(1, Math.round((Date.parse(a.endedAt) - Date.parse(a.startedAt)) / 60_000));
    const outcome = (a: OwnEmergency) =>
      a.review
        ? t(a.review.outcome === 'justified' ? 'mine.justified' : 'mine.notJustified')
        : t(a.isActive ? 'mine.active' : 'mine.waiting');
    const [tone, sign] = [
      (a: OwnEmergency) => (a.review ? (a.review.outcome === 'justified' ? 'good' : 'bad') : 'attention'),
      { good: '✓', bad: '✗', attention: '…' } as const,
    ];
    return [
      {
        id: 'patient',
        header: t('mine.column.patient'),
        isHeader: true,
        text: patient,
        sort: 'text',
        cell: (a) => (
          <>
            {a.isActive ? (
              <Link href={`/patients/${a.patientId}`} prefetch={false}>
                {patient(a)}
              </Link>
            ) : (
              patient(a)
            )}
            {a.patient?.birthDate && <span className={list.note}>{f.date(a.patient.birthDate)}</span>}
          </>
        ),
      },
      {
        id: 'when',
        header: t('mine.column.when'),
        kind: 'time',
        width: 152,
        text: (a) => f.dateTime(a.startedAt),
        sort: (a) => a.startedAt,
        cell: (a) => f.dateTime(a.startedAt),
      },
      {
        id: 'length',
        header: t('mine.column.length'),
        width: 92,
        align: 'right',
        folds: 1,
        text: (a) => f.minutes(minutes(a)),
        sort: minutes,
        cell: (a) => f.minutes(minutes(a)),
      },
      {
        id: 'kind',
        header: t('mine.column.kind'),
        width: 220,
        folds: 1,
        text: (a) => t(`kind.${a.kind}`),
        sort: 'text',
      },
      {
        id: 'reason',
        header: t('mine.column.reason'),
        width: 280,
        folds: 2,
        text: (a) => a.reason,
        cell: (a) =>
          a.text === 'awaited' || a.text === 'missing' ? (
            <Button
              size="small"
              variant="outlined"
              aria-label={t('mine.giveOf', { name: patient(a) })}
              onClick={() => setAsked(a)}
            >
              {t('awaited.give')}
            </Button>
          ) : (
            <>
              {a.reason}
              {a.text === 'late' && <span className={list.note}>{t('mine.late')}</span>}
            </>
          ),
      },
      {
        id: 'outcome',
        header: t('mine.column.outcome'),
        width: 250,
        text: (a) => f.labelled(outcome(a), a.review?.comment),
        sort: outcome,
        cell: (a) => (
          <>
            <StateChip tone={tone(a)} sign={sign[tone(a)]}>
              {outcome(a)}
            </StateChip>
            {a.review?.comment && <span className={list.note}>{a.review.comment}</span>}
            {a.review && !a.review.isAcknowledged && <ReadIt access={a} />}
          </>
        ),
      },
    ];
  }, [t, f]);
  const rows = query.data?.accesses ?? [];
  return (
    <div className={styles.page}>
      {query.data?.suspendedSince && (
        <p className={styles.typed} role="status">
          {t('mine.suspended', { date: f.dateTime(query.data.suspendedSince) ?? '' })}
        </p>
      )}
      <ListPage title={t('title')} query={query} isEmpty={rows.length === 0} empty={t('mine.empty')}>
        <DataTable
          name="emergency"
          label={t('title')}
          rows={rows}
          columns={columns}
          rowKey={(a) => a.grantId}
        />
      </ListPage>
      {asked && (
        <ExplainDialog grantId={asked.grantId} patientId={asked.patientId} onClose={() => setAsked(null)} />
      )}
    </div>
  );
}
