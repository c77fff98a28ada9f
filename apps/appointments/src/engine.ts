import type { Connection, SqlDatabase } from '@keneyapp/database/connection';
import { setTimeout as pause } from 'node:timers/promises';
import type { HolidayZone } from './holidays.ts';
import { ChangedMeanwhile, Undone } from './refusal.ts';

/** What every operation works with. */
export interface Engine {
  database: SqlDatabase;
  holidays: HolidayZone;
  /** How long a freed place is offered to somebody who waits. */
  offerMinutes: number;
}

const attempts = 6;
/**
 * Deadlock and serialization failure, PostgreSQL's own words for "again"; two that wrote the same thing at once: whoever is
 * second sees it the next time; and a plan whose tables a newer version of the engine has changed.
 */
const again = new Set(['40P01', '40001', '23505', '0A000']);

/**
 * For the transaction. PostgreSQL takes an array it cannot see for ten rows, so that plans for the one that is there look better,
 * and would be made anew each time: that costs several times what the statements do.
 */
const keepPlans = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)";

/**
 * Runs `work` in a transaction, again when another came in between. Transactions that touch agendas lock the resources' rows
 * in the order of their names first (`lockResources`), so that they queue instead of waiting for each other; what refuses a
 * second booking is the constraint.
 * @returns what `work` returns, or the answer with which it undid everything
 */
export async function attempt<T>(
  { database }: Pick<Engine, 'database'>,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  for (let n = 1; ; n += 1) {
    try {
      return await database.transaction(async (connection) => {
        await connection.rows(keepPlans);
        return work(connection);
      });
    } catch (error) {
      if (error instanceof Undone) return error.answer as T;
      const isAgain =
        error instanceof ChangedMeanwhile || again.has(String((error as { code?: unknown } | null)?.code));
      if (!isAgain || n === attempts) throw error;
      await pause(5 * 2 ** n * Math.random());
    }
  }
}
