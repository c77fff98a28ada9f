'use client';
import type { FlagRow } from '@keneyapp/bff/features/flags/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useCallback, useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage, useOpenedIn } from '../../components/list-page.tsx';
import { useStatementActions } from '../../components/statement-actions.tsx';
import { useWholeColumn } from '../../components/whole-link.tsx';
import styles from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useFlagName } from './use-flag-words.ts';
import { useOwnKinds } from './use-own-kinds.ts';

const FlagHistory = dynamic(() => import('./flag-history.tsx').then((m) => m.FlagHistory), { ssr: false });

const names = ['current', 'past'] as const;
const offered = {
  current: { form: 'flags.change', History: FlagHistory, actions: ['flags.end', 'flags.markEnteredInError'] },
  past: { form: 'flags.change', History: FlagHistory, actions: ['flags.markEnteredInError'] },
} as const;

export function FlagsList({ patientId }: { patientId: string }) {
  const t = useTranslations('flags');
  const f = useFormats();
  const nameOf = useFlagName();
  const query = useQuery(useTRPC().flags.list.queryOptions({ patientId }));
  const { view, opened } = useOpenedIn(names, query.data);
  const ownKinds = useOwnKinds();
  const isOwn = useCallback(({ kind }: FlagRow) => ownKinds(kind), [ownKinds]);
  const whole = useWholeColumn<FlagRow>(patientId, 'Flag');
  const actions = useStatementActions(patientId, offered[view], nameOf, isOwn);
  const columns = useMemo<TableColumn<FlagRow>[]>(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        isHeader: true,
        text: nameOf,
        sort: 'text',
        cell: (r) => (
          <>
            {nameOf(r)}
            {r.note && <span className={styles.note}>{r.note}</span>}
          </>
        ),
      },
      {
        id: 'start',
        header: t('column.start'),
        width: 120,
        text: (r) => f.date(r.start),
        sort: (r) => r.start,
        cell: (r) => f.date(r.start) ?? <span className="muted">{t('noDate')}</span>,
      },
      {
        id: 'end',
        header: t(view === 'current' ? 'column.until' : 'column.end'),
        width: 120,
        text: (r) => f.date(r.end),
        sort: (r) => r.end,
      },
      {
        id: 'author',
        isOptional: true,
        header: t('column.author'),
        width: 180,
        folds: 1,
        text: (r) => r.author,
        sort: 'text',
      },
      ...actions,
      ...whole,
    ],
    [t, f, nameOf, view, actions, whole],
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
      empty={t(`empty.${view}`)}
      views={names
        .filter((name) => name === 'current' || name === view || (query.data?.[name].length ?? 0) > 0)
        .map((name) => ({ name, word: t(`views.${name}`), count: query.data?.[name].length }))}
    >
      <DataTable
        name="flags"
        label={`${t('title')} – ${t(`views.${view}`)}`}
        rows={rows}
        columns={columns}
        marked={opened}
        rowKey={(r) => r.id}
      />
    </ListPage>
  );
}
