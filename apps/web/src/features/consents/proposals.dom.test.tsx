import { attachInput, delegateInput, oneInput } from '@keneyapp/bff/features/consents/schema';
import type { ConsentsView, ProposalEntry } from '@keneyapp/bff/features/consents/view';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, type Answers } from '../../testing/answers.ts';
import { banner, hit, patient } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { ConsentsPage } from './consents-page.tsx';

const proposal: ProposalEntry = {
  id: 'p7',
  kind: 'delegation',
  decision: 'agreed',
  persons: [{ reference: 'Patient/luc', name: 'Luc Martin' }],
  namesOthers: false,
  from: null,
  until: null,
  recordedAt: '2026-11-20T10:00:00+01:00',
  recordedBy: { name: 'Sophie Bernard', isPatient: false },
  confirmedBy: null,
  signedOn: null,
  state: 'proposed',
  mayCallOff: false,
  isDoubtful: false,
  hasForm: false,
  laysAside: false,
  closedTo: 'needs-form',
};
const view: ConsentsView = {
  choices: { care: null, sharing: null, research: null, portal: null },
  objections: [],
  delegations: [],
  proposals: [proposal],
  history: [],
  token: 'token-1',
  done: null,
  mayRecord: true,
  isOwn: false,
  isDelegate: false,
};
const what = 'Proches qui lisent le dossier : accès donné (Luc Martin)';
const pdf = (size = 200) => ({
  name: 'scan.bin',
  mimeType: 'application/octet-stream',
  base64: btoa(`%PDF-1.7${' '.repeat(size)}`),
});

async function open(part: Answers['consents'] = {}, options: Parameters<typeof show>[1] = {}) {
  const answers: Answers = { patients: { banner: () => banner }, consents: { list: () => view, ...part } };
  const shown = await show(<ConsentsPage patientId="p1" />, { answers, ...options });
  await expect.element(page.getByRole('heading', { name: 'À confirmer' })).toBeVisible();
  return { ...shown, answers };
}
const fileOf = ({ name, base64 }: ReturnType<typeof pdf>) =>
  new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name);

describe('what waits to be confirmed', () => {
  it('says what it waits for, and offers staff no confirmation without the form', async () => {
    await open();
    const item = page.getByRole('listitem').filter({ hasText: 'Luc Martin' });
    await expect.element(item).toMatchTextContent(/En attente du patient, ou du formulaire signé/);
    await expect.element(page.getByRole('button', { name: `Confirmer : ${what}` })).not.toBeInTheDocument();
  });

  it('takes a form by what it is, not by its name, and not without the day', async () => {
    const { callsOf } = await open({
      attach: () => ({ ...view, proposals: [{ ...proposal, hasForm: true, closedTo: 'own-form' }] }),
    });
    await page.getByRole('button', { name: `Joindre le formulaire : ${what}` }).click();
    const dialog = page.getByRole('dialog');
    const save = dialog.getByRole('button', { name: 'Joindre', exact: true });
    await save.click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('Choisissez le formulaire.');
    const field = dialog.getByLabelText('Formulaire signé (PDF, PNG ou JPEG)');
    await userEvent.upload(field, new File(['<html>'], 'scan.pdf', { type: 'application/pdf' }));
    await expect.element(field).toHaveAccessibleDescription(/ni un PDF, ni un PNG, ni un JPEG/);
    await userEvent.upload(field, fileOf(pdf(700_000)));
    await expect.element(field).toHaveAccessibleDescription(/dépasse 700 ko/);
    await save.click();
    expect(callsOf('consents.attach')).toEqual([]);
    await userEvent.upload(field, fileOf(pdf()));
    await expect.element(dialog.getByLabelText('Formulaire signé le')).toHaveValue('');
    await save.click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('Indiquez le jour de la signature.');
    await dialog.getByLabelText('Formulaire signé le').fill('2026-01-05');
    await save.click();
    await expect.element(dialog).not.toBeInTheDocument();
    expect(attachInput.parse(callsOf('consents.attach')[0])).toMatchObject({
      consentId: 'p7',
      signedOn: '2026-01-05',
      form: { data: pdf().base64 },
    });
    await expect
      .element(page.getByText('Vous avez joint le formulaire : une autre personne la confirme.'))
      .toBeVisible();
  });

  it('is confirmed after a question that says what it is, by the patient or a second person', async () => {
    const { callsOf } = await open(
      {
        list: () => ({ ...view, isOwn: true, proposals: [{ ...proposal, closedTo: null }] }),
        confirm: () => ({ ...view, isOwn: true, proposals: [], done: 'confirmed' }),
      },
      { me: patient },
    );
    await page.getByRole('button', { name: `Confirmer : ${what}` }).click();
    const question = page.getByRole('alertdialog', { name: `Confirmer : ${what} ?` });
    await expect.element(question.getByRole('button', { name: 'Annuler' })).toHaveFocus();
    await question.getByRole('button', { name: 'Confirmer' }).dblClick();
    await expect.element(page.getByRole('heading', { name: 'À confirmer' })).not.toBeInTheDocument();
    const sent = callsOf('consents.confirm').map((input) => oneInput.parse(input));
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ consentId: 'p7', token: 'token-1' });
  });

  it('says plainly why it is not for this person', async () => {
    await open({
      list: () => ({ ...view, proposals: [{ ...proposal, hasForm: true, closedTo: null }] }),
      confirm: () => Promise.reject(refusal('FORBIDDEN', { reason: 'own-relation' })),
    });
    await page.getByRole('button', { name: `Confirmer : ${what}` }).click();
    await expect
      .element(page.getByRole('alertdialog'))
      .toMatchTextContent('Vous attestez avoir vu le formulaire signé');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Confirmer' }).click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('à vous ou à un proche');
  });

  it('can be dropped, and a decision that is yet to begin called off', async () => {
    const planned = {
      ...proposal,
      id: 'later',
      kind: 'care' as const,
      decision: 'refused' as const,
      persons: [],
      state: 'planned' as const,
      mayCallOff: true,
    };
    const { callsOf } = await open({
      list: () => ({ ...view, history: [planned] }),
      dismiss: () => ({ ...view, proposals: [], history: [planned], done: 'dismissed' }),
      callOff: () => ({ ...view, proposals: [], done: 'proposed' }),
    });
    await page.getByRole('button', { name: `Ne pas retenir : ${what}` }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Ne pas retenir' }).click();
    await waitFor(() => expect(callsOf('consents.dismiss')).toHaveLength(1));
    await page.getByRole('button', { name: 'Annuler : Accès par l’équipe du service : refusé' }).click();
    await expect
      .element(page.getByRole('alertdialog'))
      .toMatchTextContent('Rien ne change avant la confirmation');
    await page.getByRole('button', { name: 'Annuler la décision' }).click();
    await waitFor(() =>
      expect(callsOf('consents.callOff').map((input) => oneInput.parse(input).consentId)).toEqual(['later']),
    );
    await expect
      .element(page.getByRole('status').filter({ hasText: 'elle vaudra une fois confirmée' }))
      .toBeVisible();
  });
});

it('tells staff before they save that a delegation waits, and sends the form along', async () => {
  const { callsOf } = await open(
    { delegate: () => ({ ...view, done: 'proposed' }) },
    {
      answers: {
        patients: {
          banner: () => banner,
          search: () => ({
            hits: [{ ...hit, id: 'p2' }],
            hasMore: false,
            isPartial: false,
            hint: null,
            understood: { names: [], birthDate: null, ins: null, identifier: null },
          }),
        },
        consents: { list: () => view, delegate: () => ({ ...view, done: 'proposed' }) },
      },
    },
  );
  await page.getByRole('button', { name: 'Ajouter un proche…' }).click();
  const dialog = page.getByRole('dialog');
  await expect.element(dialog).toMatchTextContent('Rien ne change avant la confirmation');
  await dialog.getByRole('searchbox').fill('martin');
  await dialog.getByRole('button', { name: /MARTIN Jeanne/ }).click();
  await userEvent.upload(dialog.getByLabelText('Formulaire signé (PDF, PNG ou JPEG)'), fileOf(pdf()));
  await expect
    .element(dialog.getByLabelText('Formulaire signé (PDF, PNG ou JPEG)'))
    .toHaveAttribute('aria-invalid', 'false');
  await dialog.getByLabelText('Formulaire signé le').fill('2026-01-05');
  await dialog.getByRole('button', { name: 'Donner l’accès' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  expect(delegateInput.parse(callsOf('consents.delegate')[0]).form).toEqual({ data: pdf().base64 });
});
