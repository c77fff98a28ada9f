import type { Database } from '../database/client.ts';
import { eventChannel } from './append.ts';
import { eventsAfter, eventsOf, headOf, type StoredEvent } from './read.ts';
import { topicKinds, type Topic } from './schemas.ts';

/** Told by the database; by the clock as well, because what is told while a connection is lost is missed. */
const lookMs = 5_000;
const atOnce = 500;
/** A reader that is further behind reads them from the log again. */
const longestQueue = 1_000;
/** Who missed more than that looks at everything anew instead. */
const maxMissed = 200;

interface Reader {
  queue: StoredEvent[];
  /** Some were left out of the queue: they are read from the log. */
  isBehind: boolean;
  wake: () => void;
}
export interface TopicEvents {
  /** Everything after this one follows. */
  from: bigint;
  events: AsyncIterable<StoredEvent>;
}

/** The end of the log, read once in this process for all who follow a topic in it. */
export class EventTail {
  readonly #database: Pick<Database, 'rows' | 'listen'>;
  readonly #onError: (error: unknown) => void;
  readonly #readers = new Map<string, Set<Reader>>();
  #position = 0n;
  #isDue = false;
  #reading: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(database: Pick<Database, 'rows' | 'listen'>, onError: (error: unknown) => void) {
    this.#database = database;
    this.#onError = onError;
  }

  async start(): Promise<this> {
    await this.#database.listen(eventChannel, () => this.#wake());
    this.#position = await headOf(this.#database.rows);
    this.#timer = setInterval(() => this.#wake(), lookMs).unref();
    return this;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#reading;
  }

  /**
   * Where somebody who saw `lastSeen` goes on; null when what they missed is not in the log any more, is too much, or
   * `lastSeen` is nothing that was ever told.
   */
  async resumeAfter(topic: Topic, lastSeen: string): Promise<bigint | null> {
    if (!/^\d{1,18}$/.test(lastSeen)) return null;
    const [row] = await this.#database.rows(
      `SELECT EXISTS (SELECT 1 FROM events.domain_event WHERE seq = $1::text::bigint) AS there,
       (SELECT count(*) FROM (SELECT 1 FROM events.domain_event WHERE topic = $2 AND topic_id = $3 AND seq > $1::text::bigint
        LIMIT $4::int) missed)::int AS missed`,
      [lastSeen, topic.kind, topic.id, maxMissed + 1],
    );
    return row?.['there'] === true && Number(row['missed']) <= maxMissed ? BigInt(lastSeen) : null;
  }

  /** Where somebody begins who has read what there was at some moment of the last `seconds`. */
  async positionBefore(seconds: number): Promise<bigint> {
    const [row] = await this.#database.rows(
      `SELECT seq::text AS seq FROM events.domain_event WHERE at < clock_timestamp() - make_interval(secs => $1::float8)
       ORDER BY at DESC, seq DESC LIMIT 1`,
      [seconds],
    );
    return BigInt(String(row?.['seq'] ?? 0));
  }

  /** From now on, or after what was seen last, until `signal` aborts. Throws for a kind of topic that has no guard yet. */
  subscribe(topic: Topic, signal: AbortSignal, after: bigint | null = null): TopicEvents {
    if (!topicKinds[topic.kind].hasGuard)
      throw new Error(`nobody decides yet who may follow a topic of the kind "${topic.kind}"`);
    const from = after ?? this.#position;
    const reader: Reader = { queue: [], isBehind: from < this.#position, wake: () => undefined };
    const name = nameOf(topic);
    const group = this.#readers.get(name) ?? new Set<Reader>();
    this.#readers.set(name, group.add(reader));
    const leave = () => {
      group.delete(reader);
      if (group.size === 0 && this.#readers.get(name) === group) this.#readers.delete(name);
      reader.wake();
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    return { from, events: this.#events(topic, reader, from, signal, leave) };
  }

  async *#events(
    topic: Topic,
    reader: Reader,
    from: bigint,
    signal: AbortSignal,
    leave: () => void,
  ): AsyncGenerator<StoredEvent> {
    let seen = from;
    try {
      while (!signal.aborted) {
        if (reader.isBehind) {
          reader.isBehind = false;
          for (const last = this.#position; seen < last;) {
            const missed = await eventsOf(this.#database.rows, topic, { after: seen, last, max: atOnce });
            for (const one of missed) {
              seen = one.seq;
              yield one;
            }
            if (missed.length < atOnce) seen = last;
          }
          continue;
        }
        const next = reader.queue.shift();
        if (!next)
          await new Promise<void>((resolve) => {
            reader.wake = resolve;
            if (signal.aborted) resolve();
          });
        else if (next.seq > seen) {
          seen = next.seq;
          yield next;
        }
      }
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  }

  #wake(): void {
    this.#isDue = true;
    if (this.#isStopped) return;
    this.#reading ??= this.#read()
      .catch(this.#onError)
      .finally(() => {
        this.#reading = null;
      });
  }

  async #read(): Promise<void> {
    while (this.#isDue && !this.#isStopped) {
      this.#isDue = false;
      if (this.#readers.size === 0) {
        const head = await headOf(this.#database.rows);
        // whoever came meanwhile follows from where we were
        if (this.#readers.size === 0) this.#position = head;
        else this.#isDue = true;
        continue;
      }
      const next = await eventsAfter(this.#database.rows, this.#position, atOnce);
      for (const one of next) this.#deliver(one);
      if (next.length === atOnce) this.#isDue = true;
    }
  }

  #deliver(one: StoredEvent): void {
    this.#position = one.seq;
    for (const reader of this.#readers.get(nameOf(one.topic)) ?? []) {
      reader.queue.push(one);
      if (reader.queue.length > longestQueue) {
        reader.queue = [];
        reader.isBehind = true;
      }
      reader.wake();
    }
  }
}

const nameOf = ({ kind, id }: Topic): string => `${kind}/${id}`;
