import { clientInProcess, type AppointmentsClient } from '@keneyapp/appointments/client';
import {
  appointmentsInProcess,
  migrateAppointments,
  type AppointmentsInstance,
} from '@keneyapp/appointments/plugin';
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Appointment } from '@medplum/fhirtypes';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { BookingSettler } from './settler.ts';

let database: Database;
let app: AppointmentsInstance;
let client: AppointmentsClient;
const who = 'Practitioner/p1',
  colleague = 'Practitioner/p2';

beforeAll(async () => {
  database = await openDatabase('pglite:memory');
  await migrateAppointments(database.sql.transaction);
  app = await appointmentsInProcess({ database: database.sql, sweepSeconds: null });
  client = clientInProcess(app);
  await client.call('kinds.put', { value: { id: 'visit', minutes: 30 }, version: null });
  for (const resource of [who, colleague]) {
    await client.call('resources.put', { value: { reference: resource, unit: 'u' }, version: null });
    await client.call('rules.put', {
      value: {
        type: 'opening',
        id: `always-${resource.at(-1) ?? ''}`,
        resource,
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        starts: '08:00',
        ends: '18:00',
        from: '2020-01-06',
        until: null,
        onHolidays: true,
      },
      version: null,
    });
  }
}, 120_000);
afterAll(async () => {
  await app.close();
  await database.close();
});

let day = 0;
/** A place each, on a day of its own. */
const nextStart = (): string => new Date(Date.UTC(2031, 2, ++day, 10)).toISOString();

async function writing(start = nextStart()) {
  const appointment = randomUUID();
  const { bookings } = await client.call('reserve', {
    key: randomUUID(),
    patient: 'Patient/a',
    visits: [{ kind: 'visit', start, resources: [who], appointment }],
  });
  const id = bookings[0]?.id ?? '';
  await client.call('step', { bookings: [id], step: 'begin' });
  return { id, appointment, start };
}
/** The record holds these; whatever else is asked for is not there. */
const record = (...held: Appointment[]): Pick<FhirClient, 'read'> => ({
  read: (async (_type: string, id: string) => {
    const found = held.find((one) => one.id === id);
    if (!found) throw new FhirError(404, null);
    return found;
  }) as FhirClient['read'],
});
const settle = async (systemFhir: Pick<FhirClient, 'read'>) => {
  const errors: unknown[] = [];
  await new BookingSettler(
    { database, systemFhir, client, onError: (error) => errors.push(error) },
    0,
  ).look();
  return errors;
};
const stateOf = async (id: string) => {
  const { bookings } = await client.call('bookings.list', { ids: [id] });
  return { state: bookings[0]?.state, start: bookings[0]?.start };
};
const takenBy = async (id: string) =>
  (await client.call('bookings.list', { ids: [id] })).bookings[0]?.resources;
const at = (id: string, start: string, by = who): Appointment => ({
  resourceType: 'Appointment',
  id,
  status: 'booked',
  start,
  end: new Date(Date.parse(start) + 30 * 60_000).toISOString(),
  participant: [{ actor: { reference: by }, status: 'accepted' }],
});

it('what was written is booked; of what was not the place is free again', async () => {
  const [one, other] = [await writing(), await writing()];
  expect(await settle(record(at(one.appointment, one.start)))).toEqual([]);
  expect((await stateOf(one.id)).state).toBe('booked');
  expect((await stateOf(other.id)).state).toBe('released');
});

it('what was moved is where the record says', async () => {
  const [one, other] = [await writing(), await writing()];
  await client.call('step', { bookings: [one.id, other.id], step: 'confirm' });
  const later = (start: string) => new Date(Date.parse(start) + 60 * 60_000).toISOString();
  for (const { id, start } of [one, other])
    await client.call('move', { key: randomUUID(), moves: [{ booking: id, start: later(start) }] });
  expect(
    await settle(record(at(one.appointment, later(one.start)), at(other.appointment, other.start))),
  ).toEqual([]);
  expect(await stateOf(one.id)).toEqual({ state: 'booked', start: later(one.start) });
  expect(await stateOf(other.id)).toEqual({ state: 'booked', start: other.start });
});

it('a colleague who would have stood in has it only where the record says so', async () => {
  const [one, other] = [await writing(), await writing()];
  await client.call('step', { bookings: [one.id, other.id], step: 'confirm' });
  for (const { id, start } of [one, other])
    await client.call('move', { key: randomUUID(), moves: [{ booking: id, start, resources: [colleague] }] });
  expect(
    await settle(record(at(one.appointment, one.start, colleague), at(other.appointment, other.start))),
  ).toEqual([]);
  expect([await takenBy(one.id), await takenBy(other.id)]).toEqual([[colleague], [who]]);
});

it('what was cancelled or is gone keeps no place, moved or not', async () => {
  const [made, moved, gone] = [await writing(), await writing(), await writing()];
  await client.call('step', { bookings: [moved.id, gone.id], step: 'confirm' });
  for (const { id, start } of [moved, gone])
    await client.call('move', {
      key: randomUUID(),
      moves: [{ booking: id, start: new Date(Date.parse(start) + 60 * 60_000).toISOString() }],
    });
  const cancelled = ({ appointment, start }: typeof made): Appointment => ({
    ...at(appointment, start),
    status: 'cancelled',
  });
  expect(await settle(record(cancelled(made), cancelled(moved)))).toEqual([]);
  for (const { id } of [made, moved, gone]) expect((await stateOf(id)).state).toBe('released');
});

it('a record that does not answer decides nothing', async () => {
  const one = await writing();
  const away = {
    read: (async () => {
      throw new FhirError(503, null);
    }) as FhirClient['read'],
  };
  expect(await settle(away)).toHaveLength(1);
  expect((await stateOf(one.id)).state).toBe('writing');
  await client.call('step', { bookings: [one.id], step: 'release' });
});
