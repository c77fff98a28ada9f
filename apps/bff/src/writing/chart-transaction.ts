import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { markerOf, type Author, type Signing } from './marker.ts';
import { withStatus } from './signed-status.ts';
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
  /** `Type/id` of what is signed, or amended from the version that was. */
  readonly #signed = new Set<string>();
  readonly #amended: { key: string; version: string }[] = [];
  readonly #overwritten = new Set<string>();

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
    this.#putOver(resource);
  }

  /** Writes over this version and no other. */
  update<R extends Resource>(resource: Stored<R>, version: string): R {
    if (!resource.id) throw new Error(`an update of a ${resource.resourceType} without an id`);
    this.#putOver(resource, version);
    return resource;
  }

  /** Signs: its status says so, and the marker freezes it. Made anew at a place, or over a version that was not signed. */
  sign<R extends Resource>(resource: Stored<R>, at: { place: string } | { version: string }): R {
    const final = withStatus(resource, 'final');
    const signed = 'place' in at ? this.create(at.place, final) : this.update(final, at.version);
    this.#signed.add(keyOf(signed));
    return signed;
  }

  /** Signs once more what was signed, over that version, which the marker names: it is kept. */
  amend<R extends Resource>(
    resource: Stored<R>,
    version: string,
    how: 'amended' | 'entered-in-error' = 'amended',
  ): R {
    const amended = this.update(withStatus(resource, how), version);
    this.#signed.add(keyOf(amended));
    this.#amended.push({ key: keyOf(amended), version });
    return amended;
  }

  get isSigning(): boolean {
    return this.#signed.size > 0;
  }
  /** `Type/id` of what may be there already. */
  get overwritten(): string[] {
    return [...this.#overwritten];
  }

  /** The Bundle, with the marker that tells afterwards whether it went in. @param rpps of who signs, where anything is signed */
  bundle(rpps: string | null = null): Bundle {
    const written = this.#entries.flatMap(({ resource }) => resource ?? []);
    if (this.isSigning && rpps === null) throw new Error('nobody signs without a number');
    const signing: Signing | null =
      rpps === null || !this.isSigning
        ? null
        : { signed: written.filter((one) => this.#signed.has(keyOf(one))), amended: this.#amended, rpps };
    const isNew = this.#entries.every(({ request }) => request?.ifMatch === undefined);
    const marker = markerOf({ id: this.id, written, isNew, author: this.#author, at: this.#at, signing });
    return { resourceType: 'Bundle', type: 'transaction', entry: [...this.#entries, entryOf(marker)] };
  }

  #putOver(resource: Resource, version?: string): void {
    // it says who wrote or signed something else
    if (resource.resourceType === 'Provenance') throw new Error('a Provenance is never written over');
    this.#overwritten.add(keyOf(resource));
    this.#put(resource, version);
  }

  #put(resource: Resource, version?: string): void {
    const entry = entryOf(resource, version);
    if (this.#entries.some(({ fullUrl }) => fullUrl === entry.fullUrl))
      throw new Error(`${entry.fullUrl ?? ''} is written twice in one transaction`);
    this.#entries.push(entry);
  }
}

const keyOf = ({ resourceType, id = '' }: Resource): string => `${resourceType}/${id}`;

function entryOf(resource: Resource, version?: string): BundleEntry {
  const address = keyOf(resource);
  return {
    fullUrl: address,
    resource,
    request: { method: 'PUT', url: address, ...(version === undefined ? {} : { ifMatch: `W/"${version}"` }) },
  };
}
