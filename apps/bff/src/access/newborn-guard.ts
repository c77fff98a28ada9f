import { readState } from '@keneyapp/fhir-model/identity-write';
import { patientReference, referenceKey } from '@keneyapp/fhir-model/references';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Bundle, BundleEntry, Patient, RelatedPerson } from '@medplum/fhirtypes';
import { tellsOf } from './guarded-fhir.ts';
import { denied, refuseDoors, refuseUnprovenMatricule } from './identity-guard.ts';

interface NewbornView {
  motherId: string;
  /** Who writes, as the record knows them. */
  fhirUser: string | null;
  now: Date;
}

const ofRelative = new Set([
  ...['resourceType', 'id', 'active', 'identifier', 'patient', 'relationship', 'name', 'gender', 'birthDate'],
]);
const kinship = new Set(['MTH', 'CHILD']);

/**
 * What registers children with their mother: children who are new, who says that each is a child of this mother and she their
 * mother, and who wrote it. All of it is new, so that nothing of a record is changed. A RelatedPerson says who somebody is and
 * opens nothing: it names the other record by its hospital number, never by a reference or a link, and nobody signs in as one
 * that was just made.
 */
export function acceptedNewborns({ motherId, fhirUser, now }: NewbornView, bundle: Bundle): Bundle {
  const entries = (bundle.entry ?? []).filter(({ resource }) => !(resource && tellsOf(resource, bundle)));
  if (!entries.every(isNew)) throw denied('other-chart');
  const children = entries.flatMap(({ resource }) =>
    resource?.resourceType === 'Patient' ? [resource] : [],
  );
  const relatives = entries.flatMap(({ resource }) =>
    resource?.resourceType === 'RelatedPerson' ? [resource] : [],
  );
  if (children.length === 0 || children.length + relatives.length !== entries.length)
    throw denied('other-chart');
  for (const child of children) refuseOtherThanNewborn(child, now);
  const ids = children.flatMap(({ id }) => id ?? []);
  if (ids.includes(motherId)) throw denied('other-chart');
  const own: readonly string[] = [motherId, ...ids].map(patientReference);
  if (fhirUser !== null && own.includes(fhirUser)) throw denied('own-record');
  for (const relative of relatives) refuseOtherThanKin(relative, own);
  return bundle;
}

const isNew = ({ resource, request }: BundleEntry): boolean =>
  resource !== undefined && request?.method === 'PUT' && request.ifMatch === undefined;

function refuseOtherThanNewborn(child: Patient, now: Date): void {
  refuseDoors(child);
  refuseUnprovenMatricule(child, now);
  // no paper of theirs was seen yet
  if (readState(child).status !== 'PROV') throw denied('other-part');
}

function refuseOtherThanKin(relative: RelatedPerson, own: readonly string[]): void {
  if (!own.includes(referenceKey(relative.patient.reference ?? '') ?? '')) throw denied('other-chart');
  if (Object.keys(relative).some((element) => !ofRelative.has(element))) throw denied('other-part');
  const codes = (relative.relationship ?? []).flatMap(({ coding = [] }) => coding.map(({ code }) => code));
  const isKin = codes.length > 0 && codes.every((code) => kinship.has(code ?? ''));
  const isNumbered = (relative.identifier ?? []).every(({ system }) => system === systems.ipp);
  if (!isKin || !isNumbered) throw denied('other-part');
}
