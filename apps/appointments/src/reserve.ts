import type { Rows } from '@keneyapp/database/connection';
import { randomUUID } from 'node:crypto';
import { bookingsOf, bookingsWhere } from './bookings.ts';
import { againstRules } from './checks.ts';
import type { Booking, Obstacle, ReserveAnswer } from './contract.ts';
import { tellOfSessions } from './changes.ts';
import type { Engine } from './engine.ts';
import { note } from './history.ts';
import { inOrder, unknown, whoHas } from './obstacles.ts';
import { once } from './once.ts';
import type { OperationRequest } from './operations.ts';
import { expire, joinable, lockResources, releaseExpired, take, type Place } from './places.ts';
import { Undone } from './refusal.ts';

type Asked = OperationRequest<'reserve'>;
/** A place that was got: a session, and the seat in it. */
interface Seat {
  at: number;
  session: string;
  seat: number;
  isOver: boolean;
}

/** Takes places for visits, all or none. */
export const reserve = (engine: Engine, asked: Asked): Promise<ReserveAnswer> =>
  once(engine, 'reserve', asked, ({ rows }) => hold(rows, engine, asked));

/** Throws `Undone` with what stands against it. */
async function hold(rows: Rows, engine: Engine, asked: Asked): Promise<ReserveAnswer> {
  const { visits, over } = asked;
  const lanes = await lockResources(
    rows,
    visits.flatMap(({ resources }) => resources),
  );
  const places = await placesOf(rows, visits);
  const strange = visits.flatMap(({ resources }, at) => [
    ...(places[at] ? [] : [unknown(at, null)]),
    ...resources.filter((resource) => !lanes.has(resource)).map((resource) => unknown(at, resource)),
  ]);
  const known = await alreadyPlaced(rows, visits);
  if (strange.length + known.length > 0) refuse([...strange, ...known]);

  const wanted = places.flatMap((place, at) => (place ? [{ at, place }] : []));
  const asVisits = wanted.map(({ at, place }) => ({ at, ...place }));
  const rules: Obstacle[] = (await againstRules(rows, engine, asVisits)).map((one) => ({ ...one, by: [] }));
  await releaseExpired(
    rows,
    wanted.map(({ place }) => place),
  );
  const { seats, obstacles } = await seatAll(rows, wanted, lanes, over);
  if (obstacles.length > 0 || (rules.length > 0 && !over)) refuse([...(over ? [] : rules), ...obstacles]);

  const outside = new Set(rules.map(({ at }) => at));
  const made = seats
    .map((seat) => ({ ...seat, id: randomUUID(), isOver: seat.isOver || outside.has(seat.at) }))
    .sort((a, b) => a.at - b.at);
  await rows(
    `WITH given AS (
      SELECT * FROM json_to_recordset($1::text::json) AS g (id uuid, appointment text, session uuid, seat integer, "isOver" boolean)
    ), made AS (
      INSERT INTO appointments.booking (id, appointment, patient, state, expires, session, is_over)
      SELECT id, appointment, $2, 'held', clock_timestamp() + make_interval(secs => $3::integer), session, "isOver" FROM given
      ORDER BY id RETURNING id
    )
    INSERT INTO appointments.seat (session, seat, booking) SELECT session, seat, id FROM given ORDER BY session, seat`,
    [
      JSON.stringify(
        made.map(({ id, at, session, seat, isOver }) => ({
          id,
          appointment: visits[at]?.appointment,
          session,
          seat,
          isOver,
        })),
      ),
      asked.patient,
      asked.holdSeconds,
    ],
  );
  const ids = made.map(({ id }) => id);
  await note(rows, ids, 'held');
  await tellOfSessions(
    rows,
    made.map(({ session }) => session),
  );
  const bookings = await bookingsOf(rows, ids);
  return { bookings, obstacles: [], others: await othersOf(rows, asked.patient, bookings) };
}

function refuse(obstacles: Obstacle[]): never {
  throw new Undone<ReserveAnswer>({ bookings: [], obstacles: inOrder(obstacles), others: [] });
}

/** Undefined where there is no such kind of visit. */
async function placesOf(rows: Rows, visits: Asked['visits']): Promise<(Place | undefined)[]> {
  const found = await rows('SELECT * FROM appointments.visit_kind WHERE id = ANY ($1::text[])', [
    visits.map(({ kind }) => kind),
  ]);
  const kinds = new Map(found.map((row) => [String(row['id']), row]));
  return visits.map(({ kind, start, resources }) => {
    const row = kinds.get(kind);
    return row
      ? {
          session: randomUUID(),
          kind,
          start: new Date(start).toISOString(),
          end: new Date(Date.parse(start) + Number(row['minutes']) * 60_000).toISOString(),
          before: Number(row['before']),
          after: Number(row['after']),
          places: Number(row['places']),
          resources: [...new Set(resources)],
        }
      : undefined;
  });
}

/** An Appointment has one place: these have one, or are named twice. */
async function alreadyPlaced(rows: Rows, visits: Asked['visits']): Promise<Obstacle[]> {
  const ids = visits.map(({ appointment }) => appointment);
  const held = await rows(
    `SELECT id FROM appointments.booking
    WHERE appointment = ANY ($1::text[]) AND state = 'held' AND expires <= clock_timestamp()`,
    [ids],
  );
  if (held.length > 0)
    await expire(
      rows,
      held.map((row) => String(row['id'])),
    );
  const by = await bookingsWhere(rows, `v.appointment = ANY ($1::text[]) AND v.state <> 'released'`, [ids]);
  const known = new Map(by.map((one) => [one.appointment, [one]]));
  return ids.flatMap((appointment, at) => {
    const first = ids.indexOf(appointment);
    const standing = known.get(appointment) ?? (first < at ? [] : null);
    return standing ? [{ at, resource: null, reason: 'known' as const, by: standing }] : [];
  });
}

/** One after the other in the order of time; all of them are tried, so that everything that stands against it is said at once. */
async function seatAll(
  rows: Rows,
  wanted: readonly { at: number; place: Place }[],
  lanes: ReadonlyMap<string, number>,
  over: boolean,
): Promise<{ seats: Seat[]; obstacles: Obstacle[] }> {
  const seats: Seat[] = [],
    obstacles: Obstacle[] = [];
  const own: string[] = [];
  for (const { at, place } of [...wanted].sort((a, b) => a.place.start.localeCompare(b.place.start))) {
    const group = place.places > 1 ? await joinable(rows, place) : null;
    if (group) {
      const mine = seats.filter(({ session }) => session === group.session).map(({ seat }) => seat);
      const free = group.free.find((seat) => !mine.includes(seat));
      if (free !== undefined || over)
        seats.push({
          at,
          session: group.session,
          seat: free ?? (await seatAbove(rows, group.session, Math.max(group.places, ...mine))),
          isOver: free === undefined,
        });
      else {
        const [resource = ''] = place.resources;
        const by = await whoHas(rows, resource, place, own);
        obstacles.push({ at, resource, reason: 'full-group', by });
      }
      continue;
    }
    const got = await take(rows, place, over);
    own.push(place.session);
    for (const resource of place.resources.filter((one) => !got.has(one)))
      obstacles.push({ at, resource, reason: 'taken', by: await whoHas(rows, resource, place, own) });
    const isOver = [...got].some(([resource, lane]) => lane > (lanes.get(resource) ?? 1));
    seats.push({ at, session: place.session, seat: 1, isOver });
  }
  return { seats, obstacles };
}

/** Over the places that a group has. */
async function seatAbove(rows: Rows, session: string, places: number): Promise<number> {
  const [row] = await rows(
    'SELECT greatest(max(seat), $2::integer) + 1 AS seat FROM appointments.seat WHERE session = $1::uuid',
    [session, places],
  );
  return Number(row?.['seat']);
}

/** What the patient has besides: at the same time, on the same day, or of the same kind within a month. */
async function othersOf(
  rows: Rows,
  patient: string | null,
  bookings: readonly Booking[],
): Promise<Booking[]> {
  if (patient === null) return [];
  return bookingsWhere(
    rows,
    `v.patient = $1 AND v.state <> 'released' AND v.id <> ALL ($2::uuid[]) AND EXISTS (
      SELECT FROM json_to_recordset($3::text::json) AS b (kind text, start timestamptz, "end" timestamptz)
      WHERE tstzrange(b.start, b."end") && tstzrange(v.start, v."end")
        OR appointments.paris_day(b.start) = appointments.paris_day(v.start)
        OR (b.kind = v.kind AND v.start BETWEEN b.start - interval '1 month' AND b.start + interval '1 month'))`,
    [
      patient,
      bookings.map(({ id }) => id),
      JSON.stringify(bookings.map(({ kind, start, end }) => ({ kind, start, end }))),
    ],
  );
}
