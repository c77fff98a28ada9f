import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Resource } from '@medplum/fhirtypes';

type Type = Resource['resourceType'];

/** What may be read and written by a client, by type; all of it that can be read is `everything`. */
export interface Reach {
  reads: readonly Type[] | 'everything';
  writes?: readonly Type[];
}

/** A client of which no more is left than what somebody needs it for. It deletes nothing and runs no operation. */
export function within(fhir: FhirClient, { reads, writes = [] }: Reach): FhirClient {
  const refuse = (): never => {
    throw new FhirError(403, null, 'out-of-reach');
  };
  const read = (type: Type): void => void (reads === 'everything' || reads.includes(type) || refuse());
  const written = (type: Type): void => void (writes.includes(type) || refuse());
  return {
    read: async (type, id) => (read(type), fhir.read(type, id)),
    search: async (type, params) => (read(type), fhir.search(type, params)),
    searchAll: async (type, params, limit) => (read(type), fhir.searchAll(type, params, limit)),
    batchSearch: async (searches) => {
      for (const { type } of searches) read(type);
      return fhir.batchSearch(searches);
    },
    create: async (resource, options) => (written(resource.resourceType), fhir.create(resource, options)),
    update: async (resource, options) => (written(resource.resourceType), fhir.update(resource, options)),
    vread: async () => refuse(),
    history: async () => refuse(),
    transaction: async () => refuse(),
    operation: async () => refuse(),
  };
}
