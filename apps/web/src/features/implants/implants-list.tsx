'use client';
import type { ImplantRow } from '@keneyapp/bff/features/implants/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage, useOpened, useView } from '../../components/list-page.tsx';
import { useStatementActions } from '../../components/statement-actions.tsx';
import { useWholeColumn } from '../../components/whole-link.tsx';
import styles from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { hadExpired } from './identifier.ts';
import { useImplantName, useImplantNumbers } from './use-implant-words.ts';

const ImplantHistory = dynamic(() => import('./implant-history.tsx').then((m) => m.ImplantHistory), {
  ssr: false,
});

const names = ['inPlace', 'removed'] as const;
const offered = {
  form: 'implants.change',
  History: ImplantHistory,
  actions: ['implants.markEnteredInError'],
} as const;

export function ImplantsList({ patientId }: { patientId: string }) {
  const t = useTranslations('implants');
  const f = useFormats();
  const isOwn = useSignedInUser().patientId === patientId;
  const nameOf = useImplantName();
  const numbersOf = useImplantNumbers();
  const query = useQuery(useTRPC().implants.list.queryOptions({ patientId }));
  const view = useView(names);
  const opened = useOpened();
  const whole = useWholeColumn<ImplantRow>(patientId, 'Device');
  const actions = useStatementActions(patientId, offered, nameOf);
  const columns = useMemo<TableColumn<ImplantRow>[]>(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        isHeader: true,
        text: nameOf,
        sort: 'text',
        cell: (row) => (
          <>
            {nameOf(row)}
            {row.site && <span className={styles.note}>{row.site}</span>}
            {row.note && <span className={styles.note}>{row.note}</span>}
          </>
        ),
      },
      {
        id: 'mri',
        header: t('column.mri'),
        width: 150,
        text: (row) => t(`mriOf.${row.mri}`),
        sort: 'text',
        cell: (row) => (
          <span
            className={`${styles.tag} ${row.mri === 'safe' ? '' : row.mri === 'unsafe' ? styles.denied : styles.warn}`}
          >
            {t(`mriOf.${row.mri}`)}
          </span>
        ),
      },
      {
        id: 'implanted',
        header: t('column.implanted'),
        width: 120,
        text: (row) => f.date(row.implanted),
        sort: (row) => row.implanted,
        cell: (row) => f.date(row.implanted) ?? <span className="muted">{t('noDate')}</span>,
      },
      ...(view === 'removed'
        ? [
            {
              id: 'removed',
              header: t('column.removed'),
              width: 120,
              text: (row: ImplantRow) => f.date(row.removed),
              sort: (row: ImplantRow) => row.removed,
            },
          ]
        : []),
      {
        id: 'numbers',
        isOptional: true,
        header: t('column.numbers'),
        folds: 1,
        text: (row) => numbersOf(row).join(' · ') || null,
        sort: 'text',
        cell: (row) => (
          <>
            {numbersOf(row).join(' · ')}
            {hadExpired(row.expiry, row.implanted) && (
              <span className={`${styles.tag} ${styles.warn}`}>{t('hadExpired')}</span>
            )}
          </>
        ),
      },
      ...actions,
      ...whole,
    ],
    [t, f, nameOf, numbersOf, view, actions, whole],
  );
  const rows = query.data?.[view] ?? [];
  return (
    <ListPage
      title={t('title')}
      query={query}
      viewsLabel={t('views.label')}
      current={view}
      isTruncated={query.data?.truncated}
      isEmpty={rows.length === 0}
      empty={t(`empty.${view}${isOwn ? 'OfMine' : ''}`)}
      views={names
        .filter((name) => name === 'inPlace' || name === view || (query.data?.[name].length ?? 0) > 0)
        .map((name) => ({ name, word: t(`views.${name}`), count: query.data?.[name].length }))}
    >
      <DataTable
        name="implants"
        label={`${t('title')} – ${t(`views.${view}`)}`}
        rows={rows}
        columns={columns}
        marked={opened}
        rowKey={(row) => row.id}
      />
    </ListPage>
  );
}
