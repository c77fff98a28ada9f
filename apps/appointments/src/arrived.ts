import type { Rows } from '@keneyapp/database/connection';
import { randomUUID } from 'node:crypto';
import { bookingsOf, bookingsWhere, iso, standing } from './bookings.ts';
import { tellOfSessions } from './changes.ts';
import type { Booking, Clash } from './contract.ts';
import { attempt, type Engine } from './engine.ts';
import { note } from './history.ts';
import type { OperationAnswer, OperationRequest } from './operations.ts';
import { lockResources, settle, take, type Place } from './places.ts';
import { ChangedMeanwhile, Refusal } from './refusal.ts';
import { lockBookings } from './steps.ts';

type Asked = OperationRequest<'arrived'>;

/**
 * An Appointment as others wrote it. It occupies what it names, whatever is there: what it lies over is a clash until
 * somebody has looked at it. What we are writing ourselves (`writing`) is not touched: its outcome decides.
 */
export const arrived = (engine: Engine, asked: Asked): Promise<OperationAnswer<'arrived'>> =>
  attempt(engine, async ({ rows }) => {
    const resources = [...new Set(asked.resources)];
    const [before] = await bookingsWhere(rows, `v.appointment = $1 AND ${standing}`, [asked.appointment]);
    if (before?.state === 'writing') return { booking: before, clashes: [] };
    const { start, end } = asked;
    const takesRoom = start !== null && end !== null && resources.length > 0;
    if (!takesRoom) {
      if (before) await leave(rows, before);
      return { booking: before ? await one(rows, before.id) : null, clashes: [] };
    }
    const kind = (await knownKind(rows, asked.kind)) ?? before?.kind ?? null;
    const place = placeOf(kind, start, end, resources);
    if (before && isThere(before, place, asked.patient)) return { booking: before, clashes: [] };
    await rows(
      `INSERT INTO appointments.resource (reference, lanes) SELECT r, 1 FROM unnest($1::text[]) r ORDER BY r ON CONFLICT DO NOTHING`,
      [resources],
    );
    if (before) {
      const [locked] = await lockBookings(rows, [before.id], 'with resources', resources);
      if (locked?.state !== before.state) throw new ChangedMeanwhile();
    }
    const lanes = await lockResources(rows, resources);
    const booking = await put(rows, asked, place, before);
    const clashes = await clashesOf(rows, place, booking.id, lanes);
    return { booking: await one(rows, booking.id), clashes };
  });

async function knownKind(rows: Rows, kind: string | null): Promise<string | null> {
  if (kind === null) return null;
  return (await rows('SELECT FROM appointments.visit_kind WHERE id = $1', [kind])).length > 0 ? kind : null;
}

const placeOf = (kind: string | null, start: string, end: string, resources: string[]): Place => ({
  session: randomUUID(),
  kind,
  start: new Date(start).toISOString(),
  end: new Date(end).toISOString(),
  before: 0,
  after: 0,
  places: 1,
  resources,
});

const isThere = (before: Booking, { kind, start, end, resources }: Place, patient: string | null): boolean =>
  before.state === 'booked' &&
  before.kind === kind &&
  before.start === start &&
  before.end === end &&
  before.patient === patient &&
  JSON.stringify([...before.resources].sort()) === JSON.stringify([...resources].sort());

const one = async (rows: Rows, id: string): Promise<Booking> => {
  const [booking] = await bookingsOf(rows, [id]);
  if (!booking) throw new Error('a booking that was just written is not there');
  return booking;
};

async function leave(rows: Rows, before: Booking): Promise<void> {
  const { id } = before;
  const [locked] = await lockBookings(rows, [id], 'with resources');
  if (!locked || locked.state === 'released') return;
  if (locked.state !== before.state) throw new ChangedMeanwhile();
  await rows('DELETE FROM appointments.seat WHERE booking = $1::uuid', [id]);
  await rows(
    `UPDATE appointments.booking SET state = 'released', since = clock_timestamp(), expires = NULL WHERE id = $1::uuid`,
    [id],
  );
  await note(rows, [id], 'released');
  await settle(rows, [locked.session]);
}

/** Where it is now: what it had is given up first. */
async function put(
  rows: Rows,
  { appointment, patient }: Asked,
  place: Place,
  before: Booking | undefined,
): Promise<{ id: string }> {
  const [old] = before
    ? await rows('SELECT session FROM appointments.booking WHERE id = $1::uuid', [before.id])
    : [];
  const id = before?.id ?? randomUUID();
  if (old) {
    await rows('DELETE FROM appointments.seat WHERE booking = $1::uuid', [id]);
    await rows(
      `DELETE FROM appointments.occupation o WHERE o.session = $1::uuid
      AND NOT EXISTS (SELECT FROM appointments.seat t WHERE t.session = o.session)`,
      [old['session']],
    );
  }
  await take(rows, place, true);
  await rows(
    `INSERT INTO appointments.booking (id, appointment, patient, state, session, is_over)
    VALUES ($1::uuid, $2, $3, 'booked', $4::uuid, true)
    ON CONFLICT (id) DO UPDATE SET patient = excluded.patient, state = 'booked', session = excluded.session, is_over = true,
      since = clock_timestamp(), expires = NULL`,
    [id, appointment, patient, place.session],
  );
  await rows('INSERT INTO appointments.seat (session, seat, booking) VALUES ($1::uuid, 1, $2::uuid)', [
    place.session,
    id,
  ]);
  await note(rows, [id], 'arrived');
  if (old) await settle(rows, [String(old['session'])]);
  await tellOfSessions(rows, [place.session]);
  return { id };
}

/** Whoever looks at one sees that there are many: thousands that an import put at one time are not millions of pairs. */
const clashesOfOne = 10,
  mostClashes = 2_000;

/** With whom it shares a resource that cannot do so many things at once. */
async function clashesOf(
  rows: Rows,
  { session, resources }: Place,
  booking: string,
  lanes: ReadonlyMap<string, number>,
): Promise<Clash[]> {
  await rows(
    `INSERT INTO appointments.clash (id, resource, one, other)
    SELECT gen_random_uuid(), n.resource, $4::uuid, n.booking FROM (
      SELECT f.*, row_number() OVER (PARTITION BY f.resource ORDER BY f.starts, f.booking) AS nth FROM (
        SELECT r.resource, t.booking, min(lower(r.during)) AS starts FROM appointments.session_resource mine
        JOIN appointments.session_resource r ON r.resource = mine.resource AND r.during && mine.during AND r.session <> mine.session
        JOIN appointments.seat t ON t.session = r.session
        WHERE mine.session = $1::uuid AND mine.resource = ANY ($2::text[]) AND t.booking <> $4::uuid
          AND mine.lane > (SELECT lanes FROM json_to_recordset($3::text::json) AS l (resource text, lanes integer) WHERE l.resource = mine.resource)
        GROUP BY r.resource, t.booking) f
    ) n WHERE n.nth <= $5::integer ORDER BY n.resource, n.booking ON CONFLICT DO NOTHING`,
    [
      session,
      resources,
      JSON.stringify([...lanes].map(([resource, of]) => ({ resource, lanes: of }))),
      booking,
      clashesOfOne,
    ],
  );
  return clashesWhere(rows, 'c.one = $1::uuid', [booking]);
}

/** Those that nobody has looked at and that are still true. */
async function clashesWhere(rows: Rows, where: string, values: unknown[]): Promise<Clash[]> {
  const found = await rows(
    `SELECT c.id, c.resource, c.one, c.other, c.since FROM appointments.clash c
    JOIN appointments.booking a ON a.id = c.one JOIN appointments.booking b ON b.id = c.other
    JOIN appointments.session_resource x ON x.session = a.session AND x.resource = c.resource
    JOIN appointments.session_resource y ON y.session = b.session AND y.resource = c.resource
    WHERE c.seen IS NULL AND a.state <> 'released' AND b.state <> 'released' AND x.during && y.during AND ${where}
    ORDER BY lower(x.during), c.since, c.id LIMIT ${mostClashes}`,
    values,
  );
  const bookings = await bookingsOf(rows, [
    ...new Set(found.flatMap((row) => [String(row['one']), String(row['other'])])),
  ]);
  const byId = new Map(bookings.map((booking) => [booking.id, booking]));
  return found.flatMap((row) => {
    const mine = byId.get(String(row['one'])),
      other = byId.get(String(row['other']));
    return mine && other
      ? [
          {
            id: String(row['id']),
            resource: String(row['resource']),
            one: mine,
            other,
            since: iso(row['since']),
          },
        ]
      : [];
  });
}

export async function listClashes(
  { database: { rows } }: Engine,
  { resources }: OperationRequest<'clashes.list'>,
): Promise<OperationAnswer<'clashes.list'>> {
  return {
    clashes: await clashesWhere(rows, '($1::text[] IS NULL OR c.resource = ANY ($1::text[]))', [resources]),
  };
}

export async function clashSeen(
  { database: { rows } }: Engine,
  { id }: OperationRequest<'clashes.seen'>,
): Promise<OperationAnswer<'clashes.seen'>> {
  const seen = await rows(
    'UPDATE appointments.clash SET seen = coalesce(seen, clock_timestamp()) WHERE id = $1::uuid RETURNING id',
    [id],
  );
  if (seen.length === 0) throw new Refusal(404, 'unknown');
  return {};
}
