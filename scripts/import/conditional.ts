import type { BundleEntry, Resource } from '@medplum/fhirtypes';
import type { Connection } from '../wire/connection.ts';
import { put, search } from '../wire/fhir.ts';
import { stableId } from '../wire/ids.ts';
import { Unusable } from './content.ts';
import type { Prepared, WithId } from './prepare.ts';

interface Wanted {
  reference: string;
  display?: string;
}

/**
 * Conditional references (`Practitioner?identifier=system|value`): looked up once on the server and made literal. Who is not
 * there and is only known by an identifier is created with it and the name the reference gives, always under the same id.
 */
export class ConditionalReferences {
  readonly #connection: Connection;
  readonly #known = new Map<string, string>();
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Rewrites the references of these resources; answers the entries that have to go in with them. */
  async resolve(prepared: readonly Prepared[]): Promise<BundleEntry<Resource>[]> {
    const wanted = new Map<string, Wanted>();
    for (const { entry } of prepared) collect(entry.resource, wanted);
    const extra: BundleEntry<Resource>[] = [],
      made = new Map<string, string>();
    for (const w of wanted.values()) {
      if (this.#known.has(w.reference)) continue;
      const inBundle = prepared.find((p) => hasIdentifier(p.entry.resource, w.reference));
      if (inBundle?.entry.request?.method === 'POST' && inBundle.entry.fullUrl) {
        made.set(w.reference, inBundle.entry.fullUrl); // made under a condition: its id is known afterwards
        continue;
      }
      if (inBundle?.entry.request?.method === 'PUT' && inBundle.entry.request.url) {
        this.#known.set(w.reference, inBundle.entry.request.url);
        continue;
      }
      const found =
        (await search(this.#connection, `${w.reference}&_count=2`)).entry?.filter(
          (e) => e.search?.mode !== 'outcome',
        ) ?? [];
      if (found.length > 1) throw new Unusable('a conditional reference that several resources answer');
      const resource = found[0]?.resource;
      if (resource?.id) this.#known.set(w.reference, `${resource.resourceType}/${resource.id}`);
      else {
        const stub = placeholder(w);
        if (!stub) throw new Unusable('a conditional reference to something that is not on the server');
        extra.push(put(stub));
        this.#known.set(w.reference, `${stub.resourceType}/${stub.id}`);
      }
    }
    const all = made.size > 0 ? new Map([...this.#known, ...made]) : this.#known;
    if (wanted.size > 0) for (const { entry } of prepared) replace(entry.resource, all);
    return extra;
  }
}

const pattern =
  /^(Practitioner|Organization|Location|Patient|Device|HealthcareService|PractitionerRole)\?identifier=([^&|]*)\|([^&]+)$/;
const conditional = (text: unknown): text is string =>
  typeof text === 'string' && /^[A-Z][A-Za-z]+\?/.test(text);

function collect(value: unknown, wanted: Map<string, Wanted>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, wanted);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const { reference, display } = value as { reference?: unknown; display?: unknown };
  if (conditional(reference) && !wanted.has(reference))
    wanted.set(reference, { reference, ...(typeof display === 'string' ? { display } : {}) });
  for (const item of Object.values(value)) if (typeof item === 'object') collect(item, wanted);
}

function replace(value: unknown, known: ReadonlyMap<string, string>): void {
  if (Array.isArray(value)) {
    for (const item of value) replace(item, known);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const holder = value as { reference?: unknown };
  if (conditional(holder.reference)) holder.reference = known.get(holder.reference) ?? holder.reference;
  for (const item of Object.values(value)) if (typeof item === 'object') replace(item, known);
}

function parts(reference: string): { type: string; system: string; value: string } | null {
  const match = pattern.exec(reference);
  if (!match) return null;
  try {
    return {
      type: match[1] ?? '',
      system: decodeURIComponent(match[2] ?? ''),
      value: decodeURIComponent(match[3] ?? ''),
    };
  } catch {
    return null;
  }
}

function hasIdentifier(resource: Resource | undefined, reference: string): boolean {
  const wanted = parts(reference),
    list = (resource as { identifier?: unknown } | undefined)?.identifier;
  return (
    wanted !== null &&
    resource?.resourceType === wanted.type &&
    Array.isArray(list) &&
    list.some(
      (i: { system?: string; value?: string }) =>
        i.value === wanted.value && (i.system ?? '') === wanted.system,
    )
  );
}

function placeholder({ reference, display }: Wanted): WithId | null {
  const wanted = parts(reference);
  if (!wanted || wanted.type === 'Patient') return null; // nobody becomes a patient by being mentioned
  const base = {
    id: stableId('idt', wanted.type, wanted.system, wanted.value),
    identifier: [{ ...(wanted.system ? { system: wanted.system } : {}), value: wanted.value }],
  };
  switch (wanted.type) {
    case 'Practitioner':
      return { resourceType: 'Practitioner', ...base, ...(display ? { name: [{ text: display }] } : {}) };
    case 'Organization':
      return { resourceType: 'Organization', ...base, name: display ?? wanted.value };
    case 'Location':
      return { resourceType: 'Location', ...base, name: display ?? wanted.value };
    case 'HealthcareService':
      return { resourceType: 'HealthcareService', ...base, name: display ?? wanted.value };
    case 'PractitionerRole':
      return { resourceType: 'PractitionerRole', ...base };
    case 'Device':
      return { resourceType: 'Device', ...base };
    default:
      return null;
  }
}
