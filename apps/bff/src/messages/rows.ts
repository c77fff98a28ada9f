import type { Database } from '../database/client.ts';
import type { Known, Visit } from './due.ts';
import type { ChannelName, MessageKind } from './message.ts';

export type MessageState = 'waiting' | 'sending' | 'sent' | 'refused' | 'given-up' | 'not-sent' | 'overtaken';
export type MessageProblem =
  | 'server-away'
  | 'server-busy'
  | 'sms-away'
  | 'refused'
  | 'deceased'
  | 'not-wanted'
  | 'no-address'
  | 'no-sms'
  | 'several';

/** A row of appointment_told. */
export interface ToldRow {
  appointmentId: string;
  uid: string;
  seenVersion: string;
  known: Known;
  sequence: number;
  wantedAt: string;
}
/** A message that is under way. */
export interface OpenMessage {
  id: string;
  kind: MessageKind;
  visit: Visit;
  sequence: number;
  state: 'waiting' | 'sending';
  attempts: number;
  wantedAt: string;
}

type Row = Record<string, unknown>;
type Rows = Database['rows'];

const utc = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export async function dueRows(rows: Rows, now: Date, max: number): Promise<ToldRow[]> {
  const found = await rows(
    `SELECT appointment_id, uid::text AS uid, seen_version, status, ${utc('start')} AS start, taking_part, sequence, is_reminded,
       ${utc('COALESCE(wanted_at, due_at)')} AS wanted_at
     FROM appointment_told WHERE due_at <= $1::text::timestamptz ORDER BY due_at LIMIT $2::int`,
    [now.toISOString(), max],
  );
  return found.map((row: Row) => ({
    appointmentId: text(row['appointment_id']),
    uid: text(row['uid']),
    seenVersion: text(row['seen_version']),
    sequence: Number(row['sequence']),
    wantedAt: text(row['wanted_at']),
    known: {
      status: row['status'] as Known['status'],
      start: text(row['start']),
      takingPart: list(row['taking_part']),
      isReminded: row['is_reminded'] === true,
    },
  }));
}

export async function openMessage(rows: Rows, appointmentId: string): Promise<OpenMessage | null> {
  const [row] = await rows(
    `SELECT id::text AS id, kind, status, ${utc('start')} AS start, taking_part, sequence, state, attempts, ${utc('wanted_at')} AS wanted_at
     FROM appointment_message WHERE appointment_id = $1 AND ended_at IS NULL`,
    [appointmentId],
  );
  return row
    ? {
        id: text(row['id']),
        kind: row['kind'] as MessageKind,
        visit: {
          status: row['status'] as Visit['status'],
          start: text(row['start']),
          takingPart: list(row['taking_part']),
        },
        sequence: Number(row['sequence']),
        state: row['state'] as OpenMessage['state'],
        attempts: Number(row['attempts']),
        wantedAt: text(row['wanted_at']),
      }
    : null;
}

/** A new message; its number is taken with it. */
export async function openedMessage(
  rows: Rows,
  { appointmentId, wantedAt }: Pick<ToldRow, 'appointmentId' | 'wantedAt'>,
  { kind, visit }: { kind: MessageKind; visit: Visit },
): Promise<OpenMessage> {
  const [row] = await rows(
    `WITH told AS (UPDATE appointment_told SET sequence = sequence + 1, wanted_at = $6::text::timestamptz
       WHERE appointment_id = $1 RETURNING sequence)
     INSERT INTO appointment_message (appointment_id, kind, status, start, taking_part, sequence, state, wanted_at)
     SELECT $1, $2, $3, $4::text::timestamptz, $5::text[], told.sequence, 'waiting', $6::text::timestamptz FROM told
     RETURNING id::text AS id, sequence`,
    [appointmentId, kind, visit.status, visit.start, visit.takingPart, wantedAt],
  );
  const [id, sequence] = [text(row?.['id']), Number(row?.['sequence'])];
  return { id, kind, visit, sequence, state: 'waiting', attempts: 0, wantedAt };
}

/** What was told of an appointment, the latest last, and what waits. */
export interface ToldView {
  /** False: there is neither mail server nor SMS gateway, and nothing is sent. */
  isConfigured: boolean;
  messages: {
    kind: MessageKind;
    state: MessageState;
    problem: MessageProblem | null;
    at: string;
    by: ChannelName;
  }[];
  /** Something is to be told that nobody has begun with yet. */
  isWaiting: boolean;
}

export async function toldOf(
  rows: Rows,
  appointmentId: string,
  now: Date,
): Promise<Omit<ToldView, 'isConfigured'>> {
  const found = await rows(
    `SELECT kind, state, problem, channel, ${utc('COALESCE(ended_at, wanted_at)')} AS at FROM appointment_message
     WHERE appointment_id = $1 AND state <> 'overtaken' ORDER BY sequence`,
    [appointmentId],
  );
  const [due] = await rows(
    `SELECT 1 AS one FROM appointment_told t WHERE appointment_id = $1 AND due_at <= $2::text::timestamptz
       AND NOT EXISTS (SELECT 1 FROM appointment_message m WHERE m.appointment_id = t.appointment_id AND m.ended_at IS NULL)`,
    [appointmentId, now.toISOString()],
  );
  return {
    messages: found.map((row) => ({
      kind: row['kind'] as MessageKind,
      state: row['state'] as MessageState,
      problem: row['problem'] as MessageProblem | null,
      at: text(row['at']),
      by: row['channel'] as ChannelName,
    })),
    isWaiting: due !== undefined,
  };
}

/** How many messages wait, and since when. */
export async function waitingIn(rows: Rows, now: Date): Promise<{ count: number; since: string | null }> {
  const [row] = await rows(
    `SELECT count(*)::int AS count, ${utc('min(COALESCE(m.wanted_at, t.wanted_at, t.due_at))')} AS since
     FROM appointment_told t LEFT JOIN appointment_message m ON m.appointment_id = t.appointment_id AND m.ended_at IS NULL
     WHERE t.due_at <= $1::text::timestamptz OR m.id IS NOT NULL`,
    [now.toISOString()],
  );
  return { count: Number(row?.['count'] ?? 0), since: text(row?.['since']) || null };
}
