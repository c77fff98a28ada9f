import type { Rows } from '@keneyapp/database/connection';
import { tellOfSessions } from './changes.ts';
import { note } from './history.ts';

/** A visit that is to have a place: what a session is made of. `start` and `end` are those of the visit, without buffers. */
export interface Place {
  session: string;
  kind: string | null;
  start: string;
  end: string;
  before: number;
  after: number;
  places: number;
  resources: readonly string[];
}

/**
 * Until the end of the transaction: whoever wants one of these waits. In one order for everybody, before anything else is
 * locked. @returns how many things each of them does at once; what is not known is left out
 */
export async function lockResources(rows: Rows, references: readonly string[]): Promise<Map<string, number>> {
  const found = await rows(
    `SELECT reference, lanes FROM appointments.resource WHERE reference = ANY ($1::text[])
    ORDER BY reference FOR NO KEY UPDATE`,
    [[...new Set(references)]],
  );
  return new Map(found.map((row) => [String(row['reference']), Number(row['lanes'])]));
}

const taken = `tstzrange($3::timestamptz - make_interval(mins => $5::integer), $4::timestamptz + make_interval(mins => $6::integer))`;

/**
 * What lies over others is on a lane above the resource's own, and is one of the things it does all the same: where there is
 * any, those at the same moment are counted.
 */
const isRoomAmongAll = `(
  NOT EXISTS (SELECT FROM appointments.occupation o
    WHERE o.resource = w.resource AND o.lane > r.lanes AND o.during && ${taken})
  OR r.lanes > (SELECT max(n.at_once) FROM appointments.occupation o CROSS JOIN LATERAL (
      SELECT count(*) AS at_once FROM appointments.occupation p
      WHERE p.resource = w.resource AND p.during @> greatest(lower(o.during), lower(${taken}))) n
    WHERE o.resource = w.resource AND o.during && ${taken}))`;

/**
 * Makes the session and takes its resources, each on the lowest lane that is free: of as many as the resource has, or above
 * them where it may lie over others.
 * @returns the lane of each resource that could be had; whoever gets fewer than were asked undoes the transaction
 */
export async function take(rows: Rows, place: Place, isOver: boolean): Promise<Map<string, number>> {
  const found = await rows(
    `WITH made AS (
      INSERT INTO appointments.session (id, kind, during, places)
      VALUES ($1::uuid, $2, tstzrange($3::timestamptz, $4::timestamptz), $7::integer)
    ), wanted AS (
      SELECT w.resource, w.place::integer,
        coalesce((SELECT lane FROM generate_series(1, r.lanes) lane
         WHERE ($9::boolean OR ${isRoomAmongAll})
           AND NOT EXISTS (SELECT FROM appointments.occupation o
             WHERE o.resource = w.resource AND o.lane = lane.lane AND o.during && ${taken})
         ORDER BY lane LIMIT 1),
         -- above all that is there, however many that are
         CASE WHEN $9::boolean THEN (SELECT greatest(r.lanes, max(o.lane)) + 1 FROM appointments.occupation o
           WHERE o.resource = w.resource AND o.during && ${taken}) END) AS lane
      FROM unnest($8::text[]) WITH ORDINALITY w (resource, place)
      JOIN appointments.resource r ON r.reference = w.resource
    ), got AS (
      INSERT INTO appointments.occupation (resource, lane, during, session)
      SELECT resource, lane, ${taken}, $1::uuid FROM wanted WHERE lane IS NOT NULL ORDER BY resource
      ON CONFLICT DO NOTHING RETURNING resource, lane
    )
    INSERT INTO appointments.session_resource (session, resource, place, lane, during)
    SELECT $1::uuid, got.resource, wanted.place, got.lane, ${taken} FROM got JOIN wanted ON wanted.resource = got.resource
    RETURNING resource, lane`,
    [
      place.session,
      place.kind,
      place.start,
      place.end,
      place.before,
      place.after,
      place.places,
      place.resources,
      isOver,
    ],
  );
  return new Map(found.map((row) => [String(row['resource']), Number(row['lane'])]));
}

/** A session that others of the same kind, time and resources can join, and which of its places are free. */
export async function joinable(
  rows: Rows,
  { kind, start, end, resources }: Place,
): Promise<{ session: string; places: number; free: number[] } | null> {
  const [row] = await rows(
    `SELECT s.id, s.places,
      ARRAY(SELECT n FROM generate_series(1, s.places) n
        WHERE NOT EXISTS (SELECT FROM appointments.seat t WHERE t.session = s.id AND t.seat = n) ORDER BY n) AS free
    FROM appointments.session s
    WHERE s.places > 1 AND s.kind = $1 AND lower(s.during) = $2::timestamptz AND upper(s.during) = $3::timestamptz
      AND ARRAY(SELECT o.resource FROM appointments.occupation o WHERE o.session = s.id ORDER BY o.resource COLLATE "C") = $4::text[]
    LIMIT 1 FOR UPDATE`,
    [kind, start, end, [...resources].sort()],
  );
  return row
    ? { session: String(row['id']), places: Number(row['places']), free: row['free'] as number[] }
    : null;
}

/** Holds that are over and lie in the way of these: released, and their places free. The resources are locked. */
export async function releaseExpired(rows: Rows, inTheWay: readonly Place[]): Promise<void> {
  const found = await rows(
    `SELECT DISTINCT b.id FROM json_to_recordset($1::text::json) AS w (resource text, start timestamptz, "end" timestamptz)
    JOIN appointments.occupation o ON o.resource = w.resource AND o.during && tstzrange(w.start, w."end")
    JOIN appointments.seat t ON t.session = o.session
    JOIN appointments.booking b ON b.id = t.booking
    WHERE b.state = 'held' AND b.expires <= clock_timestamp()`,
    [
      JSON.stringify(
        inTheWay.flatMap(({ resources, start, end, before, after }) =>
          resources.map((resource) => ({
            resource,
            start: shifted(start, -before),
            end: shifted(end, after),
          })),
        ),
      ),
    ],
  );
  if (found.length > 0)
    await expire(
      rows,
      found.map((row) => String(row['id'])),
    );
}

/** @returns those that were held and over until now */
export async function expire(rows: Rows, bookings: readonly string[]): Promise<string[]> {
  const released = await rows(
    `WITH over AS (
      SELECT id FROM appointments.booking WHERE id = ANY ($1::uuid[]) AND state = 'held' AND expires <= clock_timestamp()
      ORDER BY id FOR UPDATE
    ), gone AS (DELETE FROM appointments.seat t USING over WHERE t.booking = over.id)
    UPDATE appointments.booking b SET state = 'released', expires = NULL, since = clock_timestamp()
    FROM over WHERE b.id = over.id RETURNING b.id, b.session`,
    [bookings],
  );
  const ids = released.map((row) => String(row['id']));
  await note(rows, ids, 'expired');
  await settle(
    rows,
    released.map((row) => String(row['session'])),
  );
  return ids;
}

/**
 * After people came and went: sessions with nobody in them lose their places, which are free for those who wait; sessions
 * with somebody in them have theirs (they were part of a move). Each resource and day of them is told of.
 */
export async function settle(rows: Rows, sessions: readonly string[]): Promise<void> {
  if (sessions.length === 0) return;
  const empty = `SELECT s.id FROM unnest($1::uuid[]) AS s (id)
    WHERE NOT EXISTS (SELECT FROM appointments.seat t WHERE t.session = s.id)`;
  await rows(`DELETE FROM appointments.occupation WHERE session IN (${empty})`, [sessions]);
  const freed = await rows(
    `INSERT INTO appointments.freed (resource, during)
    SELECT r.resource, r.during FROM appointments.session_resource r WHERE r.session IN (${empty})
    RETURNING resource, lower(during) AS start, upper(during) AS "end"`,
    [sessions],
  );
  const [missing] = await rows(
    `WITH missing AS (
      SELECT r.* FROM appointments.session_resource r
      WHERE r.session = ANY ($1::uuid[]) AND r.session NOT IN (${empty})
        AND NOT EXISTS (SELECT FROM appointments.occupation o WHERE o.session = r.session AND o.resource = r.resource)
        AND NOT EXISTS (SELECT FROM appointments.booking b WHERE b.move IS NOT NULL AND r.session IN (b.session, b.next_session))
    ), put AS (
      INSERT INTO appointments.occupation (resource, lane, during, session)
      SELECT resource, lane, during, session FROM missing ORDER BY resource, lower(during)
      ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM missing) - (SELECT count(*) FROM put) AS refused`,
    [sessions],
  );
  if (Number(missing?.['refused']) > 0)
    throw new Error('a place of a decided move was taken by somebody else');
  for (const row of freed) await comeDown(rows, String(row['resource']), row['start'], row['end']);
  await tellOfSessions(rows, sessions);
}

/** What lay over others and no longer does takes a lane that the resource has, so that nobody is put over it unawares. */
async function comeDown(rows: Rows, resource: string, start: unknown, end: unknown): Promise<void> {
  await rows(
    `WITH above AS (
      SELECT o.session, o.during, (
        SELECT lane FROM generate_series(1, r.lanes) lane WHERE NOT EXISTS (SELECT FROM appointments.occupation p
          WHERE p.resource = o.resource AND p.lane = lane.lane AND p.during && o.during) ORDER BY lane LIMIT 1) AS lane
      FROM appointments.occupation o JOIN appointments.resource r ON r.reference = o.resource
      WHERE o.resource = $1 AND o.lane > r.lanes AND o.session IS NOT NULL
        AND o.during && tstzrange($2::timestamptz, $3::timestamptz)
      ORDER BY lower(o.during), o.lane LIMIT 1
    ), down AS (
      UPDATE appointments.occupation o SET lane = above.lane FROM above
      WHERE above.lane IS NOT NULL AND o.resource = $1 AND o.session = above.session RETURNING o.session, o.lane
    )
    UPDATE appointments.session_resource r SET lane = down.lane FROM down WHERE r.resource = $1 AND r.session = down.session`,
    [resource, start, end],
  );
}

const shifted = (at: string, minutes: number): string =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString();
