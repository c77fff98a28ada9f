import type { DraftView } from '@keneyapp/bff/features/drafts/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { draft, draftAnswers } from '../../testing/drafts.ts';
import { show } from '../../testing/show.tsx';
import { RecordForm } from './record-form.tsx';
import { freshHabit, type HabitState } from './record-state.ts';

const kept = (part: Partial<HabitState>) => draft({ ...freshHabit('pregnancy'), ...part });

/** A server that keeps the draft until it is given up. */
async function open(first: DraftView | null, target: string | null = 'tobacco') {
  let there = first;
  return show(
    <RecordForm
      target={target}
      patientId="p1"
      onDone={() => undefined}
      onUnsafe={() => undefined}
      onClose={() => undefined}
    />,
    {
      answers: {
        drafts: {
          ...draftAnswers(),
          get: () => there,
          discard: () => {
            there = null;
            return null;
          },
        },
      },
    },
  );
}
const question = () => page.getByRole('combobox', { name: 'Sujet' });

it('opens on the question that was asked for, also where a draft of another one holds no answer', async () => {
  await open(kept({}));
  await expect.element(question()).toHaveValue('tobacco');
  await expect.element(page.getByText(/Brouillon repris/)).not.toBeInTheDocument();
});

it('a remark written before any question was chosen goes with the one that is asked for', async () => {
  await open(kept({ kind: '', note: 'vu avec sa sœur' }));
  await expect.element(question()).toHaveValue('tobacco');
  await expect.element(page.getByRole('textbox', { name: 'Commentaire' })).toHaveValue('vu avec sa sœur');
});

it('says of which question the draft is, and begins the other one only once it is given up', async () => {
  const { callsOf } = await open(kept({ answer: 'yes', note: 'test positif' }));
  await expect.element(question()).toHaveValue('pregnancy');
  await expect
    .element(
      page.getByText('Un brouillon est gardé ici : Grossesse. La réponse « Tabac » n’est pas commencée.'),
    )
    .toBeVisible();
  expect(callsOf('drafts.discard')).toEqual([]);
  await page.getByRole('button', { name: 'Abandonner ce brouillon et noter : Tabac' }).click();
  await expect.element(question()).toHaveValue('tobacco');
  await expect.element(page.getByRole('textbox', { name: 'Commentaire' })).toHaveValue('');
  expect(callsOf('drafts.discard')).toMatchObject([{ form: 'habits.record', base: '' }]);
});

it('what was kept of the question that is asked for is taken up without a word', async () => {
  await open(kept({ answer: 'yes', note: 'test positif' }), 'pregnancy');
  await expect.element(page.getByRole('textbox', { name: 'Commentaire' })).toHaveValue('test positif');
  await expect.element(page.getByRole('button', { name: /Abandonner ce brouillon/ })).not.toBeInTheDocument();
});
