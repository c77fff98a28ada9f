import { FhirError } from '@keneyapp/fhir-client';
import { matriculeOf, replacedBy, replacedIds } from '@keneyapp/fhir-model/identity-merge';
import { readTraits } from '@keneyapp/fhir-model/identity-traits';
import { readEncounter } from '@keneyapp/fhir-model/encounter';
import { lookupIn, patientReference } from '@keneyapp/fhir-model/references';
import type { Consent, Encounter, Patient, Resource } from '@medplum/fhirtypes';
import { isOwnAffair } from '../../access/own-affairs.ts';
import type { Context, Visit } from '../../context.ts';
import { rulings } from '../../fhir/consent.ts';
import { readConsents } from '../../fhir/read-consent.ts';
import { isTold } from '../../merging/merges.ts';
import { toldApart } from '../../identities/suspects.ts';
import type { MergeHindrance, MergeWarning, MovedCounts } from './view.ts';

type PairContext = Context & Visit;
export type Pair = [Patient, Patient];

/** Both as they are stored, with the rights of the BFF: of both it was decided that their identity may be corrected. */
export async function readPair({ services }: Context, ids: readonly [string, string]): Promise<Pair> {
  const found = await services.capabilities.lookAlikes.search('Patient', { _id: ids.join(','), _count: 2 });
  const patients = new Map((found.entry ?? []).map(({ resource }) => [resource?.id, resource]));
  const pair = ids.map((id) => {
    const patient = patients.get(id);
    if (!patient) throw new FhirError(404, null);
    return patient;
  });
  return pair as Pair;
}

/** Why these two cannot become one; what is of the kept one alone is told where it is known which that is. */
export async function hindrancesOf(
  ctx: PairContext,
  [one, other]: Pair,
  now: Date,
): Promise<MergeHindrance[]> {
  const { services, session } = ctx;
  const ids = [one.id ?? '', other.id ?? ''] as const;
  const affair = { session, patientId: ids[0], persons: [patientReference(ids[1])] };
  const [isOwn, isUnderWay, leading] = await Promise.all([
    session.fhirUser === patientReference(ids[0]) ||
      isOwnAffair(services.capabilities.consentAffairs, affair),
    services.merges.records.isUnderWay(ids),
    services.merges.records.leadingOn(ids),
  ]);
  const pair = [one, other];
  const [a, b] = pair.map((patient) => matriculeOf(patient, now));
  const isLeading = (patient: Patient): boolean =>
    replacedBy(patient) !== null || leading.some((merge) => merge.other === patient.id);
  const isMerged = pair.some(isLeading);
  return [
    ...(isOwn ? ['own-record' as const] : []),
    ...(a && b && a.matricule !== b.matricule ? ['two-matricules' as const] : []),
    ...(isMerged ? ['already-merged' as const] : []),
    ...(pair.some((patient) => patient.active === false && !isLeading(patient))
      ? ['set-aside' as const]
      : []),
    ...(pair.every((patient) => replacedIds(patient).length > 0) ? ['chain' as const] : []),
    ...(isUnderWay ? ['under-way' as const] : []),
  ];
}

export async function warningsOf(
  { services }: Context,
  [one, other]: Pair,
  moving: readonly [readonly Resource[], readonly Resource[]],
  now: Date,
): Promise<MergeWarning[]> {
  const [a, b] = [readTraits(one, now), readTraits(other, now)];
  const isApart = await toldApart(services.identities.rows, one.id ?? '', [other.id ?? '']);
  const [dates, sexes] = [
    [a.birthDate.known, b.birthDate.known],
    [a.sex, b.sex],
  ] as const;
  return [
    ...(moving.every((all) => all.some((resource) => isStayNow(resource, now)))
      ? ['both-present' as const]
      : []),
    ...(dates[0] !== '' && dates[1] !== '' && dates[0] !== dates[1] ? ['different-birth-date' as const] : []),
    ...(sexes[0] !== 'unknown' && sexes[1] !== 'unknown' && sexes[0] !== sexes[1]
      ? ['different-sex' as const]
      : []),
    ...(isApart.size > 0 ? ['told-apart' as const] : []),
    ...(isDecidedOtherwise(moving, now) ? ['different-consents' as const] : []),
  ];
}

/** Whether a kind of consent, or a person that both name, is agreed to in one record and refused in the other. */
function isDecidedOtherwise(moving: readonly [readonly Resource[], readonly Resource[]], now: Date): boolean {
  const [one, other] = moving.map((all) => {
    const consents = all.filter((resource) => resource.resourceType === 'Consent') as Consent[];
    return new Map(
      rulings(consents.flatMap(readConsents), now).map(({ kind, actors, decision }) => [
        `${kind}|${actors.join()}`,
        decision,
      ]),
    );
  });
  return [...(one ?? [])].some(([key, decision]) => (other?.get(key) ?? decision) !== decision);
}

const nothing = lookupIn();
/** What is hidden from a secretary is no reason to be warned of. */
const isStayNow = (resource: Resource, now: Date): boolean =>
  resource.resourceType === 'Encounter' &&
  isTold(resource) &&
  readEncounter(resource as Encounter, nothing, now).isCurrent;

const kinds: Partial<Record<Resource['resourceType'], keyof MovedCounts>> = {
  Encounter: 'stays',
  Appointment: 'appointments',
  DocumentReference: 'documents',
  ImagingStudy: 'images',
};

/** In kinds of the administration, without what is hidden. */
export async function countsOf(
  { services }: Context,
  patientId: string,
  found: readonly Resource[],
): Promise<MovedCounts> {
  const counts: MovedCounts = { stays: 0, appointments: 0, documents: 0, images: 0, others: 0, drafts: 0 };
  for (const resource of found) if (isTold(resource)) counts[kinds[resource.resourceType] ?? 'others'] += 1;
  counts.drafts = await services.db.draft.count({ where: { patientId, expiresAt: { gt: new Date() } } });
  return counts;
}
