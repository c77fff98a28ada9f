import type { HoldView, PlacedVisit } from '@keneyapp/bff/features/appointments/booking-view';
import type { Me } from '@keneyapp/bff/features/session/view';
import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, type Answers } from '../../../testing/answers.ts';
import { banner, doctor, identity } from '../../../testing/people.ts';
import { show } from '../../../testing/show.tsx';
import { BookingPage } from './booking-page.tsx';

const me: Me = {
  ...doctor,
  role: 'secretary',
  rights: { ...doctor.rights, 'appointments.book': true, 'appointments.hold-over': true },
};
const visit = (start: string): PlacedVisit => ({
  kind: 'cardio-suivi',
  start,
  end: new Date(Date.parse(start) + 30 * 60_000).toISOString(),
  resources: ['Practitioner/p1'],
  practitioners: [{ id: 'p1', name: 'Dr Olivier Perrin' }],
  rooms: [],
});
const free = ['2027-01-04T08:00:00.000Z', '2027-01-04T09:00:00.000Z'].map(visit);
const inSeconds = (n: number) => new Date(Date.now() + n * 1_000).toISOString();
const held = (expires: string, more: Partial<HoldView> = {}): HoldView => ({
  held: free.slice(0, 1).map((one) => ({ ...one, bookingId: 'b1', appointmentId: 'a1' })),
  expires,
  ...{ obstacles: [], mayBeOver: false, others: [] },
  ...more,
});

const open = (answers: Answers['appointments'], asked = 'kind=cardio-suivi') =>
  show(<BookingPage today="2026-11-29" />, {
    me,
    at: `/agenda/new?patient=${identity.id}&${asked}`,
    answers: {
      patients: {
        banner: () => banner,
        identity: () => ({ details: null, contacts: [], coverages: [], failed: [] }),
      },
      appointments: {
        kinds: () => [
          {
            ...{ id: 'cardio-suivi', name: 'Consultation de suivi', minutes: 30, places: 1, rooms: [] },
            service: { id: 'org-cardiologie', name: 'Service de cardiologie' },
            practitioners: [{ id: 'p1', name: 'Dr Olivier Perrin' }],
          },
        ],
        find: () => ({ isReady: true, free: free.map((one) => ({ visit: one, then: null })), none: null }),
        upcoming: () => ({ visits: [], hasMore: false }),
        letGo: () => Promise.resolve(undefined as never),
        ...answers,
      },
    },
  });
const places = page.getByRole('region', { name: 'Créneaux libres' });
const takeFirst = () => places.getByRole('button').first().click();
const confirm = page.getByRole('button', { name: 'Confirmer' });
const comment = page.getByRole('textbox', { name: 'Commentaire pour l’accueil' });

beforeEach(() => page.viewport(1280, 900));

it('says aloud that two minutes are left, once', async () => {
  await open({ hold: () => held(inSeconds(121)) });
  await takeFirst();
  await expect.element(page.getByText(/^Retenu encore (2:0[01]|1:5\d)$/)).toBeVisible();
  await expect.element(page.getByText('Le créneau n’est plus retenu que deux minutes.')).toBeVisible();
});

it('ended by itself, it looks again, and holds the same place once more with what was typed', async () => {
  const { callsOf } = await open({ hold: () => held(inSeconds(2)) });
  await takeFirst();
  await comment.fill('Vient avec son fils');
  await expect.element(page.getByRole('alert').getByText(/votre commentaire est conservé/)).toBeVisible();
  await expect.poll(() => callsOf('appointments.find').length).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Retenir de nouveau' }).click();
  await expect.element(comment).toHaveValue('Vient avec son fils');
  const [first, again] = callsOf('appointments.hold') as { key: string; visits: object[] }[];
  expect(again?.visits).toEqual(first?.visits);
  expect(again?.key).not.toBe(first?.key);
});

it('a hold that a colleague changed is no booking: it says so, keeps the comment and looks again', async () => {
  const { callsOf } = await open({
    hold: () => held(inSeconds(600)),
    book: () => Promise.reject(refusal('PRECONDITION_FAILED')),
  });
  await takeFirst();
  await comment.fill('Vient avec son fils');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(page.getByRole('alert').getByText(/un collègue l’a changé/)).toBeVisible();
  await expect.poll(() => callsOf('appointments.find').length).toBeGreaterThan(1);
  expect(callsOf('appointments.book')).toMatchObject([{ bookings: ['b1'], comment: 'Vient avec son fils' }]);
});

it('the engine is away: nothing was booked, what is typed stays, and the same form is sent again', async () => {
  let away = true;
  const { callsOf } = await open({
    hold: () => held(inSeconds(600)),
    book: () => (away ? Promise.reject(refusal('SERVICE_UNAVAILABLE')) : { appointments: ['a1'] }),
  });
  await takeFirst();
  await comment.fill('Vient avec son fils');
  await confirm.click();
  await expect.element(page.getByText('Le rendez-vous n’a pas été pris')).toBeVisible();
  await expect.element(comment).toHaveValue('Vient avec son fils');
  away = false;
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await expect.element(page.getByText('Rendez-vous pris')).toBeVisible();
  expect(callsOf('appointments.book')).toHaveLength(2);
});

it('of what the reader may not know it says the time alone', async () => {
  const other = { appointmentId: 'x', start: free[0]?.start ?? '', end: free[0]?.end ?? '' };
  await open({
    hold: () =>
      held(inSeconds(600), {
        others: [
          { ...other, how: 'same-time', service: null },
          { ...other, appointmentId: 'y', how: 'same-day', service: 'Radiographie' },
        ],
      }),
  });
  await takeFirst();
  await expect.element(page.getByText(/^À la même heure\s: lun\. 4 janv\. · 09:00–09:30$/)).toBeVisible();
  await expect.element(page.getByText(/^Le même jour\s: .+ · Radiographie$/)).toBeVisible();
});

it('over others it asks why before anything is held', async () => {
  const { callsOf } = await open({
    hold: () => ({
      ...held('', { held: [], expires: null, mayBeOver: true }),
      obstacles: [
        {
          at: 0,
          reason: 'taken',
          resource: { id: 'p1', name: 'Dr Olivier Perrin' },
          by: [{ appointmentId: 'z', start: free[0]?.start ?? '', end: free[0]?.end ?? '' }],
        },
      ],
    }),
    holdOver: () => held(inSeconds(600)),
    book: () => ({ appointments: ['a1'] }),
  });
  await takeFirst();
  await expect.element(page.getByText(/Dr Olivier Perrin\s: déjà pris\s: 09:00–09:30/)).toBeVisible();
  await page.getByRole('button', { name: 'Prendre quand même' }).click();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('Indiquez le motif.')).toBeVisible();
  expect(callsOf('appointments.holdOver')).toEqual([]);
  await userEvent.keyboard('Vu avec le médecin{Enter}');
  await confirm.click();
  await expect.element(page.getByText('Rendez-vous pris')).toBeVisible();
  expect(callsOf('appointments.book')).toMatchObject([{ overReason: 'Vu avec le médecin' }]);
});

it('a place that was chosen before the patient asks for the patient first', async () => {
  const { callsOf } = await show(<BookingPage today="2026-11-29" />, {
    me,
    at: '/agenda/new?kind=cardio-suivi',
    answers: {
      patients: { recent: () => [] },
      appointments: {
        kinds: () => [
          {
            ...{ id: 'cardio-suivi', name: 'Consultation de suivi', minutes: 30, places: 1, rooms: [] },
            ...{ service: null, practitioners: [] },
          },
        ],
        find: () => ({ isReady: true, free: free.map((one) => ({ visit: one, then: null })), none: null }),
      },
    },
  });
  await takeFirst();
  await expect.element(page.getByRole('combobox', { name: 'Rechercher un patient' })).toHaveFocus();
  await expect.element(page.getByText('Choisissez d’abord le patient.')).toBeVisible();
  expect(callsOf('appointments.hold')).toEqual([]);
});

it('keeps whom and what hour a free place of the agenda was of, until a kind is chosen and after', async () => {
  const asked: unknown[] = [];
  await open(
    {
      find: (question) => {
        asked.push(question);
        return { isReady: true, free: free.map((one) => ({ visit: one, then: null })), none: null };
      },
    },
    'who=p1&from=2027-01-04&starts=09:15',
  );
  await expect.element(page.getByRole('combobox', { name: 'Avec' })).toHaveValue('p1');
  await expect.element(page.getByRole('textbox', { name: 'De', exact: true })).toHaveValue('09:15');
  await page.getByRole('combobox', { name: 'Type de rendez-vous' }).click();
  await page.getByRole('option', { name: /Consultation de suivi/ }).click();
  await expect.element(places.getByRole('button').first()).toBeVisible();
  expect(asked.at(-1)).toMatchObject({
    practitionerId: 'p1',
    from: '2027-01-04',
    starts: '09:15',
    ends: '24:00',
  });
});

it('says of a day that is over that the search begins today', async () => {
  await open({}, 'kind=cardio-suivi&from=2020-01-06');
  await expect.element(page.getByText('Jour passé : la recherche part d’aujourd’hui')).toBeVisible();
});

it('none of two on one day: the next both are taken with one click', async () => {
  const [first, second] = [visit('2027-02-01T08:00:00.000Z'), visit('2027-02-01T09:00:00.000Z')];
  const { callsOf } = await open({
    find: () => ({
      isReady: true,
      free: [],
      none: { needs: ['free', 'full'], firstAfter: { visit: first, then: second }, withOthers: null },
    }),
    hold: () => held(inSeconds(600)),
  });
  await places
    .getByRole('button', {
      name: 'Prendre le lun. 1er févr., 09:00–09:30, Dr Olivier Perrin, puis 10:00–10:30, Dr Olivier Perrin',
    })
    .click();
  await expect.poll(() => callsOf('appointments.hold')).toHaveLength(1);
  expect(callsOf('appointments.hold')).toMatchObject([
    { visits: [{ start: first.start }, { start: second.start }] },
  ]);
});
