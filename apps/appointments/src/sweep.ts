import type { Row, Rows } from '@keneyapp/database/connection';
import { randomUUID } from 'node:crypto';
import { iso } from './bookings.ts';
import { attempt, type Engine } from './engine.ts';
import { find } from './find.ts';
import { expire, lockResources } from './places.ts';
import { reserve } from './reserve.ts';
import { entriesWhere, entryOf } from './waiting.ts';

const keptRequestDays = 7;
/** Of one pass: what is left is the next one's. */
const atOnce = 200;

/**
 * What has to happen without anybody asking: holds end, freed places are offered to who waits for them, and what nobody will
 * ask for again is taken away. Several processes may do it at the same time.
 */
export async function sweep(engine: Engine): Promise<void> {
  await endHolds(engine);
  await endOffers(engine.database.rows);
  await offerFreed(engine);
  await engine.database.rows(
    `DELETE FROM appointments.request WHERE at < clock_timestamp() - make_interval(days => $1::integer)`,
    [keptRequestDays],
  );
}

async function endHolds(engine: Engine): Promise<void> {
  const found = await engine.database.rows(
    `SELECT b.id, b.session FROM appointments.booking b WHERE b.state = 'held' AND b.expires <= clock_timestamp()
    ORDER BY b.expires LIMIT $1::integer`,
    [atOnce],
  );
  // each by itself: nobody is kept waiting by a long list
  for (const { id, session } of found)
    await attempt(engine, async ({ rows }) => {
      const named = await rows(
        'SELECT resource FROM appointments.session_resource WHERE session = $1::uuid',
        [session],
      );
      await lockResources(
        rows,
        named.map((row) => String(row['resource'])),
      );
      await expire(rows, [String(id)]);
    });
}

/** Whoever let an offer go waits on, and is not offered that place again. */
async function endOffers(rows: Rows): Promise<void> {
  await rows(
    `UPDATE appointments.waiting w SET state = 'waiting', offer = NULL, passed = w.passed || lower(s.during)
    FROM appointments.booking b JOIN appointments.session s ON s.id = b.session
    WHERE w.state = 'offered' AND b.id = w.offer AND b.state = 'released'`,
  );
  await rows(
    `UPDATE appointments.waiting SET state = 'over' WHERE state = 'waiting' AND upper(during) <= clock_timestamp()`,
  );
}

async function offerFreed(engine: Engine): Promise<void> {
  const { rows } = engine.database;
  await rows('DELETE FROM appointments.freed WHERE upper(during) <= clock_timestamp()');
  const found = await rows(
    'SELECT id, resource, lower(during) AS start, upper(during) AS "end" FROM appointments.freed ORDER BY id LIMIT $1::integer',
    [atOnce],
  );
  for (const place of found) {
    await offer(engine, place);
    await rows('DELETE FROM appointments.freed WHERE id = $1::bigint', [place['id']]);
  }
}

/** The most urgent of those whom it fits, of these who waits longest. */
async function offer(engine: Engine, place: Row): Promise<void> {
  const { rows } = engine.database;
  const resource = String(place['resource']);
  const entries = await entriesWhere(
    rows,
    `w.state = 'waiting' AND w.during && tstzrange($1::timestamptz, $2::timestamptz)
    AND EXISTS (SELECT FROM jsonb_array_elements(w.needs) need WHERE need ? $3)`,
    [place['start'], place['end'], resource],
  );
  for (const row of entries) {
    const entry = entryOf(row);
    const passed = (row['passed'] as Date[]).map((at) => at.toISOString());
    const from = later(entry.from, iso(place['start'])),
      until = earlier(entry.until, iso(place['end']));
    if (from >= until) continue;
    const { free } = await find(engine, { ...entry, from, until, then: null, limit: passed.length + 10 });
    const fitting = free.find(
      ({ visit }) => visit.resources.includes(resource) && !passed.includes(visit.start),
    );
    if (!fitting) continue;
    const { bookings } = await reserve(engine, {
      key: randomUUID(),
      patient: entry.patient,
      visits: [{ ...fitting.visit, appointment: randomUUID() }],
      holdSeconds: engine.offerMinutes * 60,
      over: false,
      isTrial: false,
    });
    const [held] = bookings;
    if (!held) continue;
    const offered = await rows(
      `WITH offered AS (
        UPDATE appointments.waiting SET state = 'offered', offer = $2::uuid WHERE id = $1::uuid AND state = 'waiting' RETURNING offer
      )
      INSERT INTO appointments.history (booking, what, during, resources)
      SELECT offer, 'offered', tstzrange($3::timestamptz, $4::timestamptz), $5::text[] FROM offered RETURNING id`,
      [entry.id, held.id, held.start, held.end, held.resources],
    );
    // withdrawn or offered another place meanwhile: the hold ends by itself
    if (offered.length > 0) return;
  }
}

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);
