'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { StartCard } from '../../components/start-card.tsx';
import { StartLine, StartLines } from '../../components/start-line.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { whileInSight } from '../../trpc/while-in-sight.ts';
import { TaskMarks } from './task-marks.tsx';
import { useTaskWords } from './use-task-words.ts';
import { isIn, taskHref } from './views.ts';

/** So many stand on the card; the page has all. */
const shown = 8;

/** What waits for this person, what is late first. */
export function TasksCard() {
  const t = useTranslations('tasks');
  const words = useTaskWords();
  const query = useQuery(useTRPC().tasks.list.queryOptions(undefined, whileInSight(60_000)));
  return (
    <StartCard
      name="tasks"
      query={query}
      countOf={({ lines }) => lines.filter((line) => isIn('todo', line)).length}
      href="/tasks"
    >
      {({ lines }) => {
        const waiting = lines.filter((line) => isIn('todo', line));
        return (
          <StartLines>
            {waiting.slice(0, shown).map((line) => (
              <StartLine
                key={line.reference}
                href={taskHref(line)}
                title={words.title(line)}
                note={[
                  words.patient(line),
                  words.help(line),
                  `${t('column.from')} ${words.from(line)}`,
                  words.due(line) && `${t('column.due')} ${words.due(line)}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
                aside={
                  <>
                    {line.isLate && (
                      <StateChip tone="bad" sign="!">
                        {t('late')}
                      </StateChip>
                    )}
                    <TaskMarks line={line} />
                  </>
                }
              />
            ))}
            {waiting.length > shown && (
              <StartLine href="/tasks" title={t('more', { n: waiting.length - shown })} />
            )}
          </StartLines>
        );
      }}
    </StartCard>
  );
}
