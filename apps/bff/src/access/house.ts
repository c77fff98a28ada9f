import type { FhirClient, SearchParams } from '@keneyapp/fhir-client';
import { hasNext, orThrow } from '@keneyapp/fhir-model/bundles';
import { referenceKey } from '@keneyapp/fhir-model/references';
import type { Location, PractitionerRole, Reference, Resource } from '@medplum/fhirtypes';
import { FhirError } from '@keneyapp/fhir-client';
import { isDuring } from './ties.ts';

type Type = Resource['resourceType'];
type Search = { type: Type; params: SearchParams };
const atOnce = 50,
  maxRoles = 1_000,
  /** Bed, room, ward, building and what is above. */
  highestPlace = 8;

export const keyOf = (reference: Reference | undefined): string | null =>
  referenceKey(reference?.reference ?? '');
const typeOf = (key: string): string => key.slice(0, key.indexOf('/'));

/** What of the house is asked for to tell to whom something belongs, as the FHIR server has it now. */
export class House {
  readonly #fhir: Pick<FhirClient, 'batchSearch'>;
  readonly #now: Date;
  readonly #known = new Map<string, Resource | null>();
  /** By practitioner: the roles they have now. */
  readonly #roles = new Map<string, PractitionerRole[]>();

  constructor(fhir: Pick<FhirClient, 'batchSearch'>, now: Date) {
    this.#fhir = fhir;
    this.#now = now;
  }

  /** Null: there is none. What was not learnt throws: nothing is taken for absent that nobody asked for. */
  get(key: string): Resource | null {
    const found = this.#known.get(key);
    if (found === undefined) throw new Error(`nobody asked for ${key}`);
    return found;
  }

  rolesOf(practitioner: string): PractitionerRole[] {
    return this.#roles.get(practitioner) ?? [];
  }

  /** Reads these, and what they lead to as long as `next` names more. Rejects when any of it cannot be had. */
  async learn(keys: Iterable<string>, next: (resource: Resource) => readonly string[]): Promise<void> {
    let wanted = new Set(keys);
    while (wanted.size > 0) {
      const news = [...wanted].filter((key) => !this.#known.has(key));
      if (news.length > 0) await this.#ask(news);
      wanted = new Set(
        news.flatMap((key) => {
          const found = this.#known.get(key);
          return found ? [...next(found), ...placeAbove(found)] : [];
        }),
      );
    }
  }

  async #ask(keys: readonly string[]): Promise<void> {
    const searches = [...Map.groupBy(keys, typeOf)].flatMap(([type, ofType]) =>
      slices(ofType).map((slice): Search => ({
        type: type as Type,
        params: { _id: slice.map((key) => key.slice(type.length + 1)).join(','), _count: slice.length },
      })),
    );
    const people = keys.filter((key) => typeOf(key) === 'Practitioner');
    const roles = slices(people).map((slice): Search => ({
      type: 'PractitionerRole',
      params: { practitioner: slice.join(','), _count: maxRoles },
    }));
    const answers = (await this.#fhir.batchSearch([...searches, ...roles])).map(orThrow);
    // half the truth is none
    if (answers.slice(searches.length).some(hasNext)) throw new FhirError(502, null, 'too-many');
    for (const key of keys) this.#known.set(key, null);
    for (const { entry = [] } of answers.slice(0, searches.length))
      for (const { resource } of entry)
        if (resource?.id && this.#known.get(`${resource.resourceType}/${resource.id}`) === null)
          this.#known.set(`${resource.resourceType}/${resource.id}`, resource);
    for (const { entry = [] } of answers.slice(searches.length))
      for (const { resource } of entry) {
        const of = resource?.resourceType === 'PractitionerRole' ? keyOf(resource.practitioner) : null;
        if (of !== null && resource && this.#isNow(resource as PractitionerRole))
          this.#roles.set(of, [...this.rolesOf(of), resource as PractitionerRole]);
      }
  }

  #isNow({ active, period }: PractitionerRole): boolean {
    return active !== false && isDuring(period, this.#now);
  }

  /** Units (Organizations and Locations) that somebody or something of the house belongs to now; empty for all else. */
  unitsOf(key: string): string[] {
    const type = typeOf(key);
    if (type === 'Organization') return [key];
    if (type === 'Practitioner') return this.rolesOf(key).flatMap(unitsOfRole);
    if (type !== 'HealthcareService' && type !== 'Location' && type !== 'PractitionerRole') return [];
    const found = this.get(key);
    if (found?.resourceType === 'HealthcareService')
      return found.active === false ? [] : [keyOf(found.providedBy) ?? []].flat();
    if (found?.resourceType === 'PractitionerRole') return this.#isNow(found) ? unitsOfRole(found) : [];
    return found?.resourceType === 'Location' ? this.#unitsOfPlace(found) : [];
  }

  /** The place, those it is a part of, and the nearest Organization that manages one of them. */
  #unitsOfPlace(place: Location): string[] {
    const units: string[] = [];
    let manager: string | null = null;
    for (
      let at: Resource | null = place, i = 0;
      at?.resourceType === 'Location' && i < highestPlace;
      i += 1
    ) {
      units.push(`Location/${at.id ?? ''}`);
      manager ??= keyOf(at.managingOrganization);
      const above = keyOf(at.partOf);
      at = above === null ? null : this.get(above);
    }
    return manager === null ? units : [...units, manager];
  }
}

export const unitsOfRole = ({ organization, location = [] }: PractitionerRole): string[] =>
  [organization, ...location].flatMap((one) => keyOf(one) ?? []);

const placeAbove = (resource: Resource): string[] =>
  resource.resourceType === 'Location' ? [keyOf(resource.partOf) ?? []].flat() : [];

function slices<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / atOnce) }, (_, i) =>
    list.slice(i * atOnce, (i + 1) * atOnce),
  );
}
