'use client';
import type { TaskLine } from '@keneyapp/bff/features/tasks/view';
import { useTranslations } from 'next-intl';
import { StateChip } from '../../components/state-chip.tsx';

/** What must not be overlooked: how urgent, passed on, in whose place. */
export function TaskMarks({ line }: { line: TaskLine }) {
  const t = useTranslations('tasks');
  return (
    <>
      {line.priority !== 'routine' && (
        <StateChip
          tone={line.priority === 'stat' ? 'bad' : 'attention'}
          sign={line.priority === 'stat' ? '!!' : '!'}
        >
          {t(`priority.${line.priority}`)}
        </StateChip>
      )}
      {line.isEscalated && (
        <StateChip tone="attention" sign="↑">
          {t('state.escalated')}
        </StateChip>
      )}
      {line.standInFor && <StateChip tone="notice">{t('standInFor', { name: line.standInFor })}</StateChip>}
    </>
  );
}
