import type { TodayView } from '@keneyapp/bff/features/appointments/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { doctor, hit } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { TodayCard } from './today-card.tsx';

const items = Array.from({ length: 14 }, (_, i): TodayView['items'][number] => ({
  id: `a${i}`,
  day: '2026-11-28',
  start: `2026-11-28T${String(8 + Math.floor(i / 2)).padStart(2, '0')}:00:00Z`,
  end: null,
  minutes: 30,
  status: 'booked',
  reason: null,
  cancelled: null,
  patient: null,
  practitioners: [],
  services: [],
  rooms: [],
  resources: [],
  reception: { checked: null, arrived: null, called: null, entered: null, left: null },
  steps: [],
}));
const open = (units: string[], listed: TodayView['items'] = items) =>
  show(<TodayCard />, {
    me: doctor,
    answers: {
      appointments: {
        today: () => ({
          from: '2026-11-28',
          days: 1,
          today: '2026-11-28',
          items: listed,
          practitioners: [],
          services: [],
          rooms: [],
          ownPractitionerId: null,
          truncated: false,
          units,
        }),
      },
    },
  });

it.each([
  [['Cardiologie'], '/agenda?view=day&where=units'],
  [[], '/agenda?view=day&where=all'],
])('lead to the rest of the same units: %j', async (units, href) => {
  await open(units);
  for (const name of [/^Rendez-vous d’aujourd’hui/, /^2 autres dans l’agenda/])
    await expect.element(page.getByRole('link', { name })).toHaveAttribute('href', href);
});

it('tells apart who has a name like another’s, where their arrival is noted', async () => {
  const patient = { ...hit, isHomonym: true };
  await open(
    ['Cardiologie'],
    items.slice(0, 1).map((one) => ({ ...one, patient })),
  );
  await expect.element(page.getByRole('link', { name: /MARTIN .*Nom voisin/ })).toBeVisible();
});
