import type { Resource } from '@medplum/fhirtypes';
import type { Feature } from '../access/roles.ts';
import { patientIdOf } from '@keneyapp/fhir-model/references';

export interface WatchedType {
  /** Element that names the patient; it and `meta` are all that is read. */
  element: string;
  /** Features whose pages show it. */
  features: readonly Feature[];
}

/** What belongs to a chart, and where it is shown. */
export const watchedTypes = {
  Patient: { element: 'id', features: ['patients'] },
  Observation: { element: 'subject', features: ['vitals', 'results', 'summary', 'timeline', 'patients'] },
  AllergyIntolerance: { element: 'patient', features: ['allergies', 'patients', 'summary', 'timeline'] },
  Condition: { element: 'subject', features: ['problems', 'summary', 'timeline'] },
  MedicationRequest: { element: 'subject', features: ['medications', 'summary', 'timeline'] },
  MedicationStatement: { element: 'subject', features: ['medications', 'summary', 'timeline'] },
  Immunization: { element: 'patient', features: ['immunizations', 'summary', 'timeline'] },
  Encounter: { element: 'subject', features: ['encounters', 'patients', 'summary', 'timeline'] },
  DiagnosticReport: { element: 'subject', features: ['results', 'documents', 'summary', 'timeline'] },
  DocumentReference: { element: 'subject', features: ['documents', 'summary', 'timeline'] },
  ImagingStudy: { element: 'subject', features: ['imaging', 'summary', 'timeline'] },
  Procedure: { element: 'subject', features: ['record', 'timeline'] },
  Flag: { element: 'subject', features: ['patients'] },
  Consent: { element: 'patient', features: ['consents', 'patients'] },
  Appointment: { element: 'participant', features: ['appointments'] },
} as const satisfies Partial<Record<Resource['resourceType'], WatchedType>>;
export type WatchedName = keyof typeof watchedTypes;
export const watchedNames = Object.keys(watchedTypes) as WatchedName[];

export function isWatched(type: string): type is WatchedName {
  return Object.hasOwn(watchedTypes, type);
}

/** Patients a resource belongs to, read from the element of its type. */
export function patientsOf(resource: Resource): string[] {
  if (resource.resourceType === 'Patient') return resource.id ? [resource.id] : [];
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      const reference =
        'reference' in value && typeof value.reference === 'string' ? patientIdOf(value.reference) : null;
      if (reference) found.push(reference);
      else Object.values(value).forEach(visit);
    }
  };
  if (isWatched(resource.resourceType))
    visit((resource as unknown as Record<string, unknown>)[watchedTypes[resource.resourceType].element]);
  return [...new Set(found)];
}
