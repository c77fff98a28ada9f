import type { Resource } from '@medplum/fhirtypes';

/** Where a resource that may be signed says how far it is. */
const elements: Partial<Record<Resource['resourceType'], string>> = {
  Composition: 'status',
  DiagnosticReport: 'status',
  DocumentReference: 'docStatus',
  Observation: 'status',
};
type SignedStatus = 'final' | 'amended' | 'entered-in-error';

/** The resource with that status. Throws for a type of which nobody has said yet what its signature means. */
export function withStatus<R extends Resource>(resource: R, status: SignedStatus): R {
  const element = elements[resource.resourceType];
  // servers take versions out of references: what is stored would not be what was signed
  if (/"reference":"[^"]*\/_history\//.test(JSON.stringify(resource)))
    throw new Error('a reference to a version is not signed');
  if (!element) throw new Error(`a ${resource.resourceType} is not signed`);
  return { ...resource, [element]: status };
}
