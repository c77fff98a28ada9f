import { LockTakenError, type Lock, type Locks } from '../database/locks.ts';
import { changedMeanwhile } from './outcome-errors.ts';

/** Longer than a change of somebody else takes. */
const waitMs = 10_000;

/**
 * What reads several resources and writes what follows from all of them goes one after the other, whichever process it is
 * in: versions alone do not show that what was read, and is not written, changed. Whoever waits too long is told that it did.
 */
export async function oneAtATime<T>(
  locks: Pick<Locks, 'within'>,
  name: string,
  work: (lock: Lock) => Promise<T>,
): Promise<T> {
  try {
    return await locks.within(name, waitMs, work);
  } catch (error) {
    throw error instanceof LockTakenError ? changedMeanwhile() : error;
  }
}
