import { clientInProcess, type AgendaChange, type AppointmentsClient } from '@keneyapp/appointments/client';
import {
  appointmentsInProcess,
  migrateAppointments,
  type AppointmentsInstance,
} from '@keneyapp/appointments/plugin';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { besideIt, startTestBff } from '@keneyapp/config/testing';
import { addDays, dayOf, startOf } from '@keneyapp/fhir-model/hospital-days';
import type { Slot } from '@medplum/fhirtypes';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { withBookableVisits } from '../features/appointments/testing-agenda.ts';
import { connectAsSystem } from '../testing-http.ts';
import { SlotPublisher } from './slot-publisher.ts';
import { scheduleIdOf } from './slot-resources.ts';

let database: Database, app: AppointmentsInstance, client: AppointmentsClient;
let sandbox: Awaited<ReturnType<typeof sharedSandbox>>;
let system: Awaited<ReturnType<typeof connectAsSystem>>;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  system = await connectAsSystem(sandbox);
  database = await openDatabase('pglite:memory');
  await migrateAppointments(database.sql.transaction);
  app = await appointmentsInProcess({ database: database.sql, sweepSeconds: null });
  client = clientInProcess(app);
  await client.call('kinds.put', { value: { id: 'visit', minutes: 30 }, version: null });
}, 180_000);
afterAll(async () => {
  await app.close();
  await database.close();
  await system.close();
});

const tomorrow = addDays(dayOf(new Date()), 1);
/** Minutes after midnight in the hospital, of a day on which a clock change moves the hours as well. */
const at = (minutes: number, day = tomorrow): string =>
  new Date(startOf(day).getTime() + minutes * 60_000).toISOString();

/** Somebody with an agenda of their own, open tomorrow from the 6th hour to the 10th. */
async function somebody({ isKnown = true } = {}): Promise<string> {
  const id = randomUUID();
  const who = `Practitioner/${id}`;
  if (isKnown) await system.fhir.update({ resourceType: 'Practitioner', id });
  await client.call('resources.put', { value: { reference: who, unit: 'u' }, version: null });
  await client.call('rules.put', {
    value: { type: 'extra', id: randomUUID(), resource: who, start: at(360), end: at(600) },
    version: null,
  });
  return who;
}
const book = async (who: string, start: string): Promise<string> => {
  const { bookings } = await client.call('reserve', {
    key: randomUUID(),
    patient: 'Patient/secret',
    visits: [{ kind: 'visit', start, resources: [who], appointment: randomUUID() }],
  });
  const ids = bookings.map(({ id }) => id);
  await client.call('step', { bookings: ids, step: 'confirm' });
  return ids[0] ?? '';
};

const stored = (who: string): Promise<Slot[]> =>
  system.fhir.searchAll(
    'Slot',
    { schedule: `Schedule/${scheduleIdOf(who)}`, _sort: 'start', _count: 100 },
    100,
  );
const shown = async (who: string) =>
  (await stored(who)).map(({ start = '', end = '', status }) => [
    new Date(start).toISOString(),
    new Date(end).toISOString(),
    status,
  ]);

function publisher(isFilled = true) {
  const sent = vi.fn(system.fhir.transaction.bind(system.fhir));
  const heard: ((change: AgendaChange | null) => void)[] = [];
  const one = new SlotPublisher({
    ...{ database, client, days: 3 },
    systemFhir: {
      batchSearch: (searches) => system.fhir.batchSearch(searches),
      searchAll: (type, params, limit) => system.fhir.searchAll(type, params, limit),
      transaction: sent,
    },
    isFilled: () => Promise.resolve(isFilled),
    subscribe: (onChange) => (heard.push(onChange), () => undefined),
    onError: (error) => expect.unreachable(String(error)),
  });
  const tell = (change: AgendaChange | null) => heard.forEach((hear) => hear(change));
  return { look: () => one.look(), tell, sent };
}

it('what is free and what is taken is shown, and nobody named', async () => {
  const who = await somebody();
  await book(who, at(420));
  await publisher().look();
  expect(await shown(who)).toEqual([
    [at(360), at(420), 'free'],
    [at(420), at(450), 'busy'],
    [at(450), at(600), 'free'],
  ]);
  const schedule = await system.fhir.read('Schedule', scheduleIdOf(who));
  expect(schedule).toMatchObject({ active: true, actor: [{ reference: who }] });
  expect(JSON.stringify([schedule, await stored(who)])).not.toMatch(/secret|visit/);
});

it('looked at again, by whoever does, nothing is written but what changed; what is over is withdrawn', async () => {
  const who = await somebody();
  const booking = await book(who, at(420));
  const { look, tell, sent } = publisher();
  await look();
  const before = await stored(who);
  await publisher().look();
  expect(await stored(who)).toEqual(before);

  sent.mockClear();
  await look();
  expect(sent).not.toHaveBeenCalled();

  await client.call('step', { bookings: [booking], step: 'release' });
  tell({ resource: who, day: tomorrow });
  await look();
  expect(sent).toHaveBeenCalledTimes(1);
  expect(await shown(who)).toEqual([
    [at(360), at(600), 'free'],
    [at(420), at(450), 'entered-in-error'],
    [at(450), at(600), 'entered-in-error'],
  ]);
  await book(who, at(420));
  tell(null);
  await look();
  expect((await shown(who)).map(([, , status]) => status)).toEqual(['free', 'busy', 'free']);
});

it('what others put into the Schedule stays theirs', async () => {
  const who = await somebody();
  const { look, tell } = publisher();
  await look();
  await system.fhir.create<Slot>({
    resourceType: 'Slot',
    schedule: { reference: `Schedule/${scheduleIdOf(who)}` },
    status: 'busy-tentative',
    start: at(400),
    end: at(410),
  });
  tell(null);
  await look();
  expect((await shown(who)).map(([, , status]) => status)).toEqual(['free', 'busy-tentative']);
});

it('nothing is shown of whom the FHIR server does not know, nor before the agenda knows what was there', async () => {
  const [stranger, who] = [await somebody({ isKnown: false }), await somebody()];
  await publisher(false).look();
  expect(await shown(who)).toEqual([]);
  await publisher().look();
  expect([await shown(stranger), (await shown(who)).length]).toEqual([[], 1]);
});

it('what could not be written is written at the next look', async () => {
  const who = await somebody();
  const { look, tell, sent } = publisher();
  await look();
  await book(who, at(420));
  tell({ resource: who, day: tomorrow });
  sent.mockRejectedValueOnce(new Error('away'));
  await expect(look()).rejects.toThrow('away');
  expect(await shown(who)).toHaveLength(1);
  await look();
  expect(await shown(who)).toHaveLength(3);
});

it('the application does so by itself, with the rights of its background client', async () => {
  await withBookableVisits(system.fhir);
  const bff = await startTestBff(sandbox, { env: { ...(await besideIt()), SLOT_DAYS: '8' } });
  try {
    await vi.waitFor(
      async () => expect((await shown('Practitioner/pract-perrin')).length).toBeGreaterThan(3),
      { timeout: 60_000, interval: 500 },
    );
  } finally {
    await bff.stop();
  }
}, 120_000);
