import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { expect, it } from 'vitest';
import type { GridColumn } from './grid/grid-column.ts';
import { movedItem, targetOf } from './move-target.ts';

const item: AgendaItem = {
  ...{ id: 'a', day: '2026-12-01', start: '2026-12-01T08:00:00Z', end: '2026-12-01T08:30:00Z', minutes: 30 },
  ...{ status: 'booked', reason: null, cancelled: null, patient: null, steps: [] },
  reception: { checked: null, arrived: null, called: null, entered: null, left: null },
  practitioners: [{ id: 'p', name: 'Dr P' }],
  services: [{ id: 'ward', name: 'Cardiologie' }],
  rooms: [{ id: 'echo-1', name: 'Salle 1' }],
  resources: ['Practitioner/p', 'Location/echo-1', 'Location/ward'],
};
const column = (practitioner: string, day = '2026-12-01'): GridColumn => ({
  ...{ key: practitioner, title: `Dr ${practitioner.toUpperCase()}`, day },
  ...{ resource: `Practitioner/${practitioner}`, opening: null, items: [item] },
});
const rooms = new Set(['echo-1', 'echo-2']);

it('to another time keeps whom and what it takes', () => {
  const [p, later] = [column('p'), column('p', '2026-07-01')];
  expect(targetOf({ item, fromColumn: p, column: p, from: 855, minutes: null }, rooms)).toEqual({
    ...{ start: '2026-12-01T14:15:00+01:00', minutes: null, resources: null },
  });
  expect(targetOf({ item, fromColumn: p, column: later, from: 540, minutes: 45 }, rooms)).toEqual({
    ...{ start: '2026-07-01T09:00:00+02:00', minutes: 45, resources: null },
  });
});

it('to another practitioner keeps its room, and no ward', () => {
  const [fromColumn, to] = [column('p'), column('q')];
  const target = targetOf({ item, fromColumn, column: to, from: 540, minutes: null }, rooms);
  expect(target?.resources).toEqual(['Practitioner/q', 'Location/echo-1']);
  const moved = movedItem(
    item,
    { start: '2026-12-01T13:15:00Z', minutes: 45, resources: [] },
    { column: to, fromColumn },
  );
  expect(moved).toMatchObject({
    ...{ day: '2026-12-01', end: '2026-12-01T14:00:00.000Z', minutes: 45 },
    practitioners: [{ id: 'q', name: 'Dr Q' }],
  });
});

it('to another room keeps whom it is with', () => {
  const room = (id: string): GridColumn => ({
    ...column('p'),
    ...{ key: id, title: `Salle ${id}`, resource: `Location/${id}` },
  });
  const [fromColumn, to] = [room('echo-1'), room('echo-2')];
  const target = targetOf({ item, fromColumn, column: to, from: 540, minutes: null }, rooms);
  expect(target?.resources).toEqual(['Location/echo-2', 'Practitioner/p']);
  expect(
    movedItem(
      item,
      { start: '2026-12-01T13:15:00Z', minutes: 30, resources: [] },
      { column: to, fromColumn },
    ),
  ).toMatchObject({
    practitioners: [{ id: 'p', name: 'Dr P' }],
    rooms: [{ id: 'echo-2', name: 'Salle echo-2' }],
  });
});

it('there is no such time in the night when the clocks go forward', () => {
  const spring = column('p', '2026-03-29');
  expect(targetOf({ item, fromColumn: spring, column: spring, from: 150, minutes: null }, rooms)).toBeNull();
});
