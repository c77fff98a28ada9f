import { setTimeout as rest } from 'node:timers/promises';
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Resource } from '@medplum/fhirtypes';
import type { Database } from '../database/client.ts';
import { append } from '../events/append.ts';
import type { DomainEvent } from '../events/schemas.ts';
import { FeedMarks, lastInstant, overlapMs } from './feed-marks.ts';
import {
  patientsOf,
  watchedElements,
  watchedNames,
  homeOf,
  isWatched,
  type WatchedName,
} from './watched-types.ts';

/** Our own writes are told by the one who wrote, with the author; the FHIR server's word for them waits that long. */
const courtesyMs = 300;
/** Looking takes at most a third of the time, however much is changed. */
const pausePerLook = 2;
/** What one search answers; the rest is searched from where it ended. */
const maxAtOnce = 500;
/** A page that holds one instant alone (a large transaction) is read to its end. */
const maxOfOneInstant = 50_000;
/** Another process looks: what it finds is told to all. */
const waitForTurnMs = 30_000;

/**
 * Finds out what others changed in the FHIR server, by `_lastUpdated`, and appends it to the log of events; what is there
 * already (our own writes too) is dropped by type, id and version. A Subscription only says "look"; looking also happens by
 * the clock, and goes on where it ended, so that a lost notification, a server that was away or a night without us loses
 * nothing.
 */
export class ChangeFeed {
  readonly #fhir: FhirClient;
  readonly #database: Pick<Database, 'rows' | 'locks'>;
  readonly #onError: (error: unknown) => void;
  readonly #marks: FeedMarks;
  readonly #due = new Set<WatchedName>();
  #pauseMs = courtesyMs;
  #timer: NodeJS.Timeout | null = null;
  #again: NodeJS.Timeout | null = null;
  #isStopped = false;
  #looking: Promise<void> | null = null;

  constructor(
    fhir: FhirClient,
    database: Pick<Database, 'rows' | 'locks'>,
    onError: (error: unknown) => void,
  ) {
    this.#fhir = fhir;
    this.#database = database;
    this.#onError = onError;
    this.#marks = new FeedMarks(fhir, database.rows);
  }

  /** Something of these types changed. Many calls in a short time look once. */
  wake(types: readonly WatchedName[]): void {
    for (const type of types) this.#due.add(type);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.look([...this.#due]);
    }, this.#pauseMs).unref();
  }

  /** Looks at these types now; one look at a time. */
  async look(types: readonly WatchedName[] = watchedNames): Promise<void> {
    while (this.#looking) await this.#looking;
    const started = Date.now();
    this.#looking = this.#database.locks
      .within('change-feed', waitForTurnMs, () => this.#look(types))
      .catch(this.#onError) // looked at again from the same place
      .finally(() => {
        this.#looking = null;
        this.#pauseMs = Math.max(courtesyMs, pausePerLook * (Date.now() - started));
        this.#lookAgain();
      });
    return this.#looking;
  }

  /** Once more when nothing older can appear any more. */
  #lookAgain(): void {
    if (this.#again || this.#isStopped || this.#marks.unsettled().length === 0) return;
    this.#again = setTimeout(() => {
      this.#again = null;
      void this.look(this.#marks.unsettled());
    }, overlapMs + courtesyMs).unref();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of [this.#timer, this.#again]) if (timer) clearTimeout(timer);
    await this.#looking;
  }

  async #look(types: readonly WatchedName[]): Promise<void> {
    for (const type of types) this.#due.delete(type);
    let since = await this.#marks.of(types);
    while (since.size > 0) {
      const started = Date.now();
      const asked = [...since];
      const answers = await this.#fhir.batchSearch(
        asked.map(([type, from]) => ({ type, params: searchFrom(type, from) })),
      );
      since = new Map();
      for (const [i, answer] of answers.entries()) {
        const [type, from] = asked[i] ?? [];
        if (type === undefined || from === undefined) continue;
        if (answer instanceof FhirError) {
          this.#onError(answer);
          continue;
        }
        const found = (answer.entry ?? []).flatMap(({ resource }) => resource ?? []);
        const isAll = found.length < maxAtOnce && !answer.link?.some(({ relation }) => relation === 'next');
        const next = await this.#tell(type, from, found, isAll);
        if (next !== null) since.set(type, next);
        else this.#marks.done(type);
      }
      // whoever reads a chart gets their turn between two pages
      if (since.size > 0 && !this.#isStopped) await rest(pausePerLook * (Date.now() - started));
    }
  }

  /** @returns from when on there is more; null when that was all */
  async #tell(
    type: WatchedName,
    from: string,
    page: readonly Resource[],
    isAll: boolean,
  ): Promise<string | null> {
    const isOneInstant = !isAll && lastInstant(page) === from;
    const found = isOneInstant
      ? await this.#fhir.searchAll(type, searchFrom(type, from), maxOfOneInstant)
      : page;
    const fresh = found.filter((resource) => !this.#marks.isTold(resource));
    const events = fresh.flatMap(eventsOf);
    for (let i = 0; i < events.length; i += maxAtOnce)
      await append(this.#database.rows, events.slice(i, i + maxAtOnce));
    this.#marks.told(fresh);
    await this.#marks.move(type, found);
    const last = lastInstant(found);
    return isAll || last === from ? null : last;
  }
}

const searchFrom = (type: WatchedName, from: string) => ({
  _lastUpdated: `ge${from}`,
  _sort: '_lastUpdated',
  _elements: watchedElements(type),
  _count: maxAtOnce,
});

function eventsOf(resource: Resource): DomainEvent[] {
  const { id, meta } = resource;
  if (!id || !isWatched(resource.resourceType)) return [];
  const patients = patientsOf(resource);
  // what is to do for a unit is of no chart, and somebody's all the same
  if (
    patients.length === 0 &&
    (resource.resourceType === 'Task' || resource.resourceType === 'Communication')
  )
    return [
      {
        type: 'unit.found',
        version: 1,
        topic: { kind: 'worklist', id: 'inbox' },
        intentId: null,
        resourceType: resource.resourceType,
        resourceId: id,
        versionId: meta?.versionId ?? null,
        by: null,
        at: meta?.lastUpdated ?? new Date().toISOString(),
      },
    ];
  const home = homeOf(resource as Parameters<typeof homeOf>[0]);
  return patients.map((patientId): DomainEvent => ({
    type: 'chart.changed',
    version: 1,
    topic: { kind: 'patient', id: patientId },
    intentId: null,
    resourceType: resource.resourceType,
    resourceId: id,
    versionId: meta?.versionId ?? null,
    home,
    by: null,
    at: meta?.lastUpdated ?? new Date().toISOString(),
  }));
}
