'use client';
import type { HabitKind } from '@keneyapp/bff/features/habits/schema';
import type { HabitRow, HabitsView } from '@keneyapp/bff/features/habits/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import Button from '@mui/material/Button';
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
import { useWorkspace } from '../../shell/workspace/workspace-state.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useHabitText } from './use-habit-words.ts';

const HabitHistory = dynamic(() => import('./habit-history.tsx').then((m) => m.HabitHistory), { ssr: false });

const names = ['current', 'earlier'] as const;
const offered = {
  form: 'habits.change',
  History: HabitHistory,
  actions: ['habits.markEnteredInError'],
} as const;
/** Questions of others are theirs to answer. */
const isOwn = ({ kind }: HabitRow) => kind !== null;

/** That an answer was struck out is not that nobody gave one. */
const emptyOf = (isOwnChart: boolean, view: HabitsView | undefined) =>
  isOwnChart ? 'ofMine' : view && view.struckOut.length > 0 ? 'struckOut' : 'current';

export function HabitsList({ patientId }: { patientId: string }) {
  const t = useTranslations('habits');
  const f = useFormats();
  const text = useHabitText();
  const query = useQuery(useTRPC().habits.list.queryOptions({ patientId }));
  const isOwnChart = useSignedInUser().patientId === patientId;
  const view = useView(names);
  const opened = useOpened();
  const whole = useWholeColumn<HabitRow>(patientId, 'Observation');
  const actions = useStatementActions(patientId, offered, text.name, isOwn);
  const term = query.data?.term ?? null;
  const columns = useMemo<TableColumn<HabitRow>[]>(() => {
    const details = (row: HabitRow) => [
      ...text.details(row),
      ...(term && row.kind === 'pregnancy' && view === 'current' ? [t('term', term)] : []),
    ];
    return [
      { id: 'kind', header: t('column.kind'), isHeader: true, width: 170, text: text.name, sort: 'text' },
      {
        id: 'answer',
        header: t('column.answer'),
        text: text.answer,
        sort: 'text',
        cell: (row) => (
          <>
            {text.answer(row)}
            {row.isOld && view === 'current' && (
              <span className={`${styles.tag} ${styles.warn}`}>{t('old')}</span>
            )}
            {details(row).length > 0 && <span className={styles.note}>{details(row).join(' · ')}</span>}
            {row.note && <span className={styles.note}>{row.note}</span>}
          </>
        ),
      },
      {
        id: 'at',
        header: t('column.at'),
        width: 130,
        text: (row) => f.date(row.at),
        sort: (row) => row.at,
        cell: (row) => f.date(row.at) ?? <span className="muted">{t('noDate')}</span>,
      },
      {
        id: 'author',
        isOptional: true,
        header: t('column.author'),
        width: 180,
        folds: 1,
        text: (row) => row.author,
        sort: 'text',
      },
      ...actions,
      ...whole,
    ];
  }, [t, f, text, term, view, actions, whole]);
  const rows = query.data?.[view] ?? [];
  return (
    <ListPage
      title={t('title')}
      query={query}
      viewsLabel={t('views.label')}
      current={view}
      isTruncated={query.data?.truncated}
      isEmpty={rows.length === 0}
      empty={t(`empty.${view === 'current' ? emptyOf(isOwnChart, query.data) : view}`)}
      views={names
        .filter((name) => name === 'current' || name === view || (query.data?.[name].length ?? 0) > 0)
        .map((name) => ({ name, word: t(`views.${name}`), count: query.data?.[name].length }))}
      above={view === 'current' && query.data && <NotAsked patientId={patientId} {...query.data} />}
    >
      <DataTable
        name="habits"
        label={`${t('title')} – ${t(`views.${view}`)}`}
        rows={rows}
        columns={columns}
        marked={opened}
        rowKey={(row) => row.id}
      />
    </ListPage>
  );
}

/** What nobody asked is no answer, and is asked from here; what is not asked for unprompted is said with why. */
function NotAsked({
  patientId,
  notAsked,
  struckOut,
  notOffered,
}: Pick<HabitsView, 'notAsked' | 'struckOut' | 'notOffered'> & { patientId: string }) {
  const t = useTranslations('habits');
  const { rights } = useSignedInUser();
  const { show } = useWorkspace(patientId);
  const line = (kind: HabitKind, says: string) => (
    <li key={kind}>
      {says}
      {rights['habits.record'] && (
        <>
          {' '}
          <Button
            className="no-print"
            size="small"
            sx={{ minWidth: 0, minHeight: 24, p: 0 }}
            aria-label={t('ask', { kind: t(`kindOf.${kind}`) })}
            onClick={() => show({ form: 'habits.record', target: kind })}
          >
            {t('askShort')}
          </Button>
        </>
      )}
    </li>
  );
  if (notAsked.length === 0 && !notOffered) return null;
  return (
    <ul className={styles.statements} aria-label={t('notAskedLabel')}>
      {notAsked.map((kind) =>
        line(
          kind,
          t(struckOut.includes(kind) ? 'answerStruckOut' : 'notAsked', { kind: t(`kindOf.${kind}`) }),
        ),
      )}
      {notOffered &&
        line(
          'pregnancy',
          t('notOffered', {
            sex: notOffered.sex === 'male' ? 'male' : 'other',
            age: notOffered.ageYears ?? -1,
          }),
        )}
    </ul>
  );
}
