import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { officer } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { Dealt } from './dealt-with.tsx';

it('a note that is being written is not lost by a key: closing asks first', async () => {
  const one = { what: 'access' as const, userId: 'u1', patientId: 'p1', lastAt: '2026-11-21T08:00:00Z' };
  await show(<Dealt one={one} about="Dr Blanc, MARTIN Jeanne" dealtWith={null} />, { me: officer });
  await page.getByRole('button', { name: /^Marquer comme traité/ }).click();
  const note = page.getByRole('dialog').getByRole('textbox');
  await note.fill('Collègue suivie ici.');
  await userEvent.keyboard('{Escape}');
  const question = page.getByRole('alertdialog', { name: 'Fermer sans enregistrer ?' });
  await expect.element(question.getByRole('button', { name: 'Continuer la saisie' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(note).toHaveValue('Collègue suivie ici.');
});
