import type { FhirClient } from '@keneyapp/fhir-client';
import type { CodeableConcept, PractitionerRole } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { coded } from '@keneyapp/fhir-model/coded';
import { matches, versionOf } from '@keneyapp/fhir-model/bundles';
import { nameBehind } from '@keneyapp/fhir-model/names';
import { idOf, lookupIn, referenceKey, type Lookup } from '@keneyapp/fhir-model/references';
import type { Membership, ServiceChoice } from './view.ts';

/** More than the roles of a page of people. */
const pageSize = 500;
const department = 'http://terminology.hl7.org/CodeSystem/organization-type|dept';

/** Services of these practitioners (`Practitioner/…`), by reference; one search. */
export async function membershipsOf(
  fhir: FhirClient,
  practitioners: readonly string[],
): Promise<Map<string, Membership[]>> {
  const found = new Map<string, Membership[]>(practitioners.map((reference) => [reference, []]));
  if (practitioners.length === 0) return found;
  const bundle = await fhir.search('PractitionerRole', {
    practitioner: practitioners.join(','),
    _include: ['PractitionerRole:organization', 'PractitionerRole:location'],
    _count: pageSize,
  });
  const lookup = lookupIn(bundle);
  for (const role of matches(bundle, 'PractitionerRole').filter(isCurrent))
    found.get(referenceKey(role.practitioner?.reference ?? '') ?? '')?.push(membership(role, lookup));
  return found;
}

const isCurrent = ({ active, period }: PractitionerRole): boolean =>
  active !== false && !(period?.end !== undefined && Date.parse(period.end) < Date.now() - 86_400_000);

function membership(role: PractitionerRole, lookup: Lookup): Membership {
  return {
    id: role.id ?? '',
    version: versionOf(role),
    serviceId: idOf(role.organization),
    service: nameBehind(role.organization, lookup, role),
    places: (role.location ?? []).flatMap((place) => nameBehind(place, lookup, role) ?? []),
    profession: words(role.specialty) ?? words(role.code),
  };
}
const words = (concepts: CodeableConcept[] | undefined): string | null => coded(concepts?.[0]).text;

/** Departments of the hospital, by name. */
export async function services(fhir: FhirClient): Promise<ServiceChoice[]> {
  const found = await fhir.searchAll(
    'Organization',
    { type: department, _sort: 'name', _count: pageSize },
    pageSize,
  );
  return found
    .flatMap(({ id, name, active }) => (id && name && active !== false ? [{ id, name }] : []))
    .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}

/** Makes somebody a member of a service and its wards, with the profession they already have elsewhere; once, however often it is asked. */
export async function join(
  read: FhirClient,
  write: FhirClient,
  practitioner: { reference: string; display: string },
  serviceId: string,
): Promise<string> {
  const [service, wards, roles] = await Promise.all([
    read.read('Organization', serviceId),
    read.search('Location', { organization: `Organization/${serviceId}`, _count: pageSize }),
    read.search('PractitionerRole', { practitioner: practitioner.reference, _count: 50 }),
  ]);
  const [before] = matches(roles, 'PractitionerRole').sort(
    (a, b) => Number(isCurrent(b)) - Number(isCurrent(a)),
  );
  const created = await write.create<PractitionerRole>(
    {
      resourceType: 'PractitionerRole',
      active: true,
      practitioner,
      organization: {
        reference: `Organization/${serviceId}`,
        ...(service.name ? { display: service.name } : {}),
      },
      period: { start: today() },
      location: matches(wards, 'Location')
        .filter((l) => l.physicalType?.coding?.some(({ code }) => code === 'wa'))
        .map((l) => ({ reference: `Location/${l.id}`, ...(l.name ? { display: l.name } : {}) })),
      ...(before?.code ? { code: before.code } : {}),
      ...(before?.specialty ? { specialty: before.specialty } : {}),
      ...(before?.meta?.profile ? { meta: { profile: before.meta.profile } } : {}),
    },
    {
      ifNoneExist: `practitioner=${practitioner.reference}&organization=Organization/${serviceId}&active=true`,
    },
  );
  return created.id ?? '';
}

/** Ends a membership from now on; it stays in the record, so that past encounters keep their people. */
export async function leave(
  read: FhirClient,
  write: FhirClient,
  practitioner: string,
  membershipId: string,
  version: string,
): Promise<void> {
  const role = await read.read('PractitionerRole', membershipId);
  if (referenceKey(role.practitioner?.reference ?? '') !== practitioner)
    throw new TRPCError({ code: 'NOT_FOUND', message: 'no such membership' });
  await write.update(
    { ...role, active: false, period: { ...role.period, end: today() } },
    { ifMatch: version },
  );
}

const today = () => new Date().toISOString().slice(0, 10);
export const practitionerOf = (fhirUser: string | null): string | null =>
  fhirUser && /^Practitioner\//.test(fhirUser) && idOf({ reference: fhirUser }) ? fhirUser : null;
