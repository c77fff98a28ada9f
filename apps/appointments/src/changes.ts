import type { Rows, SqlDatabase } from '@keneyapp/database/connection';
import type { Engine } from './engine.ts';
import {
  agendaChange,
  type AgendaChange,
  type OperationAnswer,
  type OperationRequest,
} from './operations.ts';

const channel = 'appointments';

/** Tells, with the commit, of each resource and day of some sessions once. No person, no visit. @param sessions SQL for their ids */
export const tellingOf = (sessions: string): string =>
  `SELECT pg_notify('${channel}', json_build_object('resource', c.resource, 'day', c.day)::text) AS told FROM (
    SELECT DISTINCT r.resource, appointments.paris_day(lower(s.during)) AS day
    FROM appointments.session s JOIN appointments.session_resource r ON r.session = s.id
    WHERE s.id = ANY (${sessions})) c`;

export async function tellOfSessions(rows: Rows, sessions: readonly string[]): Promise<void> {
  await rows(tellingOf('$1::uuid[]'), [sessions]);
}

/** When it is open has changed. */
export async function tellOfRules(rows: Rows, resources: readonly string[]): Promise<void> {
  await rows(
    `SELECT pg_notify('${channel}', json_build_object('resource', r, 'day', NULL)::text) FROM unnest($1::text[]) r`,
    [resources],
  );
}

/** Tells of what has changed elsewhere. */
export async function touched(
  { database }: Engine,
  { changes }: OperationRequest<'touched'>,
): Promise<OperationAnswer<'touched'>> {
  await database.rows(
    `SELECT pg_notify('${channel}', json_build_object('resource', c.resource, 'day', c.day)::text)
     FROM unnest($1::text[], $2::text[]) c (resource, day)`,
    [changes.map(({ resource }) => resource), changes.map(({ day }) => day)],
  );
  return {};
}

export type Subscribe = (onChange: (change: AgendaChange) => void) => () => void;

/** Hears the database once, and tells all who want to hear. What was said while the connection was lost is missed. */
export async function changesOf(database: SqlDatabase): Promise<Subscribe> {
  const listeners = new Set<(change: AgendaChange) => void>();
  await database.listen(channel, (payload) => {
    const change = agendaChange.parse(JSON.parse(payload));
    for (const onChange of listeners) onChange(change);
  });
  return (onChange) => {
    const listener = (change: AgendaChange) => onChange(change);
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}
