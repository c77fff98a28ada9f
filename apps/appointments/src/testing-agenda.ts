import { leftOut } from '@keneyapp/config/left-out';
import { startTestPostgres, type RunningPostgres } from '@keneyapp/config/testing-postgres';
import type { SqlDatabase } from '@keneyapp/database/connection';
import { openOnPglite } from '@keneyapp/database/on-pglite';
import { onPostgres } from '@keneyapp/database/on-postgres';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { clientInProcess, type AppointmentsClient } from './client.ts';
import type { Booking, ReserveAnswer } from './contract.ts';
import type { Engine } from './engine.ts';
import { appointmentsInProcess, migrateAppointments, type AppointmentsInstance } from './plugin.ts';
import { sweep } from './sweep.ts';

/** An engine on an empty database, as the BFF would ask it; no sweep happens but the test's own. */
export interface TestAgenda extends Pick<AppointmentsClient, 'call'> {
  database: SqlDatabase;
  app: AppointmentsInstance;
  sweep(): Promise<void>;
  close(): Promise<void>;
}

async function agendaOn(database: SqlDatabase, close: () => Promise<void>): Promise<TestAgenda> {
  await migrateAppointments(database.transaction);
  const app = await appointmentsInProcess({ database, sweepSeconds: null });
  const engine: Engine = { database, holidays: 'metropole', offerMinutes: 60 };
  return {
    database,
    app,
    call: clientInProcess(app).call,
    sweep: () => sweep(engine),
    close: async () => {
      await app.close();
      await close();
    },
  };
}

let postgres: RunningPostgres | null = null;

/** The same tests on PGlite and on PostgreSQL; where that is not installed, it is said. */
export async function onBothDatabases(
  name: string,
  tests: (agenda: () => TestAgenda) => void,
): Promise<void> {
  postgres = await startTestPostgres();
  const missing = postgres ? null : 'no PostgreSQL (Debian: the package postgresql)';
  const suite = (open: () => Promise<TestAgenda>) => () => {
    let agenda: TestAgenda;
    beforeAll(async () => {
      agenda = await open();
    });
    afterAll(() => agenda?.close());
    tests(() => agenda);
  };
  describe(
    `${name}, on PGlite`,
    suite(async () => {
      const { database, close } = await openOnPglite(null);
      return agendaOn(database, close);
    }),
  );
  describe.skipIf(missing)(leftOut(`${name}, on PostgreSQL`, missing), () => {
    afterAll(() => postgres?.stop());
    suite(() => {
      const { database, close } = onPostgres(postgres?.url('postgres') ?? '', 20);
      return agendaOn(database, close);
    })();
  });
}

/** A Monday of a year that no test will live to see, so that nothing is past; without a clock change in its week. */
export const monday = '2090-06-12';
export const paris = (time: string, day = monday): string => `${day}T${time}:00+02:00`;
export const plusMinutes = (at: string, minutes: number): string =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString();

let last = 0;
/** Things of this test alone: open from 8 to 18 h on every day, visits of 30 minutes on a grid of 5. */
export async function fixture(
  { call }: TestAgenda,
  {
    practitioners = 1,
    lanes = 1,
    minutes = 30,
    before = 0,
    after = 0,
    grid = 5,
    places = 1,
  }: Partial<
    Record<'practitioners' | 'lanes' | 'minutes' | 'before' | 'after' | 'grid' | 'places', number>
  > = {},
): Promise<{ kind: string; resources: string[]; one: string }> {
  last += 1;
  const kind = `kind-${last}`;
  await call('kinds.put', { value: { id: kind, minutes, before, after, grid, places }, version: null });
  const resources = Array.from({ length: practitioners }, (_, i) => `Practitioner/t${last}-${i}`);
  for (const reference of resources) {
    await call('resources.put', { value: { reference, unit: 'cardiology', lanes }, version: null });
    await call('rules.put', { value: weekly(reference), version: null });
  }
  return { kind, resources, one: resources[0] ?? '' };
}

export const weekly = (resource: string, starts = '08:00', ends = '18:00') => ({
  id: `open-${resource.replace('/', '-')}-${starts.replace(':', '')}`,
  resource,
  type: 'opening' as const,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  starts,
  ends,
  from: '2026-01-01',
  until: null,
});

export interface Wanted {
  kind: string;
  start: string;
  resources: string[];
}
export const hold = (
  { call }: Pick<TestAgenda, 'call'>,
  visits: Wanted | Wanted[],
  options: { patient?: string; holdSeconds?: number; over?: boolean; key?: string } = {},
): Promise<ReserveAnswer> =>
  call('reserve', {
    key: options.key ?? randomUUID(),
    patient: options.patient ?? null,
    visits: (Array.isArray(visits) ? visits : [visits]).map((visit) => ({
      ...visit,
      appointment: randomUUID(),
    })),
    holdSeconds: options.holdSeconds ?? 300,
    over: options.over ?? false,
  });

/** Held and confirmed. */
export async function book(agenda: Pick<TestAgenda, 'call'>, visit: Wanted, options = {}): Promise<Booking> {
  const { bookings, obstacles } = await hold(agenda, visit, options);
  expect(obstacles).toEqual([]);
  const [held] = bookings;
  if (!held) throw new Error('nothing was held');
  const { bookings: booked } = await agenda.call('step', { bookings: [held.id], step: 'confirm' });
  return booked[0] ?? held;
}

/** A hold's end without waiting for it. */
export const endHold = ({ database }: TestAgenda, booking: string): Promise<unknown> =>
  database.rows(
    `UPDATE appointments.booking SET expires = clock_timestamp() - interval '1 second' WHERE id = $1::uuid`,
    [booking],
  );

/** What must always be true, whatever happened before. */
export async function assertSound({ database: { rows } }: TestAgenda): Promise<void> {
  const wrong = await rows(`
    SELECT 'occupied without a booking' AS what, o.session::text AS who FROM appointments.occupation o
      WHERE o.session IS NOT NULL AND NOT EXISTS (SELECT FROM appointments.seat t WHERE t.session = o.session)
    UNION ALL
    SELECT 'of a move that is over', o.move::text FROM appointments.occupation o
      WHERE o.move IS NOT NULL AND NOT EXISTS (SELECT FROM appointments.booking b WHERE b.move = o.move)
    UNION ALL
    SELECT 'standing without its places', b.id::text FROM appointments.booking b
      JOIN appointments.session_resource r ON r.session IN (b.session, b.next_session)
      WHERE b.state <> 'released' AND NOT EXISTS (SELECT FROM appointments.occupation o
        WHERE o.resource = r.resource AND o.lane = r.lane AND o.during @> r.during
          AND (o.session = r.session OR o.move = b.move))
    UNION ALL
    SELECT 'released with a seat', b.id::text FROM appointments.booking b
      JOIN appointments.seat t ON t.booking = b.id WHERE b.state = 'released'
    UNION ALL
    SELECT 'standing without a seat', b.id::text FROM appointments.booking b
      WHERE b.state <> 'released' AND NOT EXISTS (SELECT FROM appointments.seat t WHERE t.booking = b.id AND t.session = b.session)
    UNION ALL
    SELECT 'two at once that nobody wanted', a.id::text FROM appointments.booking a
      JOIN appointments.booking b ON b.id > a.id AND b.session <> a.session
      JOIN appointments.session_resource x ON x.session = a.session
      JOIN appointments.session_resource y ON y.session = b.session AND y.resource = x.resource AND y.lane = x.lane
      WHERE a.state <> 'released' AND b.state <> 'released' AND a.move IS NULL AND b.move IS NULL
        AND NOT a.is_over AND NOT b.is_over AND x.during && y.during`);
  expect(wrong).toEqual([]);
}
