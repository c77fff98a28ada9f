import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { PrismaClient } from '../../database/client.ts';
import { oneAtATime } from './one-at-a-time.ts';

type Db = Pick<PrismaClient, '$queryRaw' | '$executeRaw'>;

/** Longer than a change takes; whoever crashed with the turn in hand keeps it so long. */
const seconds = 30;
const tries = 200,
  pauseMs = 50;

/** Did not get the turn, or lost it: somebody else is changing, or has changed, the same decisions. */
export class TurnLostError extends Error {}

/**
 * Runs what changes a patient's decisions one after the other, whichever process it is in. `keep` is called before anything
 * is written, and rejects when the turn was taken away meanwhile.
 */
export function inTurn<T>(
  db: Db,
  patientId: string,
  work: (keep: () => Promise<void>) => Promise<T>,
): Promise<T> {
  // within a process nobody has to ask again and again
  return oneAtATime(patientId, async () => {
    const holder = randomUUID();
    await take(db, patientId, holder);
    try {
      return await work(async () => {
        const kept =
          await db.$executeRaw`UPDATE consent_turn SET until = now() + make_interval(secs => ${seconds}) WHERE patient_id = ${patientId} AND holder = ${holder}::uuid AND until > now()`;
        if (kept !== 1) throw new TurnLostError();
      });
    } finally {
      await db.$executeRaw`DELETE FROM consent_turn WHERE patient_id = ${patientId} AND holder = ${holder}::uuid`;
    }
  });
}

async function take(db: Db, patientId: string, holder: string): Promise<void> {
  for (let i = 0; i < tries; i += 1) {
    const taken = await db.$queryRaw<unknown[]>`
      INSERT INTO consent_turn (patient_id, holder, until) VALUES (${patientId}, ${holder}::uuid, now() + make_interval(secs => ${seconds}))
      ON CONFLICT (patient_id) DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE consent_turn.until <= now() RETURNING holder::text`;
    if (taken.length > 0) return;
    await setTimeout(pauseMs);
  }
  throw new TurnLostError();
}
