import { receptionExtension } from '@keneyapp/fhir-model/reception';
import type { Appointment, Extension, Location } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { wallView } from './wall-view.ts';
import { randomTicket } from './ticket.ts';

const now = new Date('2026-11-24T10:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
interface Told {
  start: number;
  arrived: number;
  called?: number;
  entered?: number;
  ticket: string;
  room?: string;
}
const visit = ({ start, arrived, called, entered, ticket, room }: Told, ...actors: string[]): Appointment => {
  const told: Extension[] = [
    { url: 'arrived', valueDateTime: ago(arrived) },
    ...(called === undefined ? [] : [{ url: 'called', valueDateTime: ago(called) }]),
    ...(entered === undefined ? [] : [{ url: 'entered', valueDateTime: ago(entered) }]),
    { url: 'ticket', valueString: ticket },
    ...(room ? [{ url: 'room', valueString: room }] : []),
  ];
  return {
    resourceType: 'Appointment',
    id: `visit-${ticket}`,
    status: 'arrived',
    start: ago(start),
    serviceType: [{ text: 'Chimiothérapie' }],
    reasonCode: [{ text: 'Cancer du sein' }],
    extension: [{ url: receptionExtension, extension: told }],
    participant: ['Patient/p-secret', 'Practitioner/one', ...actors].map((reference) => ({
      actor: { reference, display: 'DUPONT Jeanne' },
      status: 'accepted',
    })),
  };
};
const room = (name: string, code = 'ro'): Location => ({
  resourceType: 'Location',
  name,
  physicalType: { coding: [{ code }] },
});
const rooms = new Map([
  ['Location/echo', room('Salle d’échographie 2')],
  ['Location/named', room('Salle de chimiothérapie')],
  ['Location/ward', room('Oncologie 3', 'wa')],
]);

it('shows calls the latest first, to the number of a room or to the desk, and who waits with the delay in quarters of an hour', () => {
  const view = wallView(
    [
      visit({ start: 40, arrived: 45, called: 10, ticket: 'KT42' }, 'Location/echo'),
      visit({ start: 30, arrived: 35, called: 2, ticket: 'GV17', room: 'B 12' }),
      visit({ start: 30, arrived: 35, called: 5, ticket: 'LM80' }, 'Location/named', 'Location/ward'),
      visit({ start: 90, arrived: 95, called: 60, ticket: 'NR33' }),
      visit({ start: -20, arrived: 1, ticket: 'WX55' }),
      visit({ start: 25, arrived: 31, ticket: 'DF21' }),
    ],
    rooms,
    now,
  );
  expect(view.called).toEqual([
    { ticket: 'GV17', room: 'B 12', at: ago(2) },
    { ticket: 'LM80', room: null, at: ago(5) },
    { ticket: 'KT42', room: '2', at: ago(10) },
  ]);
  expect(view.waiting).toEqual([
    { ticket: 'DF21', delayMinutes: 30 },
    { ticket: 'WX55', delayMinutes: 30 },
  ]);
  // nothing of who they are, or what for
  expect(JSON.stringify(view)).not.toMatch(/secret|DUPONT|chimio|cancer|onco|écho|Patient|visit-/i);
});

it('shows who is with the doctor neither called nor waiting, called or not, even when they have left', () => {
  const called = visit({ start: 40, arrived: 45, called: 4, entered: 3, ticket: 'KT42', room: '4' });
  const uncalled = visit({ start: 90, arrived: 95, entered: 1, ticket: 'GV17' });
  const left: Appointment = {
    ...visit({ start: 40, arrived: 45, called: 9, entered: 8, ticket: 'LM80' }),
    status: 'fulfilled',
  };
  const waits = visit({ start: 2, arrived: 3, ticket: 'DF21' });
  // nobody is late for who is with them
  expect(wallView([called, uncalled, left, waits], rooms, now)).toMatchObject({
    called: [],
    waiting: [{ ticket: 'DF21', delayMinutes: 0 }],
    more: 0,
  });
});

it('says no delay of who came late or is not due, and none who left or were not received', () => {
  const waits = visit({ start: 60, arrived: 5, ticket: 'DF21' });
  const left: Appointment = { ...visit({ start: 60, arrived: 60, ticket: 'HJ44' }), status: 'fulfilled' };
  const unreceived: Appointment = { ...waits, status: 'booked', extension: [] };
  expect(wallView([waits, left, unreceived], rooms, now)).toMatchObject({
    called: [],
    waiting: [{ ticket: 'DF21', delayMinutes: 0 }],
    more: 0,
  });
});

it('gives tickets that are read from afar, and none that says something of who has it', () => {
  const many = Array.from({ length: 5_000 }, randomTicket);
  for (const ticket of many) expect(ticket).toMatch(/^[B-DF-HJ-NPR-TV-XZ]{2}[1-9]\d$/);
  expect(many.filter((ticket) => /^(BK|TB|PD|SS)/.test(ticket))).toEqual([]);
  expect(new Set(many).size).toBeGreaterThan(4_000);
});

it('what another program wrote for a ticket, a room or a time is not hung up', () => {
  const view = wallView(
    [
      visit({ start: 40, arrived: 45, called: 3, ticket: 'DUPONT Jeanne' }),
      visit({ start: 40, arrived: 45, ticket: 'Jeanne DUPONT' }),
      visit({ start: 40, arrived: 45, called: 5, ticket: 'KT42', room: 'Oncologie 3, Dr Martin' }),
      visit({ start: 40, arrived: 45, called: -600, ticket: 'LM80', room: '4' }),
    ],
    rooms,
    now,
  );
  expect(view.called).toEqual([{ ticket: 'KT42', room: null, at: ago(5) }]);
  expect(view.waiting).toEqual([]);
});
