import type { InboxView, TaskLine } from '@keneyapp/bff/features/tasks/view';
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, type Answers } from '../../testing/answers.ts';
import { doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { NewTaskDialog } from './new-task-dialog.tsx';
import { TasksBell } from './tasks-bell.tsx';
import { TasksPage } from './tasks-page.tsx';
import { isIn } from './views.ts';

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
  ...{ standInFor: null, isEscalated: false, escalatesAt: null, orders: null },
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

const found = {
  ...{ key: 'Practitioner/x', name: 'Dr Roux', role: null, units: ['Cardiologie'] },
  ...{ kind: 'person' as const, isEmpty: false },
};
const field = (name: string) => page.getByRole('combobox', { name });

it('who is of another unit is refused at the field, not above the step that is chosen next', async () => {
  const { answers } = inbox([task('a', 'Appeler')]);
  await show(whole, {
    me,
    at: '/tasks?task=Task~a',
    answers: {
      tasks: {
        ...answers.tasks,
        find: () => [found],
        moveInUnit: () =>
          Promise.reject(
            refusal('BAD_REQUEST', {
              issues: [{ code: 'custom', path: ['move', 'to', 'key'], message: 'other-unit' }],
            }),
          ),
      },
    },
  });
  await page.getByRole('button', { name: 'Confier à…' }).click();
  await field('À qui').fill('roux');
  await page.getByRole('option', { name: /Dr Roux/ }).click();
  await page.getByRole('button', { name: 'Confier', exact: true }).click();
  await expect.element(field('À qui')).toHaveAttribute('aria-invalid', 'true');
  await expect.element(field('À qui')).toHaveFocus();
  const alert = page
    .getByRole('alert')
    .filter({ hasText: 'Sans patient, une tâche reste dans vos services' });
  expect(alert.elements()).toHaveLength(1);
  await expect.element(page.getByRole('option', { name: /Dr Roux/ })).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Reporter…' }).click();
  await expect.element(alert).not.toBeInTheDocument();
});

it('the list of people does not cover the error that the focus is led to', async () => {
  const { answers } = inbox([]);
  await show(<NewTaskDialog onClose={() => undefined} />, {
    me,
    answers: { tasks: { ...answers.tasks, find: () => [found] } },
  });
  await page.getByRole('textbox', { name: 'De quoi s’agit-il' }).fill('Rappeler la famille');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(field('Pour')).toHaveFocus();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(page.getByRole('option', { name: /Dr Roux/ }).elements()).toEqual([]);
  // whoever types there sees it
  await userEvent.keyboard('roux');
  await expect.element(page.getByRole('option', { name: /Dr Roux/ })).toBeVisible();
});

it('a task is put off to a moment of one’s own, ahead and of 90 days at most', async () => {
  const { answers } = inbox([task('a', 'Appeler')]);
  const { callsOf } = await show(whole, { me, answers, at: '/tasks?task=Task~a' });
  await page.getByRole('button', { name: 'Reporter…' }).click();
  const date = page.getByRole('textbox', { name: 'Date' });
  const save = page.getByRole('button', { name: 'Reporter à ce moment' });
  const inDays = (days: number) => {
    const [year, month, day] = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).split('-');
    return `${day}/${month}/${year}`;
  };
  await page.getByRole('textbox', { name: 'Heure' }).fill('9h15');
  for (const [days, problem] of [
    [-2, 'Ce moment est passé.'],
    [100, 'Une tâche se reporte de 90 jours au plus.'],
  ] as const) {
    await date.fill(inDays(days));
    await save.click();
    await expect.element(page.getByText(problem)).toBeVisible();
    await expect.element(date).toHaveFocus();
  }
  expect(callsOf('tasks.moveInUnit')).toEqual([]);
  await date.fill(inDays(10));
  await save.click();
  await waitFor(() => expect(callsOf('tasks.moveInUnit')).toHaveLength(1));
  const { move } = callsOf('tasks.moveInUnit')[0] as { move: { kind: string; until: string } };
  expect(move.kind).toBe('put-off');
  expect(move.until).toMatch(/T09:15:00\+0[12]:00$/);
});

it('what one asked of oneself, or has taken, is with nobody else', () => {
  const mine = task('a', 'Appeler', { via: ['me', 'made'] });
  expect(isIn('made', mine)).toBe(false);
  expect(isIn('made', { ...mine, to: { name: 'Dr Roux', role: null, isMe: false } })).toBe(true);
});

it('the buttons of the list are not printed', async () => {
  await show(whole, { me, answers: inbox([task('a', 'Appeler')]).answers, at: '/tasks' });
  await expect.element(finish('Appeler')).toHaveClass('no-print');
});
