import type { IdentityFormView } from '@keneyapp/bff/features/identities/view';
import { birthDateOf, unsaidBirthDate } from '@keneyapp/clinical';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { UndoCorrection } from './undo-correction.tsx';

const me = {
  ...doctor,
  rights: { ...doctor.rights, 'identities.read': true as const, 'identities.undo-correction': true as const },
};
const form: IdentityFormView = {
  version: '5',
  ipp: '8000123',
  traits: {
    ...{ birthName: 'MARTIN', firstGivenName: 'ANNE', givenNames: ['ANNE'], sex: 'female' },
    birthDate: birthDateOf('1970-01-02') ?? unsaidBirthDate,
    birthPlace: { code: '37261', name: 'Tours' },
  },
  ...{ usedName: null, usedGivenName: null, home: null, telephones: [], email: null, wantsNoMail: false },
  relations: { toWarn: null, trusted: null, doctor: null, insuredNumber: null },
  deceased: null,
  state: { status: 'PROV', attributes: [] },
  ...{ validation: null, hasIns: false, isBraceletToRedo: false },
  correctedAt: new Date(Date.now() - 600_000).toISOString(),
};
const open = (correctedAt: string | null, undoCorrection: () => Promise<null> | null) =>
  show(<UndoCorrection patientId="p1" />, {
    me,
    answers: { identities: { form: () => ({ ...form, correctedAt }), undoCorrection } },
  });
async function undo() {
  await page.getByRole('button', { name: 'Annuler ma correction' }).click();
  const question = page.getByRole('alertdialog', { name: 'Annuler votre correction ?' });
  await expect.element(question.getByRole('button', { name: 'Garder la correction' })).toHaveFocus();
  await question.getByRole('button', { name: 'Annuler ma correction' }).click();
}

it('takes back what oneself corrected, over the version on the screen, after a question', async () => {
  const { callsOf } = await open(form.correctedAt, () => null);
  await expect.element(page.getByText(/Vous avez corrigé cette identité/)).toBeVisible();
  await undo();
  await expect
    .element(page.getByText('Correction annulée : l’identité est celle d’avant.').first())
    .toBeVisible();
  expect(callsOf('identities.undoCorrection')).toMatchObject([{ patientId: 'p1', version: '5' }]);
});

it.each([
  ['PRECONDITION_FAILED', null, /modifiée depuis votre correction/],
  ['CONFLICT', 'too-late', /plus de 24 heures/],
] as const)('says in words why it is refused (%s)', async (code, reason, words) => {
  await open(form.correctedAt, () => Promise.reject(reason ? refusal(code, { reason }) : refusal(code)));
  await undo();
  await expect.element(page.getByRole('alert').getByText(words)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Annuler ma correction' })).not.toBeInTheDocument();
});

it('is offered to nobody else', async () => {
  await open(null, () => null);
  await new Promise((done) => setTimeout(done, 200));
  await expect.element(page.getByRole('button')).not.toBeInTheDocument();
});
