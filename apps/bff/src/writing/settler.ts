import { LockTakenError } from '../database/locks.ts';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { Intents } from './intents.ts';
import type { ChartWriter } from './writer.ts';

const everyMs = 3_000,
  sweepEveryMs = 3_600_000,
  mostAtOnce = 200;

/** Finds out what became of intents that nobody settled: one look at a time, the oldest first. */
export class Settler {
  readonly #intents: Intents;
  readonly #writer: ChartWriter;
  readonly #fhirOf: (sessionId: string) => Promise<Pick<FhirClient, 'transaction'> | null>;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  #sweptAt = 0;

  constructor(options: {
    intents: Intents;
    writer: ChartWriter;
    /** A client in the name of the person of a session; null when the session is over. */
    fhirOf: (sessionId: string) => Promise<Pick<FhirClient, 'transaction'> | null>;
    onError: (error: unknown) => void;
  }) {
    this.#intents = options.intents;
    this.#writer = options.writer;
    this.#fhirOf = options.fhirOf;
    this.#onError = options.onError;
  }

  start(): this {
    void this.look();
    this.#timer = setInterval(() => void this.look(), everyMs).unref();
    return this;
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#looking;
  }

  look(): Promise<void> {
    return (this.#looking ??= this.#look()
      .catch(this.#onError)
      .finally(() => {
        this.#looking = null;
      }));
  }

  async #look(): Promise<void> {
    for (const open of await this.#intents.open(mostAtOnce)) {
      try {
        await this.#writer.settleOpen(open, this.#fhirOf);
      } catch (error) {
        // whoever is at it settles it
        if (!(error instanceof LockTakenError)) this.#onError(error);
      }
    }
    if (Date.now() - this.#sweptAt > sweepEveryMs) {
      this.#sweptAt = Date.now();
      await this.#intents.sweep();
    }
  }
}
