import type { Rows } from '@keneyapp/database/connection';
import { randomUUID } from 'node:crypto';
import { bookingsOf, bookingsWhere, standing as isStanding } from './bookings.ts';
import { tellOfSessions } from './changes.ts';
import { againstRules, passedBy } from './checks.ts';
import type { Obstacle, ReserveAnswer } from './contract.ts';
import type { Engine } from './engine.ts';
import { inOrder, unknown, whoHas } from './obstacles.ts';
import { once } from './once.ts';
import type { OperationRequest } from './operations.ts';
import { joinable, releaseExpired, take, type Place } from './places.ts';
import { Undone } from './refusal.ts';
import { lockBookings, type Standing } from './steps.ts';

type Asked = OperationRequest<'move'>;
/** Bookings of one session that go to the same place. */
interface Group {
  from: string;
  place: Place;
  members: { at: number; booking: string }[];
  /** Nobody stays behind. */
  isWhole: boolean;
}
/** Where a member of a group goes. */
interface Next {
  booking: string;
  session: string;
  seat: number;
  isOver: boolean;
}

/**
 * Takes the new places beside the old ones, until `confirm` or `back`. While that is not decided, what the moved sessions have
 * and what they will have is one occupation of the move, piece by piece where they touch: so a visit can go ten minutes later,
 * a whole afternoon can be shifted, and two can change places.
 */
export const move = (engine: Engine, asked: Asked): Promise<ReserveAnswer> =>
  once(engine, 'move', asked, async ({ rows }) => {
    const { moves, over } = asked;
    const ids = moves.map(({ booking }) => booking);
    const standing = await lockBookings(
      rows,
      ids,
      'with resources',
      moves.flatMap(({ resources }) => resources ?? []),
    );
    const strange = [...cannotMove(ids, standing), ...(await unknownResources(rows, moves))];
    if (strange.length > 0) refuse(strange);
    const groups = await groupsOf(rows, moves, standing);
    const rules = await againstRules(
      rows,
      engine,
      groups.flatMap(({ place, members }) => members.map(({ at }) => ({ at, ...place }))),
    );
    const against = over ? rules.filter(({ reason }) => !passedBy.has(reason)) : rules;
    if (against.length > 0) refuse(against.map((one) => ({ ...one, by: [] })));
    await releaseExpired(
      rows,
      groups.map(({ place }) => place),
    );

    // what is given up is free for what is taken, among those that go together
    const whole = groups.filter(({ isWhole }) => isWhole).map(({ from }) => from);
    await rows('DELETE FROM appointments.occupation WHERE session = ANY ($1::uuid[])', [whole]);
    const outside = new Set(rules.map(({ at }) => at));
    const { next, made, obstacles } = await placeAll(rows, groups, over, outside);
    if (obstacles.length > 0) refuse(obstacles);
    return record(rows, ids, next, { id: randomUUID(), whole, made });
  });

function refuse(obstacles: readonly Obstacle[]): never {
  throw new Undone<ReserveAnswer>({ bookings: [], obstacles: inOrder(obstacles), others: [] });
}

function cannotMove(ids: readonly string[], standing: readonly Standing[]): Obstacle[] {
  const found = new Map(standing.map((one) => [one.id, one]));
  return ids.flatMap((id, at) => {
    const one = found.get(id);
    if (!one) return [unknown(at, null)];
    const reason =
      one.move !== null
        ? 'moving'
        : one.state === 'released' || one.isExpired
          ? 'released'
          : one.state === 'booked'
            ? null
            : 'not-booked';
    return reason ? [{ at, resource: null, reason, by: [] }] : [];
  });
}

async function unknownResources(rows: Rows, moves: Asked['moves']): Promise<Obstacle[]> {
  const found = await rows('SELECT reference FROM appointments.resource WHERE reference = ANY ($1::text[])', [
    moves.flatMap(({ resources }) => resources ?? []),
  ]);
  const known = new Set(found.map((row) => row['reference']));
  return moves.flatMap(({ resources }, at) =>
    (resources ?? []).filter((one) => !known.has(one)).map((one) => unknown(at, one)),
  );
}

async function groupsOf(rows: Rows, moves: Asked['moves'], standing: readonly Standing[]): Promise<Group[]> {
  const found = await rows(
    `SELECT s.id, s.kind, s.places, extract(epoch FROM upper(s.during) - lower(s.during))::integer AS seconds,
      coalesce(extract(epoch FROM lower(s.during) - lower(r.during))::integer / 60, 0) AS before,
      coalesce(extract(epoch FROM upper(r.during) - upper(s.during))::integer / 60, 0) AS after,
      ARRAY(SELECT x.resource FROM appointments.session_resource x WHERE x.session = s.id ORDER BY x.place) AS resources,
      (SELECT count(*)::integer FROM appointments.seat t WHERE t.session = s.id) AS seated
    FROM appointments.session s
    LEFT JOIN appointments.session_resource r ON r.session = s.id AND r.place = 1 WHERE s.id = ANY ($1::uuid[])`,
    [standing.map(({ session }) => session)],
  );
  const sessions = new Map(found.map((row) => [String(row['id']), row]));
  const sessionOf = new Map(standing.map(({ id, session }) => [id, session]));
  const groups = new Map<string, Group>();
  moves.forEach(({ booking, start, resources, minutes }, at) => {
    const from = sessionOf.get(booking) ?? '',
      session = sessions.get(from);
    const ms = minutes === null ? Number(session?.['seconds']) * 1_000 : minutes * 60_000;
    const place: Place = {
      session: randomUUID(),
      kind: session?.['kind'] as string | null,
      start: new Date(start).toISOString(),
      end: new Date(Date.parse(start) + ms).toISOString(),
      before: Number(session?.['before']),
      after: Number(session?.['after']),
      places: Number(session?.['places']),
      resources: [...new Set(resources ?? (session?.['resources'] as string[]))],
    };
    const key = JSON.stringify([from, place.start, place.end, place.resources]);
    const group = groups.get(key) ?? { from, place, members: [], isWhole: false };
    group.members.push({ at, booking });
    groups.set(key, group);
  });
  const all = [...groups.values()].sort((a, b) => a.place.start.localeCompare(b.place.start));
  for (const group of all)
    group.isWhole = group.members.length === Number(sessions.get(group.from)?.['seated']);
  return all;
}

async function placeAll(
  rows: Rows,
  groups: readonly Group[],
  over: boolean,
  outside: ReadonlySet<number>,
): Promise<{ next: Next[]; made: string[]; obstacles: Obstacle[] }> {
  const next: Next[] = [],
    made: string[] = [],
    obstacles: Obstacle[] = [];
  const gone = groups.filter(({ isWhole }) => isWhole).map(({ from }) => from);
  const lanes = await lanesOf(rows, groups);
  for (const { from, place, members } of groups) {
    const joined = place.places > 1 ? await joinable(rows, place) : null;
    if (joined && joined.session !== from) {
      // two of the same request may come from different sessions
      const mine = next.filter(({ session }) => session === joined.session).map(({ seat }) => seat);
      const free = joined.free.filter((seat) => !mine.includes(seat));
      members.forEach(({ at, booking }, i) => {
        const seat = free[i];
        if (seat === undefined)
          obstacles.push({ at, resource: place.resources[0] ?? null, reason: 'full-group', by: [] });
        else next.push({ booking, session: joined.session, seat, isOver: outside.has(at) });
      });
      continue;
    }
    const got = await take(rows, place, over);
    made.push(place.session);
    for (const resource of place.resources.filter((one) => !got.has(one))) {
      const by = await whoHas(rows, resource, place, [...made, ...gone]);
      obstacles.push(...members.map(({ at }) => ({ at, resource, reason: 'taken' as const, by })));
    }
    const isAbove = [...got].some(([resource, lane]) => lane > (lanes.get(resource) ?? 1));
    members.forEach(({ at, booking }, i) =>
      next.push({ booking, session: place.session, seat: i + 1, isOver: isAbove || outside.has(at) }),
    );
  }
  return { next, made, obstacles };
}

async function lanesOf(rows: Rows, groups: readonly Group[]): Promise<Map<string, number>> {
  const found = await rows(
    'SELECT reference, lanes FROM appointments.resource WHERE reference = ANY ($1::text[])',
    [groups.flatMap(({ place }) => place.resources)],
  );
  return new Map(found.map((row) => [String(row['reference']), Number(row['lanes'])]));
}

/** What is taken becomes the move's, and the bookings say where they go. */
async function record(
  rows: Rows,
  ids: readonly string[],
  next: readonly Next[],
  { id, whole, made }: { id: string; whole: readonly string[]; made: readonly string[] },
): Promise<ReserveAnswer> {
  await rows('DELETE FROM appointments.occupation WHERE session = ANY ($1::uuid[])', [made]);
  await rows(
    `INSERT INTO appointments.occupation (resource, lane, during, move)
    SELECT resource, lane, unnest(range_agg(during)), $1::uuid FROM appointments.session_resource
    WHERE session = ANY ($2::uuid[]) GROUP BY resource, lane ORDER BY resource, lane`,
    [id, [...whole, ...made]],
  );
  const given = JSON.stringify(next);
  await rows(
    `INSERT INTO appointments.seat (session, seat, booking)
    SELECT n.session, n.seat, n.booking
    FROM json_to_recordset($1::text::json) AS n (booking uuid, session uuid, seat integer) ORDER BY n.session, n.seat`,
    [given],
  );
  await rows(
    `UPDATE appointments.booking b
    SET state = 'writing', since = clock_timestamp(), next_session = n.session, next_is_over = n."isOver", move = $2::uuid
    FROM json_to_recordset($1::text::json) AS n (booking uuid, session uuid, "isOver" boolean) WHERE b.id = n.booking`,
    [given, id],
  );
  const sessions = await rows(
    'SELECT session, next_session FROM appointments.booking WHERE move = $1::uuid',
    [id],
  );
  await tellOfSessions(
    rows,
    sessions.flatMap((row) => [String(row['session']), String(row['next_session'])]),
  );
  return { bookings: await bookingsOf(rows, ids), obstacles: [], others: await othersAtThatTime(rows, ids) };
}

/** What the same patients have at the time they are moved to. */
const othersAtThatTime = (rows: Rows, ids: readonly string[]) =>
  bookingsWhere(
    rows,
    `${isStanding} AND v.id <> ALL ($1::uuid[])
    AND v.patient = ANY (ARRAY(SELECT b.patient FROM appointments.booking b WHERE b.id = ANY ($1::uuid[])))
    AND EXISTS (
      SELECT FROM appointments.booking_view m WHERE m.id = ANY ($1::uuid[]) AND m.patient = v.patient
        AND tstzrange(m.next_start, m.next_end) && tstzrange(v.start, v."end"))`,
    [ids],
  );
