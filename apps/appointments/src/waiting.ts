import type { Row, Rows } from '@keneyapp/database/connection';
import { bookingsOf, iso } from './bookings.ts';
import type { WaitingEntry, WaitingView } from './contract.ts';
import type { Engine } from './engine.ts';
import type { OperationAnswer, OperationRequest } from './operations.ts';
import { Refusal } from './refusal.ts';

const urgencies: WaitingEntry['urgency'][] = ['routine', 'soon', 'urgent'];
const columns = `w.id, w.patient, w.kind, w.needs, lower(w.during) AS "from", upper(w.during) AS until, w.weekdays, w.starts, w.ends,
  w.urgency, w.since, w.offer, w.passed,
  CASE WHEN w.state = 'waiting' AND upper(w.during) <= clock_timestamp() THEN 'over' ELSE w.state END AS state`;

export const entryOf = (row: Row): WaitingEntry => ({
  id: String(row['id']),
  patient: String(row['patient']),
  kind: String(row['kind']),
  needs: row['needs'] as string[][],
  from: iso(row['from']),
  until: iso(row['until']),
  weekdays: row['weekdays'] as number[] | null,
  starts: String(row['starts']),
  ends: String(row['ends']),
  urgency: urgencies[Number(row['urgency'])] ?? 'routine',
});

/** Entries by a condition about `w`: the most urgent first, of these the oldest. */
export const entriesWhere = (rows: Rows, where: string, values: unknown[], end = ''): Promise<Row[]> =>
  rows(
    `SELECT ${columns} FROM appointments.waiting w WHERE ${where} ORDER BY w.urgency DESC, w.since, w.id ${end}`,
    values,
  );

async function views(rows: Rows, found: Row[]): Promise<WaitingView[]> {
  const offers = await bookingsOf(
    rows,
    found.flatMap((row) => (row['offer'] ? [String(row['offer'])] : [])),
  );
  return found.map((row) => ({
    ...entryOf(row),
    since: iso(row['since']),
    state: row['state'] as WaitingView['state'],
    offer:
      row['state'] === 'offered' || row['state'] === 'booked'
        ? (offers.find(({ id }) => id === row['offer']) ?? null)
        : null,
  }));
}

async function viewOf(rows: Rows, id: string): Promise<WaitingView> {
  const [view] = await views(rows, await entriesWhere(rows, 'w.id = $1::uuid', [id]));
  if (!view) throw new Refusal(404, 'unknown');
  return view;
}

/** Makes an entry, or changes one that still waits. How long somebody waits does not change with what they wait for. */
export async function putWaiting(
  { database: { rows } }: Engine,
  entry: OperationRequest<'waiting.put'>,
): Promise<OperationAnswer<'waiting.put'>> {
  const [kind] = await rows('SELECT FROM appointments.visit_kind WHERE id = $1', [entry.kind]);
  if (!kind) throw new Refusal(422, `unknown: ${entry.kind}`);
  const put = await rows(
    `INSERT INTO appointments.waiting AS w (id, patient, kind, needs, during, weekdays, starts, ends, urgency)
    VALUES ($1::uuid, $2, $3, $4::text::jsonb, tstzrange($5::timestamptz, $6::timestamptz), $7::integer[], $8, $9, $10::integer)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, needs = excluded.needs, during = excluded.during,
      weekdays = excluded.weekdays, starts = excluded.starts, ends = excluded.ends, urgency = excluded.urgency
    WHERE w.state = 'waiting' AND w.patient = excluded.patient RETURNING id`,
    [
      entry.id,
      entry.patient,
      entry.kind,
      JSON.stringify(entry.needs),
      entry.from,
      entry.until,
      entry.weekdays,
      entry.starts,
      entry.ends,
      urgencies.indexOf(entry.urgency),
    ],
  );
  if (put.length === 0) throw new Refusal(409, 'changed');
  return viewOf(rows, entry.id);
}

export async function listWaiting(
  { database: { rows } }: Engine,
  { patient }: OperationRequest<'waiting.list'>,
): Promise<OperationAnswer<'waiting.list'>> {
  const found = await entriesWhere(
    rows,
    `($1::text IS NULL OR w.patient = $1) AND ($1::text IS NOT NULL OR w.state IN ('waiting', 'offered'))`,
    [patient],
  );
  return { entries: await views(rows, found) };
}

/** What was offered stays held until it is released or its time is over. */
export async function withdraw(
  { database: { rows } }: Engine,
  { id }: OperationRequest<'waiting.withdraw'>,
): Promise<OperationAnswer<'waiting.withdraw'>> {
  const view = await viewOf(rows, id);
  if (view.state === 'booked') throw new Refusal(409, 'booked');
  await rows(
    `UPDATE appointments.waiting SET state = 'withdrawn' WHERE id = $1::uuid AND state IN ('waiting', 'offered')`,
    [id],
  );
  return viewOf(rows, id);
}
