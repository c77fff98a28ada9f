import {
  comparableIdentity,
  countNameShares,
  matchIdentities,
  type ComparableIdentity,
  type IdentityMatch,
  type IdentityTraits,
  type NameShares,
} from '@keneyapp/clinical';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { Patient } from '@medplum/fhirtypes';
import type { Database } from '../database/client.ts';
import { LockTakenError } from '../database/locks.ts';
import type { DataCipher } from '../session/data-cipher.ts';
import { comparedTraits } from './compared.ts';
import { IdentityEntries } from './entries.ts';
import { keepStanding } from './standing.ts';
import { keepSuspects, type Alike } from './suspects.ts';

interface Parts {
  database: Pick<Database, 'rows' | 'locks'>;
  systemFhir: Pick<FhirClient, 'searchAll'>;
  cipher: DataCipher;
  onError: (error: unknown) => void;
}

const followMs = 5_000,
  sharesMs = 6 * 3_600_000;
/** Read at a time; a server that commits late may put something before the cursor. */
const atOnce = 2_000,
  overlapMs = 60_000;
const filedAtOnce = 200,
  /** Of one record. */
  maxSuspects = 50;

/**
 * Follows the identities of the FHIR server, whoever writes them, so that who may be the same person is found at once (ADR 30
 * and 31). One process reads at a time; what it finds stands in the database for all.
 */
export class IdentityIndex {
  readonly #parts: Parts;
  readonly #entries: IdentityEntries;
  #shares: NameShares | undefined;
  #sharesAt = 0;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#entries = new IdentityEntries(parts.database.rows, parts.cipher);
  }

  start(): this {
    this.#work();
    return this;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#working;
  }

  /** Who on record may be this person, the likeliest first. */
  async alike(traits: IdentityTraits, max: number): Promise<{ found: Alike[]; hasMore: boolean }> {
    return this.#alike(comparableIdentity(traits), max);
  }

  async #alike(identity: ComparableIdentity, max: number): Promise<{ found: Alike[]; hasMore: boolean }> {
    const { found, hasMore } = await this.#entries.withSameKey(identity);
    const alike = found
      .map((one) => ({
        patientId: one.patientId,
        match: matchIdentities(identity, one.identity, this.#shares),
      }))
      .filter(({ match }) => match.matchClass !== 'different')
      .sort((a, b) => b.match.score - a.match.score);
    return { found: alike.slice(0, max), hasMore: hasMore || alike.length > max };
  }

  /** Who else on record may be the person of this one. */
  async alikeRecord(patientId: string, max: number): Promise<{ found: Alike[]; hasMore: boolean }> {
    const [one] = await this.#entries.of([patientId]);
    if (!one) return { found: [], hasMore: false };
    const { found, hasMore } = await this.#alike(one.identity, max + 1);
    return { found: found.filter((other) => other.patientId !== patientId).slice(0, max), hasMore };
  }

  /** How the two records of each pair compare; null when one of them is not followed. One statement. */
  async compare(pairs: readonly (readonly [string, string])[]): Promise<(IdentityMatch | null)[]> {
    const people = await this.#entries.of([...new Set(pairs.flat())]);
    const identities = new Map(people.map(({ patientId, identity }) => [patientId, identity]));
    return pairs.map(([a, b]) => {
      const [one, other] = [identities.get(a), identities.get(b)];
      return one && other ? matchIdentities(one, other, this.#shares) : null;
    });
  }

  /** What was just written here: found from now on. */
  async written(patient: Patient): Promise<void> {
    await this.#file([patient], new Date());
  }

  /** Whether all of the base was read once, under our data key; before, that nobody is found says nothing. */
  async isFilled(): Promise<boolean> {
    const [row] = await this.#parts.database.rows(
      `SELECT is_filled FROM identity_progress WHERE id = 1 AND key_name = decode($1::text, 'hex')`,
      [this.#keyName],
    );
    return row?.['is_filled'] === true;
  }

  #work(): void {
    if (this.#isStopped) return;
    this.#working = this.#follow()
      .catch((error: unknown) => {
        if (!(error instanceof LockTakenError)) this.#parts.onError(error);
      })
      .finally(() => {
        this.#working = null;
        if (!this.#isStopped) this.#timer = setTimeout(() => this.#work(), followMs).unref();
      });
  }

  async #follow(): Promise<void> {
    await this.#parts.database.locks.within('identities', 0, () => this.#readChanges());
    if (Date.now() - this.#sharesAt > sharesMs && (await this.isFilled())) await this.#countShares();
  }

  async #readChanges(): Promise<void> {
    const { database, systemFhir } = this.#parts;
    let { cursor } = await this.#progress();
    for (let limit = atOnce; !this.#isStopped;) {
      const since = cursor === null ? undefined : new Date(cursor.getTime() - overlapMs).toISOString();
      const changed = await systemFhir.searchAll(
        'Patient',
        {
          ...(since === undefined ? {} : { _lastUpdated: `ge${since}` }),
          _sort: '_lastUpdated',
          _count: 500,
        },
        limit,
      );
      const now = new Date();
      for (let from = 0; from < changed.length && !this.#isStopped; from += filedAtOnce)
        await this.#file(changed.slice(from, from + filedAtOnce), now);
      if (this.#isStopped) return;
      const last = changed.at(-1)?.meta?.lastUpdated;
      const reached: Date | null = last === undefined ? cursor : new Date(last);
      const isEnd = changed.length < limit;
      // more of one moment than were read at a time
      if (!isEnd && cursor !== null && reached !== null && reached.getTime() - overlapMs <= cursor.getTime())
        limit *= 4;
      cursor = reached;
      await database.rows(
        'UPDATE identity_progress SET cursor = $1::text::timestamptz, is_filled = is_filled OR $2::boolean WHERE id = 1',
        [cursor?.toISOString() ?? null, isEnd],
      );
      if (isEnd) return;
    }
  }

  get #keyName(): string {
    return Buffer.from(this.#parts.cipher.prefix).toString('hex');
  }

  /** Hashes of another data key find nobody: everything is read anew. */
  async #progress(): Promise<{ cursor: Date | null }> {
    const { rows } = this.#parts.database;
    const [row] = await rows(
      `SELECT encode(key_name, 'hex') AS key_name, cursor::text AS cursor FROM identity_progress WHERE id = 1`,
    );
    if (row && row['key_name'] === this.#keyName)
      return { cursor: typeof row['cursor'] === 'string' ? new Date(row['cursor']) : null };
    await rows('DELETE FROM identity_entry');
    await rows('DELETE FROM identity_key');
    await rows('DELETE FROM identity_suspect');
    await rows('DELETE FROM identity_standing');
    await rows(
      `INSERT INTO identity_progress (id, key_name) VALUES (1, decode($1::text, 'hex'))
       ON CONFLICT (id) DO UPDATE SET key_name = EXCLUDED.key_name, cursor = NULL, is_filled = false`,
      [this.#keyName],
    );
    return { cursor: null };
  }

  /** Files them, then compares each with everybody on record. */
  async #file(patients: readonly Patient[], now: Date): Promise<void> {
    // a server that pages by time gives somebody twice who is changed meanwhile: the last one counts
    const each = [...new Map(patients.map((patient) => [patient.id, patient])).values()];
    const filed = each.flatMap((patient) => {
      const traits = comparedTraits(patient, now);
      // without its moment it gives way to whatever the FHIR server has
      const at = patient.meta?.lastUpdated ?? new Date(0).toISOString();
      return patient.id && traits ? [{ id: patient.id, traits, at }] : [];
    });
    await keepStanding(this.#parts.database.rows, each, now);
    const isFiled = new Set(filed.map(({ id }) => id));
    await this.#entries.remove(each.flatMap(({ id }) => (id && !isFiled.has(id) ? [id] : [])));
    const changed = await this.#entries.put(filed);
    for (const { patientId, identity } of await this.#entries.of(changed)) {
      const { found } = await this.#alike(identity, maxSuspects);
      const others = found.filter((one) => one.patientId !== patientId);
      await keepSuspects(this.#parts.database.rows, patientId, others);
    }
  }

  /** Common names count for less than rare ones; how common they are here changes slowly. */
  async #countShares(): Promise<void> {
    const people: ComparableIdentity[] = [];
    for await (const some of this.#entries.all()) people.push(...some.map(({ identity }) => identity));
    this.#shares = people.length > 0 ? countNameShares(people) : undefined;
    this.#sharesAt = Date.now();
  }
}
