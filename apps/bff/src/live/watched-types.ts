import { chart, chartTypesWith, type ChartType } from '@keneyapp/fhir-model/catalogue';
import type { Resource } from '@medplum/fhirtypes';
import type { Feature } from '../access/roles.ts';
import { patientIdOf } from '@keneyapp/fhir-model/references';

/** What belongs to a chart and is shown: its changes are told to the screens of these features. */
export type WatchedName = ChartType;
export const watchedNames: readonly WatchedName[] = chartTypesWith((part) => part.isWatched);

export function isWatched(type: string): type is WatchedName {
  return (watchedNames as readonly string[]).includes(type);
}

/** Features whose pages show it. */
export const featuresOf = (type: WatchedName): Feature[] => [chart[type].page, ...chart[type].alsoOn];

/** Element that names the patient; it and `meta` are all that is read. */
export const watchedElement = (type: WatchedName): string => chart[type].paths[0]?.split('.')[0] ?? 'id';

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
    visit((resource as unknown as Record<string, unknown>)[watchedElement(resource.resourceType)]);
  return [...new Set(found)];
}
