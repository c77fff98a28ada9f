'use client';
import type { Problem } from '@keneyapp/bff/features/problems/view';
import { instantOf } from '@keneyapp/ui/format';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useCallback, useMemo } from 'react';
import { Certainty } from '../../components/certainty.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage, useOpenedIn } from '../../components/list-page.tsx';
import { TakeBack, useStatementActions } from '../../components/statement-actions.tsx';
import { Statements } from '../../components/statements.tsx';
import { useWholeColumn } from '../../components/whole-link.tsx';
import styles from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';

const ProblemHistory = dynamic(() => import('./problem-history.tsx').then((m) => m.ProblemHistory), {
  ssr: false,
});

const names = ['current', 'past', 'refuted'] as const;
const common = { form: 'problems.change', History: ProblemHistory } as const;
const offered = {
  current: { ...common, actions: ['problems.resolve', 'problems.markEnteredInError'] },
  past: { ...common, actions: ['problems.reopen', 'problems.markEnteredInError'] },
  refuted: { ...common, actions: ['problems.markEnteredInError'] },
} as const;

/** The code a French reader looks for first: CIM-10, else the first recorded. */
const mainCode = (p: Problem) =>
  (p.name.codes.find((c) => /cim-10|icd-10/i.test(c.system)) ?? p.name.codes[0])?.code ?? null;
const onsetKey = (p: Problem) => {
  const at = instantOf(p.onset?.start ?? p.recordedDate ?? '');
  return Number.isNaN(at) ? null : at;
};

export function ProblemsList({ patientId }: { patientId: string }) {
  const t = useTranslations('problems');
  const f = useFormats();
  const query = useQuery(useTRPC().problems.list.queryOptions({ patientId }));
  const { view, opened } = useOpenedIn(names, query.data);
  const whole = useWholeColumn<Problem>(patientId, 'Condition');
  const own = useMemo<TableColumn<Problem>[]>(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        isHeader: true,
        text: (p) => f.coded(p.name),
        sort: 'text',
        cell: (p) => (
          <>
            {f.coded(p.name)}
            {p.isUncoded && <span className={styles.tag}>{t('uncoded')}</span>}
            <Certainty of={p} />
            {p.bodySite && <span className={styles.note}>{f.coded(p.bodySite)}</span>}
            {p.note && <span className={styles.note}>{p.note}</span>}
          </>
        ),
      },
      {
        id: 'status',
        header: t('column.status'),
        width: 120,
        text: (p) => (p.clinicalStatus ? t(`status.${p.clinicalStatus}`) : p.clinicalStatusText),
        sort: (p) => p.clinicalStatus,
        cell: (p) => (p.clinicalStatus ? t(`status.${p.clinicalStatus}`) : p.clinicalStatusText),
      },
      {
        id: 'onset',
        header: t('column.onset'),
        width: 128,
        text: (p) => f.when(p.onset) ?? f.date(p.recordedDate),
        sort: onsetKey,
        cell: (p) =>
          f.when(p.onset) ??
          (p.recordedDate ? (
            <span className="muted">{t('recordedOn', { date: f.date(p.recordedDate) ?? '' })}</span>
          ) : null),
      },
      ...(view === 'past'
        ? [
            {
              id: 'end',
              isOptional: true,
              header: t('column.end'),
              width: 110,
              text: (p: Problem) => f.when(p.abatement),
              sort: (p: Problem) => {
                const at = instantOf(p.abatement?.start ?? '');
                return Number.isNaN(at) ? null : at;
              },
              cell: (p: Problem) => f.when(p.abatement),
            },
          ]
        : []),
      {
        id: 'severity',
        isOptional: true,
        header: t('column.severity'),
        width: 112,
        folds: 2,
        text: (p) => (p.severity ? f.coded(p.severity) : null),
        sort: 'text',
        cell: (p) => p.severity && f.coded(p.severity),
      },
      {
        id: 'code',
        isOptional: true,
        header: t('column.code'),
        width: 104,
        folds: 2,
        text: mainCode,
        sort: 'text',
        cell: (p) => <span className={styles.code}>{mainCode(p)}</span>,
      },
      {
        id: 'recorder',
        isOptional: true,
        header: t('column.recorder'),
        width: 160,
        folds: 1,
        text: (p) => p.recorder,
        sort: 'text',
      },
    ],
    [t, f, view],
  );
  const nameOf = useCallback((p: Problem) => f.coded(p.name), [f]);
  const actions = useStatementActions(patientId, offered[view], nameOf);
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
        .filter((name) => name !== 'refuted' || name === view || (query.data?.refuted.length ?? 0) > 0)
        .map((name) => ({ name, word: t(`views.${name}`), count: query.data?.[name].length }))}
      above={
        view === 'current' && (
          <Statements
            of="problem"
            statements={query.data?.statements ?? []}
            takeBack={(row, what) => (
              <TakeBack {...{ patientId, row, what }} action="problems.markEnteredInError" />
            )}
          />
        )
      }
    >
      <DataTable
        name="problems"
        label={`${t('title')} – ${t(`views.${view}`)}`}
        rows={rows}
        columns={columns}
        marked={opened}
        rowKey={(p) => p.id}
      />
    </ListPage>
  );
}
