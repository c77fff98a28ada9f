import type { FlagRow, FlagsView } from '@keneyapp/bff/features/flags/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { coded } from '../../testing/clinical.ts';
import { show } from '../../testing/show.tsx';
import { FlagsList } from './flags-list.tsx';

const contact: FlagRow = {
  id: 'a',
  version: '1',
  kind: 'contact',
  name: coded('Isolement contact : BMR'),
  detail: 'BMR',
  status: 'active',
  start: '2024-05-06',
  end: null,
  author: 'Dr Petit',
  note: 'Prélèvement positif',
};
const limitation: FlagRow = { ...contact, id: 'b', kind: 'limitation', detail: null, note: null };
const open = (view: () => Partial<FlagsView>, at = '/') =>
  show(<FlagsList patientId="p1" />, {
    answers: { flags: { list: () => ({ current: [], past: [], truncated: false, ...view() }) } },
    at,
  });

it('says what stands, since when, why and by whom', async () => {
  await open(() => ({ current: [contact] }));
  const row = page.getByRole('row', { name: /Isolement contact : BMR/ });
  await expect.element(row).toMatchTextContent('06/05/2024');
  await expect.element(row).toMatchTextContent('Prélèvement positif');
  await expect.element(row).toMatchTextContent('Dr Petit');
});

it('keeps what ended apart', async () => {
  const past = { ...contact, status: 'inactive' as const, end: '2024-06-01' };
  await open(() => ({ current: [limitation], past: [past] }), '/?view=past');
  await expect.element(page.getByRole('row', { name: /Isolement contact/ })).toMatchTextContent('01/06/2024');
  await expect.element(page.getByRole('row', { name: /LATA/ })).not.toBeInTheDocument();
});

it('that nothing is recorded is not that there is nothing', async () => {
  await open(() => ({}));
  await expect.element(page.getByText(/pas la même chose qu’une absence de précaution/)).toBeVisible();
});

it('what could not be read is no empty list', async () => {
  await open(() => {
    throw refusal('INTERNAL_SERVER_ERROR');
  });
  await expect.element(page.getByRole('alert')).toBeVisible();
  await expect.element(page.getByText(/Aucune alerte/)).not.toBeInTheDocument();
});
