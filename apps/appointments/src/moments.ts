import type { Rows } from '@keneyapp/database/connection';
import { iso } from './bookings.ts';
import type { VisitKind } from './contract.ts';
import type { Engine } from './engine.ts';
import { holidays } from './holidays.ts';

/** When a visit may begin, and which of each need are free then: the one with the least to do that day first. */
export interface Moment {
  start: string;
  end: string;
  options: string[][];
}
export interface AskedMoments {
  kind: VisitKind;
  needs: readonly (readonly string[])[];
  from: string;
  until: string;
  weekdays: readonly number[] | null;
  starts: string;
  ends: string;
  limit: number;
  /** As if nothing was taken: what the rules alone would allow. */
  isEmpty?: boolean;
}

/**
 * The first moments at which all needs have somebody. What is computed with are the instants at which a visit may begin, as
 * multiranges: those that the hours allow, without those that what is taken forbids (buffers included), of each lane; of a
 * need what any of its resources can; together what all needs can; of these, what lies on the grid.
 */
export async function moments(
  rows: Rows,
  { holidays: zone }: Pick<Engine, 'holidays'>,
  asked: AskedMoments,
): Promise<Moment[]> {
  const { kind, needs, from, until, weekdays, starts, ends, limit, isEmpty = false } = asked;
  const found = await rows(
    `WITH need AS MATERIALIZED (
      SELECT * FROM json_to_recordset($1::text::json) AS n (need integer, resource text)
    ), asked AS MATERIALIZED (
      SELECT coalesce(range_agg(tstzrange(d.begins, d.stops)), '{}') AS hours FROM (
        SELECT (d::date + $13::time) AT TIME ZONE 'Europe/Paris' AS begins, (d::date + $15::time) AT TIME ZONE 'Europe/Paris' AS stops
        FROM generate_series(appointments.paris_day($3::timestamptz)::timestamp, appointments.paris_day($4::timestamptz), '1 day') d
        WHERE $12::integer[] IS NULL OR extract(isodow FROM d)::integer = ANY ($12::integer[])
      ) d WHERE d.begins < d.stops
    ), opened AS (
      SELECT o.resource, (SELECT hours FROM asked) * range_agg(o.during) - coalesce((
        SELECT range_agg(a.during) FROM appointments.rule a
        WHERE a.type = 'absence' AND a.resource = o.resource AND a.during && tstzrange($3::timestamptz, $4::timestamptz)), '{}') AS open
      FROM appointments.openings($2::text[], tstzrange($3::timestamptz, $4::timestamptz), $5::date[]) o
      WHERE o.kinds IS NULL OR $6 = ANY (o.kinds) GROUP BY o.resource
    ), allowed AS (
      SELECT o.resource, range_agg(tstzrange(lower(piece), upper(piece) - make_interval(mins => $7::integer), '[]')) AS starts
      FROM opened o, unnest(o.open) piece
      WHERE upper(piece) - lower(piece) >= make_interval(mins => $7::integer) GROUP BY o.resource
    ), over AS (
      SELECT b.session FROM appointments.booking b WHERE b.state = 'held' AND b.expires <= clock_timestamp()
        AND NOT EXISTS (SELECT FROM appointments.seat t JOIN appointments.booking l ON l.id = t.booking
          WHERE t.session = b.session AND NOT (l.state = 'held' AND l.expires <= clock_timestamp()))
    ), at_work AS (
      SELECT a.resource, r.lanes FROM allowed a JOIN appointments.resource r ON r.reference = a.resource
      WHERE NOT $14::boolean
    ), occupied AS (
      SELECT o.resource, o.lane, o.during, o.session FROM at_work w JOIN appointments.occupation o
        ON o.resource = w.resource AND o.lane <= w.lanes AND o.during && tstzrange($3::timestamptz - interval '1 day', $4::timestamptz + interval '1 day')
      UNION ALL
      -- what lies over others is one of the things a resource does: which lane it would have is not worth a question
      SELECT o.resource, l.lane, o.during, o.session FROM at_work w JOIN appointments.occupation o
        ON o.resource = w.resource AND o.lane > w.lanes AND o.during && tstzrange($3::timestamptz - interval '1 day', $4::timestamptz + interval '1 day')
      CROSS JOIN LATERAL generate_series(1, w.lanes) l (lane)
    ), forbidden AS (
      SELECT o.resource, o.lane, range_agg(tstzrange(
        lower(o.during) - make_interval(mins => $7::integer + $9::integer), upper(o.during) + make_interval(mins => $8::integer), '()')) AS starts
      FROM occupied o WHERE o.session IS NULL OR o.session NOT IN (SELECT session FROM over)
      GROUP BY o.resource, o.lane
    ), free AS MATERIALIZED (
      SELECT a.resource, range_agg(a.starts - coalesce(f.starts, '{}')) AS starts
      FROM allowed a JOIN appointments.resource r ON r.reference = a.resource
      CROSS JOIN LATERAL generate_series(1, r.lanes) l (lane)
      LEFT JOIN forbidden f ON f.resource = a.resource AND f.lane = l.lane
      GROUP BY a.resource
    ), together AS (
      SELECT range_intersect_agg(n.starts) AS starts FROM (
        SELECT need.need, range_agg(free.starts) AS starts FROM need JOIN free ON free.resource = need.resource GROUP BY need.need) n
      HAVING count(*) = (SELECT count(DISTINCT need) FROM need)
    ), moment AS MATERIALIZED (
      SELECT m.at FROM together, unnest(together.starts) piece
      -- Paris is whole hours away from UTC: what is on the grid there is on this one
      CROSS JOIN LATERAL generate_series(
        to_timestamp(ceil(extract(epoch FROM lower(piece)) / $10::integer) * $10::integer), upper(piece),
        make_interval(secs => $10::integer)) m (at)
      CROSS JOIN LATERAL (SELECT m.at AT TIME ZONE 'Europe/Paris' AS starts,
        (m.at + make_interval(mins => $7::integer)) AT TIME ZONE 'Europe/Paris' AS ends) local
      WHERE m.at >= greatest($3::timestamptz, clock_timestamp())
        AND m.at + make_interval(mins => $7::integer) <= $4::timestamptz
        AND (extract(epoch FROM local.starts::time) / 60)::integer % $11::integer = 0
        AND ($12::integer[] IS NULL OR extract(isodow FROM local.starts)::integer = ANY ($12::integer[]))
        AND local.starts >= local.starts::date + $13::time
        AND local.ends <= local.starts::date + $15::time
      ORDER BY m.at LIMIT $16::integer
    ), work AS (
      SELECT o.resource, appointments.paris_day(lower(o.during)) AS day, sum(upper(o.during) - lower(o.during)) AS length
      FROM appointments.occupation o, (SELECT min(at) AS first, max(at) AS last FROM moment) m
      WHERE o.resource = ANY ($2::text[])
        AND o.during && tstzrange(m.first - interval '1 day', m.last + interval '1 day') GROUP BY 1, 2
    )
    SELECT m.at, need.need, array_agg(need.resource ORDER BY coalesce(w.length, interval '0'), need.resource) AS resources
    FROM moment m JOIN need ON true JOIN free ON free.resource = need.resource AND free.starts @> m.at
    LEFT JOIN work w ON w.resource = need.resource AND w.day = appointments.paris_day(m.at)
    GROUP BY m.at, need.need ORDER BY m.at, need.need`,
    [
      JSON.stringify(needs.flatMap((of, need) => of.map((resource) => ({ need, resource })))),
      [...new Set(needs.flat())],
      from,
      until,
      holidays(zone, new Date(from), new Date(until)),
      kind.id,
      kind.minutes,
      kind.before,
      kind.after,
      divisor(kind.grid, 60) * 60,
      kind.grid,
      weekdays,
      starts,
      isEmpty,
      ends,
      limit,
    ],
  );
  const all = new Map<string, Moment>();
  for (const row of found) {
    const start = iso(row['at']);
    const end = new Date(Date.parse(start) + kind.minutes * 60_000).toISOString();
    const moment = all.get(start) ?? { start, end, options: [] };
    moment.options.push(row['resources'] as string[]);
    all.set(start, moment);
  }
  return [...all.values()];
}

/** The greatest that divides both. */
const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
