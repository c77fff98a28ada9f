// All that is asked of terminologies in one file: each answer rests on which release is read, and whether the server is there.
import { bindings, codedFields, codedIn, type CodedField } from '@keneyapp/fhir-model/bindings';
import { systemOf, systems } from '@keneyapp/fhir-model/systems';
import type { Bundle } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import type { PrismaClient } from '../database/client.ts';
import { abbreviationsInUse, phrasingOf, storedAbbreviations } from './abbreviations.ts';
import type { TerminologyCache } from './cache.ts';
import { SearchIndexes } from './search-indexes.ts';
import type { ConceptIndex } from './search/concept-index.ts';
import { enrich } from './search/enrich.ts';
import type { Phrasing } from './search/phrasing.ts';
import { searchConcepts, type SearchedSystem } from './search/search.ts';
import type { CodesView, FoundConcept, ReleasesView, ReleaseView } from './releases-view.ts';
import type { LookedUp, MapDirection, Mapped, Release, TerminologyServer } from './terminology-server.ts';
import { countUses, favouritesOf, usesOf, type CodedChoice, type Use } from './usage.ts';

/** A line of the list below a coded field. */
export interface Suggestion {
  system: string;
  code: string;
  display: string;
  /** The other word that was found, where it was not the display. */
  found: string | null;
  /** The short form that led here, with what it was taken for. */
  meaning: { short: string; text: string } | null;
  isFavourite: boolean;
  /** Of this person or service, lately. */
  isUsed: boolean;
  /** It holds every word that was typed, or the code: nothing was guessed. */
  isSure: boolean;
}
export interface Suggestions {
  lines: Suggestion[];
  /** Where the list comes from: `away`, the server does not answer and nothing was read of it; `empty`, nothing is loaded. */
  state: 'whole' | 'sample' | 'empty' | 'away';
}

interface Parts {
  server: TerminologyServer;
  cache: TerminologyCache;
  db: PrismaClient;
  onError: (error: unknown) => void;
}

const listed = 20;
const mapsKeptMs = 300_000;
/** Nobody chooses a heading, or what was withdrawn. */
const isClosed = ({ properties }: LookedUp): boolean =>
  properties.some(
    ({ name, value }) =>
      ((name === 'inactive' || name === 'notSelectable') && value === 'true') ||
      (name === 'status' && (value === 'retired' || value === 'inactive')),
  );
const fieldsOf = (system: string): CodedField[] =>
  codedFields.filter((field) => bindings[field].systems.some((one) => one === system));
const systemsOfFields = [...new Set(codedFields.flatMap((field) => bindings[field].systems))];

/** Codes for whoever writes: found while somebody types, checked before they are written, mapped to other systems. */
export class Terminology {
  readonly #parts: Parts;
  readonly #indexes: SearchIndexes;
  #phrasing: Phrasing | null = null;
  #phrasingVersion = -1;
  #enrich = enrich([]);
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#indexes = new SearchIndexes({
      server: parts.server,
      systems: systemsOfFields,
      enrich: (system, concept) => this.#enrich(system, concept),
      onError: parts.onError,
    });
  }

  async start(): Promise<this> {
    await this.#readAbbreviations();
    this.#indexes.start();
    // another process may have changed them
    this.#timer = setInterval(() => {
      this.#readAbbreviations().catch(this.#parts.onError);
    }, 30_000).unref();
    return this;
  }
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#indexes.stop();
  }

  get releases(): readonly Release[] {
    return this.#indexes.releases;
  }
  get isReachable(): boolean {
    return this.#indexes.isReachable;
  }
  /** Asks the server now what is loaded. */
  refresh(): Promise<void> {
    return this.#indexes.refresh();
  }
  /** Short forms were changed in this process. */
  async abbreviationsChanged(): Promise<void> {
    await this.#readAbbreviations();
  }

  /** What is loaded, and what of it fields search. */
  async releasesView(): Promise<ReleasesView> {
    const unfinished = await this.#parts.server.unfinished().catch(() => []);
    const releases = this.#indexes.releases.map((release): ReleaseView => {
      const { key, system, version, title, isSample, concepts, copyright, changedAt } = release;
      const fields = fieldsOf(system);
      const known = this.#indexes.of(system);
      const isSearched = known?.release.key === release.key;
      const search =
        fields.length === 0
          ? 'none'
          : !isSearched || !known
            ? 'reading'
            : known.index
              ? 'ready'
              : this.#indexes.isTooLarge(release)
                ? 'server'
                : 'reading';
      return { key, system, version, title, isSample, concepts, copyright, changedAt, fields, search };
    });
    return {
      releases,
      isReachable: this.#indexes.isReachable,
      unfinished,
      missing: systemsOfFields
        .filter((system) => !releases.some((one) => one.system === system))
        .map((system) => ({ system, fields: fieldsOf(system) })),
    };
  }

  /** What of one system fits to what was typed. */
  async findIn(system: string, typed: string): Promise<FoundConcept[]> {
    const known = this.#indexes.of(system);
    const release = this.#releaseOf(system);
    if (known?.index) {
      const phrasing = this.#phrasing ?? phrasingOf([]);
      return searchConcepts([{ system, index: known.index }], phrasing, typed, { limit: 50 }).map(
        ({ concept: { code, display }, term, meaning }) => ({ code, display, found: term, meaning }),
      );
    }
    const found = release ? await this.#foundByServer(release, typed) : this.#indexes.isReachable ? [] : null;
    if (found === null) throw new TRPCError({ code: 'BAD_GATEWAY', message: 'terminology server away' });
    return found.map(({ code, display }) => ({ code, display, found: null, meaning: null }));
  }

  /** Whether everything of a system is loaded, and so whether it can be said that a code does not exist. */
  releaseStateOf(system: string): CodesView['release'] {
    const release = this.#releaseOf(system);
    if (!release) return this.isReachable ? 'none' : 'away';
    return release.isSample ? 'sample' : 'whole';
  }

  /** What fits to what was typed; without text, what this person and service use and want at hand. */
  async suggest(
    field: CodedField,
    typed: string,
    owners: readonly string[],
    systems?: readonly string[],
  ): Promise<Suggestions> {
    const isAsked = ({ system }: { system: string }) => systems?.includes(system) ?? true;
    const { db } = this.#parts;
    const now = new Date();
    const [uses, favourites] = await Promise.all([
      usesOf(db, owners, field, now),
      favouritesOf(db, owners, field),
    ]);
    const isFavourite = new Set(favourites.map(({ system, code }) => `${system}|${code}`));
    const used = new Map<string, number>();
    for (const use of uses) {
      const key = `${use.system}|${use.code}`;
      used.set(key, (used.get(key) ?? 0) + boostOf(use));
    }
    const state = this.#stateOf(field);
    const lineOf = (
      one: Pick<Suggestion, 'system' | 'code' | 'display' | 'found' | 'meaning'> & { isSure?: boolean },
    ): Suggestion => {
      const key = `${one.system}|${one.code}`;
      return { ...one, isSure: one.isSure ?? true, isFavourite: isFavourite.has(key), isUsed: used.has(key) };
    };
    if (typed.trim() === '') {
      const known = new Map<string, Suggestion>();
      for (const { system, code, display } of favourites)
        known.set(`${system}|${code}`, lineOf({ system, code, display, found: null, meaning: null }));
      for (const { system, code } of uses) {
        const display = this.#displayOf(system, code);
        if (display !== null && !known.has(`${system}|${code}`))
          known.set(`${system}|${code}`, lineOf({ system, code, display, found: null, meaning: null }));
      }
      return { lines: [...known.values()].filter(isAsked).slice(0, listed), state };
    }
    const boost = (system: string, code: string): number => {
      const key = `${system}|${code}`;
      return Math.min(0.3, (used.get(key) ?? 0) + (isFavourite.has(key) ? 0.15 : 0));
    };
    const { indexed, atServer } = this.#searchable(field);
    const phrasing = this.#phrasing ?? phrasingOf([]);
    const here = searchConcepts(indexed.filter(isAsked), phrasing, typed, { limit: listed, boost }).map(
      (one) =>
        lineOf({
          system: one.system,
          code: one.concept.code,
          display: one.concept.display,
          found: one.term,
          meaning: one.meaning,
          isSure: one.isSure,
        }),
    );
    const there = await Promise.all(
      atServer.filter(isAsked).map((release) => this.#foundByServer(release, typed)),
    );
    const found = there.flatMap((one) => one ?? []);
    // that nothing was found is only said by an answer
    const hasFailed = there.some((one) => one === null);
    return {
      lines: [...here, ...found.map(lineOf)].slice(0, listed),
      state: hasFailed && here.length === 0 ? 'away' : state,
    };
  }

  /** A code of a field as it stands in the release that is loaded; null where it is not there. Rejects when nobody can tell. */
  async displayOf(field: CodedField, system: string, code: string): Promise<string | null> {
    if (!bindings[field].systems.some((one) => one === system)) return null;
    const known = this.#indexes.of(system);
    if (known?.index) return known.index.displayOf(code);
    if (!known) return null;
    const found = await this.lookup(system, code);
    return found && !isClosed(found) ? found.display : null;
  }

  /** What of a system is held in memory; null where nothing is, or the server searches it. */
  indexOf(system: string): ConceptIndex | null {
    return this.#indexes.of(system)?.index ?? null;
  }

  async lookup(system: string, code: string): Promise<LookedUp | null> {
    const release = this.#releaseOf(system);
    if (!release) return null;
    const { cache, server } = this.#parts;
    return cache.get(release.key, `lookup ${code}`, () => server.lookup(release.url, code));
  }

  /** Also from a system that is not loaded itself, as those of the hospital's own laboratories. */
  async translate(system: string, code: string, direction: MapDirection = 'forward'): Promise<Mapped[]> {
    const url = this.#releaseOf(system)?.url ?? system;
    // maps come and go without their systems: an answer is kept for minutes
    const { cache, server } = this.#parts;
    const minutes = Math.floor(Date.now() / mapsKeptMs);
    return cache.get(`${this.#allKeys()} ${minutes}`, `translate ${direction} ${system} ${code}`, () =>
      server.translate(url, code, direction),
    );
  }

  /** How often codes were chosen is counted once they are written. */
  async wereWritten(bundle: Bundle, owners: readonly string[]): Promise<void> {
    const choices = (bundle.entry ?? []).flatMap(({ resource }) =>
      resource
        ? codedIn(resource).flatMap(({ field, concept }) =>
            (concept.coding ?? []).flatMap((coding): CodedChoice[] => {
              const system = systemOf(coding);
              const isBound = bindings[field].systems.some((one) => one === system);
              return coding.code && isBound ? [{ field, system, code: coding.code }] : [];
            }),
          )
        : [],
    );
    if (choices.length > 0) await countUses(this.#parts.db, owners, choices, new Date());
  }

  #releaseOf(system: string): Release | null {
    return (
      this.#indexes.of(system)?.release ?? this.#indexes.releases.find((one) => one.system === system) ?? null
    );
  }
  #allKeys(): string {
    return this.#indexes.releases.map(({ key }) => key).join('\n');
  }
  #displayOf(system: string, code: string): string | null {
    return this.#indexes.of(system)?.index?.displayOf(code) ?? null;
  }

  #searchable(field: CodedField): { indexed: SearchedSystem[]; atServer: Release[] } {
    const known = bindings[field].systems.flatMap((system) => this.#indexes.of(system) ?? []);
    return {
      indexed: known.flatMap(({ release, index }) => (index ? [{ system: release.system, index }] : [])),
      atServer: known.flatMap(({ release, index }) => (index ? [] : [release])),
    };
  }

  #stateOf(field: CodedField): Suggestions['state'] {
    const { indexed, atServer } = this.#searchable(field);
    if (indexed.length + atServer.length === 0) return this.#indexes.isReachable ? 'empty' : 'away';
    if (indexed.length === 0 && !this.#indexes.isReachable) return 'away';
    const main = this.#indexes.of(bindings[field].systems[0]);
    return (main ?? this.#indexes.of(indexed[0]?.system ?? ''))?.release.isSample ? 'sample' : 'whole';
  }

  /** Null: it could not be asked. */
  async #foundByServer(release: Release, typed: string) {
    const { cache, server, onError } = this.#parts;
    try {
      const found = await cache.get(release.key, `filter ${typed.trim().toLowerCase()}`, () =>
        server.filtered(release, typed, listed),
      );
      return found
        .filter(({ isHeading }) => !isHeading)
        .map(({ code, display }) => ({ system: release.system, code, display, found: null, meaning: null }));
    } catch (error) {
      onError(error);
      return null;
    }
  }

  async #readAbbreviations(): Promise<void> {
    const { value, version } = await storedAbbreviations(this.#parts.db);
    if (version === this.#phrasingVersion) return;
    const isFirst = this.#phrasing === null;
    const all = abbreviationsInUse(value);
    this.#phrasing = phrasingOf(all);
    this.#enrich = enrich(all);
    this.#phrasingVersion = version;
    // of other systems no words are added
    if (!isFirst) void this.#indexes.rebuild(systems.cim10);
  }
}

/** A habit lifts a line as far as it cannot hide what fits better: the more and the later, the higher. */
function boostOf({ count, isOwn }: Use): number {
  return (isOwn ? 0.06 : 0.03) * Math.log2(1 + count);
}
