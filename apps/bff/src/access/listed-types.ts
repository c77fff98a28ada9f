import { typesListedOn } from '@keneyapp/fhir-model/catalogue';
import type { Resource } from '@medplum/fhirtypes';
import type { Feature } from './roles.ts';

/** What lists over patients may read through the person's client, by feature; everything else does not come through. */
export const listedTypes: Partial<Record<Feature, readonly Resource['resourceType'][]>> = {
  patients: typesListedOn('patients'),
  identities: typesListedOn('identities'),
  appointments: typesListedOn('appointments'),
  drafts: typesListedOn('drafts'),
  consents: typesListedOn('consents'),
  wards: typesListedOn('wards'),
  tasks: typesListedOn('tasks'),
  administration: typesListedOn('administration'),
};
