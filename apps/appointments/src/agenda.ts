import { bookingsInSessions, iso } from './bookings.ts';
import type { AgendaAnswer } from './contract.ts';
import type { Engine } from './engine.ts';
import { holidays } from './holidays.ts';
import type { OperationRequest } from './operations.ts';

/** A span of some agendas: when they are open and for what, when they are absent, and what is there. */
export async function agenda(
  { database: { rows }, holidays: zone }: Engine,
  { resources, from, until }: OperationRequest<'agenda'>,
): Promise<AgendaAnswer> {
  const days = holidays(zone, new Date(from), new Date(until));
  const [known, open, absent, bookings] = await Promise.all([
    rows('SELECT reference, lanes FROM appointments.resource WHERE reference = ANY ($1::text[])', [
      resources,
    ]),
    rows(
      `SELECT o.resource, o.kinds, lower(piece) AS start, upper(piece) AS "end" FROM (
        SELECT o.resource, o.kinds, range_agg(o.during) - coalesce((
          SELECT range_agg(a.during) FROM appointments.rule a WHERE a.type = 'absence' AND a.resource = o.resource
            AND a.during && tstzrange($2::timestamptz, $3::timestamptz)), '{}') AS open
        FROM appointments.openings($1::text[], tstzrange($2::timestamptz, $3::timestamptz), $4::date[]) o
        GROUP BY o.resource, o.kinds
      ) o, unnest(o.open) piece ORDER BY start, o.kinds`,
      [resources, from, until, days],
    ),
    rows(
      `SELECT resource, id, lower(during) AS start, upper(during) AS "end" FROM appointments.rule
      WHERE type = 'absence' AND resource = ANY ($1::text[]) AND during && tstzrange($2::timestamptz, $3::timestamptz)
      ORDER BY start, id`,
      [resources, from, until],
    ),
    bookingsInSessions(
      rows,
      `SELECT r.session FROM appointments.session_resource r
      WHERE r.resource = ANY ($1::text[]) AND r.during && tstzrange($2::timestamptz, $3::timestamptz)`,
      [resources, from, until],
    ),
  ]);
  const lanes = new Map(known.map((row) => [String(row['reference']), Number(row['lanes'])]));
  return {
    columns: resources
      .filter((resource) => lanes.has(resource))
      .map((resource) => ({
        resource,
        lanes: lanes.get(resource) ?? 1,
        open: open
          .filter((row) => row['resource'] === resource)
          .map((row) => ({
            start: iso(row['start']),
            end: iso(row['end']),
            kinds: row['kinds'] as string[] | null,
          })),
        absent: absent
          .filter((row) => row['resource'] === resource)
          .map((row) => ({ rule: String(row['id']), start: iso(row['start']), end: iso(row['end']) })),
      })),
    bookings,
  };
}
