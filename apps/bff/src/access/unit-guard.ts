import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import type { Topic } from '../events/schemas.ts';
import { isShared } from '../fhir/compartment.ts';
import { DeniedError } from './denied.ts';
import { tellsOf } from './guarded-fhir.ts';
import { House, keyOf } from './house.ts';
import { carriesPatient } from './no-patient.ts';
import { pointersOf } from './references.ts';
import { askedOf, Owners, ownersOf, type At } from './unit-owners.ts';
import { isOwned, isUnitType, type Owned } from './unit-types.ts';

interface UnitView {
  /** Who writes, as the record knows them. */
  fhirUser: string | null;
  /** Those of the house who are away and for whom they stand in, `Practitioner/…`: whoever stands in for somebody does their tasks. */
  standsInFor: readonly string[];
  /** With the rights of the BFF itself. */
  fhir: Pick<FhirClient, 'batchSearch'>;
  now: Date;
}
/** A transaction that may be sent, and who follows what it writes, by `Type/id`. */
export interface AcceptedByUnit {
  bundle: Bundle;
  topics: Record<string, Topic[]>;
}

/**
 * What belongs to no chart: agendas, tasks of a team, messages, lists. Each belongs to a unit, as it is stored and as it will
 * be, and is written by those who work there now: nobody takes something over by writing it, and nobody gives it away. None
 * of it carries a patient; what does is of that chart, and written there. Throws for what may not be.
 */
export async function acceptedByUnit(
  { fhirUser, standsInFor, fhir, now }: UnitView,
  bundle: Bundle,
): Promise<AcceptedByUnit> {
  const parts = (bundle.entry ?? []).map((entry) => partOf(entry, bundle));
  const me = fhirUser?.startsWith('Practitioner/') ? fhirUser : null;
  if (me === null) throw denied('other-unit');
  const written = new Map(parts.flatMap(({ owned }) => (owned ? [[keyIn(owned), owned] as const] : [])));
  const house = new House(fhir, now);
  await house.learn([me, ...written.keys(), ...[...written.values()].flatMap(ledTo)], (found) =>
    // of what is written, and of the agendas of its times; not of all that they lead to
    isOwned(found) && (written.has(keyIn(found)) || found.resourceType === 'Schedule') ? ledTo(found) : [],
  );
  const stored: At = (key) => house.get(key);
  const willBe: At = (key) => written.get(key) ?? house.get(key);
  const owners = new Owners(house, me);
  const isTheirs = (one: Owned): boolean =>
    owners.isMine(one, stored) ||
    (one.resourceType === 'Task' &&
      (owners.wasMine(one) || askedOf(one).some((key) => standsInFor.includes(key))));
  const topics: AcceptedByUnit['topics'] = {};
  for (const { resource, owned, ifMatch } of parts) {
    if (carriesPatient(resource, willBe)) throw denied('other-chart');
    if (!owned) continue;
    const there = house.get(keyIn(owned));
    // a server that knows nothing of it may create it in spite of `If-Match`
    if (!there && ifMatch !== undefined) throw new FhirError(412, null, 'not-there');
    const isKept =
      owned.resourceType === 'Task' && there?.resourceType === 'Task' && owners.staysThere(owned, there);
    if (!isKept && !owners.isMine(owned, willBe)) throw denied('other-unit');
    const of = owners.topicsOf(owned, willBe);
    if (there && isOwned(there)) {
      if (carriesPatient(there, stored)) throw denied('other-chart');
      if (!isTheirs(there)) throw denied('other-unit');
      of.push(...owners.topicsOf(there, stored));
    }
    topics[keyIn(owned)] = [...new Map(of.map((topic) => [`${topic.kind}/${topic.id}`, topic])).values()];
  }
  if (written.size === 0) throw denied('other-unit');
  return { bundle, topics };
}

interface Part {
  resource: Resource;
  /** Null of what tells who wrote the rest. */
  owned: Owned | null;
  ifMatch: string | undefined;
}
function partOf({ resource, request }: BundleEntry, sent: Bundle): Part {
  if (!resource || request?.method !== 'PUT') throw denied('other-unit');
  const owned = isOwned(resource) ? resource : null;
  if (!owned && !tellsOf(resource, sent)) throw denied('other-unit');
  return { resource, owned, ifMatch: request.ifMatch };
}

const keyIn = ({ resourceType, id = '' }: Resource): string => `${resourceType}/${id}`;

/** What has to be known to tell whose something is, and whether what it leads to names a patient. */
function ledTo(resource: Owned): string[] {
  const owners = [
    ...ownersOf(resource).flatMap((one) => keyOf(one) ?? []),
    ...(resource.resourceType === 'Task' ? askedOf(resource) : []),
  ];
  const others = pointersOf(resource).flatMap(({ key }) => key ?? []);
  const isKnownByType = (key: string, test: (type: string) => boolean) => test(key.split('/')[0] ?? '');
  return [
    ...owners.filter((key) => isKnownByType(key, isShared)),
    ...others.filter((key) => isKnownByType(key, isUnitType)),
  ];
}

const denied = (reason: 'other-unit' | 'other-chart'): TRPCError =>
  new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError(reason) });
