import { chart, chartTypesWith, pageOf, type ChartType } from '@keneyapp/fhir-model/catalogue';
import { isVitalSign } from '@keneyapp/fhir-model/vital-sign';
import type { Resource } from '@medplum/fhirtypes';
import type { Feature } from '../access/roles.ts';
import { patientIdOf } from '@keneyapp/fhir-model/references';

/** What belongs to a chart and is shown: its changes are told to the screens of these features. */
export type WatchedName = ChartType;
export const watchedNames: readonly WatchedName[] = chartTypesWith((part) => part.isWatched);

export function isWatched(type: string): type is WatchedName {
  return (watchedNames as readonly string[]).includes(type);
}

/** Features whose pages show it, the one it is at home on first. */
export const featuresOf = (type: WatchedName, home: string): Feature[] =>
  [chart[type].page, ...chart[type].alsoOn].toSorted((a, b) => Number(b === home) - Number(a === home));

/** The page a resource is at home on. */
export const homeOf = (resource: Resource & { resourceType: WatchedName }): string =>
  resource.resourceType === 'Observation' && isVitalSign(resource)
    ? pageOf('Observation', 'vital-signs')
    : pageOf(resource.resourceType);

/** Element that names the patient. */
const watchedElement = (type: WatchedName): string => chart[type].paths[0]?.split('.')[0] ?? 'id';

/** All that is read of what changed, besides `meta`: whose it is, and what `homeOf` asks. */
export const watchedElements = (type: WatchedName): string =>
  type === 'Observation' ? `${watchedElement(type)},category,code` : watchedElement(type);

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
