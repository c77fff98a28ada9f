import type { InboxView, TaskLine } from '@keneyapp/bff/features/tasks/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Answers } from '../../testing/answers.ts';
import { doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { TasksBell } from './tasks-bell.tsx';
import { TasksPage } from './tasks-page.tsx';

const me = {
  ...doctor,
  rights: { ...doctor.rights, 'tasks.list': true as const, 'tasks.move-in-unit': true as const },
};
const task = (id: string, title: string, part: Partial<TaskLine> = {}): TaskLine => ({
  reference: `Task/${id}`,
  kind: 'task',
  version: '1',
  words: { title, note: null, patientId: null, patient: null, steps: [] },
  state: 'taken',
  priority: 'routine',
  authored: '2026-11-24T08:00:00+01:00',
  ...{ due: null, isLate: false, putOffUntil: null },
  waits: true,
  from: { name: 'Dr Noir', isMe: false },
  to: { name: 'Dr Claire Durand', role: null, isMe: true },
  via: ['me'],
  ...{ standInFor: null, isEscalated: false, escalatesAt: null },
  seenBy: [],
  ...part,
});

/** An inbox that does what it is told. */
function inbox(first: TaskLine[]) {
  let lines = first;
  const change = (id: string, part: Partial<TaskLine>) => {
    lines = lines.map((line) => (line.reference === `Task/${id}` ? { ...line, ...part } : line));
  };
  const answers: Answers = {
    tasks: {
      list: (): InboxView => ({
        ...{ lines, readAt: '2026-11-24T09:00:00+01:00', isTruncated: false, standsInFor: [] },
      }),
      count: () => ({ waiting: lines.filter(({ waits }) => waits).length, late: 0 }),
      moveInUnit: ({ id, move }) => {
        if (move.kind === 'finish') change(id, { state: 'done', waits: false });
        if (move.kind === 'reopen') change(id, { state: 'taken', waits: true });
        return { isReplay: false } as never;
      },
    },
  };
  return {
    answers,
    add: (line: TaskLine) => {
      lines = [...lines, line];
    },
  };
}
const title = (name: string) => page.getByRole('button', { name, exact: true });
const finish = (name: string) => page.getByRole('button', { name: `Terminé : ${name}` });
const whole = (
  <>
    <TasksBell />
    <main>
      <TasksPage />
    </main>
  </>
);

it('the focus goes on with the next line, then to the heading, and back to the line that was taken back', async () => {
  await show(whole, { me, answers: inbox([task('a', 'Appeler'), task('b', 'Bilan')]).answers, at: '/tasks' });
  await finish('Appeler').click();
  await expect.element(title('Bilan')).toHaveFocus();
  await page.getByRole('button', { name: 'Revenir en arrière' }).click();
  await expect.element(title('Appeler')).toHaveFocus();
  await finish('Appeler').click();
  await expect.element(finish('Appeler')).not.toBeInTheDocument();
  await finish('Bilan').click();
  await expect.element(page.getByRole('heading', { level: 1 })).toHaveFocus();
});

it('one’s own steps are no news; what comes from others is', async () => {
  const { answers, add } = inbox([task('a', 'Appeler'), task('b', 'Bilan')]);
  const { queryClient } = await show(whole, { me, answers, at: '/tasks' });
  const news = page.getByText('Une nouvelle tâche vous attend.');
  await finish('Appeler').click();
  await page.getByRole('button', { name: 'Revenir en arrière' }).click();
  await expect.element(page.getByRole('link', { name: '2 tâches ou messages vous attendent' })).toBeVisible();
  await expect.element(title('Appeler')).toBeVisible();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(news.elements()).toEqual([]);
  add(task('c', 'Compte rendu'));
  await queryClient.invalidateQueries();
  await expect.element(news).toBeInTheDocument();
});
