import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { markerOf, type Author } from './marker.ts';
import { resourceIdOf } from './write-ids.ts';

/** A resource that is stored already, as it was read. */
type Stored<R extends Resource> = R & { id?: string };

/**
 * The one builder of what is written into a chart (ADR 17). Creations are PUT under an id that follows from the key of the
 * browser, changes carry `If-Match`, nothing is deleted. Sent again, the same Bundle changes nothing.
 */
export class ChartTransaction {
  readonly id: string;
  readonly #author: Author;
  readonly #at: Date;
  readonly #entries: BundleEntry[] = [];

  /** @param id of the intent @param at the moment that the marker says */
  constructor(id: string, author: Author, at: Date) {
    this.id = id;
    this.#author = author;
    this.#at = at;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Id that a resource created at this place will have. */
  idAt(place: string): string {
    return resourceIdOf(this.id, place);
  }

  /** Creates; the resource gets the id of its place, whatever it had. */
  create<R extends Resource>(place: string, resource: R): R {
    const created = { ...resource, id: this.idAt(place) };
    this.#put(created);
    return created;
  }

  /** Creates under an id of its own, for what there is one of whoever writes it first (the score of a set). */
  createOnce(resource: Resource): void {
    if (!resource.id) throw new Error(`a ${resource.resourceType} without an id`);
    this.#put(resource);
  }

  /** Writes over this version and no other. */
  update<R extends Resource>(resource: Stored<R>, version: string): R {
    if (!resource.id) throw new Error(`an update of a ${resource.resourceType} without an id`);
    this.#put(resource, version);
    return resource;
  }

  /** The Bundle, with the marker that tells afterwards whether it went in. */
  bundle(): Bundle {
    const written = this.#entries.flatMap(({ resource }) => resource ?? []);
    const isNew = this.#entries.every(({ request }) => request?.ifMatch === undefined);
    const marker = markerOf({ id: this.id, written, isNew, author: this.#author, at: this.#at });
    return { resourceType: 'Bundle', type: 'transaction', entry: [...this.#entries, entryOf(marker)] };
  }

  #put(resource: Resource, version?: string): void {
    const entry = entryOf(resource, version);
    if (this.#entries.some(({ fullUrl }) => fullUrl === entry.fullUrl))
      throw new Error(`${entry.fullUrl ?? ''} is written twice in one transaction`);
    this.#entries.push(entry);
  }
}

function entryOf(resource: Resource, version?: string): BundleEntry {
  const address = `${resource.resourceType}/${resource.id ?? ''}`;
  return {
    fullUrl: address,
    resource,
    request: { method: 'PUT', url: address, ...(version === undefined ? {} : { ifMatch: `W/"${version}"` }) },
  };
}
