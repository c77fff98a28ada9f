import type { Row, Rows } from '@keneyapp/database/connection';
import type { Booking } from './contract.ts';
import type { Engine } from './engine.ts';
import type { OperationAnswer, OperationRequest } from './operations.ts';

export const iso = (at: unknown): string => (at as Date).toISOString();
const isoOrNull = (at: unknown): string | null => (at === null ? null : iso(at));

/** A row of `appointments.booking_view`. */
export function bookingOf(row: Row): Booking {
  return {
    id: String(row['id']),
    appointment: String(row['appointment']),
    patient: row['patient'] as string | null,
    kind: row['kind'] as string | null,
    start: iso(row['start']),
    end: iso(row['end']),
    resources: row['resources'] as string[],
    state: row['state'] as Booking['state'],
    since: iso(row['since']),
    expires: isoOrNull(row['expires']),
    moving:
      row['next_session'] === null
        ? null
        : {
            start: iso(row['next_start']),
            end: iso(row['next_end']),
            resources: row['next_resources'] as string[],
          },
    isOver: row['is_over'] === true,
    taken: Number(row['taken']),
    places: Number(row['places']),
  };
}

/** Of `v`: not released. The first half is what the indexes are made for. */
export const standing = `v.is_standing AND v.state <> 'released'`;

/**
 * The earliest first. The view is read with the clock: PostgreSQL takes what is asked of `v` into it where it compares a column
 * with a value or an array (`v.id = ANY (ARRAY(SELECT …))`), and reads all of it for a join or `IN (SELECT …)`.
 * @param where about `v`, of `appointments.booking_view`
 */
export async function bookingsWhere(rows: Rows, where: string, values: unknown[]): Promise<Booking[]> {
  const found = await rows(
    `SELECT v.* FROM appointments.booking_view v WHERE ${where} ORDER BY v.start, v.id`,
    values,
  );
  return found.map(bookingOf);
}

/** In the order of `ids`. */
export async function bookingsOf(rows: Rows, ids: readonly string[]): Promise<Booking[]> {
  const found = new Map(
    (await bookingsWhere(rows, 'v.id = ANY ($1::uuid[])', [ids])).map((one) => [one.id, one]),
  );
  return ids.flatMap((id) => found.get(id) ?? []);
}

/**
 * What is there, of a condition about sessions: those that are in one, or go there. Released ones are in none. Two statements:
 * PostgreSQL would guess how many there are, and guess that it is most of the table.
 */
export async function bookingsInSessions(
  rows: Rows,
  sessions: string,
  values: unknown[],
): Promise<Booking[]> {
  const found = await rows(
    `SELECT DISTINCT t.booking FROM appointments.seat t WHERE t.session IN (${sessions})`,
    values,
  );
  if (found.length === 0) return [];
  return bookingsWhere(rows, `v.id = ANY ($1::uuid[]) AND ${standing}`, [found.map((row) => row['booking'])]);
}

export async function listBookings(
  { database: { rows } }: Engine,
  asked: OperationRequest<'bookings.list'>,
): Promise<OperationAnswer<'bookings.list'>> {
  if ('ids' in asked) return { bookings: await bookingsOf(rows, asked.ids) };
  if ('patient' in asked)
    return {
      bookings: await bookingsWhere(
        rows,
        `v.patient = $1 AND ${standing} AND (v."end" > $2::timestamptz OR v.next_end > $2::timestamptz)`,
        [asked.patient, asked.from],
      ),
    };
  const all = await bookingsWhere(rows, 'v.appointment = ANY ($1::text[])', [asked.appointments]);
  const last = new Map<string, Booking>();
  for (const one of all.sort((a, b) => rank(a) - rank(b) || a.since.localeCompare(b.since)))
    last.set(one.appointment, one);
  return { bookings: [...last.values()] };
}
/** One that stands is the last word on its Appointment. */
const rank = ({ state }: Booking): number => (state === 'released' ? 0 : 1);

/** `writing` for so long that whoever was at it may be gone. */
export async function unsettled(
  { database: { rows } }: Engine,
  { olderThanSeconds }: OperationRequest<'bookings.unsettled'>,
): Promise<OperationAnswer<'bookings.unsettled'>> {
  const bookings = await bookingsWhere(
    rows,
    `v.id IN (SELECT b.id FROM appointments.booking b
      WHERE b.state = 'writing' AND b.since <= clock_timestamp() - make_interval(secs => $1::integer)
      ORDER BY b.since LIMIT 500)`,
    [olderThanSeconds],
  );
  return { bookings };
}
