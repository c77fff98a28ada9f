import type { FamilyRow, FamilyView } from '@keneyapp/bff/features/family/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { coded } from '../../testing/clinical.ts';
import { show } from '../../testing/show.tsx';
import { FamilyList } from './family-list.tsx';

const age = (low: number) => ({ start: null, end: null, age: { low, high: null, unit: 'a' }, text: null });
const mother: FamilyRow = {
  id: 'a',
  version: '1',
  relation: { text: 'mother', codes: [{ system: 'urn:x', code: 'MTH' }] },
  name: null,
  status: 'completed',
  absence: null,
  deceased: { is: true, when: age(61) },
  conditions: [
    { name: coded('Infarctus'), onset: age(52), outcome: null, isCauseOfDeath: true, note: null },
    { name: coded('Diabète'), onset: null, outcome: null, isCauseOfDeath: null, note: null },
  ],
  recordedDate: '2024-05-06',
  note: 'Dit par la patiente',
};
const open = (view: () => Partial<FamilyView>) =>
  show(<FamilyList patientId="p1" />, {
    answers: { family: { list: () => ({ items: [], statements: [], truncated: false, ...view() }) } },
  });

it('shows who had what at which age, and of what they died', async () => {
  await open(() => ({ items: [mother] }));
  const row = page.getByRole('row', { name: /Mère/ });
  await expect.element(row).toMatchTextContent('Infarctus (à 52 ans) – cause du décès');
  await expect.element(row).toMatchTextContent('Diabète');
  await expect.element(row).toMatchTextContent('Décédé(e) à 61 ans');
  await expect.element(row).toMatchTextContent('Dit par la patiente');
});

it('says "none" only where somebody said so', async () => {
  const { answer, queryClient } = await open(() => ({}));
  await expect.element(page.getByText(/Ce n’est pas la même chose qu’une absence/)).toBeVisible();
  answer({
    family: {
      list: () => ({
        items: [],
        statements: [
          {
            id: 's1',
            version: '1',
            name: coded('Aucun'),
            absence: { says: 'none-known', kind: null },
            recordedDate: '2024-01-02',
            recorder: null,
            isContradicted: false,
          },
        ],
        truncated: false,
      }),
    },
  });
  await queryClient.invalidateQueries();
  await expect.element(page.getByText(/l’absence a été recherchée et notée/)).toBeVisible();
});

it('what could not be read is no empty list', async () => {
  await open(() => {
    throw refusal('INTERNAL_SERVER_ERROR');
  });
  await expect.element(page.getByRole('alert')).toBeVisible();
  await expect.element(page.getByText(/à demander au patient/)).not.toBeInTheDocument();
});
