import {
  blockingKeys,
  comparableIdentity,
  type ComparableIdentity,
  type IdentityTraits,
} from '@keneyapp/clinical';
import type { Database } from '../database/client.ts';
import type { DataCipher } from '../session/data-cipher.ts';

type Rows = Database['rows'];

/** Somebody on record as they are compared. */
export interface Compared {
  patientId: string;
  identity: ComparableIdentity;
}

/** Somebody as they are filed; `at` is when the record changed. */
export interface Filed {
  id: string;
  traits: IdentityTraits;
  at: string;
}

/** More than share a birth date in any hospital. */
const maxCompared = 2_000;
const context = (patientId: string) => `identity-entry ${patientId}`;

/** What people are filed under and compared by, in our database: traits encrypted, keys as keyed hashes. */
export class IdentityEntries {
  readonly #rows: Rows;
  readonly #cipher: DataCipher;

  constructor(rows: Rows, cipher: DataCipher) {
    this.#rows = rows;
    this.#cipher = cipher;
  }

  /** Files these as they are now; what is as old as what is filed changes nothing. One statement. Ids of those it changed. */
  async put(filed: readonly Filed[]): Promise<string[]> {
    if (filed.length === 0) return [];
    const keys = filed.flatMap(({ id, traits }) =>
      this.#hashes(comparableIdentity(traits)).map((key) => ({ id, key })),
    );
    const changed = await this.#rows(
      `WITH e AS (
         INSERT INTO identity_entry (patient_id, traits, changed_at)
         SELECT id, decode(traits, 'hex'), at::timestamptz FROM unnest($1::text[], $2::text[], $3::text[]) AS n(id, traits, at)
         ON CONFLICT (patient_id) DO UPDATE SET traits = EXCLUDED.traits, changed_at = EXCLUDED.changed_at
           WHERE identity_entry.changed_at < EXCLUDED.changed_at
         RETURNING patient_id),
       n AS (SELECT id AS patient_id, decode(key, 'hex') AS key FROM unnest($4::text[], $5::text[]) AS k(id, key)),
       gone AS (
         DELETE FROM identity_key k USING e WHERE k.patient_id = e.patient_id
           AND NOT EXISTS (SELECT 1 FROM n WHERE n.patient_id = k.patient_id AND n.key = k.key)),
       came AS (
         INSERT INTO identity_key (key, patient_id) SELECT n.key, n.patient_id FROM n JOIN e USING (patient_id)
         ON CONFLICT DO NOTHING)
       SELECT patient_id FROM e`,
      [
        filed.map(({ id }) => id),
        filed.map(({ id, traits }) => hexOf(this.#cipher.encrypt(JSON.stringify(traits), context(id)))),
        filed.map(({ at }) => at),
        keys.map(({ id }) => id),
        keys.map(({ key }) => key),
      ],
    );
    return changed.map((row) => String(row['patient_id']));
  }

  /** They stand for nobody any more. */
  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#rows(
      `WITH e AS (DELETE FROM identity_entry WHERE patient_id = ANY ($1::text[])),
       k AS (DELETE FROM identity_key WHERE patient_id = ANY ($1::text[]))
       DELETE FROM identity_suspect WHERE a = ANY ($1::text[]) OR b = ANY ($1::text[])`,
      [ids],
    );
  }

  /** Those who have a key in common with somebody: only they can be the same person. */
  async withSameKey(identity: ComparableIdentity): Promise<{ found: Compared[]; hasMore: boolean }> {
    const keys = this.#hashes(identity);
    if (keys.length === 0) return { found: [], hasMore: false };
    const rows = await this.#rows(
      `SELECT e.patient_id, encode(e.traits, 'hex') AS traits FROM identity_entry e WHERE e.patient_id IN (
         SELECT patient_id FROM identity_key WHERE key IN (SELECT decode(k, 'hex') FROM unnest($1::text[]) AS k))
       LIMIT $2::int`,
      [keys, maxCompared + 1],
    );
    return { found: rows.slice(0, maxCompared).map(this.#opened), hasMore: rows.length > maxCompared };
  }

  async of(ids: readonly string[]): Promise<Compared[]> {
    const rows = await this.#rows(
      `SELECT patient_id, encode(traits, 'hex') AS traits FROM identity_entry WHERE patient_id = ANY ($1::text[])`,
      [ids],
    );
    return rows.map(this.#opened);
  }

  /** All of them, a part at a time. */
  async *all(atOnce = 2_000): AsyncGenerator<Compared[]> {
    for (let after = ''; ;) {
      const rows = await this.#rows(
        `SELECT patient_id, encode(traits, 'hex') AS traits FROM identity_entry WHERE patient_id > $1::text
         ORDER BY patient_id LIMIT $2::int`,
        [after, atOnce],
      );
      if (rows.length === 0) return;
      yield rows.map(this.#opened);
      after = String(rows.at(-1)?.['patient_id']);
    }
  }

  readonly #opened = (row: Record<string, unknown>): Compared => {
    const patientId = String(row['patient_id']);
    const text = this.#cipher.decrypt(Buffer.from(String(row['traits']), 'hex'), context(patientId));
    return { patientId, identity: comparableIdentity(JSON.parse(text) as IdentityTraits) };
  };

  /** Half of each keyed hash: two people who share one by chance are compared, and are different. */
  #hashes(identity: ComparableIdentity): string[] {
    const begins = this.#cipher.prefix.length;
    return blockingKeys(identity).map((key) =>
      hexOf(this.#cipher.mark([key], 'identity-key').subarray(begins, begins + 16)),
    );
  }
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
