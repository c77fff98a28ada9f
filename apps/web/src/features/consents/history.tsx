'use client';
import type { ConsentEntry } from '@keneyapp/bff/features/consents/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState } from '@keneyapp/ui/states';
import { useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import list from '../../components/list.module.css';
import { useEntryWords } from './use-entry-words.ts';

/** Everything that was ever decided, the newest first; nothing is taken out of it. */
export function History({ entries }: { entries: readonly ConsentEntry[] }) {
  const { t, f, by, period, persons } = useEntryWords();
  const columns = useMemo<TableColumn<ConsentEntry>[]>(() => {
    const what = (e: ConsentEntry) => f.labelled(t(`kind.${e.kind}.title`), persons(e));
    const decision = (e: ConsentEntry) => t(`history.decision.${e.decision}`, { kind: e.kind });
    const state = (e: ConsentEntry) => t(`history.state.${e.state}`);
    return [
      {
        id: 'what',
        header: t('history.column.what'),
        isHeader: true,
        text: what,
        sort: 'text',
        cell: (e) => (
          <>
            {t(`kind.${e.kind}.title`)}
            {persons(e) && <span className={list.note}>{persons(e)}</span>}
          </>
        ),
      },
      { id: 'decision', header: t('history.column.decision'), width: 120, text: decision, sort: 'text' },
      {
        id: 'date',
        header: t('history.column.date'),
        kind: 'time',
        width: 152,
        text: (e) => f.dateTime(e.recordedAt),
        sort: (e) => e.recordedAt,
        cell: (e) => f.dateTime(e.recordedAt),
      },
      {
        id: 'period',
        isOptional: true,
        header: t('history.column.period'),
        width: 150,
        folds: 1,
        text: period,
        sort: 'text',
      },
      {
        id: 'by',
        header: t('history.column.by'),
        width: 170,
        folds: 2,
        text: by,
        sort: 'text',
        cell: (e) => (
          <>
            {by(e)}
            {e.signedOn && (
              <span className={list.note}>{t('signedOn', { date: f.date(e.signedOn) ?? '' })}</span>
            )}
          </>
        ),
      },
      {
        id: 'state',
        header: t('history.column.state'),
        width: 110,
        text: state,
        sort: 'text',
        cell: (e) => (
          <>
            {state(e)}
            {e.state === 'unreadable' && <span className={list.note}>{t('unreadableAgreement')}</span>}
          </>
        ),
      },
    ];
  }, [t, f, by, period, persons]);
  return (
    <SectionCard title={t('history.title')} count={entries.length}>
      {entries.length === 0 ? (
        <EmptyState title={t('history.empty')} />
      ) : (
        <DataTable
          name="consents"
          label={t('history.title')}
          rows={entries}
          columns={columns}
          rowKey={(e) => `${e.id} ${e.kind}`}
        />
      )}
    </SectionCard>
  );
}
