import type { Connection, Rows } from '@keneyapp/database/connection';
import { bookingsWhere, iso, standing } from './bookings.ts';
import { againstRules } from './checks.ts';
import { tellOfRules } from './changes.ts';
import type { AgendaRule, Booking } from './contract.ts';
import { attempt, type Engine } from './engine.ts';
import type { OperationAnswer, OperationRequest } from './operations.ts';
import { Refusal, Undone } from './refusal.ts';

const columns = `id, resource, type, weekdays, to_char(starts, 'HH24:MI') AS starts, to_char(ends, 'HH24:MI') AS ends,
  from_day::text, until_day::text, every_weeks, on_holidays, kept_days, kinds, lower(during) AS start, upper(during) AS "end", version`;

export async function listRules(
  { database: { rows } }: Engine,
  { resources }: OperationRequest<'rules.list'>,
): Promise<OperationAnswer<'rules.list'>> {
  const found = await rows(
    `SELECT ${columns} FROM appointments.rule WHERE resource = ANY ($1::text[]) ORDER BY resource, id`,
    [resources],
  );
  return {
    rules: found.map((row) => {
      const base = { id: String(row['id']), resource: String(row['resource']) };
      const kinds = row['kinds'] as string[] | null;
      const type = row['type'] as AgendaRule['type'];
      const value: AgendaRule =
        type === 'opening'
          ? {
              ...base,
              type,
              weekdays: row['weekdays'] as number[],
              starts: String(row['starts']),
              ends: String(row['ends']),
              from: String(row['from_day']),
              until: row['until_day'] as string | null,
              everyWeeks: Number(row['every_weeks']),
              onHolidays: row['on_holidays'] === true,
              kinds,
              keptDays: row['kept_days'] as number | null,
            }
          : type === 'extra'
            ? { ...base, type, start: iso(row['start']), end: iso(row['end']), kinds }
            : { ...base, type, start: iso(row['start']), end: iso(row['end']) };
      return { value, version: Number(row['version']) };
    }),
  };
}

export const putRule = (
  engine: Engine,
  { value, version }: OperationRequest<'rules.put'>,
): Promise<OperationAnswer<'rules.put'>> =>
  attempt(engine, async ({ rows }) => {
    await assertKnown(rows, [value]);
    const written = await write(rows, value, version);
    await tellOfRules(rows, [value.resource]);
    return { version: written };
  });

export const removeRule = (
  engine: Engine,
  { id, version }: OperationRequest<'rules.remove'>,
): Promise<OperationAnswer<'rules.remove'>> =>
  attempt(engine, async ({ rows }) => {
    const gone = await rows(
      'DELETE FROM appointments.rule WHERE id = $1 AND version = $2::integer RETURNING resource',
      [id, version],
    );
    if (gone.length === 0) throw new Refusal(409, 'changed');
    await tellOfRules(
      rows,
      gone.map((row) => String(row['resource'])),
    );
    return {};
  });

/** Makes the change, looks which coming bookings it leaves outside that were inside before, and undoes it. */
export const previewRules = (
  engine: Engine,
  { put, remove }: OperationRequest<'rules.preview'>,
): Promise<OperationAnswer<'rules.preview'>> =>
  attempt(engine, async ({ rows }) => {
    await assertKnown(rows, put);
    const resources = await touched(rows, put, remove);
    const bookings = await bookingsWhere(
      rows,
      `${standing} AND v.start > clock_timestamp()
      AND v.session IN (SELECT r.session FROM appointments.session_resource r WHERE r.resource = ANY ($1::text[]) AND upper(r.during) > clock_timestamp())`,
      [resources],
    );
    const before = await outside(rows, engine, bookings, resources);
    await rows('DELETE FROM appointments.rule WHERE id = ANY ($1::text[])', [
      [...remove, ...put.map(({ id }) => id)],
    ]);
    for (const rule of put) await write(rows, rule, null);
    const after = await outside(rows, engine, bookings, resources);
    throw new Undone({ outside: bookings.filter(({ id }) => after.has(id) && !before.has(id)) });
  });

async function touched(
  rows: Connection['rows'],
  put: readonly AgendaRule[],
  remove: readonly string[],
): Promise<string[]> {
  const found = await rows('SELECT DISTINCT resource FROM appointments.rule WHERE id = ANY ($1::text[])', [
    [...remove, ...put.map(({ id }) => id)],
  ]);
  return [
    ...new Set([...found.map((row) => String(row['resource'])), ...put.map(({ resource }) => resource)]),
  ];
}

async function outside(
  rows: Rows,
  engine: Engine,
  bookings: readonly Booking[],
  resources: readonly string[],
): Promise<Set<string>> {
  const against = await againstRules(
    rows,
    engine,
    bookings.map((booking, at) => ({
      ...booking,
      at,
      resources: booking.resources.filter((one) => resources.includes(one)),
    })),
  );
  return new Set(against.filter(({ resource }) => resource !== null).map(({ at }) => bookings[at]?.id ?? ''));
}

async function assertKnown(rows: Rows, rules: readonly AgendaRule[]): Promise<void> {
  const [row] = await rows(
    `SELECT
      ARRAY(SELECT r FROM unnest($1::text[]) r WHERE NOT EXISTS (SELECT FROM appointments.resource x WHERE x.reference = r)) AS resources,
      ARRAY(SELECT k FROM unnest($2::text[]) k WHERE NOT EXISTS (SELECT FROM appointments.visit_kind x WHERE x.id = k)) AS kinds`,
    [
      rules.map(({ resource }) => resource),
      rules.flatMap((rule) => (rule.type === 'absence' ? [] : (rule.kinds ?? []))),
    ],
  );
  const strange = [...(row?.['resources'] as string[]), ...(row?.['kinds'] as string[])];
  if (strange.length > 0) throw new Refusal(422, `unknown: ${strange.join(', ')}`);
}

/** @returns the version it has now */
async function write(rows: Rows, rule: AgendaRule, version: number | null): Promise<number> {
  const isWeekly = rule.type === 'opening';
  const values = [
    rule.id,
    rule.resource,
    rule.type,
    isWeekly ? rule.weekdays : null,
    isWeekly ? rule.starts : null,
    isWeekly ? rule.ends : null,
    isWeekly ? rule.from : null,
    isWeekly ? rule.until : null,
    isWeekly ? rule.everyWeeks : null,
    isWeekly ? rule.onHolidays : null,
    isWeekly ? rule.keptDays : null,
    rule.type === 'absence' ? null : rule.kinds,
    isWeekly ? null : rule.start,
    isWeekly ? null : rule.end,
  ];
  const given = `$1, $2, $3, $4::integer[], $5::time, $6::time, $7::date, $8::date, $9::integer, $10::boolean, $11::integer, $12::text[],
    CASE WHEN $13::timestamptz IS NOT NULL THEN tstzrange($13::timestamptz, $14::timestamptz) END`;
  const names = `id, resource, type, weekdays, starts, ends, from_day, until_day, every_weeks, on_holidays, kept_days, kinds, during`;
  const written =
    version === null
      ? await rows(
          `INSERT INTO appointments.rule (${names}) VALUES (${given}) ON CONFLICT DO NOTHING RETURNING version`,
          values,
        )
      : await rows(
          `UPDATE appointments.rule SET (${names}) = ROW (${given}), version = version + 1
          WHERE id = $1 AND version = $15::integer RETURNING version`,
          [...values, version],
        );
  if (!written[0]) throw new Refusal(409, 'changed');
  return Number(written[0]['version']);
}
