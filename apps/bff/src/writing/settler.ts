import { LockTakenError } from '../database/locks.ts';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { Intents, OpenIntent } from './intents.ts';
import { UnopenableIntentError, type ChartWriter } from './writer.ts';

const everyMs = 3_000,
  sweepEveryMs = 3_600_000,
  atOnce = 200;

/** Finds out what became of intents that nobody settled: one look at a time, the oldest first. */
export class Settler {
  readonly #intents: Intents;
  readonly #writer: ChartWriter;
  readonly #fhirOf: (sessionId: string) => Promise<Pick<FhirClient, 'transaction'> | null>;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  #sweptAt = 0;
  readonly #reported = new Set<string>();

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
    // all of them: what cannot be settled stays in front, and must not keep the others from their turn
    for (let page: OpenIntent[] = [], last: OpenIntent | undefined; ;) {
      page = await this.#intents.open(atOnce, last);
      for (const open of page) await this.#settle(open);
      last = page.at(-1);
      if (page.length < atOnce) break;
    }
    if (Date.now() - this.#sweptAt > sweepEveryMs) {
      this.#sweptAt = Date.now();
      await this.#intents.sweep();
    }
  }

  async #settle(open: OpenIntent): Promise<void> {
    try {
      await this.#writer.settleOpen(open, this.#fhirOf);
    } catch (error) {
      // whoever is at it settles it
      if (error instanceof LockTakenError) return;
      if (error instanceof UnopenableIntentError) {
        if (this.#reported.has(error.id)) return;
        this.#reported.add(error.id);
      }
      this.#onError(error);
    }
  }
}
