import { setImmediate } from 'node:timers/promises';
import { ConceptIndex, type SearchedConcept } from './search/concept-index.ts';
import { TimeSlices } from './search/time-slices.ts';
import type { ReadConcept, Release, TerminologyServer } from './terminology-server.ts';

interface Options {
  server: TerminologyServer;
  /** Systems that coded fields search. */
  systems: readonly string[];
  /** Weight and further words of a concept, by what people use to say for it. */
  enrich: (system: string, concept: ReadConcept) => { weight: number; synonyms: readonly string[] };
  onError: (error: unknown) => void;
}
/** A release and how it is searched: in memory, or by the server where it is too large or not read yet. */
export interface Searchable {
  release: Release;
  index: ConceptIndex | null;
  /** It stays with the server. */
  isTooLarge?: boolean;
}

/** Larger ones stay with the server: SNOMED CT whole would take a gigabyte of every process. */
const largestIndexed = 150_000;
const pageSize = 1_000;
const refreshMs = 30_000;
const longestPauseMs = 600_000;

/**
 * The code systems of coded fields, read from the terminology server and held in memory: a list has to be there before the
 * next key, whatever server is configured. Whether another release was loaded is asked every half minute; the former one
 * is searched until the new one has been read whole.
 */
export class SearchIndexes {
  readonly #options: Options;
  readonly #known = new Map<string, Searchable>();
  #releases: Release[] = [];
  #timer: NodeJS.Timeout | null = null;
  #refreshing: Promise<void> | null = null;
  /** Systems whose words have changed since their index was built. */
  readonly #outdated = new Set<string>();
  /** Releases that could not be read, and when they are tried again. */
  readonly #failed = new Map<string, { key: string; tries: number; nextAt: number }>();
  #isReachable = false;
  #isStopped = false;
  constructor(options: Options) {
    this.#options = options;
  }

  start(): this {
    void this.refresh();
    this.#timer = setInterval(() => void this.refresh(), refreshMs).unref();
    return this;
  }
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#refreshing?.catch(() => undefined);
  }

  /** Whether the terminology server answered when it was last asked. */
  get isReachable(): boolean {
    return this.#isReachable;
  }
  /** As they were when the server was last asked. */
  get releases(): readonly Release[] {
    return this.#releases;
  }
  of(system: string): Searchable | null {
    return this.#known.get(system) ?? null;
  }

  isTooLarge({ concepts }: Release): boolean {
    return (concepts ?? 0) > largestIndexed;
  }

  /** Asks for the releases, and reads what is new. One at a time; never rejects. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Reads these indexes anew: what people say for their concepts has changed. Several at once are one. */
  async rebuild(...systems: readonly string[]): Promise<void> {
    for (const system of systems) this.#outdated.add(system);
    await this.#refreshing;
    await this.refresh();
  }

  async #refresh(): Promise<void> {
    try {
      this.#releases = await this.#options.server.releases(this.#options.systems);
      this.#isReachable = true;
    } catch (error) {
      // what was read is still right; whoever needs the server meanwhile is told
      if (this.#isReachable) this.#options.onError(error);
      this.#isReachable = false;
      return;
    }
    const found = new Map(
      this.#options.systems.map((system) => [
        system,
        newest(this.#releases.filter((one) => one.system === system)),
      ]),
    );
    // until they are read the server searches: none of them is missing meanwhile
    for (const [system, release] of found)
      if (release && !this.#known.has(system)) this.#known.set(system, { release, index: null });
    for (const [system, release] of found) {
      const known = this.#known.get(system);
      if (!release) {
        this.#known.delete(system);
        continue;
      }
      const isAsLoaded =
        known?.release.key === release.key && (known.index !== null || known.isTooLarge === true);
      if (isAsLoaded && !this.#outdated.has(system)) continue;
      const failed = this.#failed.get(system);
      if (failed?.key === release.key && failed.nextAt > Date.now()) continue;
      await this.#read(system, release);
    }
  }

  async #read(system: string, release: Release): Promise<void> {
    if (this.isTooLarge(release)) {
      this.#known.set(system, { release, index: null, isTooLarge: true });
      return;
    }
    this.#outdated.delete(system);
    try {
      const concepts = await this.#concepts(release);
      if (this.#isStopped) return;
      if (concepts === null) {
        this.#known.set(system, { release, index: null, isTooLarge: true });
        return;
      }
      // a server that expands beforehand shows the former content, or a part, until it is through: asked again next time
      if (release.isCounted && concepts.length !== release.concepts)
        throw new Error(`${release.url} has ${concepts.length} of ${release.concepts} concepts yet`);
      const searched: SearchedConcept[] = [];
      const slices = new TimeSlices();
      for (const concept of concepts) {
        if (slices.isOver()) await slices.pause();
        // nobody chooses a heading, or what was withdrawn
        if (concept.isHeading || concept.isInactive) continue;
        const { weight, synonyms } = this.#options.enrich(system, concept);
        searched.push({
          code: concept.code,
          display: concept.display,
          synonyms: [...concept.synonyms, ...synonyms],
          weight,
        });
      }
      const index = await ConceptIndex.build(searched, slices);
      this.#known.set(system, { release, index });
      this.#failed.delete(system);
    } catch (error) {
      this.#outdated.add(system);
      const before = this.#failed.get(system);
      const tries = before?.key === release.key ? before.tries + 1 : 0;
      // the first time is said: a server that expands beforehand takes its time
      if (tries === 0) this.#options.onError(error);
      this.#failed.set(system, {
        key: release.key,
        tries,
        nextAt: Date.now() + Math.min(refreshMs * 2 ** tries, longestPauseMs) - refreshMs / 2,
      });
    }
  }

  /** Null: more than is indexed. */
  async #concepts(release: Release): Promise<ReadConcept[] | null> {
    const all: ReadConcept[] = [];
    for (;;) {
      const page = await this.#options.server.page(release, all.length, pageSize);
      all.push(...page);
      if (page.length < pageSize || this.#isStopped) return all;
      if (all.length > largestIndexed) return null;
      await setImmediate();
    }
  }
}

/** Of several releases: a whole one before a sample, then the latest. */
function newest(releases: readonly Release[]): Release | null {
  const [first] = [...releases].sort(
    (a, b) =>
      Number(a.isSample) - Number(b.isSample) ||
      (b.version ?? '').localeCompare(a.version ?? '') ||
      (b.changedAt ?? '').localeCompare(a.changedAt ?? ''),
  );
  return first ?? null;
}
