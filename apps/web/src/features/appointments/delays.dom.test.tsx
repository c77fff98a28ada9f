import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { show } from '../../testing/show.tsx';
import { todayInHospital } from './agenda-search-params.ts';
import { delaysOf } from './delays.ts';
import { Delays } from './delays.tsx';

const at = Date.now();
const ago = (n: number) => new Date(at - n * 60_000 - 1_000).toISOString();
const martin = { id: 'm', name: 'Dr Anne Martin' };
const petit = { id: 'p', name: 'Dr Hugo Petit' };
let made = 0;
const visit = (more: Partial<AgendaItem>): AgendaItem => ({
  ...{ id: `a${made++}`, day: todayInHospital(), start: ago(0), end: null, minutes: 20 },
  ...{ reason: null, cancelled: null, patient: null, services: [], rooms: [], resources: [], steps: [] },
  status: 'booked',
  practitioners: [martin],
  reception: { checked: null, arrived: null, called: null, entered: null, left: null },
  ...more,
});
const waits = (due: number, came: number, more: Partial<AgendaItem> = {}): AgendaItem =>
  visit({
    status: 'arrived',
    start: ago(due),
    reception: { checked: null, arrived: ago(came), called: null, entered: null, left: null },
    ...more,
  });

it('counts from the later of the time that was agreed on and the arrival, for each of those who receive', () => {
  const items = [
    waits(12, 30),
    waits(40, 4),
    waits(25, 25, { practitioners: [petit, martin] }),
    // called, and gone
    waits(50, 50, {
      reception: { checked: null, arrived: ago(50), called: ago(1), entered: null, left: null },
    }),
    // with the doctor, and nobody called them
    waits(60, 60, {
      reception: { checked: null, arrived: ago(60), called: null, entered: ago(1), left: null },
    }),
    waits(90, 90, { status: 'fulfilled' }),
  ];
  expect(delaysOf(items, at)).toEqual([
    { practitioner: martin, waiting: 3, longest: 30, late: 25, isVisitBehind: true },
    { practitioner: petit, waiting: 1, longest: 25, late: 25, isVisitBehind: true },
  ]);
  expect(delaysOf([waits(12, 30)], at)[0]).toMatchObject({ late: 12, isVisitBehind: false });
  expect(delaysOf([waits(-10, 15)], at)[0]).toMatchObject({ late: 0, longest: 15 });
});

it('tells in words who is behind, who waits and how many have not come', async () => {
  const items = [
    waits(25, 30),
    waits(12, 12, { practitioners: [petit] }),
    waits(-20, 3, { practitioners: [{ id: 'z', name: 'Zoé Roy' }] }),
    visit({ start: ago(6) }),
    visit({ start: ago(4) }),
  ];
  await show(<Delays items={items} own="p" />);
  const lines = page.getByRole('list', { name: 'Attente et retards' }).getByRole('listitem');
  await expect
    .element(lines.nth(0))
    .toHaveTextContent('Dr Anne Martin : retard de 25 min, 1 patient attend depuis 30 min');
  await expect.element(page.getByText('retard de 25 min')).toHaveAttribute('data-level', 'bad');
  await expect
    .element(lines.nth(1))
    .toHaveTextContent('retard de 12 min, 1 patient vous attend depuis 12 min');
  await expect.element(page.getByText('retard de 12 min')).toHaveAttribute('data-level', 'attention');
  await expect.element(lines.nth(2)).toHaveTextContent('Zoé Roy : à l’heure, 1 patient attend depuis 3 min');
  await expect.element(lines.nth(3)).toHaveTextContent('1 patient attendu n’est pas arrivé');
});

it('says nothing where nobody waits and all have come', async () => {
  await show(<Delays items={[visit({ start: ago(-30) })]} own={null} />);
  await expect.element(page.getByRole('list')).not.toBeInTheDocument();
});
