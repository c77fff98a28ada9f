'use client';
import type { TaskLine } from '@keneyapp/bff/features/tasks/view';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useQueryStates } from 'nuqs';
import { useCallback, useState } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage, useView } from '../../components/list-page.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { goOnAt, placesAround } from '../../shell/go-on.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { whileInSight } from '../../trpc/while-in-sight.ts';
import { taskLines } from './line-focus.ts';
import { StepOutcome } from './step-outcome.tsx';
import { useTaskColumns } from './task-columns.tsx';
import styles from './tasks.module.css';
import { useStep } from './use-step.ts';
import { isIn, nameOf, taskParams, taskViews } from './views.ts';

const TaskDialog = dynamic(() => import('./task-dialog.tsx').then((m) => m.TaskDialog), { ssr: false });
const NewTaskDialog = dynamic(() => import('./new-task-dialog.tsx').then((m) => m.NewTaskDialog), {
  ssr: false,
});
const AbsenceDialog = dynamic(() => import('./absence-dialog.tsx').then((m) => m.AbsenceDialog), {
  ssr: false,
});

/** What somebody has to do or to know, and what they asked of others. */
export function TasksPage() {
  const t = useTranslations('tasks');
  const f = useFormats();
  const view = useView(taskViews);
  const [{ task, absence }, setParams] = useQueryStates(taskParams);
  const [isNew, setIsNew] = useState(false);
  const query = useQuery(useTRPC().tasks.list.queryOptions(undefined, whileInSight(60_000)));
  const steps = useStep();
  const open = useCallback((line: TaskLine) => void setParams({ task: nameOf(line) }), [setParams]);
  const columns = useTaskColumns(steps, open);
  const { data } = query;
  const lines = data?.lines ?? [];
  const rows = lines.filter((line) => isIn(view, line));
  return (
    <div className={styles.page}>
      <ListPage
        title={t('title')}
        query={query}
        viewsLabel={t('views')}
        current={view}
        views={taskViews.map((name) => ({
          name,
          word: t(`view.${name}`),
          count: data && name !== 'over' ? lines.filter((line) => isIn(name, line)).length : undefined,
        }))}
        isTruncated={false}
        isEmpty={rows.length === 0}
        empty={t(`empty.${view}`)}
        above={
          <div className={styles.notes}>
            <div className={`${styles.bar} no-print`}>
              <Button variant="contained" onClick={() => setIsNew(true)}>
                {t('new')}
              </Button>
              <Button variant="outlined" onClick={() => void setParams({ absence: true })}>
                {t('absence')}
              </Button>
            </div>
            {data?.standsInFor.map(({ name, toDay }) => (
              <p key={name}>{t('standsIn', { name, date: f.date(toDay) ?? '' })}</p>
            ))}
            {data && query.error !== null && (
              <p role="alert">
                {t('stale', { time: f.time(data.readAt) ?? '' })}{' '}
                <Button size="small" onClick={() => void query.refetch()}>
                  {t('again')}
                </Button>
              </p>
            )}
            {data?.isTruncated && <p role="status">{t('truncated')}</p>}
            {!task && <StepOutcome steps={steps} />}
          </div>
        }
      >
        <DataTable
          name="tasks"
          label={t('title')}
          rows={rows}
          columns={columns}
          rowKey={(line) => line.reference}
          onOpen={open}
        />
      </ListPage>
      {task !== null && data && (
        <TaskDialog
          line={lines.find((line) => nameOf(line) === task) ?? null}
          steps={steps}
          onClose={() => {
            const { reference = '' } = lines.find((line) => nameOf(line) === task) ?? {};
            void setParams({ task: null });
            goOnAt(taskLines, placesAround(taskLines, reference));
          }}
        />
      )}
      {isNew && <NewTaskDialog onClose={() => setIsNew(false)} />}
      {absence && <AbsenceDialog onClose={() => void setParams({ absence: null })} />}
    </div>
  );
}
