'use client';
import type { ProcedureRow } from '@keneyapp/bff/features/procedures/view';
import { instantOf } from '@keneyapp/ui/format';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useCallback, useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage, useView } from '../../components/list-page.tsx';
import { TakeBack, useStatementActions } from '../../components/statement-actions.tsx';
import { Statements } from '../../components/statements.tsx';
import { useWholeColumn } from '../../components/whole-link.tsx';
import styles from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';

const ProcedureHistory = dynamic(() => import('./procedure-history.tsx').then((m) => m.ProcedureHistory), {
  ssr: false,
});

const names = ['done', 'planned', 'notDone'] as const;

const performedKey = ({ performed }: ProcedureRow) => {
  const at = instantOf(performed?.start ?? performed?.end ?? '');
  return Number.isNaN(at) ? null : at;
};

const offered = {
  form: 'procedures.change',
  History: ProcedureHistory,
  actions: ['procedures.markEnteredInError'],
} as const;

export function ProceduresList({ patientId }: { patientId: string }) {
  const t = useTranslations('procedures');
  const f = useFormats();
  const query = useQuery(useTRPC().procedures.list.queryOptions({ patientId }));
  const view = useView(names);
  const whole = useWholeColumn<ProcedureRow>(patientId, 'Procedure');
  const own = useMemo<TableColumn<ProcedureRow>[]>(() => {
    const all = (concepts: ProcedureRow['reasons']) => concepts.map((one) => f.coded(one)).join(', ') || null;
    const category = (p: ProcedureRow) =>
      p.isSurgery ? t('surgery') : p.category ? f.coded(p.category) : null;
    const performers = (p: ProcedureRow) =>
      p.performers
        .map(({ name, role }) => (role ? `${name} (${f.coded(role).toLocaleLowerCase(f.locale)})` : name))
        .join(', ') || null;
    const devices = (p: ProcedureRow) =>
      p.devices
        .map(({ name, action }) =>
          [f.coded(name), action && `(${f.coded(action)})`].filter(Boolean).join(' '),
        )
        .join(', ') || null;
    const said = (p: ProcedureRow) =>
      (
        [
          ['reasons', all(p.reasons)],
          ['outcome', p.outcome && f.coded(p.outcome)],
          ['complications', all(p.complications)],
          ['followUp', all(p.followUp)],
          ['devices', devices(p)],
        ] as const
      ).flatMap(([key, text]) => (text === null ? [] : [t(key, { text })]));
    return [
      {
        id: 'name',
        header: t('column.name'),
        isHeader: true,
        text: (p) => f.coded(p.name),
        sort: 'text',
        cell: (p) => (
          <>
            {f.coded(p.name)}
            {p.status !== 'completed' && p.status !== 'entered-in-error' && (
              <span className={`${styles.tag} ${styles.warn}`}>
                {f.labelled(t(`status.${p.status}`), p.statusReason && f.coded(p.statusReason))}
              </span>
            )}
            {p.isTold && <span className={styles.tag}>{t('told')}</span>}
            {p.bodySites.length > 0 && <span className={styles.note}>{all(p.bodySites)}</span>}
            {said(p).map((line) => (
              <span key={line} className={styles.note}>
                {line}
              </span>
            ))}
            {p.note && <span className={styles.note}>{p.note}</span>}
          </>
        ),
      },
      {
        id: 'performed',
        header: t('column.performed'),
        width: 150,
        text: (p) => f.when(p.performed),
        sort: performedKey,
        cell: (p) => f.when(p.performed) ?? <span className="muted">{t('noDate')}</span>,
      },
      {
        id: 'category',
        isOptional: true,
        header: t('column.category'),
        width: 130,
        folds: 1,
        text: category,
        sort: 'text',
      },
      {
        id: 'performer',
        isOptional: true,
        header: t('column.performer'),
        width: 190,
        folds: 2,
        text: performers,
        sort: 'text',
      },
      {
        id: 'location',
        isOptional: true,
        header: t('column.location'),
        width: 150,
        folds: 1,
        text: (p) => p.location,
        sort: 'text',
      },
    ];
  }, [t, f]);
  const nameOf = useCallback((p: ProcedureRow) => f.coded(p.name), [f]);
  const actions = useStatementActions(patientId, offered, nameOf);
  const columns = useMemo(() => [...own, ...actions, ...whole], [own, actions, whole]);
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
        .filter((name) => name === 'done' || name === view || (query.data?.[name].length ?? 0) > 0)
        .map((name) => ({ name, word: t(`views.${name}`), count: query.data?.[name].length }))}
      above={
        view === 'done' && (
          <Statements
            of="procedure"
            statements={query.data?.statements ?? []}
            takeBack={(row, what) => (
              <TakeBack {...{ patientId, row, what }} action="procedures.markEnteredInError" />
            )}
          />
        )
      }
    >
      <DataTable
        name="procedures"
        label={`${t('title')} – ${t(`views.${view}`)}`}
        rows={rows}
        columns={columns}
        rowKey={(p) => p.id}
      />
    </ListPage>
  );
}
