import type { Rows } from '@keneyapp/database/connection';
import { bookingsInSessions } from './bookings.ts';
import type { Booking, Obstacle } from './contract.ts';
import type { Place } from './places.ts';

/** Who has what a place wants of one resource; not those whose sessions are being made. */
export function whoHas(
  rows: Rows,
  resource: string,
  { start, end, before, after }: Place,
  own: readonly string[],
): Promise<Booking[]> {
  return bookingsInSessions(
    rows,
    `SELECT r.session FROM appointments.session_resource r
    WHERE r.resource = $1 AND r.session <> ALL ($6::uuid[])
      AND r.during && tstzrange($2::timestamptz - make_interval(mins => $4::integer), $3::timestamptz + make_interval(mins => $5::integer))`,
    [resource, start, end, before, after, own],
  );
}

export const unknown = (at: number, resource: string | null): Obstacle => ({
  at,
  resource,
  reason: 'unknown',
  by: [],
});

/** The first visit's first, so that they read like the request. */
export const inOrder = (obstacles: readonly Obstacle[]): Obstacle[] =>
  [...obstacles].sort((a, b) => a.at - b.at || (a.resource ?? '').localeCompare(b.resource ?? ''));
