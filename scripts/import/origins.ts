import type { BundleEntry, Resource } from '@medplum/fhirtypes';
import type { Connection } from '../wire/connection.ts';
import { isRefusal, search } from '../wire/fhir.ts';

/** Beyond this many, ids are no longer remembered: the servers that resources come from are known long before. */
const remembered = 200_000;
const absolute = /^(https?:\/\/.+)\/([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/;

/**
 * The servers that what comes in was taken from. A reference by an absolute address into one of them leads to a resource of
 * this import and becomes a relative one; any other stays as it is, and is told.
 */
export class Origins {
  readonly #bases = new Set<string>();
  readonly #loaded = new Set<string>();
  readonly #unseen = new Map<string, string>();
  readonly #abroad = new Map<string, Map<string, number>>();

  constructor(fhirUrl: string) {
    this.#bases.add(fhirUrl);
  }

  /** An entry as it stood in the file: its fullUrl names its server. Without one, its own id is what is known of it. */
  saw({ fullUrl, resource }: BundleEntry<Resource>): void {
    if (!resource?.id) return;
    const own = `${resource.resourceType}/${resource.id}`;
    if (fullUrl && /^https?:/.test(fullUrl)) {
      if (fullUrl.endsWith(`/${own}`)) this.#bases.add(fullUrl.slice(0, -own.length - 1));
    } else if (this.#loaded.size < remembered) this.#loaded.add(own);
  }

  /** A reference by absolute address to something that came in without one: it is of the same server as the rest. */
  learn(resource: Resource): void {
    eachReference(resource, (reference) => {
      const [, base, type, id] = absolute.exec(reference) ?? [];
      if (base && !this.#bases.has(base) && this.#loaded.has(`${type}/${id}`)) this.#bases.add(base);
    });
  }

  /** `Type/id` of an absolute address into a known server, else null. */
  relative(reference: string): { type: string; id: string } | null {
    const [, base, type, id] = absolute.exec(reference) ?? [];
    return base && type && id && this.#bases.has(base) ? { type, id } : null;
  }

  /** Takes down what the references of a resource, as it is sent, still lead to. */
  account(path: string, resource: Resource, loaded: (reference: string) => boolean): void {
    eachReference(resource, (reference) => {
      if (/^https?:/i.test(reference)) this.#count(path, hostOf(reference));
      else if (/^urn:/i.test(reference) && !loaded(reference)) this.#count(path, 'urn');
    });
  }

  /** A reference that was made relative: whether its target is there is asked at the end. */
  follow(path: string, target: string): void {
    if (this.#unseen.size < remembered && !this.#unseen.has(target)) this.#unseen.set(target, path);
  }

  #count(path: string, to: string): void {
    const of = this.#abroad.get(path) ?? new Map<string, number>();
    of.set(to, (of.get(to) ?? 0) + 1);
    this.#abroad.set(path, of);
  }

  /** What to tell of each file: references into other servers, and those whose target is nowhere. */
  async remarks(c: Connection): Promise<{ path: string; remark: string }[]> {
    const out = [...this.#abroad].flatMap(([path, to]) =>
      [...to].map(([where, n]) => ({
        path,
        remark:
          where === 'urn'
            ? `${n} reference${n > 1 ? 's' : ''} to something that is not in the file`
            : `${n} reference${n > 1 ? 's' : ''} to another server (${where}), left as written`,
      })),
    );
    const byType = new Map<string, string[]>();
    for (const target of this.#unseen.keys()) {
      const [type = '', id = ''] = target.split('/');
      byType.set(type, [...(byType.get(type) ?? []), id]);
    }
    const nowhere = new Map<string, number>();
    for (const [type, ids] of byType)
      for (let i = 0; i < ids.length; i += 100) {
        const part = ids.slice(i, i + 100),
          found = await whichAreThere(c, type, part);
        for (const id of part)
          if (!found.has(id)) {
            const path = this.#unseen.get(`${type}/${id}`) ?? '';
            nowhere.set(path, (nowhere.get(path) ?? 0) + 1);
          }
      }
    for (const [path, n] of nowhere)
      out.push({ path, remark: `${n} resource${n > 1 ? 's' : ''} it refers to by address did not come in` });
    return out;
  }
}

async function whichAreThere(c: Connection, type: string, ids: readonly string[]): Promise<Set<string>> {
  try {
    const { entry = [] } = await search(c, `${type}?_id=${ids.join(',')}&_elements=id&_count=${ids.length}`);
    return new Set(entry.flatMap(({ resource }) => (resource?.id ? [resource.id] : [])));
  } catch (error) {
    if (isRefusal(error)) return new Set(); // no type the server knows
    throw error;
  }
}

function hostOf(reference: string): string {
  try {
    return new URL(reference).origin; // the rest of an address can name a person
  } catch {
    return 'no address';
  }
}

/** Each `reference` within a value. */
function eachReference(value: unknown, visit: (reference: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === 'reference' && typeof item === 'string') visit(item);
    else if (typeof item === 'object') eachReference(item, visit);
  }
}
