import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../apps/bff/src/database/client.ts';
import { clientInProcess, type AppointmentsClient } from '../../apps/appointments/src/client.ts';
import { appointmentsInProcess, migrateAppointments } from '../../apps/appointments/src/plugin.ts';
import { patientReference } from '../../packages/fhir-model/src/references.ts';
import type { SqlDatabase } from '../../packages/database/src/connection.ts';
import { percentile, type BenchRow, type BenchStack } from './bench.ts';
import { onBothDatabases } from './both-databases.ts';

export const name = 'Agenda: 50 practitioners, 6 months, 150,000 visits';

const practitioners = Array.from({ length: 50 }, (_, i) => `Practitioner/p${i}`);
const rooms = Array.from({ length: 10 }, (_, i) => `Location/r${i}`);
const devices = Array.from({ length: 5 }, (_, i) => `Device/d${i}`);
const months = 6;
/** A Monday that stays ahead. */
const from = '2090-06-12T00:00:00+02:00';
const until = new Date(Date.parse(from) + months * 30.5 * 86_400_000).toISOString();
const people = 20;
/** Practitioners whose week is read. */
const read = 12;

export const run = (stack: BenchStack): Promise<BenchRow[]> =>
  onBothDatabases(stack, 'bench-appointments', measure);

async function measure(url: string, engine: string): Promise<BenchRow[]> {
  const database = await openDatabase(url);
  try {
    await migrateAppointments(database.sql.transaction);
    const app = await appointmentsInProcess({ database: database.sql, sweepSeconds: null });
    const agenda = clientInProcess(app);
    const taken = await fill(agenda, database.sql);
    const row = (
      what: string,
      value: number,
      unit: string,
      target: string,
      ok: boolean | null,
    ): BenchRow => ({ name: `${engine}: ${what}`, value: Math.round(value * 10) / 10, unit, target, ok });
    const one = await searches(agenda, [practitioners], 20);
    const far = await searches(agenda, [practitioners], 5, { weekdays: [7] });
    // longer than what is free between two; the hours that are taken in summer and in winter
    const full = await searches(agenda, [practitioners], 5, { kind: 'long', starts: '10:00', ends: '17:00' });
    const three = await searches(agenda, [practitioners, rooms, devices], 15);
    const week = await readWeek(agenda);
    await bookAtOnce(agenda, 1); // each connection plans a statement once
    const booked = await bookAtOnce(agenda, 0);
    const twice = await doubles(database.sql);
    return [
      row('occupied', taken, 'places', '', null),
      row('first free place of 50, p95', percentile(one, 0.95), 'ms', '< 300', percentile(one, 0.95) < 300),
      row(
        'the same where 6 months are closed, p95',
        percentile(far, 0.95),
        'ms',
        '< 300',
        percentile(far, 0.95) < 300,
      ),
      row(
        'the same where 6 months are taken, p95',
        percentile(full, 0.95),
        'ms',
        '< 300',
        percentile(full, 0.95) < 300,
      ),
      row(
        'with one of 10 rooms and 5 devices, p95',
        percentile(three, 0.95),
        'ms',
        '< 300',
        percentile(three, 0.95) < 300,
      ),
      row(
        `a week of ${read} practitioners (${week.bookings} visits), p95`,
        percentile(week.ms, 0.95),
        'ms',
        '< 500',
        percentile(week.ms, 0.95) < 500,
      ),
      row(
        `500 places for ${people} people, held, begun and confirmed`,
        booked.perSecond,
        'per second',
        '> 100',
        booked.perSecond > 100,
      ),
      row('of them confirmed', booked.won, 'places', '500', booked.won === 500),
      row('taken twice', twice, 'places', '0', twice === 0),
    ];
  } finally {
    await database.close();
  }
}

/** Open on weekdays from 8 to 18 h; of 24 visits of 25 minutes in a day nearly all are taken. */
async function fill({ call }: AppointmentsClient, { rows }: SqlDatabase): Promise<number> {
  await call('kinds.put', { value: { id: 'visit', minutes: 25, grid: 5 }, version: null });
  await call('kinds.put', { value: { id: 'long', minutes: 90, grid: 5 }, version: null });
  for (const reference of [...practitioners, ...rooms, ...devices]) {
    await call('resources.put', { value: { reference, unit: null }, version: null });
    await call('rules.put', {
      value: {
        id: `open-${reference.replace('/', '-')}`,
        resource: reference,
        type: 'opening',
        weekdays: [1, 2, 3, 4, 5],
        starts: '08:00',
        ends: '18:00',
        from: '2026-01-01',
        until: null,
      },
      version: null,
    });
  }
  // of those whose weeks are read the bookings too; the search asks what is occupied, and by whom is all the same
  const place = `SELECT gen_random_uuid() AS session, gen_random_uuid() AS booking, p.resource,
        tstzrange(d.d + make_interval(mins => 480 + i * 25), d.d + make_interval(mins => 480 + i * 25 + 25)) AS during
      FROM unnest($1::text[]) WITH ORDINALITY p (resource, n),
        generate_series($2::timestamptz, $3::timestamptz, interval '1 day') d, generate_series(0, 23) i
      WHERE extract(isodow FROM d.d + interval '12 hours') < 6 AND (i + p.n + extract(doy FROM d.d)::integer) % 97 > 2`;
  await rows(
    `WITH place AS MATERIALIZED (${place}
    ), s AS (INSERT INTO appointments.session (id, kind, during, places) SELECT session, 'visit', during, 1 FROM place),
    r AS (INSERT INTO appointments.session_resource SELECT session, resource, 1, 1, during FROM place),
    o AS (INSERT INTO appointments.occupation SELECT resource, 1, during, session FROM place),
    b AS (INSERT INTO appointments.booking (id, appointment, state, session, is_over)
      SELECT booking, booking::text, 'booked', session, false FROM place)
    INSERT INTO appointments.seat SELECT session, 1, booking FROM place`,
    [practitioners.slice(0, read), from, until],
  );
  await rows(
    `INSERT INTO appointments.occupation (resource, lane, during, move) SELECT resource, 1, during, $4::uuid FROM (${place}) place`,
    [practitioners.slice(read), from, until, randomUUID()],
  );
  const [count] = await rows('SELECT count(*)::integer AS n FROM appointments.occupation');
  await rows('ANALYZE appointments.occupation');
  await rows('ANALYZE appointments.session_resource');
  await rows('ANALYZE appointments.booking');
  await rows('ANALYZE appointments.seat');
  return Number(count?.['n']);
}

async function timed(times: number, work: (i: number) => Promise<unknown>): Promise<number[]> {
  const ms: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const began = performance.now();
    await work(i);
    ms.push(performance.now() - began);
  }
  return ms;
}

const searches = ({ call }: AppointmentsClient, needs: string[][], times: number, more = {}) =>
  timed(times, (i) =>
    call('find', {
      kind: 'visit',
      needs,
      from: new Date(Date.parse(from) + i * 86_400_000).toISOString(),
      until,
      ...more,
    }),
  );

async function readWeek({ call }: AppointmentsClient): Promise<{ ms: number[]; bookings: number }> {
  let bookings = 0;
  const ms = await timed(15, async (i) => {
    const start = Date.parse(from) + i * 7 * 86_400_000;
    const answer = await call('agenda', {
      resources: practitioners.slice(0, read),
      from: new Date(start).toISOString(),
      until: new Date(start + 7 * 86_400_000).toISOString(),
    });
    bookings = answer.bookings.length;
  });
  return { ms, bookings };
}

/** Everybody wants the next of the same 500 places; whoever is late takes the one after. */
async function bookAtOnce(
  { call }: AppointmentsClient,
  week: number,
): Promise<{ perSecond: number; won: number }> {
  const places = Array.from({ length: 500 }, (_, i) => ({
    resource: rooms[i % rooms.length] ?? '',
    // twenty in a day
    start: new Date(
      Date.parse('2090-06-12T08:00:00+02:00') +
        (Math.floor(i / 200) + week * 7) * 86_400_000 +
        (Math.floor(i / 10) % 20) * 30 * 60_000,
    ).toISOString(),
  }));
  const left = [...places, ...places.slice(0, 100)];
  let won = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: people }, async () => {
      for (let place = left.shift(); place; place = left.shift()) {
        const { bookings } = await call('reserve', {
          key: randomUUID(),
          patient: patientReference(randomUUID()),
          over: false,
          visits: [
            { kind: 'visit', start: place.start, resources: [place.resource], appointment: randomUUID() },
          ],
        });
        const [held] = bookings;
        if (!held) continue;
        await call('step', { bookings: [held.id], step: 'begin' });
        const { bookings: confirmed } = await call('step', { bookings: [held.id], step: 'confirm' });
        won += confirmed.length;
      }
    }),
  );
  return { perSecond: (won * 1_000) / (performance.now() - began), won };
}

async function doubles({ rows }: SqlDatabase): Promise<number> {
  const [row] = await rows(
    `SELECT count(*)::integer AS n FROM appointments.booking a
    JOIN appointments.session_resource x ON x.session = a.session
    JOIN appointments.session_resource y ON y.resource = x.resource AND y.during && x.during AND y.session > x.session
    JOIN appointments.booking b ON b.session = y.session
    WHERE x.resource = ANY ($1::text[]) AND a.state <> 'released' AND b.state <> 'released'`,
    [rooms],
  );
  return Number(row?.['n']);
}
