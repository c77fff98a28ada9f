import type { AgendaItem, ReceivedView } from '@keneyapp/bff/features/appointments/view';
import type { Me } from '@keneyapp/bff/features/session/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { doctor, identity } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { addDays, todayInHospital } from './agenda-search-params.ts';
import { ReceptionButtons } from './reception-buttons.tsx';
import { Waiting } from './waiting.tsx';

const me = { ...doctor, rights: { ...doctor.rights, 'appointments.receive': true as const } };
const minutesAgo = (n: number) => new Date(Date.now() - n * 60_000 - 1_000).toISOString();
const { ins: _, ...person } = identity;
const item: AgendaItem = {
  ...{ id: 'a1', day: todayInHospital(), start: minutesAgo(12), end: null, minutes: 30 },
  ...{ reason: null, cancelled: null, practitioners: [], services: [], rooms: [], resources: [] },
  status: 'booked',
  patient: { ...person, isHomonym: false },
  reception: { checked: null, arrived: null, called: null, entered: null, left: null },
  steps: ['arrive', 'check', 'miss'],
};
const after = (): ReceivedView => ({ ...item, status: 'arrived' });
const open = (
  more: Partial<AgendaItem>,
  receive: () => ReceivedView | Promise<ReceivedView> = after,
  who: Me = me,
) =>
  show(
    <>
      <Waiting item={{ ...item, ...more }} />
      <ReceptionButtons item={{ ...item, ...more }} />
    </>,
    { me: who, answers: { appointments: { receive } } },
  );
const step = (name: RegExp) => page.getByRole('button', { name });

it('says of somebody expected that they came, as they were shown', async () => {
  const { callsOf } = await open({});
  await expect.element(page.getByText('en retard de 12 min')).toBeVisible();
  await step(/^Arrivée/).click();
  await expect.element(page.getByText(/arrivée notée/).first()).toBeVisible();
  expect(callsOf('appointments.receive')).toMatchObject([
    {
      ...{ patientId: identity.id, appointmentId: 'a1', step: 'arrive', status: 'booked' },
      ...{ checked: null, called: null, entered: null },
    },
  ]);
});

it('says with one click that who they are was checked, and against what', async () => {
  const { callsOf } = await open({});
  await expect.element(step(/^Identité vérifiée/)).toHaveAccessibleDescription(/pièce présentée/);
  await expect.element(page.getByText('identité vérifiée', { exact: true })).not.toBeInTheDocument();
  await step(/^Identité vérifiée/).click();
  await expect.element(page.getByText(/vérification d’identité notée/).first()).toBeVisible();
  expect(callsOf('appointments.receive')).toMatchObject([{ step: 'check', status: 'booked' }]);
});

it('says in words that who they are was checked, and takes it back without the arrival', async () => {
  const checked = minutesAgo(2);
  const { callsOf } = await open({
    status: 'arrived',
    steps: ['call', 'enter', 'uncheck', 'leave', 'back'],
    reception: { ...item.reception, checked, arrived: minutesAgo(4) },
  });
  const said = page.getByText('identité vérifiée', { exact: true });
  await expect.element(said).toBeVisible();
  // and that it is of this visit
  await expect
    .element(said)
    .toHaveAttribute('title', expect.stringContaining('statut de l’identité ne change pas'));
  await step(/^Annuler la vérification/).click();
  await expect.element(page.getByText(/vérification d’identité annulée/).first()).toBeVisible();
  expect(callsOf('appointments.receive')).toMatchObject([{ step: 'uncheck', status: 'arrived', checked }]);
});

it('says since when somebody is with the doctor, where nobody waits any more', async () => {
  const entered = minutesAgo(7);
  const { callsOf } = await open({
    status: 'arrived',
    steps: ['leave', 'back'],
    reception: { ...item.reception, arrived: minutesAgo(60), called: minutesAgo(9), entered },
  });
  await expect.element(page.getByText('en consultation depuis 7 min')).toHaveAttribute('data-level', 'calm');
  await expect.element(page.getByText(/attend depuis|appel il y a/)).not.toBeInTheDocument();
  await step(/^Départ/).click();
  await expect.element(page.getByText(/départ noté/).first()).toBeVisible();
  expect(callsOf('appointments.receive')).toMatchObject([{ step: 'leave', entered }]);
});

it.each<[number, string, string]>([
  [4, 'attend depuis 4 min', 'calm'],
  [15, 'attend depuis 15 min', 'attention'],
  [31, 'attend depuis 31 min', 'bad'],
])('tells after %s minutes in words and colour how long somebody waits', async (minutes, words, level) => {
  await open({
    status: 'arrived',
    steps: ['call', 'leave', 'back'],
    reception: { checked: null, arrived: minutesAgo(minutes), called: null, entered: null, left: null },
  });
  await expect.element(page.getByText(words)).toHaveAttribute('data-level', level);
});

it('another day says nothing of being late and offers no step', async () => {
  await open({ start: minutesAgo(60), day: addDays(todayInHospital(), -1), steps: [] });
  await expect.element(page.getByRole('button')).not.toBeInTheDocument();
  await expect.element(page.getByText(/en retard/)).not.toBeInTheDocument();
});

it('offers nothing to who receives nobody', async () => {
  await open({}, after, doctor);
  await expect.element(step(/Arrivée/)).not.toBeInTheDocument();
  // and says who is late to whoever waits for them
  await expect.element(page.getByText('en retard de 12 min')).toBeVisible();
});

it('says that a colleague was faster, and that nothing was noted where it failed', async () => {
  await open({}, () => Promise.reject(refusal('PRECONDITION_FAILED')));
  await step(/^Arrivée/).click();
  await expect
    .element(page.getByRole('alert').getByText(/Un collègue a déjà noté autre chose/))
    .toBeVisible();
});
