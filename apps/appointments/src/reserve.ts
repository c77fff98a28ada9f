import type { Row, Rows } from '@keneyapp/database/connection';
import { randomUUID } from 'node:crypto';
import { bookingsWhere, standing } from './bookings.ts';
import { kindOf } from './catalogue.ts';
import { againstRules, passedBy } from './checks.ts';
import type { Obstacle, ReserveAnswer, VisitKind } from './contract.ts';
import { tellingOf } from './changes.ts';
import type { Engine } from './engine.ts';
import { noting } from './history.ts';
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
  const { kinds, isSomePlaced, isSomeOver } = await lookAround(rows, visits);
  const places = visits.map((visit) => placeOf(visit, kinds));
  const strange = visits.flatMap(({ resources }, at) => [
    ...(places[at] ? [] : [unknown(at, null)]),
    ...resources.filter((resource) => !lanes.has(resource)).map((resource) => unknown(at, resource)),
  ]);
  const known = isSomePlaced ? await alreadyPlaced(rows, visits) : [];
  if (strange.length + known.length > 0) refuse([...strange, ...known]);

  const wanted = places.flatMap((place, at) => (place ? [{ at, place }] : []));
  const asVisits = wanted.map(({ at, place }) => ({ at, ...place }));
  const rules: Obstacle[] = (await againstRules(rows, engine, asVisits)).map((one) => ({ ...one, by: [] }));
  if (isSomeOver)
    await releaseExpired(
      rows,
      wanted.map(({ place }) => place),
    );
  const { seats, obstacles } = await seatAll(rows, wanted, lanes, over);
  const against = over ? rules.filter(({ reason }) => !passedBy.has(reason)) : rules;
  if (obstacles.length + against.length > 0) refuse([...against, ...obstacles]);

  const outside = new Set(rules.map(({ at }) => at));
  const made = seats
    .map((seat) => ({ ...seat, id: randomUUID(), isOver: seat.isOver || outside.has(seat.at) }))
    .sort((a, b) => a.at - b.at);
  await write(rows, asked, made);
  return answerOf(
    rows,
    asked.patient,
    made.map(({ id }) => id),
  );
}

/** The bookings, with their seats and first lines of history; whoever watches is told. */
async function write(rows: Rows, asked: Asked, made: readonly (Seat & { id: string })[]): Promise<void> {
  await rows(
    `WITH given AS MATERIALIZED (
      SELECT * FROM json_to_recordset($1::text::json) AS g (id uuid, appointment text, session uuid, seat integer, "isOver" boolean)
    ), made AS (
      INSERT INTO appointments.booking (id, appointment, patient, state, expires, session, is_over)
      SELECT id, appointment, $2, 'held', clock_timestamp() + make_interval(secs => $3::integer), session, "isOver" FROM given
      ORDER BY id RETURNING id
    ), seated AS (
      INSERT INTO appointments.seat (session, seat, booking) SELECT session, seat, id FROM given ORDER BY session, seat
    ), noted AS (${noting('SELECT id, session FROM given', "'held'")}
    )
    ${tellingOf('ARRAY(SELECT session FROM given)')}`,
    [
      JSON.stringify(
        made.map(({ id, at, session, seat, isOver }) => ({
          id,
          appointment: asked.visits[at]?.appointment,
          session,
          seat,
          isOver,
        })),
      ),
      asked.patient,
      asked.holdSeconds,
    ],
  );
}

function refuse(obstacles: Obstacle[]): never {
  throw new Undone<ReserveAnswer>({ bookings: [], obstacles: inOrder(obstacles), others: [] });
}

/** What is read once the resources are locked: mostly there is nothing that would have to be looked at more closely. */
async function lookAround(
  rows: Rows,
  visits: Asked['visits'],
): Promise<{ kinds: Map<string, VisitKind>; isSomePlaced: boolean; isSomeOver: boolean }> {
  const [found] = await rows(
    `SELECT (SELECT json_agg(k) FROM appointments.visit_kind k WHERE k.id = ANY ($1::text[])) AS kinds,
      EXISTS (SELECT FROM appointments.booking WHERE appointment = ANY ($2::text[]) AND state <> 'released') AS placed,
      EXISTS (SELECT FROM appointments.booking WHERE state = 'held' AND expires <= clock_timestamp()) AS over`,
    [[...new Set(visits.map(({ kind }) => kind))], visits.map(({ appointment }) => appointment)],
  );
  const kinds = ((found?.['kinds'] ?? []) as Row[]).map(kindOf);
  const appointments = new Set(visits.map(({ appointment }) => appointment));
  return {
    kinds: new Map(kinds.map((kind) => [kind.id, kind])),
    isSomePlaced: found?.['placed'] === true || appointments.size < visits.length,
    isSomeOver: found?.['over'] === true,
  };
}

/** Undefined where there is no such kind of visit. */
function placeOf(
  { kind: id, start, resources }: Asked['visits'][number],
  kinds: ReadonlyMap<string, VisitKind>,
): Place | undefined {
  const kind = kinds.get(id);
  return (
    kind && {
      session: randomUUID(),
      kind: id,
      start: new Date(start).toISOString(),
      end: new Date(Date.parse(start) + kind.minutes * 60_000).toISOString(),
      before: kind.before,
      after: kind.after,
      places: kind.places,
      resources: [...new Set(resources)],
    }
  );
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
  const by = await bookingsWhere(rows, `v.appointment = ANY ($1::text[]) AND ${standing}`, [ids]);
  const known = new Map(by.map((one) => [one.appointment, [one]]));
  return ids.flatMap((appointment, at) => {
    const first = ids.indexOf(appointment);
    const there = known.get(appointment) ?? (first < at ? [] : null);
    return there ? [{ at, resource: null, reason: 'known' as const, by: there }] : [];
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

/** What was made, and what the patient has besides: at the same time, on the same day, or of the same kind within a month. */
async function answerOf(rows: Rows, patient: string | null, ids: readonly string[]): Promise<ReserveAnswer> {
  const found = await bookingsWhere(
    rows,
    `v.id = ANY (ARRAY(
      SELECT unnest($1::uuid[])
      UNION
      SELECT o.id FROM appointments.booking o JOIN appointments.session s ON s.id = o.session
      CROSS JOIN appointments.booking b JOIN appointments.session m ON m.id = b.session
      WHERE o.patient = $2 AND o.state <> 'released' AND b.id = ANY ($1::uuid[])
        AND (m.during && s.during OR appointments.paris_day(lower(m.during)) = appointments.paris_day(lower(s.during))
          OR (m.kind = s.kind AND lower(s.during) BETWEEN lower(m.during) - interval '1 month' AND lower(m.during) + interval '1 month'))
    )) AND ${standing}`,
    [ids, patient],
  );
  const made = new Map(found.map((one) => [one.id, one]));
  return {
    bookings: ids.flatMap((id) => made.get(id) ?? []),
    obstacles: [],
    others: found.filter(({ id }) => !ids.includes(id)),
  };
}
