import type { AppointmentsClient } from '@keneyapp/appointments/client';
import type { Booking, StepInput } from '@keneyapp/appointments/contract';
import type { FhirClient } from '@keneyapp/fhir-client';
import { referenceKey } from '@keneyapp/fhir-model/references';
import type { Appointment } from '@medplum/fhirtypes';
import type { Database } from '../database/client.ts';
import { LockTakenError } from '../database/locks.ts';
import { isGone } from './follower.ts';
import { sameMoment, takesPlace } from './occupies.ts';

interface Parts {
  database: Pick<Database, 'locks'>;
  systemFhir: Pick<FhirClient, 'read'>;
  client: Pick<AppointmentsClient, 'call'>;
  onError: (error: unknown) => void;
}

const everyMs = 15_000;
/** After that nothing of it is under way any more: a write is sent for a minute, and a server answers within its timeout. */
const undecidedSeconds = 150;

/**
 * What somebody was writing and whose outcome the agenda never heard of, because a process ended or an answer was lost: the
 * Appointment says what became of it, by its id. So nothing is taken for ever and nothing booked twice.
 */
export class BookingSettler {
  readonly #parts: Parts;
  readonly #olderThanSeconds: number;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;

  constructor(parts: Parts, olderThanSeconds = undecidedSeconds) {
    this.#parts = parts;
    this.#olderThanSeconds = olderThanSeconds;
  }

  start(): this {
    this.#timer = setInterval(() => void this.look(), everyMs).unref();
    return this;
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#looking;
  }

  look(): Promise<void> {
    return (this.#looking ??= this.#parts.database.locks
      .within('unsettled-bookings', 0, () => this.#settle())
      .catch((error: unknown) => {
        if (!(error instanceof LockTakenError)) this.#parts.onError(error);
      })
      .finally(() => {
        this.#looking = null;
      }));
  }

  async #settle(): Promise<void> {
    const { client, onError } = this.#parts;
    const { bookings } = await client.call('bookings.unsettled', {
      olderThanSeconds: this.#olderThanSeconds,
    });
    const outcomes = new Map<StepInput['step'], string[]>();
    const gone: string[] = [];
    for (const booking of bookings) {
      const { step, isGone: isOver } = await this.#outcomeOf(booking).catch((error: unknown) => {
        onError(error);
        return { step: null, isGone: false };
      });
      if (step) outcomes.set(step, [...(outcomes.get(step) ?? []), booking.id]);
      if (isOver) gone.push(booking.id);
    }
    for (const [step, ids] of outcomes) {
      const all = await client.call('step', { bookings: ids, step });
      // one that stands otherwise by now does not keep the rest from being decided
      if (all.refused.length > 0)
        for (const id of ids) await client.call('step', { bookings: [id], step }).catch(onError);
    }
    // cancelled while it was being moved: it has no place, neither there nor here
    for (const id of gone) await client.call('step', { bookings: [id], step: 'release' }).catch(onError);
  }

  async #outcomeOf(booking: Booking): Promise<{ step: StepInput['step']; isGone: boolean }> {
    const { appointment, moving } = booking;
    const written = await this.#parts.systemFhir.read('Appointment', appointment).catch((error: unknown) => {
      if (isGone(error)) return null;
      throw error;
    });
    const stands = written !== null && takesPlace(written);
    if (!moving) return { step: stands ? 'confirm' : 'release', isGone: false };
    return { step: stands && hasMoved(written, booking, moving) ? 'confirm' : 'back', isGone: !stands };
  }
}

/** At the new time, and with those who take part in it now: who stands in for somebody has the same time. */
function hasMoved(
  { start, end, participant = [] }: Appointment,
  { resources }: Booking,
  moving: NonNullable<Booking['moving']>,
): boolean {
  const there = new Set(participant.map(({ actor }) => referenceKey(actor?.reference ?? '')));
  const left = resources.filter((one) => !moving.resources.includes(one));
  return (
    sameMoment(start ?? null, moving.start) &&
    sameMoment(end ?? null, moving.end) &&
    moving.resources.every((one) => there.has(one)) &&
    !left.some((one) => there.has(one))
  );
}
