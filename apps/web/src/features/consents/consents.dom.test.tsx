// Long because each dialog of the page is tried on the same decisions, which stand here once.
import {
  chooseInput,
  delegateInput,
  objectInput,
  withdrawInput,
} from '@keneyapp/bff/features/consents/schema';
import type { ConsentEntry, ConsentsView } from '@keneyapp/bff/features/consents/view';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, unreachable, type Answers } from '../../testing/answers.ts';
import { banner, doctor, hit, patient } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { ConsentsPage } from './consents-page.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const entry = (part: Partial<ConsentEntry> = {}): ConsentEntry => ({
  id: 'c1',
  kind: 'sharing',
  decision: 'agreed',
  persons: [],
  from: '2026-01-05T00:00:00+01:00',
  until: null,
  recordedAt: '2026-01-05T10:00:00+01:00',
  recordedBy: { name: 'Accueil', isPatient: false },
  confirmedBy: null,
  signedOn: '2026-01-05',
  state: 'in-force',
  isDoubtful: false,
  namesOthers: false,
  mayCallOff: false,
  ...part,
});
const objection = entry({
  id: 'c2',
  kind: 'objection',
  decision: 'refused',
  persons: [{ reference: 'Practitioner/x', name: 'Dr Blanc' }],
});
const view: ConsentsView = {
  choices: { care: null, sharing: entry(), research: null, portal: null },
  objections: [objection],
  delegations: [],
  history: [entry(), objection],
  proposals: [],
  token: 'token-1',
  done: null,
  mayRecord: true,
  isOwn: false,
  isDelegate: false,
};
const dialog = () => page.getByRole('dialog');
const confirm = (name: string) => dialog().getByRole('button', { name });

async function open(part: Answers['consents'] = {}, options: Parameters<typeof show>[1] = {}) {
  const answers: Answers = {
    patients: {
      banner: () => banner,
      search: () => ({ hits: [hit], hasMore: false, isPartial: false, hint: null, understood }),
    },
    consents: { list: () => view, ...part },
  };
  const shown = await show(<ConsentsPage patientId="p1" />, { answers, ...options });
  await expect.element(page.getByRole('heading', { name: 'Choix' })).toBeVisible();
  return { ...shown, answers };
}
const understood = { names: ['martin'], birthDate: null, ins: null, identifier: null };
const openChoice = async (name: string) => {
  await page.getByRole('button', { name }).click();
  await expect.element(dialog()).toBeVisible();
};

describe('consents', () => {
  it('writes a refusal down once, on the list the person had before their eyes, and shows it', async () => {
    const refused: ConsentsView = {
      ...view,
      choices: { ...view.choices, sharing: entry({ decision: 'refused' }) },
      token: 'token-2',
    };
    const { callsOf } = await open({ choose: () => refused });
    await openChoice('Refuser : Partage avec les autres services');
    await expect.element(dialog()).toMatchTextContent('Dossier de MARTIN Jeanne');
    await expect.element(dialog()).toMatchTextContent(/Perdent l’accès.*En urgence/);
    await confirm('Enregistrer le refus').dblClick();
    await expect.element(dialog()).not.toBeInTheDocument();
    const [sent, ...more] = callsOf('consents.choose').map((input) => chooseInput.parse(input));
    expect(more).toEqual([]);
    expect(sent).toMatchObject({
      patientId: 'p1',
      token: 'token-1',
      kind: 'sharing',
      agrees: false,
      until: null,
    });
    expect(sent?.signedOn).toBeNull(); // nobody said that a form was signed
    await expect.element(page.getByRole('status').filter({ hasText: 'Refus enregistré' })).toBeVisible();
    await expect
      .element(page.getByRole('button', { name: 'Accepter : Partage avec les autres services' }))
      .toBeVisible();
  });

  it('says which dates cannot be, and sends nothing', async () => {
    const { callsOf } = await open();
    await openChoice('Accepter : Recherche');
    await page.getByLabelText('À partir du').fill('2001-01-01');
    await page.getByLabelText('Jusqu’au').fill('2000-01-01');
    await page.getByLabelText('Formulaire signé le').fill('2099-01-01');
    await confirm('Enregistrer l’accord').click();
    const problems = dialog().getByRole('alert');
    await expect.element(problems).toMatchTextContent('La date de début est passée.');
    await expect.element(problems).toMatchTextContent('La date de fin précède le début.');
    await expect.element(problems).toMatchTextContent('La date de signature est dans le futur.');
    expect(callsOf('consents.choose')).toEqual([]);
    await page.getByLabelText('À partir du').fill('');
    await page.getByLabelText('Jusqu’au').fill('');
    await page.getByLabelText('Formulaire signé le').fill('');
    await expect.element(problems).not.toBeInTheDocument();
  });

  it('asks before it is closed when something would be lost, and only then', async () => {
    await open();
    await openChoice('Accepter : Recherche');
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog()).not.toBeInTheDocument();
    await openChoice('Accepter : Recherche');
    await page.getByLabelText('Jusqu’au').fill('31/12/2098');
    await userEvent.keyboard('{Escape}');
    const question = page.getByRole('alertdialog', { name: 'Fermer sans enregistrer ?' });
    await expect.element(question.getByRole('button', { name: 'Continuer la saisie' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByLabelText('Jusqu’au')).toHaveValue('31/12/2098');
    await confirm('Annuler').click();
    await question.getByRole('button', { name: 'Fermer sans enregistrer' }).click();
    await expect.element(dialog()).not.toBeInTheDocument();
  });

  it('keeps what was typed when nothing could be saved; Ctrl+Enter tries again with the same key', async () => {
    const { callsOf } = await open({ choose: () => Promise.reject(unreachable()) });
    await openChoice('Accepter : Recherche');
    const until = page.getByLabelText('Jusqu’au');
    await until.fill('2098-12-31');
    await confirm('Enregistrer l’accord').click();
    await expect.element(dialog()).toMatchTextContent('Ce que vous avez saisi est conservé');
    await expect.element(until).toHaveValue('31/12/2098');
    await until.click();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(callsOf('consents.choose')).toHaveLength(2));
    const [first, second] = callsOf('consents.choose').map((input) => chooseInput.parse(input));
    expect(second).toEqual(first);
    await expect.element(dialog()).toBeVisible();
  });

  it('shows what holds now when somebody else was faster, and saves on that', async () => {
    const { callsOf, answer, answers } = await open({
      choose: () => Promise.reject(refusal('PRECONDITION_FAILED')),
    });
    await openChoice('Accepter : Recherche');
    const refused = entry({
      id: 'c9',
      kind: 'research',
      decision: 'refused',
      recordedBy: { name: 'Dr Noir', isPatient: false },
      recordedAt: '2026-11-20T10:00:00+01:00',
    });
    const theirs: ConsentsView = {
      ...view,
      choices: { ...view.choices, research: refused },
      objections: [],
      history: [refused, entry(), { ...objection, state: 'replaced' }],
      token: 'token-9',
    };
    answer({ ...answers, consents: { list: () => theirs, choose: answers.consents?.choose } } as Answers);
    await confirm('Enregistrer l’accord').click();
    const meanwhile = dialog().getByRole('group', { name: 'Ces choix viennent d’être modifiés' });
    await expect.element(meanwhile).toHaveFocus();
    // both versions, what it was, who changed what, and nothing typed is lost
    await expect
      .element(meanwhile)
      .toMatchTextContent(
        /Par Dr Noir, .*Avant : Rien d’enregistré.*Version enregistrée.*Refusé, depuis le .*Dr Noir.*Votre saisie.*Accepté/,
      );
    await expect
      .element(meanwhile)
      .toMatchTextContent(
        /Professionnels écartés du dossier.*Dr Blanc.*Avant : en vigueur.*Version enregistrée.*remplacé/,
      );
    // nothing goes over it by the button that was there before
    await confirm('Enregistrer l’accord').click({ force: true });
    expect(callsOf('consents.choose')).toHaveLength(1);
    await waitFor(() => expect(callsOf('consents.list')).toHaveLength(2));
    answer({ ...answers, consents: { ...answers.consents, choose: () => view } });
    await meanwhile.getByRole('button', { name: 'Enregistrer ma saisie quand même' }).click();
    await expect.element(dialog()).not.toBeInTheDocument();
    expect(callsOf('consents.choose').map((input) => chooseInput.parse(input).token)).toEqual([
      'token-1',
      'token-9',
    ]);
  });

  it('keeps named professionals out: searched, chosen, taken back, sent', async () => {
    const found = [
      { id: 'd1', name: 'Dr Blanc', profession: 'Médecin', unit: 'Cardiologie' },
      { id: 'd2', name: 'Dr Blanchard', profession: null, unit: null },
    ];
    const { callsOf } = await open({
      professionals: () => ({ professionals: found, hasMore: true }),
      object: () => view,
    });
    await openChoice('Ajouter un professionnel…');
    await confirm('Enregistrer l’opposition').click();
    await expect
      .element(dialog().getByRole('alert'))
      .toMatchTextContent('Choisissez au moins un professionnel.');
    const search = dialog().getByRole('searchbox');
    await search.fill('bla');
    // Enter searches, it never sends
    await userEvent.keyboard('{Enter}');
    await dialog().getByRole('button', { name: 'Dr Blanc Médecin · Cardiologie' }).click();
    await expect.element(search).toHaveFocus();
    await expect.element(search).toHaveValue('');
    await search.fill('bla');
    await expect.element(dialog().getByRole('status')).toMatchTextContent('1 professionnel');
    await dialog().getByRole('button', { name: 'Dr Blanchard' }).click();
    await dialog().getByRole('button', { name: 'Ne plus choisir Dr Blanc', exact: true }).click();
    await expect.element(dialog()).toMatchTextContent('Ce professionnel perd l’accès');
    expect(callsOf('consents.object')).toEqual([]);
    await confirm('Enregistrer l’opposition').click();
    await expect.element(dialog()).not.toBeInTheDocument();
    expect(objectInput.parse(callsOf('consents.object')[0]).professionalIds).toEqual(['d2']);
  });

  it('says that nobody of that name was found', async () => {
    await open({ professionals: () => ({ professionals: [], hasMore: false }) });
    await openChoice('Ajouter un professionnel…');
    await dialog().getByRole('searchbox').fill('zz');
    await expect.element(dialog()).toMatchTextContent('Aucun professionnel de ce nom.');
  });

  it('has staff choose a relative among the patients, and never the patient themselves', async () => {
    const { callsOf, answer, answers } = await open({ delegate: () => view });
    await openChoice('Ajouter un proche…');
    await confirm('Donner l’accès').click();
    await expect.element(dialog().getByRole('alert')).toMatchTextContent('Choisissez un patient.');
    await dialog().getByRole('searchbox').fill('martin');
    await dialog()
      .getByRole('button', { name: /MARTIN Jeanne/ })
      .click();
    await expect.element(dialog().getByRole('alert')).toMatchTextContent('Un patient ne se délègue pas');
    answer({
      ...answers,
      patients: {
        ...answers.patients,
        search: () => ({
          hits: [{ ...hit, id: 'p2', givenNames: ['Luc'] }],
          hasMore: false,
          isPartial: false,
          hint: null,
          understood,
        }),
      },
    });
    await dialog().getByRole('button', { name: 'Changer' }).click();
    await dialog().getByRole('searchbox').fill('luc');
    await dialog()
      .getByRole('button', { name: /MARTIN Luc/ })
      .click();
    await expect.element(dialog()).toMatchTextContent('Choisi : MARTIN Luc');
    await confirm('Donner l’accès').click();
    await expect.element(dialog()).not.toBeInTheDocument();
    expect(delegateInput.parse(callsOf('consents.delegate')[0]).delegate).toEqual({
      by: 'record',
      delegateId: 'p2',
    });
  });

  it('has a patient name a relative exactly, and says when nobody is known so', async () => {
    const { callsOf } = await open(
      { list: () => ({ ...view, isOwn: true }), delegate: () => Promise.reject(refusal('NOT_FOUND')) },
      { me: patient },
    );
    await openChoice('Ajouter un proche…');
    await confirm('Donner l’accès').click();
    await expect.element(dialog().getByRole('alert')).toMatchTextContent('Indiquez le nom');
    await expect.element(page.getByLabelText('IPP du proche')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabelText('Nom de naissance ou nom utilisé').fill('Martin');
    await page.getByLabelText('Date de naissance').fill('1985-02-03');
    await page.getByLabelText('IPP du proche').fill('8000999');
    await expect.element(page.getByLabelText('Formulaire signé le')).not.toBeInTheDocument();
    await confirm('Donner l’accès').click();
    await expect.element(dialog().getByRole('alert')).toMatchTextContent('Personne n’est connu sous ce nom');
    await expect.element(page.getByLabelText('IPP du proche')).toHaveValue('8000999');
    expect(delegateInput.parse(callsOf('consents.delegate')[0])).toMatchObject({
      delegate: { by: 'identity', familyName: 'Martin', birthDate: '1985-02-03', ipp: '8000999' },
      signedOn: null,
    });
  });

  it('takes an objection back only after a question that names both people', async () => {
    const { callsOf } = await open({ withdraw: () => ({ ...view, objections: [] }) });
    await page.getByRole('button', { name: 'Retirer Dr Blanc' }).click();
    const question = page.getByRole('alertdialog', { name: 'Lever l’opposition à Dr Blanc ?' });
    await expect.element(question.getByRole('button', { name: 'Annuler' })).toHaveFocus();
    await expect.element(question).toMatchTextContent('le dossier de MARTIN Jeanne');
    await userEvent.keyboard('{Escape}');
    await expect.element(question).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Retirer Dr Blanc' }).click();
    await question.getByRole('button', { name: 'Lever l’opposition' }).dblClick();
    await expect.element(page.getByText('Aucun professionnel n’est écarté.')).toBeVisible();
    const sent = callsOf('consents.withdraw').map((input) => withdrawInput.parse(input));
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ consentId: 'c2', reference: 'Practitioner/x', token: 'token-1' });
  });

  it('asks again when the list has changed, with what holds now', async () => {
    const { callsOf, answer, answers } = await open({
      withdraw: () => Promise.reject(refusal('PRECONDITION_FAILED')),
    });
    await page.getByRole('button', { name: 'Retirer Dr Blanc' }).click();
    const other = entry({ id: 'c9', kind: 'research', recordedBy: { name: null, isPatient: true } });
    const theirs = { ...view, history: [other, ...view.history], token: 'token-9' };
    answer({ ...answers, consents: { list: () => theirs, withdraw: answers.consents?.withdraw } } as Answers);
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Lever l’opposition' }).click();
    const meanwhile = question.getByRole('group', { name: 'Ces choix viennent d’être modifiés' });
    await expect.element(meanwhile).toHaveFocus();
    await expect
      .element(meanwhile)
      .toMatchTextContent(/Par le patient.*Recherche : accepté.*Avant : rien.*en vigueur.*le patient/);
    await question.getByRole('button', { name: 'Lever l’opposition' }).click({ force: true });
    expect(callsOf('consents.withdraw')).toHaveLength(1);
    answer({ ...answers, consents: { list: () => theirs, withdraw: () => ({ ...theirs, objections: [] }) } });
    await meanwhile.getByRole('button', { name: 'Continuer quand même' }).click();
    await expect.element(question).not.toBeInTheDocument();
    expect(callsOf('consents.withdraw').map((input) => withdrawInput.parse(input).token)).toEqual([
      'token-1',
      'token-9',
    ]);
  });

  it('has nothing left to ask once somebody else has done it', async () => {
    const { answer, answers } = await open({
      withdraw: () => Promise.reject(refusal('PRECONDITION_FAILED')),
    });
    await page.getByRole('button', { name: 'Retirer Dr Blanc' }).click();
    const theirs: ConsentsView = {
      ...view,
      objections: [],
      history: [entry(), { ...objection, state: 'replaced' }],
      token: 'token-9',
    };
    answer({ ...answers, consents: { list: () => theirs, withdraw: answers.consents?.withdraw } } as Answers);
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Lever l’opposition' }).click();
    const meanwhile = question.getByRole('group', { name: 'Ces choix viennent d’être modifiés' });
    await expect.element(meanwhile).toMatchTextContent(/Avant : en vigueur.*remplacé/);
    await expect.element(meanwhile.getByRole('button', { name: /quand même/ })).not.toBeInTheDocument();
    await meanwhile.getByRole('button', { name: 'Garder ce qui est enregistré' }).click();
    await expect.element(question).not.toBeInTheDocument();
  });

  it('says on the page that taking back failed', async () => {
    await open({ withdraw: () => Promise.reject(unreachable()) });
    await page.getByRole('button', { name: 'Retirer Dr Blanc' }).click();
    await page.getByRole('button', { name: 'Lever l’opposition' }).click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/Pas encore confirmé.*ne répond pas/);
  });

  it('offers no change to whoever may only read, and says why', async () => {
    await open(
      { list: () => ({ ...view, mayRecord: false }) },
      { me: { ...doctor, rights: { 'consents.read': true } } },
    );
    await expect
      .element(page.getByText('votre profil ne permet pas de les changer', { exact: false }))
      .toBeVisible();
    await expect
      .element(page.getByRole('button', { name: /Accepter|Refuser|Ajouter|Retirer/ }))
      .not.toBeInTheDocument();
  });

  it('warns of a decision that cannot be read in full', async () => {
    await open({
      list: () => ({
        ...view,
        choices: { ...view.choices, care: entry({ kind: 'care', decision: 'refused', isDoubtful: true }) },
      }),
    });
    await expect.element(page.getByText(/par prudence, elle est appliquée comme un refus/)).toBeVisible();
  });
});
