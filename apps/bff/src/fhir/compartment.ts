import type { Resource } from '@medplum/fhirtypes';
import { chartTypes, isOfChart, isOfHouse, partOf, type ResourceType } from '@keneyapp/fhir-model/catalogue';
import {
  patientIdOf,
  patientReference,
  patientReferences,
  referenceKey,
} from '@keneyapp/fhir-model/references';

/** Whose a resource is, as the catalogue says it: what a chart holds, and what is of the house and of no patient. */
export const recordTypes: readonly ResourceType[] = chartTypes;
export const isRecordType = (type: string): type is ResourceType => isOfChart(type) || isOfHouse(type);
export const isShared = (type: string): boolean => isOfHouse(type);

/** Parameters that find what of a type belongs to the patient, or to any of several. */
export function searchOf(type: string, patient: string | readonly string[]): Record<string, string> {
  const ids = typeof patient === 'string' ? [patient] : patient;
  const search = partOf(type)?.search ?? 'patient';
  return { [search]: search === '_id' ? ids.join(',') : patientReferences(ids) };
}

/** Whose a resource is, as far as it names them; of the house, nobody's. */
export function patientsIn(resource: Resource): string[] {
  if (resource.resourceType === 'Patient') return resource.id === undefined ? [] : [resource.id];
  const paths = partOf(resource.resourceType)?.paths ?? [];
  const found = paths.flatMap((path) =>
    valuesAt(resource, path.split('.')).flatMap((value) => {
      const reference = (value as { reference?: unknown } | null)?.reference;
      return typeof reference === 'string' ? (patientIdOf(reference) ?? []) : [];
    }),
  );
  return [...new Set(found)];
}

/** Whether a resource (of any version) is this patient's. What names several, as an appointment does, is each one's. */
export function belongsTo(resource: Resource, patientId: string): boolean {
  if (resource.resourceType === 'Patient') return resource.id === patientId;
  const paths = partOf(resource.resourceType)?.paths ?? [];
  return paths.some((path) =>
    valuesAt(resource, path.split('.')).some((value) => {
      const reference = (value as { reference?: unknown } | null)?.reference;
      return typeof reference === 'string' && referenceKey(reference) === patientReference(patientId);
    }),
  );
}

/** Whether a resource is of no patient at all: a device of the house, a list of nobody. */
export function namesNobody(resource: Resource): boolean {
  const paths = partOf(resource.resourceType)?.paths ?? [];
  return paths.every((path) => valuesAt(resource, path.split('.')).length === 0);
}

function valuesAt(value: unknown, [first, ...rest]: string[]): unknown[] {
  const list = Array.isArray(value) ? value : [value];
  if (first === undefined) return list;
  return list.flatMap((item) =>
    typeof item === 'object' && item !== null && first in item
      ? valuesAt((item as Record<string, unknown>)[first], rest)
      : [],
  );
}
