import type { Database } from '../database/client.ts';
import { eventChannel } from './append.ts';
import { eventsAfter, headOf } from './read.ts';
import type { DomainEvent } from './schemas.ts';

const lookMs = 5_000;
const longestPauseMs = 60_000;
/** A consumer that has not moved for so long, with something to read, is told to the operator. */
const behindDays = 1;

export interface Consumer {
  /** Never changes: its cursor is kept under it. */
  name: string;
  /** Whether it begins with what is in the log already, or with what comes. */
  begins: 'first' | 'next';
  /** Its work, in the transaction that moves its cursor: with `rows` alone, or idempotent by the events' keys. */
  consume(events: readonly DomainEvent[], rows: Database['rows']): Promise<void>;
  atOnce?: number;
}

/**
 * Reads the log with a cursor of its own, each event once, in order; in one process at a time. What fails is tried again, with
 * growing pauses, and holds up this consumer alone.
 */
export class ConsumerLoop {
  readonly #database: Pick<Database, 'transaction' | 'listen' | 'rows'>;
  readonly #consumer: Consumer;
  readonly #onError: (error: unknown) => void;
  #isDue = false;
  #failures = 0;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(
    database: Pick<Database, 'transaction' | 'listen' | 'rows'>,
    consumer: Consumer,
    onError: (error: unknown) => void,
  ) {
    this.#database = database;
    this.#consumer = consumer;
    this.#onError = onError;
  }

  async start(): Promise<this> {
    const { name, begins } = this.#consumer;
    const { rows } = this.#database;
    const from = begins === 'first' ? 0n : await headOf(rows);
    await rows(
      'INSERT INTO events.event_cursor (consumer, seq) VALUES ($1, $2::text::bigint) ON CONFLICT DO NOTHING',
      [name, String(from)],
    );
    await this.#database.listen(eventChannel, () => this.#wake(0));
    this.#wake(0);
    return this;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  #wake(pauseMs: number): void {
    if (this.#isStopped) return;
    this.#isDue = true;
    if (this.#running || (pauseMs === 0 && this.#failures > 0)) return; // its pause is not cut short by what comes
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#run().finally(() => {
        this.#running = null;
        if (this.#failures > 0) this.#wake(Math.min(200 * 2 ** this.#failures, longestPauseMs));
        else this.#wake(this.#isDue ? 1 : lookMs);
      });
    }, pauseMs).unref();
  }

  async #run(): Promise<void> {
    this.#isDue = false;
    try {
      while (!this.#isStopped && (await this.#turn()));
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      this.#onError(error);
    }
  }

  /** True when there may be more. */
  #turn(): Promise<boolean> {
    const { name, consume, atOnce = 100 } = this.#consumer;
    return this.#database.transaction(async (rows) => {
      const [cursor] = await rows(
        'SELECT c.seq::text AS number FROM events.event_cursor c WHERE c.consumer = $1 FOR UPDATE SKIP LOCKED',
        [name],
      );
      if (!cursor) return false; // another process is at it
      const next = await eventsAfter(rows, BigInt(String(cursor['number'])), atOnce);
      const last = next.at(-1);
      if (!last) return false;
      const unknown = next.findIndex(({ event }) => event === null);
      // of a newer version of the application: left to a process that knows it
      const known = next.slice(0, unknown < 0 ? undefined : unknown);
      if (known.length > 0)
        await consume(
          known.flatMap(({ event }) => event ?? []),
          rows,
        );
      await rows(
        'UPDATE events.event_cursor SET seq = $2::text::bigint, moved_at = clock_timestamp() WHERE consumer = $1',
        [name, String(known.at(-1)?.seq ?? cursor['number'])],
      );
      if (unknown >= 0) return false;
      return next.length === atOnce;
    });
  }
}

/** Consumers that stand still although there is something to read. */
export async function consumersBehind({ rows }: Pick<Database, 'rows'>): Promise<string[]> {
  const found = await rows(
    `SELECT c.consumer FROM events.event_cursor c WHERE c.moved_at < clock_timestamp() - make_interval(days => $1::int)
     AND EXISTS (SELECT 1 FROM events.domain_event e WHERE e.seq > c.seq AND e.at < clock_timestamp() - make_interval(days => $1::int))
     ORDER BY c.consumer`,
    [behindDays],
  );
  return found.map((row) => String(row['consumer']));
}
