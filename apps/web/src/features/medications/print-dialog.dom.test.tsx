import type { Me } from '@keneyapp/bff/features/session/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal, type Answers } from '../../testing/answers.ts';
import { medication } from '../../testing/clinical.ts';
import { banner, doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { MedicationsList } from './medications-list.tsx';

const answers: Answers = {
  patients: { banner: () => banner },
  medications: {
    list: () => ({
      truncated: false,
      prohibited: [],
      other: [],
      statements: [],
      past: [],
      current: [
        medication({ id: 'home', inn: 'apixaban', setting: 'community', hasPaper: true }),
        medication({ id: 'ward', inn: 'furosémide', setting: 'inpatient' }),
      ],
    }),
  },
  orders: {
    print: () => ({
      papers: [
        { documentId: 'd1', kind: 'two-zone', isReprint: true, endedSince: 1 },
        { documentId: 'd2', kind: 'narcotic', isReprint: true, endedSince: 0 },
      ],
      transmission: 'not-transmitted',
      unrecognised: ['crème de la clinique'],
    }),
  },
};
const me: Me = { ...doctor, rights: { ...doctor.rights, 'orders.sign': true, 'orders.print': true } };

it('prints what was signed for outside, and says what is a duplicate, what was stopped, what was not transmitted', async () => {
  const { calls } = await show(<MedicationsList patientId="p1" />, {
    me,
    at: '/patients/p1/medications',
    answers,
  });
  await expect.element(page.getByRole('button', { name: 'Imprimer l’ordonnance de apixaban' })).toBeVisible();
  expect(page.getByRole('button', { name: /ordonnance de furosémide/ }).elements()).toEqual([]);
  await page.getByRole('button', { name: 'Imprimer l’ordonnance de apixaban' }).click();
  const dialog = page.getByRole('dialog', { name: 'Imprimer l’ordonnance' });
  // nothing is made by opening it
  expect(calls.filter(({ path }) => path === 'orders.print')).toEqual([]);
  await dialog.getByRole('button', { name: 'Préparer' }).click();
  const link = dialog.getByRole('link', { name: 'Ordonnance bizone' });
  await expect.element(link).toHaveAttribute('href', '/bff/documents/p1/d1/0');
  await expect.element(dialog).toMatchTextContent(/un médicament a été arrêté depuis/);
  await expect.element(dialog).toMatchTextContent(/stupéfiants – duplicata/);
  await expect.element(dialog).toMatchTextContent(/substance inconnue.*crème de la clinique/);
  await expect.element(dialog).toMatchTextContent(/non transmise/);
});

it.each([
  ['not-allowed', /un médecin imprime l’ordonnance/],
  ['narcotic-not-allowed', /contient un stupéfiant/],
] as const)('says who prints it where the table of the hospital refuses: %s', async (reason, words) => {
  await show(<MedicationsList patientId="p1" />, {
    me,
    at: '/patients/p1/medications',
    answers: {
      ...answers,
      orders: {
        print: () => {
          throw refusal('BAD_REQUEST', {
            issues: [{ code: 'custom', path: ['requestId'], message: reason }],
          });
        },
      },
    },
  });
  await page.getByRole('button', { name: 'Imprimer l’ordonnance de apixaban' }).click();
  const dialog = page.getByRole('dialog', { name: 'Imprimer l’ordonnance' });
  await dialog.getByRole('button', { name: 'Préparer' }).click();
  await expect.element(dialog.getByRole('alert')).toMatchTextContent(words);
  expect(dialog.getByRole('link').elements()).toEqual([]);
});
