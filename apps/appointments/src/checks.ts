import type { Rows } from '@keneyapp/database/connection';
import type { Obstacle } from './contract.ts';
import type { Engine } from './engine.ts';
import { holidays } from './holidays.ts';

/** A visit as the rules see it. `kind` null: any kind will do. */
export interface AskedVisit {
  at: number;
  kind: string | null;
  start: string;
  end: string;
  resources: readonly string[];
}
type RuleReason = Extract<Obstacle['reason'], 'closed' | 'kept' | 'absent' | 'past' | 'off-grid'>;
export interface RuleObstacle {
  at: number;
  resource: string | null;
  reason: RuleReason;
}

/** What `over` passes by: nobody is booked into what is past. */
export const passedBy: ReadonlySet<Obstacle['reason']> = new Set<RuleReason>([
  'closed',
  'kept',
  'absent',
  'off-grid',
]);

const dayMs = 86_400_000;

/** What the rules say against these visits; what is taken is not looked at. */
export async function againstRules(
  rows: Rows,
  { holidays: zone }: Pick<Engine, 'holidays'>,
  visits: readonly AskedVisit[],
): Promise<RuleObstacle[]> {
  if (visits.length === 0) return [];
  const starts = visits.map(({ start }) => Date.parse(start));
  const days = holidays(
    zone,
    new Date(Math.min(...starts) - dayMs),
    new Date(Math.max(...visits.map(({ end }) => Date.parse(end))) + dayMs),
  );
  const found = await rows(
    `WITH visit AS (
      SELECT v.at, v.kind, v.start, tstzrange(v.start, v."end") AS during, v.resources
      FROM json_to_recordset($1::text::json) AS v (at integer, kind text, start timestamptz, "end" timestamptz, resources json)
    ), wanted AS (
      SELECT v.*, r.resource FROM visit v, json_array_elements_text(v.resources) r (resource)
    ), opened AS (
      SELECT w.at, w.resource, range_agg(o.during) AS to_anybody,
        range_agg(o.during) FILTER (WHERE o.kinds IS NULL OR w.kind IS NULL OR w.kind = ANY (o.kinds)) AS to_it
      FROM wanted w, appointments.openings(ARRAY[w.resource], w.during, $2::date[]) o GROUP BY w.at, w.resource
    )
    SELECT v.at, NULL AS resource, 'past' AS reason FROM visit v WHERE v.start < clock_timestamp()
    UNION ALL
    SELECT v.at, NULL, 'off-grid' FROM visit v JOIN appointments.visit_kind k ON k.id = v.kind
    WHERE (extract(epoch FROM (v.start AT TIME ZONE 'Europe/Paris')::time) / 60)::numeric % k.grid <> 0
    UNION ALL
    SELECT w.at, w.resource, CASE
      WHEN EXISTS (SELECT FROM appointments.rule a WHERE a.resource = w.resource AND a.type = 'absence' AND a.during && w.during) THEN 'absent'
      WHEN o.to_it @> w.during THEN NULL
      WHEN o.to_anybody @> w.during THEN 'kept'
      ELSE 'closed' END
    FROM wanted w LEFT JOIN opened o ON o.at = w.at AND o.resource = w.resource`,
    [JSON.stringify(visits), days],
  );
  return found
    .filter((row) => row['reason'] !== null)
    .map((row) => ({
      at: Number(row['at']),
      resource: row['resource'] as string | null,
      reason: row['reason'] as RuleReason,
    }));
}
