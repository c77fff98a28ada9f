import type { Rows } from '@keneyapp/database/connection';
import { iso } from './bookings.ts';
import type { HistoryEntry } from './contract.ts';
import type { Engine } from './engine.ts';
import type { OperationAnswer, OperationRequest } from './operations.ts';

/** One line for each booking, with where it is now. @param bookings SQL for their `id` and `session`. @param what SQL for it */
export const noting = (bookings: string, what: string): string =>
  `INSERT INTO appointments.history (booking, what, during, resources)
  SELECT b.id, ${what}, s.during,
    ARRAY(SELECT r.resource FROM appointments.session_resource r WHERE r.session = s.id ORDER BY r.place)
  FROM (${bookings}) b JOIN appointments.session s ON s.id = b.session ORDER BY b.id`;

/** Called after what happened. */
export async function note(
  rows: Rows,
  bookings: readonly string[],
  what: HistoryEntry['what'],
): Promise<void> {
  if (bookings.length === 0) return;
  await rows(noting('SELECT id, session FROM appointments.booking WHERE id = ANY ($1::uuid[])', '$2'), [
    bookings,
    what,
  ]);
}

export async function historyOf(
  { database: { rows } }: Engine,
  { booking }: OperationRequest<'bookings.history'>,
): Promise<OperationAnswer<'bookings.history'>> {
  const found = await rows(
    `SELECT at, what, lower(during) AS start, upper(during) AS "end", resources
    FROM appointments.history WHERE booking = $1::uuid ORDER BY id`,
    [booking],
  );
  return {
    entries: found.map((row) => ({
      at: iso(row['at']),
      what: row['what'] as HistoryEntry['what'],
      start: iso(row['start']),
      end: iso(row['end']),
      resources: row['resources'] as string[],
    })),
  };
}
