import { createHash } from 'node:crypto';
import type { AuditEntry } from '../audit/audit.ts';
import type { Database } from '../database/client.ts';
import type { Topic } from '../events/schemas.ts';
import type { DataCipher } from '../session/data-cipher.ts';

/** What is kept of a write until its outcome is known, sealed. */
export interface IntentContent {
  /** Null of what belongs to a unit and to no chart. */
  patientId: string | null;
  /** Then: who follows what, by `Type/id`. */
  topics?: Record<string, Topic[]>;
  /** Of a merge: the charts it joins, whose readers are told. */
  merges?: readonly string[];
  /** Whose token sends it, also after a restart, as long as the session lives. */
  sessionId: string;
  /** The Bundle, as text: it is sent as it stands, however often. */
  bundle: string;
  /** The record of the trail if it goes in. */
  audit: AuditEntry;
}
export type Refusal = 'changed-meanwhile' | 'lost' | `status-${number}`;
/** `Type/id/version` of each resource, the marker left out; the version is empty where the server did not tell. */
export type Outcome =
  { state: 'committed'; written: readonly string[] } | { state: 'refused'; refusal: Refusal };
export interface Attempt {
  id: string;
  attempt: number;
  /** Of key and input: the same key with another one is refused. */
  inputHash: string;
  /** What the plan said, for whoever sends the form again. */
  says: string | null;
  outcome: Outcome | null;
}
export interface OpenIntent {
  id: string;
  /** As the database writes it. */
  createdAt: string;
  ageSeconds: number;
  content: IntentContent | null;
}

/** Days that what was settled is kept, for whoever sends the same form again: longer than a draft lives. */
const keptDays = 30;

/**
 * Intents and their outcomes in our own database: rows that are added, and taken out when nobody can ask for them any more.
 * What is sent is kept apart, and goes with its outcome.
 */
export class Intents {
  readonly #database: Pick<Database, 'rows'>;
  readonly #cipher: DataCipher;
  constructor(database: Pick<Database, 'rows'>, cipher: DataCipher) {
    this.#database = database;
    this.#cipher = cipher;
  }

  /** The attempts of one write, the first one first. */
  async attemptsOf(writeId: string): Promise<Attempt[]> {
    const rows = await this.#database.rows(
      `SELECT i.id::text AS id, i.attempt, i.input_hash, i.says, o.state, o.refusal, o.written
       FROM chart_intent i LEFT JOIN chart_outcome o ON o.id = i.id WHERE i.write_id = $1::uuid ORDER BY i.attempt`,
      [writeId],
    );
    return rows.map((row) => ({
      id: String(row['id']),
      attempt: Number(row['attempt']),
      inputHash: String(row['input_hash']),
      says: (row['says'] ?? null) as string | null,
      outcome: outcomeOf(row),
    }));
  }

  /** False where there is one already: somebody else sends the same form. */
  async add(
    { id, writeId, attempt, inputHash, says }: Omit<Attempt, 'outcome'> & { writeId: string },
    content: IntentContent,
  ): Promise<boolean> {
    const sealed = this.#cipher.encrypt(JSON.stringify(content), sendingContext(id));
    const rows = await this.#database.rows(
      `WITH i AS (INSERT INTO chart_intent (id, write_id, attempt, input_hash, says) VALUES ($1::uuid, $2::uuid, $3::int, $4, $5)
       ON CONFLICT DO NOTHING RETURNING id)
       INSERT INTO chart_sending (id, content) SELECT id, $6::bytea FROM i RETURNING id`,
      [id, writeId, attempt, inputHash, says, Buffer.from(sealed)],
    );
    return rows.length > 0;
  }

  /** Null where there is none, or it cannot be opened. */
  async contentOf(id: string): Promise<IntentContent | null> {
    const [row] = await this.#database.rows('SELECT content FROM chart_sending WHERE id = $1::uuid', [id]);
    return row ? this.#opened(id, row['content'] as Uint8Array) : null;
  }

  async outcome(id: string): Promise<Outcome | null> {
    const [row] = await this.#database.rows(
      'SELECT state, refusal, written FROM chart_outcome WHERE id = $1::uuid',
      [id],
    );
    return row ? outcomeOf(row) : null;
  }

  /** Those without an outcome, the oldest first, from the one after `after`. `content` is null where it cannot be opened (another key). */
  async open(limit: number, after?: Pick<OpenIntent, 'id' | 'createdAt'>): Promise<OpenIntent[]> {
    const rows = await this.#database.rows(
      `SELECT i.id::text AS id, i.created_at::text AS created_at, s.content,
              extract(epoch FROM clock_timestamp() - i.created_at)::float8 AS age
       FROM chart_sending s JOIN chart_intent i ON i.id = s.id
       WHERE (i.created_at, i.id) > (coalesce($2::timestamptz, '-infinity'), $3::uuid)
       ORDER BY i.created_at, i.id LIMIT $1::int`,
      [limit, after?.createdAt ?? null, after?.id ?? '00000000-0000-0000-0000-000000000000'],
    );
    return rows.map((row) => ({
      id: String(row['id']),
      createdAt: String(row['created_at']),
      ageSeconds: Number(row['age']),
      content: this.#opened(String(row['id']), row['content'] as Uint8Array),
    }));
  }

  /** Takes out what was settled long ago, all attempts of a form at once: whoever sends it again begins with the first one. */
  async sweep(): Promise<void> {
    await this.#database.rows(
      `DELETE FROM chart_intent i USING chart_outcome o WHERE o.id = i.id AND o.settled_at < clock_timestamp() - make_interval(days => $1::int)
       AND NOT EXISTS (
         SELECT 1 FROM chart_intent l LEFT JOIN chart_outcome s ON s.id = l.id
         WHERE l.write_id = i.write_id AND (s.id IS NULL OR s.settled_at >= clock_timestamp() - make_interval(days => $1::int)))`,
      [keptDays],
    );
  }

  #opened(id: string, sealed: Uint8Array): IntentContent | null {
    try {
      return JSON.parse(this.#cipher.decrypt(sealed, sendingContext(id))) as IntentContent;
    } catch {
      return null;
    }
  }
}

export const sendingContext = (id: string): string => `chart-sending:${id}`;

/** The key, which is in no table of ours, keeps the input from being guessed by its hash. */
export const hashOf = (key: string, input: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([key, input]))
    .digest('hex');

function outcomeOf(row: Record<string, unknown>): Outcome | null {
  if (row['state'] === 'committed')
    return { state: 'committed', written: (row['written'] ?? []) as string[] };
  if (row['state'] === 'refused') return { state: 'refused', refusal: String(row['refusal']) as Refusal };
  return null;
}
