import { createHash } from 'node:crypto';
import type { AuditEntry } from '../audit/audit.ts';
import type { Database } from '../database/client.ts';
import type { Seal } from '../session/seal.ts';

/** What is kept of a write before it is sent, sealed. */
export interface IntentContent {
  patientId: string;
  /** SHA-256 of the input: the same key with another one is refused. */
  inputHash: string;
  /** Whose token sends it, also after a restart, as long as the session lives. */
  sessionId: string;
  /** The Bundle, as text: it is sent as it stands, however often. */
  bundle: string;
  /** The record of the trail if it goes in. */
  audit: AuditEntry;
  /** What the plan said, for whoever sends the form again. */
  says: string | null;
}
export type Refusal = 'changed-meanwhile' | 'lost' | `status-${number}`;
/** `Type/id/version` of each resource, the marker left out; the version is empty where the server did not tell. */
export type Outcome =
  { state: 'committed'; written: readonly string[] } | { state: 'refused'; refusal: Refusal };
export interface Attempt {
  id: string;
  attempt: number;
  outcome: Outcome | null;
}
export interface OpenIntent {
  id: string;
  ageSeconds: number;
  content: IntentContent | null;
}

/** Days that what was settled is kept, for whoever sends the same form again: longer than a draft lives. */
const keptDays = 30;

/** Intents and their outcomes in our own database: rows that are added, and taken out when nobody can ask for them any more. */
export class Intents {
  readonly #database: Pick<Database, 'rows'>;
  readonly #seal: Seal;
  constructor(database: Pick<Database, 'rows'>, seal: Seal) {
    this.#database = database;
    this.#seal = seal;
  }

  /** The attempts of one write, the first one first. */
  async attemptsOf(writeId: string): Promise<Attempt[]> {
    const rows = await this.#database.rows(
      `SELECT i.id::text AS id, i.attempt, o.state, o.refusal, o.written
       FROM chart_intent i LEFT JOIN chart_outcome o ON o.id = i.id WHERE i.write_id = $1::uuid ORDER BY i.attempt`,
      [writeId],
    );
    return rows.map((row) => ({
      id: String(row['id']),
      attempt: Number(row['attempt']),
      outcome: outcomeOf(row),
    }));
  }

  /** False where there is one already: somebody else sends the same form. */
  async add(
    { id, writeId, attempt }: { id: string; writeId: string; attempt: number },
    content: IntentContent,
  ): Promise<boolean> {
    const sealed = this.#seal.seal(JSON.stringify(content), intentContext(id));
    const rows = await this.#database.rows(
      `INSERT INTO chart_intent (id, write_id, attempt, content) VALUES ($1::uuid, $2::uuid, $3::int, $4::bytea)
       ON CONFLICT DO NOTHING RETURNING attempt`,
      [id, writeId, attempt, Buffer.from(sealed)],
    );
    return rows.length > 0;
  }

  /** Null where there is none, or it cannot be opened. */
  async contentOf(id: string): Promise<IntentContent | null> {
    const [row] = await this.#database.rows('SELECT content FROM chart_intent WHERE id = $1::uuid', [id]);
    return row ? this.#opened(id, row['content'] as Uint8Array) : null;
  }

  async outcome(id: string): Promise<Outcome | null> {
    const [row] = await this.#database.rows(
      'SELECT state, refusal, written FROM chart_outcome WHERE id = $1::uuid',
      [id],
    );
    return row ? outcomeOf(row) : null;
  }

  /** Those without an outcome, the oldest first. `content` is null where it cannot be opened (another key). */
  async open(limit: number): Promise<OpenIntent[]> {
    const rows = await this.#database.rows(
      `SELECT i.id::text AS id, i.content, extract(epoch FROM clock_timestamp() - i.created_at)::float8 AS age
       FROM chart_intent i WHERE NOT EXISTS (SELECT 1 FROM chart_outcome o WHERE o.id = i.id) ORDER BY i.created_at LIMIT $1::int`,
      [limit],
    );
    return rows.map((row) => ({
      id: String(row['id']),
      ageSeconds: Number(row['age']),
      content: this.#opened(String(row['id']), row['content'] as Uint8Array),
    }));
  }

  /** Takes out what was settled long ago. */
  async sweep(): Promise<void> {
    await this.#database.rows(
      `DELETE FROM chart_intent i USING chart_outcome o WHERE o.id = i.id AND o.settled_at < clock_timestamp() - make_interval(days => $1::int)`,
      [keptDays],
    );
  }

  #opened(id: string, sealed: Uint8Array): IntentContent | null {
    try {
      return JSON.parse(this.#seal.open(sealed, intentContext(id))) as IntentContent;
    } catch {
      return null;
    }
  }
}

export const intentContext = (id: string): string => `chart-intent:${id}`;

export const hashOf = (input: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(input) ?? '')
    .digest('hex');

function outcomeOf(row: Record<string, unknown>): Outcome | null {
  if (row['state'] === 'committed')
    return { state: 'committed', written: (row['written'] ?? []) as string[] };
  if (row['state'] === 'refused') return { state: 'refused', refusal: String(row['refusal']) as Refusal };
  return null;
}
