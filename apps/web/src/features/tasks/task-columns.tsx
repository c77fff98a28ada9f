'use client';
import type { TaskLine } from '@keneyapp/bff/features/tasks/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useMemo } from 'react';
import { ListedPatient } from '../../components/listed-patient.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import list from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { chartHome } from '../../shell/chart-address.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import styles from './tasks.module.css';
import { TaskMarks } from './task-marks.tsx';
import { nextStep, rereadingHref, type Steps } from './use-step.ts';
import { useTaskWords } from './use-task-words.ts';

export function useTaskColumns(steps: Steps, open: (line: TaskLine) => void): TableColumn<TaskLine>[] {
  const t = useTranslations('tasks');
  const f = useFormats();
  const me = useSignedInUser();
  const words = useTaskWords();
  const { take, isPending } = steps;
  return useMemo<TableColumn<TaskLine>[]>(
    () => [
      {
        id: 'what',
        header: t('column.what'),
        isHeader: true,
        text: (line) => [words.title(line), words.help(line)].filter(Boolean).join(' '),
        sort: words.title,
        cell: (line) => (
          <span className={styles.what}>
            <button type="button" className={styles.open} onClick={() => open(line)}>
              {words.title(line)}
            </button>
            <TaskMarks line={line} />
            {words.help(line) && <span className={list.note}>{words.help(line)}</span>}
          </span>
        ),
      },
      {
        id: 'patient',
        header: t('column.patient'),
        kind: 'name',
        width: 230,
        folds: 1,
        text: words.patient,
        sort: 'text',
        cell: ({ words: said }) =>
          said?.patient ? (
            <ListedPatient
              patient={said.patient}
              location={said.patient.location}
              isHomonym={said.patient.isHomonym}
              href={chartHome(said.patient.id, me)}
            />
          ) : (
            said && <span className="muted">{t('noPatient')}</span>
          ),
      },
      {
        id: 'due',
        header: t('column.due'),
        kind: 'time',
        width: 150,
        text: (line) => [line.isLate && t('late'), words.due(line)].filter(Boolean).join(' ') || null,
        sort: ({ due }) => due,
        cell: (line) => (
          <span className={styles.due}>
            {line.isLate && (
              <StateChip tone="bad" sign="!">
                {t('late')}
              </StateChip>
            )}
            {words.due(line) ?? (line.kind === 'task' && <span className="muted">{t('noDue')}</span>)}
          </span>
        ),
      },
      {
        id: 'from',
        header: t('column.from'),
        width: 150,
        folds: 1,
        text: words.from,
        sort: 'text',
        cell: (line) => (
          <>
            {words.from(line)}
            <span className={list.note}>{f.dateTime(line.authored)}</span>
          </>
        ),
      },
      { id: 'to', header: t('column.to'), width: 170, folds: 1, text: words.to, sort: 'text' },
      { id: 'state', header: t('column.state'), width: 170, folds: 2, text: words.state, sort: 'text' },
      {
        id: 'act',
        header: t('column.act'),
        width: 120,
        isWordless: true,
        text: () => null,
        cell: (line) => {
          const step = nextStep(line);
          const href = rereadingHref(line);
          if (href !== null)
            return (
              <Link prefetch={false} href={href} className="no-print">
                {t('act.rereading')}
              </Link>
            );
          return (
            step && (
              <Button
                size="small"
                variant="outlined"
                className="no-print"
                aria-disabled={isPending}
                aria-label={t('act.of', { act: t(`act.${step.kind}`), title: words.title(line) })}
                onClick={() => {
                  if (!isPending) void take(line, step);
                }}
              >
                {t(`act.${step.kind}`)}
              </Button>
            )
          );
        },
      },
    ],
    [t, f, me, words, take, isPending, open],
  );
}
