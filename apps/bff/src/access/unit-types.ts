import type { Resource } from '@medplum/fhirtypes';

/** What belongs to no chart and to a unit of the house, when no patient is in it. */
export const unitTypes = ['Schedule', 'Slot', 'Task', 'Communication', 'List'] as const;
export type Owned = Extract<Resource, { resourceType: (typeof unitTypes)[number] }>;

export const isUnitType = (type: string): boolean => (unitTypes as readonly string[]).includes(type);
export const isOwned = (resource: Resource): resource is Owned => isUnitType(resource.resourceType);
