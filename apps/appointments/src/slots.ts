import { iso } from './bookings.ts';
import type { Engine } from './engine.ts';
import { holidays } from './holidays.ts';
import type { OperationAnswer, OperationRequest } from './operations.ts';

/**
 * What others are shown of some agendas, cut at midnight: free where it is open and one more thing can be done, taken where
 * nothing more can. Buffers and holds count as taken. Nobody and nothing that is there is named.
 */
export async function slots(
  { database: { rows }, holidays: zone }: Engine,
  { resources, from, until }: OperationRequest<'slots'>,
): Promise<OperationAnswer<'slots'>> {
  const found = await rows(
    `WITH asked AS MATERIALIZED (SELECT tstzrange($2::timestamptz, $3::timestamptz) AS span),
    day AS MATERIALIZED (
      SELECT tstzmultirange(tstzrange(d AT TIME ZONE 'Europe/Paris', (d + interval '1 day') AT TIME ZONE 'Europe/Paris') * asked.span) AS span
      FROM asked, generate_series(appointments.paris_day(lower(asked.span))::timestamp, appointments.paris_day(upper(asked.span)), '1 day') d
    ), lane AS (
      -- what lies over others is one of the things a resource does: which lane it would have is not worth a question
      SELECT r.reference AS resource, l.lane, coalesce(range_agg(o.during), '{}') AS taken
      FROM asked CROSS JOIN appointments.resource r CROSS JOIN LATERAL generate_series(1, r.lanes) l (lane)
      LEFT JOIN appointments.occupation o
        ON o.resource = r.reference AND (o.lane = l.lane OR o.lane > r.lanes) AND o.during && asked.span
      WHERE r.reference = ANY ($1::text[]) GROUP BY r.reference, l.lane
    ), taken AS MATERIALIZED (
      SELECT resource, range_intersect_agg(taken) AS during FROM lane GROUP BY resource
    ), piece AS (
      SELECT o.resource, true AS is_free, o.kinds, range_agg(o.during) - t.during - coalesce((
        SELECT range_agg(a.during) FROM appointments.rule a, asked
        WHERE a.type = 'absence' AND a.resource = o.resource AND a.during && asked.span), '{}') AS during
      FROM asked CROSS JOIN LATERAL appointments.openings($1::text[], asked.span, $4::date[]) o
      JOIN taken t ON t.resource = o.resource GROUP BY o.resource, o.kinds, t.during
      UNION ALL
      SELECT resource, false, NULL, during FROM taken
    )
    SELECT p.resource, p.is_free, p.kinds, lower(x) AS start, upper(x) AS "end"
    FROM piece p CROSS JOIN day d CROSS JOIN LATERAL unnest(p.during * d.span) x
    ORDER BY p.resource, start, p.kinds`,
    [resources, from, until, holidays(zone, new Date(from), new Date(until))],
  );
  return {
    slots: found.map((row) => ({
      resource: String(row['resource']),
      start: iso(row['start']),
      end: iso(row['end']),
      isFree: row['is_free'] === true,
      kinds: row['kinds'] as string[] | null,
    })),
  };
}
