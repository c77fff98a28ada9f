import type { Row, Rows } from '@keneyapp/database/connection';
import { bookingOf, bookingsOf } from './bookings.ts';
import { tellingOf, tellOfSessions } from './changes.ts';
import type { HistoryEntry, StepAnswer, StepInput } from './contract.ts';
import { attempt, type Engine } from './engine.ts';
import { note, noting } from './history.ts';
import { lockResources, settle } from './places.ts';
import { ChangedMeanwhile, Undone } from './refusal.ts';

type Refused = StepAnswer['refused'][number];
/** A booking as it stands under its lock. */
export interface Standing {
  id: string;
  state: 'held' | 'writing' | 'booked' | 'released';
  isExpired: boolean;
  session: string;
  nextSession: string | null;
  move: string | null;
}
type Effect = 'none' | 'begun' | 'booked' | 'moved' | 'not-moved' | 'released';

/** All of them take the step, or none. Taken again it changes nothing. */
export async function step(
  engine: Engine,
  { bookings, step: name, isFirst }: StepInput,
): Promise<StepAnswer> {
  const ids = [...new Set(bookings)];
  return attempt(
    engine,
    async ({ rows }) => (await straight(rows, ids, name)) ?? (await carefully(rows, ids, name, isFirst)),
  );
}

/** What nearly every booking goes through, from states where nothing can stand against it. */
const straightOn: Partial<
  Record<StepInput['step'], { from: Standing['state'][]; effect: 'begun' | 'booked' }>
> = { begin: { from: ['held'], effect: 'begun' }, confirm: { from: ['held', 'writing'], effect: 'booked' } };

/** One statement where all of them can simply go on; null, and nothing has happened, where one cannot. */
async function straight(
  rows: Rows,
  ids: readonly string[],
  name: StepInput['step'],
): Promise<StepAnswer | null> {
  const on = straightOn[name];
  if (!on) return null;
  const { state, what } = after[on.effect];
  const found = await rows(
    `WITH asked AS MATERIALIZED (
        SELECT b.id, b.session, b.move IS NULL AND b.state = ANY ($2::text[])
          AND (b.expires IS NULL OR b.expires > clock_timestamp()) AS goes_on
        FROM appointments.booking b WHERE b.id = ANY ($1::uuid[]) ORDER BY b.id FOR UPDATE
      ), those AS MATERIALIZED (
        SELECT id, session FROM asked
        WHERE (SELECT count(*) FILTER (WHERE goes_on) FROM asked) = cardinality($1::uuid[])
      ), gone AS (
        UPDATE appointments.booking b SET state = $3, since = clock_timestamp(), expires = NULL
        FROM those WHERE b.id = those.id RETURNING b.id, b.state, b.since
      ), noted AS (${noting('SELECT id, session FROM those', '$4')}
      ), offers AS (
        UPDATE appointments.waiting w SET state = 'booked' FROM those
        WHERE $3 = 'booked' AND w.offer = those.id AND w.state = 'offered'
      ), told AS (${tellingOf('ARRAY(SELECT session FROM those)')}
      )
      SELECT v.*, gone.state, gone.since, NULL AS expires, (SELECT count(told) FROM told)
      FROM unnest($1::uuid[]) WITH ORDINALITY a (id, place)
      JOIN gone ON gone.id = a.id JOIN appointments.booking_view v ON v.id = gone.id
      WHERE v.id = ANY ($1::uuid[]) ORDER BY a.place`,
    [ids, on.from, state, what],
  );
  return found.length > 0 ? { bookings: found.map(bookingOf), refused: [] } : null;
}

/** One after the other, with the reason where one cannot. */
async function carefully(
  rows: Rows,
  ids: readonly string[],
  name: StepInput['step'],
  isFirst: boolean,
): Promise<StepAnswer> {
  const standing = await lockBookings(
    rows,
    ids,
    name === 'release' ? 'with resources' : 'with resources of moves',
  );
  const found = new Map(standing.map((one) => [one.id, one]));
  const effects = new Map<Effect, Standing[]>();
  const refused: Refused[] = [];
  for (const id of ids) {
    const one = found.get(id);
    const { does, refusal } = one ? decide(one, name, isFirst) : no('unknown');
    if (refusal) refused.push({ booking: id, reason: refusal });
    else if (one) effects.set(does, [...(effects.get(does) ?? []), one]);
  }
  const decided = [...(effects.get('moved') ?? []), ...(effects.get('not-moved') ?? [])];
  refused.push(...(await movedWithOthers(rows, decided)));
  if (refused.length > 0) throw new Undone<StepAnswer>({ bookings: [], refused });
  for (const [effect, of] of effects) await apply(rows, effect, of);
  return { bookings: await bookingsOf(rows, ids), refused: [] };
}

type Decision = { does: Effect; refusal?: undefined } | { does?: undefined; refusal: Refused['reason'] };
const yes = (does: Effect): Decision => ({ does });
const no = (refusal: Refused['reason']): Decision => ({ refusal });

/** What the step does with one, or why it cannot be taken. */
function decide({ state, isExpired, move }: Standing, name: StepInput['step'], isFirst: boolean): Decision {
  if (name === 'release') {
    if (move !== null) return no('moving');
    return yes(state === 'released' ? 'none' : 'released');
  }
  if (state === 'released') return no('released');
  if (isExpired) return no('expired');
  switch (name) {
    case 'begin':
      if (state === 'held') return yes('begun');
      return isFirst ? no('begun') : yes('none');
    case 'confirm':
      if (move !== null) return yes('moved');
      return yes(state === 'booked' ? 'none' : 'booked');
    case 'back':
      if (move !== null) return yes('not-moved');
      return state === 'booked' ? yes('none') : no('not-moving');
  }
}

/**
 * Bookings, locked in one order for everybody; before them the resources of all their sessions, where places may come and go.
 */
export async function lockBookings(
  rows: Rows,
  ids: readonly string[],
  how: 'with resources' | 'with resources of moves',
  others: readonly string[] = [],
): Promise<Standing[]> {
  const sessions = async (lock: string): Promise<Row[]> =>
    rows(
      `SELECT b.id, b.state, b.state = 'held' AND b.expires <= clock_timestamp() AS is_expired,
        b.session, b.next_session, b.move
      FROM appointments.booking b WHERE b.id = ANY ($1::uuid[]) ORDER BY b.id ${lock}`,
      [ids],
    );
  const whereOf = (found: Row[]) =>
    found.flatMap((row) => [row['session'], row['next_session']]).filter((one) => one !== null);
  const seen = await sessions('');
  // a hold that becomes a booking has its places already
  if (how === 'with resources' || seen.some((row) => row['move'] !== null)) {
    const named = await rows(
      'SELECT DISTINCT resource FROM appointments.session_resource WHERE session = ANY ($1::uuid[])',
      [whereOf(seen)],
    );
    await lockResources(rows, [...named.map((row) => String(row['resource'])), ...others]);
  }
  const found = await sessions('FOR UPDATE');
  if (JSON.stringify(whereOf(seen)) !== JSON.stringify(whereOf(found))) throw new ChangedMeanwhile();
  return found.map((row) => ({
    id: String(row['id']),
    state: row['state'] as Standing['state'],
    isExpired: row['is_expired'] === true,
    session: String(row['session']),
    nextSession: row['next_session'] as string | null,
    move: row['move'] as string | null,
  }));
}

/** What took its places together gives them up together. */
async function movedWithOthers(rows: Rows, decided: readonly Standing[]): Promise<Refused[]> {
  if (decided.length === 0) return [];
  const left = await rows(
    `SELECT DISTINCT move FROM appointments.booking WHERE move = ANY ($1::uuid[]) AND id <> ALL ($2::uuid[])`,
    [decided.map(({ move }) => move), decided.map(({ id }) => id)],
  );
  const moves = left.map((row) => row['move']);
  return decided
    .filter(({ move }) => moves.includes(move))
    .map(({ id }) => ({ booking: id, reason: 'moved-with-others' }));
}

const after: Record<Exclude<Effect, 'none'>, { state: string; what: HistoryEntry['what'] }> = {
  begun: { state: 'writing', what: 'begun' },
  booked: { state: 'booked', what: 'booked' },
  moved: { state: 'booked', what: 'moved' },
  'not-moved': { state: 'booked', what: 'not-moved' },
  released: { state: 'released', what: 'released' },
};

async function apply(rows: Rows, effect: Effect, of: readonly Standing[]): Promise<void> {
  if (effect === 'none') return;
  const ids = of.map(({ id }) => id);
  const { state, what } = after[effect];
  const sessions = of.flatMap(({ session, nextSession }) =>
    nextSession ? [session, nextSession] : [session],
  );
  const isMove = effect === 'moved' || effect === 'not-moved';
  if (isMove) {
    await rows('DELETE FROM appointments.occupation WHERE move = ANY ($1::uuid[])', [
      of.map(({ move }) => move),
    ]);
    await rows(
      `DELETE FROM appointments.seat t USING appointments.booking b
      WHERE b.id = ANY ($1::uuid[]) AND t.booking = b.id AND t.session = b.${effect === 'moved' ? 'session' : 'next_session'}`,
      [ids],
    );
  }
  if (effect === 'released')
    await rows('DELETE FROM appointments.seat WHERE booking = ANY ($1::uuid[])', [ids]);
  await rows(
    `UPDATE appointments.booking SET state = $2, since = clock_timestamp(), expires = NULL,
      session = CASE WHEN $3::boolean THEN next_session ELSE session END, next_session = NULL, move = NULL,
      is_over = CASE WHEN $3::boolean THEN next_is_over ELSE is_over END, next_is_over = NULL
    WHERE id = ANY ($1::uuid[])`,
    [ids, state, effect === 'moved'],
  );
  await note(rows, ids, what);
  if (isMove || effect === 'released') await settle(rows, sessions);
  else await tellOfSessions(rows, sessions);
  if (effect === 'booked')
    await rows(
      `UPDATE appointments.waiting SET state = 'booked' WHERE offer = ANY ($1::uuid[]) AND state = 'offered'`,
      [ids],
    );
}
