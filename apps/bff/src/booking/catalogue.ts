import type { AppointmentsClient } from '@keneyapp/appointments/client';
import type { FhirClient } from '@keneyapp/fhir-client';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { nameBehind, personName } from '@keneyapp/fhir-model/names';
import { words } from '@keneyapp/fhir-model/text';
import type { HealthcareService, PractitionerRole, Resource } from '@medplum/fhirtypes';
import { isDuring } from '../access/ties.ts';

type House = Pick<FhirClient, 'searchAll' | 'batchSearch'>;
interface Named {
  id: string;
  name: string;
}

/** A kind of visit: a HealthcareService that the agenda knows too. */
export interface BookableKind {
  id: string;
  name: string;
  /** The Organization that gives it. */
  service: Named | null;
  minutes: number;
  /** More than one: people come together. */
  places: number;
  practitioners: Named[];
  /** One of these is taken; empty: it needs none. */
  rooms: Named[];
  /** Where it is given, for information: no room that can be taken. */
  wards: Named[];
  /** References of which it takes one of each list. */
  needs: string[][];
}

/** What can be booked in this hospital, and what everything is called. */
export class BookingCatalogue {
  readonly kinds: readonly BookableKind[];
  readonly #names: ReadonlyMap<string, string>;

  constructor(kinds: readonly BookableKind[], names: ReadonlyMap<string, string>) {
    this.kinds = kinds;
    this.#names = names;
  }

  kind(id: string | null): BookableKind | null {
    return this.kinds.find((one) => one.id === id) ?? null;
  }

  /** By its reference; without a name it is called by its id. */
  named(reference: string): Named {
    const id = reference.slice(reference.indexOf('/') + 1);
    return { id, name: this.#names.get(reference) ?? id };
  }
}

/** Names in the record change rarely: what was read stands so long. */
const keptMs = 15_000;
const max = 5_000,
  idsAtOnce = 100;

/** Reads the catalogue, once for whoever asks at the time. */
export class BookingCatalogues {
  readonly #house: House;
  readonly #client: Pick<AppointmentsClient, 'call'>;
  #read: { at: number; catalogue: Promise<BookingCatalogue> } | null = null;

  constructor(house: House, client: Pick<AppointmentsClient, 'call'>) {
    this.#house = house;
    this.#client = client;
  }

  current(): Promise<BookingCatalogue> {
    if (this.#read && Date.now() - this.#read.at < keptMs) return this.#read.catalogue;
    const catalogue = readCatalogue(this.#house, this.#client, new Date());
    const read = { at: Date.now(), catalogue };
    this.#read = read;
    catalogue.catch(() => {
      if (this.#read === read) this.#read = null;
    });
    return catalogue;
  }

  /** What is changed here shows at once. */
  forget(): void {
    this.#read = null;
  }
}

/**
 * Who gives a kind of visit is said by PractitionerRole.healthcareService; its rooms are those of its places that have an
 * agenda. What the agenda does not know, or nobody gives, cannot be booked.
 */
async function readCatalogue(
  house: House,
  client: Pick<AppointmentsClient, 'call'>,
  now: Date,
): Promise<BookingCatalogue> {
  const [{ kinds }, { resources }, services, roles] = await Promise.all([
    client.call('kinds.list', {}),
    client.call('resources.list', { units: null }),
    house.searchAll('HealthcareService', { active: 'true', _count: 200 }, max),
    house.searchAll('PractitionerRole', { 'service:missing': 'false', _count: 200 }, max),
  ]);
  const known = new Set(resources.map(({ value }) => value.reference));
  const names = await namesOf(house, [
    ...known,
    ...services.flatMap(({ providedBy, location = [] }) =>
      [providedBy, ...location].flatMap((one) => one?.reference ?? []),
    ),
  ]);
  const catalogue = new BookingCatalogue([], names);
  const givers = giversOf(roles, now);
  const all = services.flatMap((service): BookableKind[] => {
    const engine = kinds.find(({ value }) => value.id === service.id)?.value;
    const by = [...(givers.get(`HealthcareService/${service.id ?? ''}`) ?? [])].filter((one) =>
      known.has(one),
    );
    return engine && by.length > 0 ? [kindOf(service, engine, { by, known, catalogue })] : [];
  });
  const order = (one: BookableKind) => `${one.service?.name ?? ''} ${one.name}`;
  return new BookingCatalogue(
    all.sort((a, b) => order(a).localeCompare(order(b), 'fr')),
    names,
  );
}

function kindOf(
  service: HealthcareService,
  { id, minutes, places }: Pick<BookableKind, 'id' | 'minutes' | 'places'>,
  { by, known, catalogue }: { by: string[]; known: ReadonlySet<string>; catalogue: BookingCatalogue },
): BookableKind {
  const where = (service.location ?? []).flatMap(({ reference }) => reference ?? []);
  const rooms = where.filter((one) => known.has(one));
  const unit = service.providedBy?.reference;
  const named = (references: string[]) => references.map((one) => catalogue.named(one)).sort(byName);
  return {
    ...{ id, minutes, places },
    name: words(service.name) ?? id,
    service: unit ? catalogue.named(unit) : null,
    practitioners: named(by),
    rooms: named(rooms),
    wards: named(where.filter((one) => !known.has(one))),
    needs: [by, ...(rooms.length > 0 ? [rooms] : [])],
  };
}

/** Practitioners by what they give now. */
function giversOf(roles: readonly PractitionerRole[], now: Date): Map<string, Set<string>> {
  const givers = new Map<string, Set<string>>();
  for (const { active, period, practitioner, healthcareService = [] } of roles)
    if (active !== false && isDuring(period, now) && practitioner?.reference)
      for (const { reference } of healthcareService)
        if (reference)
          givers.set(reference, (givers.get(reference) ?? new Set()).add(practitioner.reference));
  return givers;
}

const nameTypes = ['Practitioner', 'Location', 'Organization', 'Device', 'HealthcareService'] as const;

async function namesOf(house: House, references: readonly string[]): Promise<Map<string, string>> {
  const searches = nameTypes.flatMap((type) => {
    const ids = [...new Set(references.flatMap((one) => one.split(`${type}/`, 2)[1] ?? []))];
    return Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, i) => ({
      type,
      params: { _id: ids.slice(i * idsAtOnce, (i + 1) * idsAtOnce).join(','), _count: idsAtOnce },
    }));
  });
  const answers = await house.batchSearch(searches);
  const found = answers.flatMap((answer, i): Resource[] => {
    const type = searches[i]?.type;
    return type ? matches(orThrow(answer), type) : [];
  });
  return new Map(
    found.flatMap((one) => {
      const name =
        one.resourceType === 'Practitioner' ? personName(one.name) : nameBehind({ reference: '' }, () => one);
      return name && one.id ? [[`${one.resourceType}/${one.id}`, name] as const] : [];
    }),
  );
}

const byName = (a: Named, b: Named): number => a.name.localeCompare(b.name, 'fr');
