import type { Rows } from '@keneyapp/database/connection';
import { iso } from './bookings.ts';
import { kindOf } from './catalogue.ts';
import type { FindAnswer, VisitKind } from './contract.ts';
import type { Engine } from './engine.ts';
import { moments, type AskedMoments, type Moment } from './moments.ts';
import type { OperationRequest } from './operations.ts';
import { Refusal } from './refusal.ts';

type Asked = OperationRequest<'find'>;
type Found = FindAnswer['free'][number];
type FreeVisit = Found['visit'];

const dayMs = 86_400_000;
/** Most people take one of these; the rest is looked at when there are too few. */
const firstDays = 21;
/** Of a pair: every beginning within the span is needed, because most of the first have no second. */
const allMoments = 20_000;

/** Free places, the earliest first; where there is none, why, and what comes next. */
export async function find(engine: Engine, asked: Asked): Promise<FindAnswer> {
  const { rows } = engine.database;
  const kinds = await kindsOf(rows, asked);
  const free: Found[] = [];
  for (const [from, until] of spans(asked.from, asked.until)) {
    free.push(...(await within(engine, kinds, { ...asked, from, until, limit: asked.limit - free.length })));
    if (free.length >= asked.limit) break;
  }
  if (free.length > 0) return { free: free.slice(0, asked.limit), none: null };
  return { free: [], none: await why(engine, kinds, asked) };
}

interface Kinds {
  kind: VisitKind;
  then: VisitKind | null;
}

async function kindsOf(rows: Rows, { kind, then }: Asked): Promise<Kinds> {
  const found = await rows('SELECT * FROM appointments.visit_kind WHERE id = ANY ($1::text[])', [
    [kind, ...(then ? [then.kind] : [])],
  ]);
  const kinds = new Map(found.map((row) => [String(row['id']), kindOf(row)]));
  const known = (id: string): VisitKind => {
    const one = kinds.get(id);
    if (!one) throw new Refusal(422, `unknown: ${id}`);
    return one;
  };
  return { kind: known(kind), then: then ? known(then.kind) : null };
}

/** Three weeks, and the rest. */
function spans(from: string, until: string): [string, string][] {
  return piecesOf(from, until, (n) => (n === 0 ? firstDays : Infinity));
}

/** Cut at midnights in Paris, so that no visit and no pair lies over a cut. @param days of the piece at a place */
function piecesOf(from: string, until: string, days: (place: number) => number): [string, string][] {
  const pieces: [string, string][] = [];
  const end = Date.parse(until);
  let at = Date.parse(from);
  while (at < end) {
    const next = Math.min(midnight(at + days(pieces.length) * dayMs), end);
    pieces.push([new Date(at).toISOString(), new Date(next).toISOString()]);
    at = next;
  }
  return pieces;
}

/** The last one before; twice, because after a clock change the first step lands beside it. */
const midnight = (at: number): number => (at === Infinity ? at : dayBegun(dayBegun(at)));
function dayBegun(at: number): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.format(at).split(':').map(Number);
  return Math.floor(at / 1_000) * 1_000 - ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', timeStyle: 'medium' });

async function within(engine: Engine, kinds: Kinds, asked: Asked): Promise<Found[]> {
  const limit = asked.then ? allMoments : asked.limit;
  const firsts = await visitsOf(engine, { ...asked, kind: kinds.kind, limit });
  if (!asked.then || !kinds.then) return firsts.map((visit) => ({ visit, then: null }));
  const seconds = await visitsOf(engine, { ...asked, ...asked.then, kind: kinds.then, limit });
  return pairs(firsts, seconds, kinds, asked.then.maxGapMinutes, asked.limit);
}

/** Every way in which the first need can be met, with the least busy of the others; and groups that can be joined. */
async function visitsOf(engine: Engine, asked: AskedMoments): Promise<FreeVisit[]> {
  const { rows } = engine.database;
  const groups = asked.kind.places > 1 ? await groupsOf(rows, asked) : [];
  const visits = (await moments(rows, engine, asked)).flatMap(({ start, end, options }) =>
    teams(options).map((resources) => ({ kind: asked.kind.id, start, end, resources })),
  );
  return [...groups, ...visits].sort((a, b) => a.start.localeCompare(b.start)).slice(0, asked.limit);
}

/** One of each list, nobody twice: for each of the first list the first of the others that fit. */
function teams([first = [], ...others]: Moment['options']): string[][] {
  return first.flatMap((one) => {
    const rest = team(others, [one]);
    return rest ? [[one, ...rest]] : [];
  });
}
function team([first, ...others]: Moment['options'], chosen: readonly string[]): string[] | null {
  if (!first) return [];
  for (const one of first.filter((other) => !chosen.includes(other))) {
    const rest = team(others, [...chosen, one]);
    if (rest) return [one, ...rest];
  }
  return null;
}

async function groupsOf(
  rows: Rows,
  { kind, needs, from, until, weekdays, starts, ends, limit }: AskedMoments,
): Promise<FreeVisit[]> {
  const found = await rows(
    `SELECT * FROM (
      SELECT lower(s.during) AS start, upper(s.during) AS "end", s.places,
        ARRAY(SELECT o.resource FROM appointments.session_resource r JOIN appointments.occupation o
          ON o.session = r.session AND o.resource = r.resource WHERE r.session = s.id ORDER BY r.place) AS resources,
        (SELECT count(*) FROM appointments.seat t JOIN appointments.booking b ON b.id = t.booking
          WHERE t.session = s.id AND NOT (b.state = 'held' AND b.expires <= clock_timestamp())) AS taken,
        lower(s.during) AT TIME ZONE 'Europe/Paris' AS local, upper(s.during) AT TIME ZONE 'Europe/Paris' AS local_end
      FROM appointments.session s
      WHERE s.places > 1 AND s.kind = $1 AND lower(s.during) >= greatest($2::timestamptz, clock_timestamp())
        AND lower(s.during) < $3::timestamptz AND upper(s.during) <= $3::timestamptz
    ) g
    WHERE g.taken > 0 AND g.taken < g.places AND cardinality(g.resources) > 0
      AND ($4::integer[] IS NULL OR extract(isodow FROM g.local)::integer = ANY ($4::integer[]))
      AND g.local >= g.local::date + $5::time AND g.local_end <= g.local::date + $6::time
    ORDER BY g.start`,
    [kind.id, from, until, weekdays, starts, ends],
  );
  return found
    .map((row) => ({
      kind: kind.id,
      start: iso(row['start']),
      end: iso(row['end']),
      resources: row['resources'] as string[],
    }))
    .filter(
      ({ resources }) =>
        resources.length === needs.length &&
        team(
          needs.map((need) => need.filter((one) => resources.includes(one))),
          [],
        ) !== null,
    )
    .slice(0, limit);
}

/** For each first the second that follows soonest on the same day. */
function pairs(
  firsts: readonly FreeVisit[],
  seconds: readonly FreeVisit[],
  { kind, then }: Kinds,
  maxGapMinutes: number,
  limit: number,
): Found[] {
  const found: Found[] = [];
  let from = 0;
  for (const visit of firsts) {
    if (found.length === limit) break;
    const end = Date.parse(visit.end);
    const isBefore = (at: FreeVisit | undefined) =>
      at !== undefined && Date.parse(at.start) < Date.parse(visit.start);
    while (isBefore(seconds[from])) from += 1;
    for (let i = from; i < seconds.length; i += 1) {
      const second = seconds[i];
      if (!second || Date.parse(second.start) > end + maxGapMinutes * 60_000) break;
      const isShared = second.resources.some((one) => visit.resources.includes(one));
      const between = isShared ? (kind.after + (then?.before ?? 0)) * 60_000 : 0;
      if (Date.parse(second.start) < end + between || dayOf(second.start) !== dayOf(visit.start)) continue;
      found.push({ visit, then: second });
      break;
    }
  }
  return found;
}

const paris = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris', dateStyle: 'short' });
const dayOf = (at: string): string => paris.format(new Date(at));

async function why(engine: Engine, kinds: Kinds, asked: Asked): Promise<FindAnswer['none']> {
  const wanted = [
    ...asked.needs.map((need) => ({ kind: kinds.kind, need })),
    ...(asked.then?.needs ?? []).map((need) => ({ kind: kinds.then ?? kinds.kind, need })),
  ];
  const needs: ('closed' | 'full' | 'free')[] = [];
  for (const { kind, need } of wanted) {
    const alone = { ...asked, kind, needs: [need], limit: 1 };
    // a single one has just been looked for
    if (wanted.length > 1 && (await isThere(engine, alone))) needs.push('free');
    else needs.push((await isThere(engine, { ...alone, isEmpty: true })) ? 'full' : 'closed');
  }
  return { needs, firstAfter: await firstAfter(engine, kinds, asked) };
}

async function firstAfter(engine: Engine, kinds: Kinds, asked: Asked): Promise<Found | null> {
  const until = new Date(Date.parse(asked.until) + 365 * dayMs).toISOString();
  // of a pair every beginning is read: some weeks at a time
  const pieces = asked.then ? piecesOf(asked.until, until, () => firstDays) : spans(asked.until, until);
  for (const [from, to] of pieces) {
    const [first] = await within(engine, kinds, { ...asked, from, until: to, limit: 1 });
    if (first) return first;
  }
  return null;
}

async function isThere(engine: Engine, asked: AskedMoments): Promise<boolean> {
  for (const [from, until] of spans(asked.from, asked.until))
    if ((await moments(engine.database.rows, engine, { ...asked, from, until })).length > 0) return true;
  return false;
}
