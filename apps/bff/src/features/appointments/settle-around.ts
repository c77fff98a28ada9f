import type { StepInput } from '@keneyapp/appointments/contract';
import type { Services } from '../../context.ts';
import { UnsettledWriteError } from '../../writing/outcome-errors.ts';

/**
 * Writes what the agenda has room for, and tells it what became of it. Where that is not known, or it cannot be told, the
 * booking stays as it is being written, and is settled by its id (`booking/settler.ts`).
 */
export async function settleAround<T>(
  { call }: Pick<Services['appointments'], 'call'>,
  { bookings, otherwise }: { bookings: string[]; otherwise: Extract<StepInput['step'], 'release' | 'back'> },
  write: () => Promise<T>,
): Promise<T> {
  const told = (step: StepInput['step']) => call('step', { bookings, step }).catch(() => undefined);
  let written: T;
  try {
    written = await write();
  } catch (error) {
    if (isDecided(error)) await told(otherwise);
    throw error;
  }
  await told('confirm');
  return written;
}

/** It did not go in, and will not: neither under way, nor written by the same key before. */
function isDecided(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return !(cause instanceof UnsettledWriteError) || cause.reason === 'not-written';
}
