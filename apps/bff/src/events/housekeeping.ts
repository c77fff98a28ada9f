import type { Database } from '../database/client.ts';
import { consumersBehind } from './consume.ts';
import { sweepEvents } from './sweep.ts';

const everyMs = 3_600_000;

/** Takes out what is old, and finds consumers that stand still: they keep everything after them in the log. */
export class Housekeeping {
  readonly #database: Pick<Database, 'rows' | 'rights'>;
  readonly #onError: (error: unknown) => void;
  #behind: string[] = [];
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<void> | null = null;

  constructor(database: Pick<Database, 'rows' | 'rights'>, onError: (error: unknown) => void) {
    this.#database = database;
    this.#onError = onError;
  }

  start(): this {
    this.#look();
    this.#timer = setInterval(() => this.#look(), everyMs).unref();
    return this;
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#turn;
  }

  /** For `/api/health`. */
  warnings(): string[] {
    return this.#behind.map((consumer) => `event-consumer-behind:${consumer}`);
  }

  #look(): void {
    this.#turn = (async () => {
      this.#behind = await consumersBehind(this.#database);
      await sweepEvents(this.#database);
    })().catch(this.#onError);
  }
}
