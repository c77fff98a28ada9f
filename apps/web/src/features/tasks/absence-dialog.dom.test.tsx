import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { AbsenceDialog } from './absence-dialog.tsx';

const open = async () => {
  const onClose = vi.fn();
  const shown = await show(<AbsenceDialog onClose={onClose} />, {
    me: { ...doctor, rights: { ...doctor.rights, 'tasks.set-absence': true as const } },
    answers: { tasks: { absence: () => null } },
  });
  return { ...shown, onClose };
};
const dialog = () => page.getByRole('dialog', { name: 'Mon absence' });
const end = () => page.getByLabelText('Au', { exact: true });

describe('an absence', () => {
  it('says of each field what is wrong with it, at the field and summed up, and goes to the first', async () => {
    const { callsOf } = await open();
    await end().fill('31/02/2027');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(end()).toHaveFocus();
    await expect.element(end()).toHaveAccessibleDescription(/n’existe pas dans le calendrier/);
    await expect
      .element(page.getByLabelText('Remplacement par'))
      .toHaveAccessibleDescription(/Choisissez une personne/);
    await expect.element(dialog().getByRole('alert').getByRole('link', { name: 'Au' })).toBeVisible();
    expect(callsOf('tasks.setAbsence')).toHaveLength(0);
  });

  it('that is typed is not lost by a key: closing asks first', async () => {
    const { onClose } = await open();
    await end().fill('24/12/2027');
    await userEvent.keyboard('{Escape}');
    const question = page.getByRole('alertdialog', { name: 'Fermer sans enregistrer ?' });
    await question.getByRole('button', { name: 'Continuer la saisie' }).click();
    await expect.element(end()).toHaveValue('24/12/2027');
    expect(onClose).not.toHaveBeenCalled();
    await dialog().getByRole('button', { name: 'Annuler' }).click();
    await question.getByRole('button', { name: 'Fermer sans enregistrer' }).click();
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('of which nothing was changed closes at once', async () => {
    const { onClose } = await open();
    await expect.element(end()).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  });
});
