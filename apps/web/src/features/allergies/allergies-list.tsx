'use client';
import type { AllergiesView, Allergy } from '@keneyapp/bff/features/allergies/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useCallback, useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage, useOpenedIn } from '../../components/list-page.tsx';
import { NoneKnown } from '../../components/none-known.tsx';
import { TakeBack, useStatementActions } from '../../components/statement-actions.tsx';
import { Statements } from '../../components/statements.tsx';
import { useWholeColumn } from '../../components/whole-link.tsx';
import styles from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';

const AllergyHistory = dynamic(() => import('./allergy-history.tsx').then((m) => m.AllergyHistory), {
  ssr: false,
});

const names = ['current', 'past'] as const;
const common = { form: 'allergies.change', History: AllergyHistory } as const;
const offered = {
  current: { ...common, actions: ['allergies.refute', 'allergies.markEnteredInError'] },
  past: { ...common, actions: ['allergies.markEnteredInError'] },
} as const;

/** Nothing listed is "none known" only where somebody said so. */
const emptyState = (state: AllergiesView['state'] | undefined) =>
  state === 'none-known' || state === 'none-known-of' ? state : 'not-recorded';

export function AllergiesList({ patientId }: { patientId: string }) {
  const t = useTranslations('allergies');
  const f = useFormats();
  const query = useQuery(useTRPC().allergies.list.queryOptions({ patientId }));
  const mayWrite = useSignedInUser().rights['allergies.record-none-known'];
  const { view, opened } = useOpenedIn(names, query.data);
  const whole = useWholeColumn<Allergy>(patientId, 'AllergyIntolerance');
  const own = useMemo<TableColumn<Allergy>[]>(() => {
    const reactions = (a: Allergy) =>
      [...new Set(a.reactions.flatMap((r) => r.manifestations.map((m) => f.coded(m))))].join(', ') || null;
    const categories = (a: Allergy) => a.categories.map((c) => t(`category.${c}`)).join(', ') || null;
    const severity = (a: Allergy) => (a.rank > 0 ? t(`rank.${a.rank as 1 | 2 | 3}`) : null);
    return [
      {
        id: 'substance',
        header: t('column.substance'),
        isHeader: true,
        text: (a) => f.coded(a.substance),
        sort: 'text',
        cell: (a) => (
          <>
            <span className={a.rank === 3 ? styles.critical : undefined}>
              {a.rank === 3 && <span aria-hidden>!! </span>}
              {f.coded(a.substance)}
            </span>
            {a.verification && a.verification !== 'confirmed' && (
              <span className={`${styles.tag} ${styles.warn}`}>{t(`verification.${a.verification}`)}</span>
            )}
            {(a.clinicalStatus === 'inactive' || a.clinicalStatus === 'resolved') && (
              <span className={styles.tag}>{t(`clinical.${a.clinicalStatus}`)}</span>
            )}
            {a.note && <span className={styles.note}>{a.note}</span>}
          </>
        ),
      },
      {
        id: 'reactions',
        isOptional: true,
        header: t('column.reactions'),
        width: 240,
        text: reactions,
        sort: 'text',
        cell: (a) => (
          <>
            {reactions(a)}
            {a.reactions.find((r) => r.note) && (
              <span className={styles.note}>
                {a.reactions
                  .map((r) => r.note)
                  .filter(Boolean)
                  .join(' ')}
              </span>
            )}
          </>
        ),
      },
      {
        id: 'severity',
        isOptional: true,
        header: t('column.severity'),
        width: 104,
        text: severity,
        sort: (a) => -a.rank,
        cell: (a) => (a.rank === 3 ? <span className={styles.critical}>{severity(a)}</span> : severity(a)),
      },
      {
        id: 'kind',
        isOptional: true,
        header: t('column.kind'),
        width: 120,
        folds: 2,
        text: (a) => (a.kind ? t(`kind.${a.kind}`) : null),
        sort: (a) => a.kind,
        cell: (a) => a.kind && t(`kind.${a.kind}`),
      },
      {
        id: 'category',
        isOptional: true,
        header: t('column.category'),
        width: 128,
        folds: 1,
        text: categories,
        sort: 'text',
      },
      {
        id: 'since',
        isOptional: true,
        header: t('column.since'),
        width: 120,
        folds: 2,
        text: (a) => f.when(a.onset) ?? f.date(a.recordedDate),
        sort: (a) => a.onset?.start ?? a.recordedDate,
        cell: (a) => f.when(a.onset) ?? f.date(a.recordedDate),
      },
      {
        id: 'recorder',
        isOptional: true,
        header: t('column.recorder'),
        width: 160,
        folds: 1,
        text: (a) => a.recorder,
        sort: 'text',
      },
    ];
  }, [t, f]);
  const nameOf = useCallback((a: Allergy) => f.coded(a.substance), [f]);
  const actions = useStatementActions(patientId, offered[view], nameOf);
  const columns = useMemo(() => [...own, ...actions, ...whole], [own, actions, whole]);
  const rows = query.data?.[view] ?? [];
  const empty = view === 'past' ? t('empty.past') : t(`empty.${emptyState(query.data?.state)}`);
  return (
    <ListPage
      title={t('title')}
      query={query}
      viewsLabel={t('views.label')}
      current={view}
      isTruncated={query.data?.truncated}
      isEmpty={rows.length === 0}
      empty={empty}
      above={
        view === 'current' && (
          <>
            <Statements
              of="allergy"
              statements={query.data?.statements ?? []}
              takeBack={(row, what) => (
                <TakeBack {...{ patientId, row, what }} action="allergies.markEnteredInError" />
              )}
            />
            {mayWrite && query.data && ['not-recorded', 'none-known-of'].includes(query.data.state) && (
              <NoneKnown of="allergies" patientId={patientId} />
            )}
          </>
        )
      }
      views={names.map((name) => ({ name, word: t(`views.${name}`), count: query.data?.[name].length }))}
    >
      <DataTable
        name="allergies"
        label={`${t('title')} – ${t(`views.${view}`)}`}
        rows={rows}
        columns={columns}
        marked={opened}
        rowKey={(a) => a.id}
      />
    </ListPage>
  );
}
