import { useState } from 'react';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../testing/answers.ts';
import { show } from '../testing/show.tsx';
import { waitFor } from '../testing/wait-for.ts';
import { TypedConflict } from './typed-conflict.tsx';
import { useTyped } from './use-typed.ts';

function Reason() {
  const [text, setText] = useState('');
  const { keep, draft } = useTyped<string>({ form: 'reviews.lift', base: 's1' }, setText);
  return (
    <>
      <TypedConflict
        draft={draft}
        mine={text}
        fields={(typed) => [{ key: 'reason', label: 'Motif', text: typed }]}
      />
      <textarea
        aria-label="Motif"
        value={text}
        onChange={(e) => {
          setText(e.target.value);
          keep(e.target.value);
        }}
      />
    </>
  );
}

const theirs = {
  patientId: '',
  form: 'reviews.lift' as const,
  base: 's1',
  counter: 9,
  content: JSON.stringify('écrit ailleurs'),
  updatedAt: '2026-11-24T09:05:00+01:00',
  expiresAt: '2026-12-01T09:05:00+01:00',
};
const field = () => page.getByRole('textbox', { name: 'Motif' });
const both = () => page.getByRole('group', { name: 'Ce brouillon a été modifié dans une autre fenêtre' });

/** The other window saves after this one was opened. */
async function open() {
  let reads = 0;
  const opened = await show(<Reason />, {
    answers: {
      session: {
        draft: () => (reads++ === 0 ? null : theirs),
        saveDraft: ({ counter }) => {
          if (counter !== theirs.counter) return Promise.reject(refusal('PRECONDITION_FAILED'));
          return { counter: counter + 1, updatedAt: theirs.updatedAt, expiresAt: theirs.expiresAt };
        },
      },
    },
  });
  await waitFor(() => expect(reads).toBe(1));
  await field().fill('écrit ici');
  await expect.element(both()).toMatchTextContent(/Autre fenêtre.*écrit ailleurs.*Cette fenêtre.*écrit ici/);
  return opened;
}
const saved = (calls: unknown[]) => calls.map((call) => (call as { counter: number }).counter);

it('lets no window win by itself; what is here goes over the other text only by choice', async () => {
  const { callsOf } = await open();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(saved(callsOf('session.saveDraft'))).toEqual([0]);
  await both().getByRole('button', { name: 'Garder celle-ci' }).click();
  await expect.element(both()).not.toBeInTheDocument();
  expect(saved(callsOf('session.saveDraft'))).toEqual([0, 9]);
  await expect.element(field()).toHaveValue('écrit ici');
});

it('takes the other text when that is chosen', async () => {
  await open();
  await both().getByRole('button', { name: 'Prendre l’autre version' }).click();
  await expect.element(field()).toHaveValue('écrit ailleurs');
  await expect.element(both()).not.toBeInTheDocument();
});
