import type { ImplantRow, ImplantsView } from '@keneyapp/bff/features/implants/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { coded } from '../../testing/clinical.ts';
import { doctor, patient } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { ImplantsList } from './implants-list.tsx';

const pacemaker: ImplantRow = {
  id: 'a',
  version: '1',
  kind: 'pacemaker',
  name: coded('Stimulateur cardiaque : double chambre'),
  detail: 'double chambre',
  maker: 'Fabricant',
  model: 'M1',
  serial: 'S1',
  lot: null,
  udi: null,
  expiry: null,
  site: 'Sous-clavier gauche',
  implanted: '2019-05',
  removed: null,
  state: 'in-place',
  mri: 'unknown',
  note: 'Carnet vu',
};
const open = (view: () => Partial<ImplantsView>, at = '/', me = doctor) =>
  show(<ImplantsList patientId="p1" />, {
    answers: { implants: { list: () => ({ inPlace: [], removed: [], truncated: false, ...view() }) } },
    ...{ at, me },
  });

it('says what is in place, where, since when, and that nothing is known of magnetic resonance', async () => {
  await open(() => ({ inPlace: [pacemaker] }));
  const row = page.getByRole('row', { name: /Stimulateur cardiaque : double chambre/ });
  await expect.element(row).toMatchTextContent('Sous-clavier gauche');
  await expect.element(row).toMatchTextContent('05/2019');
  await expect.element(row).toMatchTextContent('IRM : non connu');
  await expect.element(row).toMatchTextContent('Fabricant · M1 · n° de série S1');
});

it('keeps what was removed apart', async () => {
  const removed = { ...pacemaker, state: 'removed' as const, removed: '2024-06-01' };
  await open(() => ({ removed: [removed] }), '/?view=removed');
  await expect.element(page.getByRole('row', { name: /Stimulateur/ })).toMatchTextContent('01/06/2024');
});

it('an identifier that nobody can read is shown as it was typed; that it had expired is marked', async () => {
  await open(() => ({ inPlace: [{ ...pacemaker, udi: 'abc', expiry: '2019-04-30' }] }));
  const row = page.getByRole('row', { name: /Stimulateur/ });
  await expect.element(row).toMatchTextContent('IUD non reconnu : abc');
  await expect.element(row).toMatchTextContent('Périmé à la pose');
});

it('tells the patient in words of theirs that none is recorded', async () => {
  await open(() => ({}), '/', patient);
  await expect.element(page.getByText(/dans votre dossier. Si vous en portez un/)).toBeVisible();
  await expect.element(page.getByText(/à demander avant une IRM/)).not.toBeInTheDocument();
});

it('that nothing is recorded is not that there is nothing', async () => {
  await open(() => ({}));
  await expect.element(page.getByText(/à demander avant une IRM/)).toBeVisible();
});

it('what could not be read is no empty list', async () => {
  await open(() => {
    throw refusal('INTERNAL_SERVER_ERROR');
  });
  await expect.element(page.getByRole('alert')).toBeVisible();
  await expect.element(page.getByText(/Aucun implant/)).not.toBeInTheDocument();
});
