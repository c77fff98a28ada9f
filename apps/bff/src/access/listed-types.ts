import type { Resource } from '@medplum/fhirtypes';
import type { Feature } from './roles.ts';

/** What lists over patients may read through the person's client, by feature; everything else does not come through. */
export const listedTypes: Partial<Record<Feature, readonly Resource['resourceType'][]>> = {
  patients: ['Patient', 'Encounter', 'Location', 'Organization'],
  appointments: [
    'Appointment',
    'Patient',
    'Practitioner',
    'PractitionerRole',
    'Location',
    'Organization',
    'HealthcareService',
  ],
  drafts: ['Patient'],
  consents: ['Practitioner', 'PractitionerRole', 'Organization'],
  administration: ['Practitioner', 'PractitionerRole', 'Organization', 'Location'],
};
