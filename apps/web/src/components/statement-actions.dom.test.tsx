import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { AllergiesList } from '../features/allergies/allergies-list.tsx';
import { ProblemsList } from '../features/problems/problems-list.tsx';
import { refusal } from '../testing/answers.ts';
import { allergy, coded, problem } from '../testing/clinical.ts';
import { banner, doctor } from '../testing/people.ts';
import { show } from '../testing/show.tsx';

const mine = {
  ...doctor,
  rights: {
    ...doctor.rights,
    'allergies.refute': true,
    'allergies.mark-entered-in-error': true,
    'problems.resolve': true,
  } as const,
};
const saved = { counter: 1, updatedAt: '2026-11-24T08:05:00Z', expiresAt: '2026-12-24T08:05:00Z' };
const patients = { banner: () => banner };
const session = { draft: () => null, saveDraft: () => saved, discardDraft: () => null };
const allergies = (version: string) => ({
  state: 'known' as const,
  noneOf: [],
  current: [allergy({ version, verification: version === '1' ? 'confirmed' : 'unconfirmed' })],
  past: [],
  statements: [],
  truncated: false,
});
const choose = async (row: string, action: string) => {
  await page.getByRole('button', { name: row }).click();
  await page.getByRole('menuitem', { name: action }).click();
};

it('refutes an allergy for a reason, which stays typed while the server refuses', async () => {
  const answers = { session, patients, allergies: { list: () => allergies('1') } };
  const shown = await show(<AllergiesList patientId="p1" />, {
    me: mine,
    answers: {
      ...answers,
      allergies: { ...answers.allergies, refute: () => Promise.reject(refusal('PRECONDITION_FAILED')) },
    } as never,
  });
  await choose('Actions : Pénicilline', 'Écarter…');
  const save = page.getByRole('button', { name: 'Écarter l’allergie' });
  const reason = page.getByRole('textbox', { name: 'Motif' });
  await expect.element(page.getByRole('alertdialog').getByText('MARTIN')).toBeVisible();
  await save.click();
  await expect.element(reason).toHaveAccessibleDescription(/Dites pourquoi/);
  await reason.fill('Test négatif');
  shown.answer({
    session,
    patients,
    allergies: { list: () => allergies('2'), refute: () => Promise.reject(refusal('PRECONDITION_FAILED')) },
  } as never);
  await save.click();
  // somebody else changed it: nothing is sent over that before the person has decided
  const anyway = page.getByRole('button', { name: 'Continuer quand même' });
  await expect.element(anyway).toBeVisible();
  await expect.element(reason).toHaveValue('Test négatif');
  shown.answer({
    session,
    patients,
    allergies: { list: () => allergies('2'), refute: () => ({ id: 'a1', isReplay: false }) },
  } as never);
  await anyway.click();
  await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
  expect(shown.callsOf('allergies.refute')).toMatchObject([
    { id: 'a1', version: '1', reason: 'Test négatif' },
    { id: 'a1', version: '2', reason: 'Test négatif' },
  ]);
});

it('resolves a problem with no more than a click where nothing else is known; offers only what one may', async () => {
  const shown = await show(<ProblemsList patientId="p1" />, {
    me: mine,
    answers: {
      session,
      patients,
      problems: {
        list: () => ({ current: [problem()], past: [], refuted: [], statements: [], truncated: false }),
        resolve: () => ({ id: 'p', isReplay: false }),
      },
    } as never,
  });
  await page.getByRole('button', { name: 'Actions : Asthme' }).click();
  await expect
    .poll(() =>
      page
        .getByRole('menuitem')
        .elements()
        .map((one) => one.textContent),
    )
    .toEqual(['Résolu…', 'Historique…']);
  await page.getByRole('menuitem', { name: 'Résolu…' }).click();
  await page.getByRole('button', { name: 'Marquer comme résolu' }).click();
  await expect.poll(() => shown.callsOf('problems.resolve')).toMatchObject([{ abatement: null, reason: '' }]);
});

it('offers its history alone to who may do nothing', async () => {
  await show(<AllergiesList patientId="p1" />, { answers: { allergies: { list: () => allergies('1') } } });
  await expect.element(page.getByRole('row', { name: /Pénicilline/ })).toBeVisible();
  await page.getByRole('button', { name: 'Actions : Pénicilline' }).click();
  await expect
    .poll(() =>
      page
        .getByRole('menuitem')
        .elements()
        .map((one) => one.textContent),
    )
    .toEqual(['Historique…']);
});

it('goes on at the next row once one is struck out, and at the heading after the last', async () => {
  let rows = [allergy({ id: 'a1' }), allergy({ id: 'a2', substance: coded('Arachide') })];
  await show(
    <main>
      <AllergiesList patientId="p1" />
    </main>,
    {
      me: mine,
      answers: {
        session,
        patients,
        allergies: {
          list: () => ({ ...allergies('1'), current: rows }),
          markEnteredInError: ({ id }: { id: string }) => {
            rows = rows.filter((row) => row.id !== id);
            return { id, isReplay: false };
          },
        },
      } as never,
    },
  );
  const strikeOut = async (name: string) => {
    await choose(`Actions : ${name}`, 'Barrer (saisie erronée)…');
    await page.getByRole('textbox', { name: 'Motif' }).fill('autre patient');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Barrer' }).click();
  };
  await strikeOut('Pénicilline');
  await expect.element(page.getByRole('button', { name: 'Actions : Arachide' })).toHaveFocus();
  await strikeOut('Arachide');
  await expect.element(page.getByRole('heading', { level: 1 })).toHaveFocus();
});
