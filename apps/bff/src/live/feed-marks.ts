import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Resource } from '@medplum/fhirtypes';
import type { Database } from '../database/client.ts';
import type { WatchedName } from './watched-types.ts';

/** Transactions become visible out of order: looked at again this far back; what was told already is not told twice. */
export const overlapMs = 10_000;
/** While much is changed, only so far, and the whole way every few seconds. */
const narrowMs = 2_000,
  wideEveryMs = 5_000;
/** Versions remembered, so that what is looked at again costs no statement. */
const maxRemembered = 20_000;

interface Newest {
  /** By the clock of the FHIR server. */
  at: number;
  /** When we saw it first, by ours: nothing older appears once the overlap has passed. */
  seenAt: number;
  /** The whole way back was looked at after that: from here on it is enough to look for what is newer. */
  isSettled: boolean;
}

/** From when on each type is searched: kept in our database, by the clock of the FHIR server alone. */
export class FeedMarks {
  readonly #fhir: FhirClient;
  readonly #rows: Database['rows'];
  readonly #newest = new Map<WatchedName, Newest>();
  readonly #wideAt = new Map<WatchedName, number>();
  /** Of which this look is the last one that goes the whole way back. */
  readonly #settling = new Set<WatchedName>();
  readonly #told = new Set<string>();

  constructor(fhir: FhirClient, rows: Database['rows']) {
    this.#fhir = fhir;
    this.#rows = rows;
  }

  /** As FHIR instants. Types that cannot be asked for now are left out. */
  async of(types: readonly WatchedName[]): Promise<Map<WatchedName, string>> {
    const kept = new Map(
      (await this.#rows('SELECT resource_type, since FROM events.feed_mark')).map(
        (row) => [String(row['resource_type']), (row['since'] as Date).getTime()] as const,
      ),
    );
    const begin = await this.#begin(types.filter((type) => !kept.has(type)));
    return new Map(
      types.flatMap((type) => {
        const mark = kept.get(type) ?? begin.get(type);
        if (mark === undefined) return [];
        const own = this.#newest.get(type);
        const since = own === undefined ? mark : Math.max(mark, own.at - this.#backOf(type, own));
        return [[type, new Date(since).toISOString()] as const];
      }),
    );
  }

  #backOf(type: WatchedName, own: Newest): number {
    this.#settling.delete(type);
    if (own.isSettled) return 0;
    const now = Date.now();
    if (now - own.seenAt > overlapMs) this.#settling.add(type);
    else if (now - (this.#wideAt.get(type) ?? 0) < wideEveryMs) return narrowMs;
    this.#wideAt.set(type, now);
    return overlapMs;
  }

  /** After what was found has been told. */
  async move(type: WatchedName, found: readonly Resource[]): Promise<void> {
    const at = newestOf(found);
    if (at === null || at <= (this.#newest.get(type)?.at ?? 0)) return;
    this.#newest.set(type, { at, seenAt: Date.now(), isSettled: false });
    this.#settling.delete(type);
    await this.#keep(type, at - overlapMs);
  }

  /** After everything that was found of this type. */
  done(type: WatchedName): void {
    const own = this.#newest.get(type);
    if (own && this.#settling.delete(type)) own.isSettled = true;
  }

  /** Where something older may still appear. */
  unsettled(): WatchedName[] {
    return [...this.#newest].flatMap(([type, { isSettled }]) => (isSettled ? [] : [type]));
  }

  isTold = (resource: Resource): boolean => this.#told.has(versionOf(resource));

  told(found: readonly Resource[]): void {
    for (const resource of found) this.#told.add(versionOf(resource));
    for (const oldest of this.#told) {
      if (this.#told.size <= maxRemembered) break;
      this.#told.delete(oldest);
    }
  }

  /** The first time ever: what was there before is nothing new. */
  async #begin(types: readonly WatchedName[]): Promise<Map<WatchedName, number>> {
    if (types.length === 0) return new Map();
    const answers = await this.#fhir.batchSearch(
      types.map((type) => ({ type, params: { _sort: '-_lastUpdated', _elements: 'id', _count: 1 } })),
    );
    const begin = new Map<WatchedName, number>();
    for (const [i, answer] of answers.entries()) {
      const type = types[i];
      if (type === undefined || answer instanceof FhirError) continue;
      const newest = newestOf((answer.entry ?? []).flatMap(({ resource }) => resource ?? []));
      begin.set(type, newest === null ? 0 : newest - overlapMs);
      await this.#keep(type, begin.get(type) ?? 0);
    }
    return begin;
  }

  async #keep(type: WatchedName, since: number): Promise<void> {
    await this.#rows(
      `INSERT INTO events.feed_mark AS mark (resource_type, since) VALUES ($1, $2::timestamptz)
       ON CONFLICT (resource_type) DO UPDATE SET since = greatest(mark.since, excluded.since)`,
      [type, new Date(since).toISOString()],
    );
  }
}

function newestOf(found: readonly Resource[]): number | null {
  const times = found
    .map(({ meta }) => Date.parse(meta?.lastUpdated ?? ''))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? null : Math.max(...times);
}

/** The latest of them as a FHIR instant; null where there is none. */
export function lastInstant(found: readonly Resource[]): string | null {
  const newest = newestOf(found);
  return newest === null ? null : new Date(newest).toISOString();
}

const versionOf = ({ resourceType, id, meta }: Resource): string =>
  `${resourceType}/${id}/${meta?.versionId ?? ''}`;
