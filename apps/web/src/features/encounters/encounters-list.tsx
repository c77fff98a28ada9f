'use client';
import type { EncounterRow } from '@keneyapp/bff/features/encounters/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { useWholeColumn } from '../../components/whole-link.tsx';
import styles from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { patientHref } from '../../shell/chart-address.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useStayWords } from './use-stay-words.ts';

export function EncountersList({ patientId }: { patientId: string }) {
  const t = useTranslations('encounters');
  const f = useFormats();
  const query = useQuery(useTRPC().encounters.list.queryOptions({ patientId }));
  const whole = useWholeColumn<EncounterRow>(patientId, 'Encounter');
  const words = useStayWords();
  const own = useMemo<TableColumn<EncounterRow>[]>(() => {
    const { kind, detail } = words;
    const reasons = (e: EncounterRow) =>
      [...new Set([...e.reasons, ...e.diagnoses].map((r) => f.coded(r)))].join(', ') || null;
    const place = (e: EncounterRow) => (e.place && f.place(e.place)) || e.organization;
    const who = (e: EncounterRow) => [...new Set(e.practitioners.map((p) => p.name))].join(', ') || null;
    return [
      {
        id: 'kind',
        header: t('column.kind'),
        isHeader: true,
        text: (e) => [kind(e), detail(e)].filter(Boolean).join(' – '),
        sort: kind,
        cell: (e) => (
          <>
            <Link
              href={`${patientHref(patientId, 'encounters')}/${e.id}`}
              prefetch={false}
              className={styles.whole}
            >
              {kind(e)}
            </Link>
            {e.isCurrent && <span className={`${styles.tag} ${styles.current}`}>{t('ongoing')}</span>}
            {e.status === 'planned' && <span className={styles.tag}>{t('planned')}</span>}
            {e.status === 'cancelled' && <span className={styles.tag}>{t('cancelled')}</span>}
            {detail(e) && <span className={styles.note}>{detail(e)}</span>}
          </>
        ),
      },
      {
        id: 'start',
        header: t('column.start'),
        kind: 'time',
        width: 152,
        text: (e) => f.dateTime(e.start),
        sort: (e) => e.start,
        cell: (e) => f.dateTime(e.start),
      },
      {
        id: 'length',
        isOptional: true,
        header: t('column.length'),
        width: 92,
        align: 'right',
        folds: 2,
        text: (e) => (e.lengthMinutes === null ? null : f.minutes(e.lengthMinutes)),
        sort: (e) => e.lengthMinutes,
        cell: (e) => (e.lengthMinutes === null ? null : f.minutes(e.lengthMinutes)),
      },
      {
        id: 'reasons',
        isOptional: true,
        header: t('column.reasons'),
        width: 240,
        text: reasons,
        sort: 'text',
      },
      {
        id: 'place',
        isOptional: true,
        header: t('column.place'),
        width: 190,
        folds: 2,
        text: place,
        sort: 'text',
      },
      { id: 'who', isOptional: true, header: t('column.who'), width: 160, folds: 1, text: who, sort: 'text' },
    ];
  }, [t, f, words, patientId]);
  const columns = useMemo(() => [...own, ...whole], [own, whole]);
  const rows = query.data?.items ?? [];
  return (
    <ListPage
      title={t('title')}
      query={query}
      isTruncated={query.data?.truncated}
      isEmpty={rows.length === 0}
      empty={t('empty')}
    >
      <DataTable name="encounters" label={t('title')} rows={rows} columns={columns} rowKey={(e) => e.id} />
    </ListPage>
  );
}
