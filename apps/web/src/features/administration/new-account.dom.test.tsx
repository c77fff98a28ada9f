import { createAccountInput } from '@keneyapp/bff/features/administration/schema';
import { saveOwnDraftInput } from '@keneyapp/bff/features/session/schema';
import type { CreatedAccount, PersonRow } from '@keneyapp/bff/features/administration/view';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal, type Answers } from '../../testing/answers.ts';
import { administrator } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { PeoplePage } from './people-page.tsx';

const person: PersonRow = {
  id: 'lvasseur',
  username: 'lvasseur',
  displayName: 'Lucie Vasseur',
  role: 'nurse',
  isActive: true,
  isSelf: false,
  kind: 'staff',
  memberships: [],
  sessions: 0,
  version: 'v1',
};
const made = (over: Partial<CreatedAccount> = {}): CreatedAccount => ({
  person,
  firstPassword: 'abcd-EFGH-jkmn-3467',
  isUnitMissing: false,
  ...over,
});
const form = () => page.getByRole('dialog', { name: 'Créer un compte' });
const submit = () => form().getByRole('button', { name: 'Créer le compte' }).click();

async function open(part: Answers['administration'] = {}) {
  const answers: Answers = {
    administration: {
      people: () => ({ total: 0, page: 1, perPage: 25, people: [] }),
      newAccount: () => ({
        firstAccess: ['password', 'invitation'],
        services: [{ id: 'cardio', name: 'Cardiologie' }],
        consoleUrl: null,
      }),
      createAccount: () => made(),
      ...part,
    },
  };
  const shown = await show(<PeoplePage />, { answers, me: administrator });
  await page.getByRole('button', { name: 'Créer un compte' }).click();
  await expect.element(form().getByLabelText('Identifiant')).toBeVisible();
  return shown;
}
async function fill() {
  await form().getByLabelText('Nom', { exact: true }).fill('Vasseur');
  await form().getByLabelText('Prénom').fill('Lucie');
  await form().getByLabelText('Identifiant').fill('LVasseur');
  await form().getByLabelText('Rôle dans l’application').selectOptions('Infirmier(ère)');
}

describe('a new account', () => {
  it('says what is wrong at its field, and sends nothing', async () => {
    const { callsOf } = await open();
    await submit();
    await expect.element(form().getByLabelText('Nom', { exact: true })).toHaveFocus();
    await expect.element(form().getByRole('alert')).toMatchTextContent('4 champs sont à corriger');
    await expect
      .element(form().getByLabelText('Rôle dans l’application'))
      .toHaveAccessibleDescription(/Choisissez un rôle\./);
    await fill();
    await form().getByLabelText('Numéro RPPS').fill('10100000017');
    await submit();
    await expect.element(form().getByLabelText('Numéro RPPS')).toHaveFocus();
    await expect.element(form()).toMatchTextContent('Ce numéro n’est pas un RPPS');
    expect(callsOf('administration.createAccount')).toEqual([]);
  });

  it('is kept as a draft until it is made', async () => {
    const { callsOf } = await open();
    await fill();
    await waitFor(() => expect(callsOf('session.saveDraft')).not.toEqual([]));
    const [kept] = callsOf('session.saveDraft')
      .map((input) => saveOwnDraftInput.parse(input))
      .slice(-1);
    expect(kept).toMatchObject({ form: 'administration.new-account', base: '' });
    expect(JSON.parse(kept?.content ?? '')).toMatchObject({ family: 'Vasseur', username: 'LVasseur' });
    await submit();
    await expect.element(page.getByRole('dialog', { name: 'Compte créé' })).toBeVisible();
    await waitFor(() => expect(callsOf('session.discardDraft')).toHaveLength(1));
  });

  it('is made with its service, and its first password is shown once', async () => {
    const { callsOf } = await open();
    await fill();
    await form().getByLabelText('Numéro RPPS').fill('10100 000016');
    await form().getByLabelText('Service').selectOptions('Cardiologie');
    await submit();
    const done = page.getByRole('dialog', { name: 'Compte créé' });
    await expect.element(done).toMatchTextContent('abcd-EFGH-jkmn-3467');
    await expect.element(done.getByRole('status')).toHaveFocus();
    expect(callsOf('administration.createAccount').map((input) => createAccountInput.parse(input))).toEqual([
      expect.objectContaining({
        family: 'Vasseur',
        given: 'Lucie',
        username: 'lvasseur',
        role: 'nurse',
        rpps: '10100000016',
        serviceId: 'cardio',
        first: { by: 'password' },
      }),
    ]);
    await done.getByRole('button', { name: 'Fermer' }).click();
    await expect.element(page.getByText('abcd-EFGH-jkmn-3467')).not.toBeInTheDocument();
    await waitFor(() => expect(callsOf('administration.people').length).toBeGreaterThan(1));
  });

  it('of who is nobody in the record asks for no number and no service; an invitation asks for an address', async () => {
    const { callsOf } = await open({ createAccount: () => made({ firstPassword: null }) });
    await fill();
    await form().getByLabelText('Rôle dans l’application').selectOptions('Administrateur(rice)');
    await expect.element(form().getByLabelText('Numéro RPPS')).not.toBeInTheDocument();
    await form().getByLabelText('Première connexion').selectOptions('Lien envoyé par courriel');
    await submit();
    await expect.element(form().getByLabelText('Adresse électronique')).toHaveFocus();
    await form().getByLabelText('Adresse électronique').fill('lucie@hopital.example');
    await submit();
    await expect
      .element(page.getByText('Un courriel avec un lien a été envoyé.', { exact: false }))
      .toBeVisible();
    expect(callsOf('administration.createAccount')).toEqual([
      expect.objectContaining({
        rpps: null,
        serviceId: null,
        first: { by: 'invitation', email: 'lucie@hopital.example' },
      }),
    ]);
  });

  it.each([
    [refusal('CONFLICT', { reason: 'username-taken' }), 'Un compte porte déjà cet identifiant.'],
    [refusal('CONFLICT', { reason: 'rpps-taken' }), 'Ce numéro RPPS est celui d’une autre personne'],
    [refusal('SERVICE_UNAVAILABLE'), 'L’annuaire des comptes ne répond pas.'],
    [refusal('UNPROCESSABLE_CONTENT'), 'Le courriel n’a pas pu être envoyé'],
  ])('keeps what is typed when it is refused (%#)', async (error, words) => {
    await open({
      createAccount: () => {
        throw error;
      },
    });
    await fill();
    await submit();
    await expect.element(form()).toMatchTextContent(words);
    await expect.element(form().getByLabelText('Identifiant')).toHaveValue('LVasseur');
  });
});
