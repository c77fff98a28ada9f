import type { AgendaItem, TodayView } from '@keneyapp/bff/features/appointments/view';
import type { ChangeView, OpeningsView } from '@keneyapp/bff/features/appointments/booking-view';
import type { Me } from '@keneyapp/bff/features/session/view';
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { held, refusal, type Answers } from '../../testing/answers.ts';
import { doctor, identity } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { Agenda } from './agenda.tsx';

const day = '2031-06-02';
const secretary: Me = {
  ...doctor,
  rights: {
    ...doctor.rights,
    'appointments.find': true,
    'appointments.move': true,
    'appointments.move-over': true,
    'appointments.book': true,
  },
};
const { ins: _, ...person } = identity;
const visit = (id: string, time: string, family: string, practitioner: string): AgendaItem => ({
  ...{
    id,
    day,
    start: `${day}T${time}:00+02:00`,
    minutes: 30,
    status: 'booked',
    reason: null,
    cancelled: null,
  },
  end: new Date(Date.parse(`${day}T${time}:00+02:00`) + 30 * 60_000).toISOString(),
  patient: { ...person, id: `patient-${id}`, birthName: family, isHomonym: false },
  reception: { checked: null, arrived: null, called: null, entered: null, left: null },
  steps: [],
  practitioners: [{ id: practitioner, name: `Dr ${practitioner}` }],
  services: [],
  rooms: [],
  resources: [`Practitioner/${practitioner}`, 'Location/salle-1'],
});
const agenda: TodayView = {
  ...{ from: day, days: 1, today: '2031-05-30', units: [], ownPractitionerId: null, truncated: false },
  items: [visit('a', '09:00', 'Alpha', 'Perrin'), visit('b', '10:00', 'Bravo', 'Perrin')],
  practitioners: [{ id: 'Perrin', name: 'Dr Perrin' }],
  services: [],
  rooms: [],
};
const range = (from: string, to: string) => ({
  start: `${day}T${from}:00+02:00`,
  end: `${day}T${to}:00+02:00`,
});
const openings: OpeningsView = {
  columns: [
    { resource: 'Practitioner/Perrin', open: [range('09:00', '12:00')], absent: [range('14:00', '16:00')] },
    { resource: 'Practitioner/Okonkwo', open: [range('09:00', '12:00')], absent: [] },
  ],
  held: [{ ...range('11:00', '11:30'), resources: ['Practitioner/Perrin'] }],
};
const done: ChangeView = { isDone: true, obstacles: [], mayBeOver: false };
const open = (answers: Answers['appointments'], me: Me = secretary) =>
  show(
    <Agenda
      place={{ view: 'day', from: day, who: 'all', room: null, where: 'all', zoom: 'medium' }}
      today="2031-05-30"
    />,
    {
      me,
      answers: {
        appointments: {
          agenda: () => agenda,
          openings: () => openings,
          kinds: () => [
            {
              ...{ id: 'suivi', name: 'Suivi', service: null, minutes: 30, places: 1 },
              practitioners: [
                { id: 'Perrin', name: 'Dr Perrin' },
                { id: 'Okonkwo', name: 'Dr Okonkwo' },
              ],
              rooms: [{ id: 'salle-1', name: 'Salle 1' }],
            },
          ],
          ...answers,
        },
      },
    },
  );
const block = (name: RegExp) => page.getByRole('button', { name });
const said = (text: string | RegExp) => page.getByRole('status').getByText(text);

async function take(name: RegExp) {
  await expect.element(block(name)).toBeVisible();
  (block(name).element() as HTMLElement).focus();
  await userEvent.keyboard('m');
}

it('shows who is open without an appointment, absences and what is held, without a name', async () => {
  await open({});
  await expect.element(page.getByRole('list', { name: 'Dr Okonkwo' })).toBeVisible();
  const perrin = page.getByRole('list', { name: 'Dr Perrin' });
  await expect.element(perrin.getByText(/^Absent/)).toBeVisible();
  await expect.element(perrin.getByText(/11:00 retenu/)).toBeVisible();
  await expect.element(perrin.getByText('Fermé de 12:00 à 14:00')).toBeInTheDocument();
  await expect.element(block(/^Libre de 09:30 à 10:00, Dr Perrin/)).toBeInTheDocument();
});

it('three keys move it to another practitioner with its room; it stands there before the answer', async () => {
  const { answer, release } = held(done);
  const { callsOf } = await open({ move: answer });
  await take(/ALPHA/);
  await userEvent.keyboard('{ArrowLeft}{Enter}');
  const okonkwo = page.getByRole('list', { name: 'Dr Okonkwo' });
  await expect.element(okonkwo.getByText('ALPHA')).toBeVisible();
  expect(callsOf('appointments.move')).toMatchObject([
    {
      ...{ patientId: 'patient-a', appointmentId: 'a', start: `${day}T09:00:00+02:00` },
      to: {
        start: `${day}T09:00:00+02:00`,
        minutes: null,
        resources: ['Practitioner/Okonkwo', 'Location/salle-1'],
      },
    },
  ]);
  release();
  await expect.element(said(/^Déplacé\s: .+Dr Okonkwo/)).toBeVisible();
});

it('says each step, goes to the next free place, and Esc leaves it where it was', async () => {
  const { callsOf } = await open({});
  await take(/ALPHA/);
  await expect.element(said('En main : 09:00–09:30, Dr Perrin, libre')).toBeInTheDocument();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(said('09:15–09:45, Dr Perrin, libre')).toBeInTheDocument();
  await userEvent.keyboard('{PageDown}');
  await expect.element(said('09:30–10:00, Dr Perrin, libre')).toBeInTheDocument();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(said('09:45–10:15, Dr Perrin, occupé')).toBeInTheDocument();
  await userEvent.keyboard('{PageDown}');
  await expect.element(said('10:30–11:00, Dr Perrin, libre')).toBeInTheDocument();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(said('10:45–11:15, Dr Perrin, retenu par un collègue')).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await expect.element(said('Laissé à sa place')).toBeInTheDocument();
  expect(callsOf('appointments.move')).toEqual([]);
});

it('what is refused stands at its old place again; over it goes with a reason', async () => {
  const obstacle = {
    ...{ at: 0, reason: 'taken' as const, resource: { id: 'Perrin', name: 'Dr Perrin' } },
    by: [{ appointmentId: 'b', ...range('10:00', '10:30') }],
  };
  const { callsOf } = await open({
    move: () => ({ isDone: false, obstacles: [obstacle], mayBeOver: true }),
    moveOver: () => done,
  });
  await take(/ALPHA/);
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{Enter}');
  const dialog = page.getByRole('alertdialog');
  await expect.element(dialog.getByText(/BRAVO/)).toBeVisible();
  await expect.element(dialog.getByRole('button', { name: 'Choisir une autre heure' })).toHaveFocus();
  await dialog.getByRole('button', { name: 'Déplacer quand même' }).click();
  await expect.element(dialog.getByText('Indiquez pourquoi.')).toBeVisible();
  expect(callsOf('appointments.moveOver')).toEqual([]);
  await dialog.getByRole('textbox').fill('Vu avec le médecin');
  await dialog.getByRole('button', { name: 'Déplacer quand même' }).click();
  await expect.element(said(/^Déplacé\s: /)).toBeVisible();
  expect(callsOf('appointments.moveOver')).toMatchObject([
    { appointmentId: 'a', overReason: 'Vu avec le médecin' },
  ]);
});

it('says that a colleague was faster', async () => {
  await open({ move: () => Promise.reject(refusal('PRECONDITION_FAILED')) });
  await take(/ALPHA/);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.element(said(/Un collègue l’a changé entre-temps/)).toBeVisible();
  await expect.element(block(/^09:00.+ALPHA/)).toBeVisible();
});

it('reads anew what colleagues change on this day, and nothing else', async () => {
  const { emit, callsOf } = await open({});
  await expect.element(block(/ALPHA/)).toBeVisible();
  const before = callsOf('appointments.agenda').length;
  await emit('appointments.moves', [{ practitionerId: 'Perrin', day: '2031-06-03' }]);
  await emit('appointments.moves', [{ practitionerId: 'Perrin', day }]);
  await expect.poll(() => callsOf('appointments.agenda').length).toBe(before + 1);
});

it('who moves nothing takes nothing in hand, and books nothing', async () => {
  await open({}, doctor);
  await take(/ALPHA/);
  await expect.element(page.getByText(/^En main/)).not.toBeInTheDocument();
  await expect.element(block(/^Libre/)).not.toBeInTheDocument();
});
