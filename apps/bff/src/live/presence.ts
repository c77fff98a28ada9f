import { randomUUID } from 'node:crypto';
import type { Database } from '../database/client.ts';

const channel = 'chart_presence';
/** A row says that its stream is alive; without that it is gone after a minute. */
const beatMs = 20_000,
  goneAfterSeconds = 60;

/** Somebody who has a chart open, by one of their windows. */
export interface Present {
  userId: string;
  name: string;
  role: string;
  isEmergency: boolean;
  /** Labels that the decision hides from them in this chart: who sees more than the reader is told of with care. */
  hides: readonly string[];
}

/**
 * Who has a chart open, over all processes: a row a stream in our own database, no clinical content, gone with the stream.
 * What a reader is told of it is decided by whoever asks (features/live).
 */
export class ChartPresence {
  readonly #database: Pick<Database, 'rows' | 'notify' | 'listen'>;
  readonly #onError: (error: unknown) => void;
  readonly #streams = new Set<string>();
  readonly #hearers = new Map<string, Set<() => void>>();
  #timer: NodeJS.Timeout | null = null;

  constructor(database: Pick<Database, 'rows' | 'notify' | 'listen'>, onError: (error: unknown) => void) {
    this.#database = database;
    this.#onError = onError;
  }

  async start(): Promise<this> {
    await this.#database.listen(channel, (patientId) => this.#say(patientId));
    this.#timer = setInterval(() => void this.#beat().catch(this.#onError), beatMs).unref();
    return this;
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    const ids = [...this.#streams];
    this.#streams.clear();
    await this.#remove(ids).catch(this.#onError);
  }

  /** From now on until what is answered is called. */
  async enter(patientId: string, who: Present): Promise<() => Promise<void>> {
    const id = randomUUID();
    await this.#database.rows(
      `INSERT INTO chart_presence (id, patient_id, user_id, name, role, is_emergency, hides, seen_at)
       VALUES ($1::text::uuid, $2, $3, $4, $5, $6::boolean, $7::text::json, clock_timestamp())`,
      [id, patientId, who.userId, who.name, who.role, who.isEmergency, JSON.stringify(who.hides)],
    );
    this.#streams.add(id);
    await this.#database.notify(channel, patientId);
    return async () => {
      this.#streams.delete(id);
      await this.#remove([id]);
      await this.#database.notify(channel, patientId);
    };
  }

  /** Those whose streams are alive, each person once: an emergency access is one in all of their windows, and what one of them shows is seen. */
  async of(patientId: string): Promise<Present[]> {
    const rows = await this.#database.rows(
      `SELECT user_id, name, role, is_emergency, hides::text AS hides FROM chart_presence
       WHERE patient_id = $1 AND seen_at > clock_timestamp() - make_interval(secs => $2::float8) ORDER BY entered_at`,
      [patientId, goneAfterSeconds],
    );
    const people = new Map<string, Present>();
    for (const row of rows) {
      const userId = String(row['user_id']);
      const before = people.get(userId);
      const hides = JSON.parse(String(row['hides'])) as string[];
      people.set(userId, {
        userId,
        name: String(row['name']),
        role: String(row['role']),
        isEmergency: row['is_emergency'] === true || before?.isEmergency === true,
        hides: before ? hides.filter((label) => before.hides.includes(label)) : hides,
      });
    }
    return [...people.values()];
  }

  /** Told when somebody came to this chart or left it. */
  subscribe(patientId: string, hearer: () => void): () => void {
    const group = this.#hearers.get(patientId) ?? new Set();
    this.#hearers.set(patientId, group.add(hearer));
    return () => {
      group.delete(hearer);
      if (group.size === 0) this.#hearers.delete(patientId);
    };
  }

  #say(patientId: string): void {
    for (const hearer of this.#hearers.get(patientId) ?? []) hearer();
  }

  /** Those of this process are alive; of others, what stopped without a word is swept, and those who see it are told. */
  async #beat(): Promise<void> {
    const { rows } = this.#database;
    if (this.#streams.size > 0)
      await rows(
        `UPDATE chart_presence SET seen_at = clock_timestamp()
         WHERE id IN (SELECT value::uuid FROM json_array_elements_text($1::text::json))`,
        [JSON.stringify([...this.#streams])],
      );
    const gone = await rows(
      `DELETE FROM chart_presence WHERE seen_at < clock_timestamp() - make_interval(secs => $1::float8)
       RETURNING patient_id`,
      [goneAfterSeconds],
    );
    for (const patientId of new Set(gone.map((row) => String(row['patient_id']))))
      await this.#database.notify(channel, patientId);
  }

  async #remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0)
      await this.#database.rows(
        'DELETE FROM chart_presence WHERE id IN (SELECT value::uuid FROM json_array_elements_text($1::text::json))',
        [JSON.stringify(ids)],
      );
  }
}
