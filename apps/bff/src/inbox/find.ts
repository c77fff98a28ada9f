import type { Database } from '../database/client.ts';

type Rows = Database['rows'];

/** Who looks: their keys, those for whom they stand in, and themselves. */
export interface Looker {
  me: string;
  /** Of the person, their roles, their units, and their role in each. */
  keys: readonly string[];
  /** `Practitioner/…` of who is away now. */
  standsInFor: readonly string[];
}

/** Notices that came so long ago were read, or nobody reads them any more: they wait for nobody, and the index is not filled with them. */
export const noticeDays = 60;

/** What waits: not put off to later, and no notice that was read or is old; tasks of who is away, and not what they are to know. */
const waits = `(
  (i.addressees && $1::text[] OR (i.state <> 'notice' AND i.addressees && $2::text[])) AND (
    i.state IN ('open', 'taken') OR (i.state = 'put-off' AND i.put_off_until <= now()) OR (i.state = 'notice'
      AND i.requester IS DISTINCT FROM $3 AND i.changed_at > now() - make_interval(days => ${noticeDays})
      AND NOT EXISTS (SELECT 1 FROM notice_seen s WHERE s.reference = i.reference AND s.practitioner = $3))))`;

/** How much waits for somebody, and how much of it is late. One statement, whatever the number; it says nothing of what it is. */
export async function countWaiting(
  rows: Rows,
  { me, keys, standsInFor }: Looker,
): Promise<{ waiting: number; late: number }> {
  const [row] = await rows(
    `SELECT count(*)::int AS waiting, (count(*) FILTER (WHERE i.state <> 'notice' AND i.due < now()))::int AS late
     FROM inbox_item i WHERE ${waits}`,
    [keys, standsInFor, me],
  );
  return { waiting: Number(row?.['waiting'] ?? 0), late: Number(row?.['late'] ?? 0) };
}

/** What is over stays in the list for so long. */
const shownDays = 14;

/** References of what somebody is asked, was told, or asked of others: what waits first, then the latest. */
export async function findFor(
  rows: Rows,
  { me, keys, standsInFor }: Looker,
  max: number,
): Promise<{ reference: string; patientId: string | null }[]> {
  const found = await rows(
    `SELECT i.reference, i.patient_id FROM inbox_item i
     WHERE (i.addressees && $1::text[] OR i.informed && $1::text[] OR i.requester = $3 OR (i.state <> 'notice' AND i.addressees && $2::text[]))
       AND (i.state IN ('open', 'taken', 'put-off') OR ${waits} OR i.changed_at > now() - make_interval(days => $4::int))
     ORDER BY ${waits} DESC, i.due NULLS LAST, i.changed_at DESC, i.reference LIMIT $5::int`,
    [keys, standsInFor, me, shownDays, max],
  );
  return found.map((row) => ({
    reference: String(row['reference']),
    patientId: row['patient_id'] === null ? null : String(row['patient_id']),
  }));
}

/** Whether a notice is addressed to one of these. */
export async function isTold(rows: Rows, reference: string, keys: readonly string[]): Promise<boolean> {
  const found = await rows(
    `SELECT 1 AS one FROM inbox_item WHERE reference = $1 AND state = 'notice' AND addressees && $2::text[]`,
    [reference, keys],
  );
  return found.length > 0;
}
