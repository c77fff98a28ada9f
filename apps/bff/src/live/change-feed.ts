import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Resource } from '@medplum/fhirtypes';
import type { LiveHub } from './hub.ts';
import {
  patientsOf,
  watchedElements,
  watchedNames,
  homeOf,
  isWatched,
  type WatchedName,
} from './watched-types.ts';
import { patientReferences } from '@keneyapp/fhir-model/references';

/** Transactions become visible out of order: looked at again this far back; what was told already is not told twice. */
const overlapMs = 10_000;
/** Our own writes are told by the one who wrote, with the author; the FHIR server's word for them waits that long. */
const courtesyMs = 300;
const mostPerType = 500;

/**
 * Finds out what changed on the charts that are open, by `_lastUpdated`. A Subscription only says "look"; looking also
 * happens by the clock, so that a lost notification or a server that was away loses nothing.
 */
export class ChangeFeed {
  readonly #fhir: FhirClient;
  readonly #hub: LiveHub;
  readonly #onError: (error: unknown) => void;
  readonly #due = new Set<WatchedName>();
  #since = Date.now() - overlapMs;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;

  constructor(fhir: FhirClient, hub: LiveHub, onError: (error: unknown) => void) {
    this.#fhir = fhir;
    this.#hub = hub;
    this.#onError = onError;
  }

  /** Something of these types changed. Many calls in a short time look once. */
  wake(types: readonly WatchedName[]): void {
    for (const type of types) this.#due.add(type);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.look([...this.#due]);
    }, courtesyMs).unref();
  }

  /** Looks at these types now; one look at a time. */
  async look(types: readonly WatchedName[] = watchedNames): Promise<void> {
    while (this.#looking) await this.#looking;
    this.#looking = this.#look(types).finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #look(types: readonly WatchedName[]): Promise<void> {
    for (const type of types) this.#due.delete(type);
    const watched = this.#hub.watched();
    const started = Date.now();
    if (watched.length > 0) {
      try {
        const since = new Date(this.#since).toISOString();
        const answers = await this.#fhir.batchSearch(
          types.map((type) => ({
            type,
            params: {
              ...(type === 'Patient' ? { _id: watched.join(',') } : { patient: patientReferences(watched) }),
              _lastUpdated: `ge${since}`,
              _elements: watchedElements(type),
              _count: mostPerType,
            },
          })),
        );
        for (const answer of answers) {
          if (answer instanceof FhirError) {
            this.#onError(answer);
            continue;
          }
          for (const { resource } of answer.entry ?? []) if (resource) this.#tell(resource);
        }
      } catch (error) {
        this.#onError(error);
        return;
      } // the window stays open until a look succeeds
    }
    if (types.length === watchedNames.length) this.#since = started - overlapMs;
  }

  #tell(resource: Resource): void {
    const { id, meta } = resource;
    if (!id || !isWatched(resource.resourceType)) return;
    const home = homeOf(resource as Parameters<typeof homeOf>[0]);
    for (const patientId of patientsOf(resource)) {
      this.#hub.publish({
        patientId,
        resourceType: resource.resourceType,
        home,
        resourceId: id,
        versionId: meta?.versionId ?? null,
        by: null,
        at: meta?.lastUpdated ?? new Date().toISOString(),
      });
    }
  }
}
