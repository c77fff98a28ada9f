import {
  addMembershipInput,
  removeMembershipInput,
  setActiveInput,
  setRoleInput,
} from '@keneyapp/bff/features/administration/schema';
import type { PersonRow } from '@keneyapp/bff/features/administration/view';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, unreachable, type Answers } from '../../testing/answers.ts';
import { administrator } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { PeoplePage } from './people-page.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const person: PersonRow = {
  id: 'u1',
  username: 'inf.roux',
  displayName: 'Nadia Roux',
  role: 'nurse',
  isActive: true,
  isSelf: false,
  kind: 'staff',
  memberships: [
    {
      id: 'm1',
      version: '4',
      serviceId: 's1',
      service: 'Cardiologie',
      places: ['Hôpital Nord'],
      profession: 'Infirmière',
    },
  ],
  sessions: 2,
  version: 'v1',
};
const dialog = () => page.getByRole('dialog', { name: 'Compte de Nadia Roux' });
const question = () => page.getByRole('alertdialog');
const people = (...rows: PersonRow[]) => ({ total: rows.length, page: 1, perPage: 25, people: rows });

async function open(part: Answers['administration'] = {}, row = person) {
  const answers: Answers = {
    administration: {
      people: () => people(row),
      services: () => [
        { id: 's1', name: 'Cardiologie' },
        { id: 's2', name: 'Urgences' },
      ],
      ...part,
    },
  };
  const shown = await show(<PeoplePage />, { answers, me: administrator });
  await page.getByRole('button', { name: `Gérer le compte de ${row.displayName}` }).click();
  await expect.element(page.getByRole('dialog')).toBeVisible();
  return { ...shown, answers };
}

describe('accounts', () => {
  it('changes a role after a question whose safe answer has the focus, once, and says so', async () => {
    const { callsOf } = await open({ setRole: () => ({ ...person, role: 'doctor', version: 'v2' }) });
    const change = dialog().getByRole('button', { name: 'Changer le rôle' });
    await expect.element(change).toBeDisabled();
    await dialog().getByLabelText('Rôle dans l’application').selectOptions('Médecin');
    await change.click();
    await expect.element(question().getByRole('button', { name: 'Annuler' })).toHaveFocus();
    await expect
      .element(question())
      .toMatchTextContent('Nadia Roux passe de « Infirmier(ère) » à « Médecin »');
    await userEvent.keyboard('{Escape}');
    await expect.element(question()).not.toBeInTheDocument();
    expect(callsOf('administration.setRole')).toEqual([]);
    await change.click();
    await question().getByRole('button', { name: 'Changer le rôle' }).dblClick();
    await expect
      .element(dialog().getByRole('status'))
      .toMatchTextContent('Nadia Roux a maintenant le rôle « Médecin ».');
    expect(callsOf('administration.setRole').map((input) => setRoleInput.parse(input))).toEqual([
      { personId: 'u1', role: 'doctor', version: 'v1' },
    ]);
    // the button that was pressed has nothing to do any more: the focus stays in the dialog all the same
    await expect.element(dialog().getByRole('status')).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('cell', { name: 'Médecin' })).toBeVisible();
  });

  it('says at the question why a change was not made, and reads what holds now', async () => {
    const { callsOf } = await open({ setActive: () => Promise.reject(refusal('PRECONDITION_FAILED')) });
    await dialog().getByRole('button', { name: 'Désactiver le compte' }).click();
    await question().getByRole('button', { name: 'Désactiver' }).click();
    await expect.element(question()).toMatchTextContent(/a été modifié entre-temps.*req-1/);
    await waitFor(() => expect(callsOf('administration.people')).toHaveLength(2));
    expect(setActiveInput.parse(callsOf('administration.setActive')[0])).toEqual({
      personId: 'u1',
      active: false,
      version: 'v1',
    });
  });

  it('opens an account again', async () => {
    await open({ setActive: () => person }, { ...person, isActive: false });
    await dialog().getByRole('button', { name: 'Réactiver le compte' }).click();
    await expect.element(question()).toMatchTextContent('se connecter avec le rôle « Infirmier(ère) »');
    await question().getByRole('button', { name: 'Réactiver' }).click();
    await expect
      .element(dialog().getByRole('status'))
      .toMatchTextContent('Le compte de Nadia Roux est réactivé.');
  });

  it('adds a service that the person is not in yet', async () => {
    const { callsOf } = await open({ addMembership: () => person });
    const add = dialog().getByRole('button', { name: 'Ajouter', exact: true });
    await expect.element(add).toBeDisabled();
    const choice = dialog().getByLabelText('Ajouter un service');
    await expect.element(choice.getByRole('option', { name: 'Cardiologie' })).not.toBeInTheDocument();
    await choice.selectOptions('Urgences');
    await add.click();
    await question().getByRole('button', { name: 'Ajouter au service' }).click();
    await expect.element(dialog().getByRole('status')).toMatchTextContent('appartient maintenant à Urgences');
    expect(addMembershipInput.parse(callsOf('administration.addMembership')[0])).toEqual({
      personId: 'u1',
      serviceId: 's2',
    });
  });

  it('takes a service away; a server that is away is said, and the question stays', async () => {
    const { callsOf } = await open({ removeMembership: () => Promise.reject(unreachable()) });
    await dialog().getByRole('button', { name: 'Retirer de Cardiologie' }).click();
    await question().getByRole('button', { name: 'Retirer du service' }).click();
    await expect.element(question()).toMatchTextContent('Le serveur ne répond pas.');
    expect(removeMembershipInput.parse(callsOf('administration.removeMembership')[0])).toEqual({
      personId: 'u1',
      membershipId: 'm1',
      version: '4',
    });
  });

  it('offers nothing on one’s own account, nor the role of a patient', async () => {
    await open({}, { ...person, isSelf: true });
    await expect.element(dialog()).toMatchTextContent('C’est votre propre compte');
    await expect
      .element(dialog().getByRole('button', { name: /Changer|Désactiver|Retirer|Ajouter/ }))
      .not.toBeInTheDocument();
  });

  it('says that an account is a patient’s, and that services could not be read', async () => {
    await open({}, { ...person, kind: 'patient', role: 'patient', memberships: null });
    await expect.element(dialog()).toMatchTextContent('relié au dossier d’un patient');
    await expect.element(dialog()).toMatchTextContent('il n’appartient à aucun service');
  });

  it('finds by name, goes through the pages, and starts anew with another name', async () => {
    const { callsOf } = await show(<PeoplePage />, {
      me: administrator,
      answers: {
        administration: {
          people: (input) => ({
            total: input?.text === 'zzz' ? 0 : 60,
            page: input?.page ?? 1,
            perPage: 25,
            people:
              input?.text === 'zzz'
                ? []
                : [
                    person,
                    {
                      ...person,
                      id: 'u2',
                      displayName: 'Luc Noir',
                      memberships: null,
                      role: null,
                      sessions: 0,
                    },
                  ],
          }),
        },
      },
    });
    await page.getByRole('button', { name: 'Suivants' }).click();
    await expect.element(page.getByText('26 à 27 sur 60')).toBeVisible();
    await page.getByRole('searchbox', { name: 'Rechercher un compte' }).fill('zzz');
    await expect.element(page.getByText('Aucun compte ne correspond à cette recherche.')).toBeVisible();
    expect(callsOf('administration.people').at(-1)).toEqual({ text: 'zzz', page: 1 });
    await page.getByRole('button', { name: 'Effacer' }).click();
    await expect.element(page.getByRole('cell', { name: 'Non lus' })).toBeVisible();
  });

  it.each([
    ['NOT_IMPLEMENTED', 'Les comptes se gèrent ailleurs'],
    ['SERVICE_UNAVAILABLE', 'L’annuaire des comptes ne répond pas'],
    ['BAD_GATEWAY', 'L’annuaire des comptes refuse la demande'],
    ['FORBIDDEN', 'Accès non autorisé'],
  ] as const)('says that the directory cannot be read: %s', async (code, words) => {
    await show(<PeoplePage />, {
      me: administrator,
      answers: { administration: { people: () => Promise.reject(refusal(code)) } },
    });
    await expect.element(page.getByText(words, { exact: false })).toBeVisible();
  });
});
