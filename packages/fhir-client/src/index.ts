import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { FhirError } from './errors.ts';

export { FhirError } from './errors.ts';
export { connectFhir, type ClientOptions, type FhirServer } from './client.ts';
export type { TransportOptions } from './transport.ts';
export { escapeParam } from './url.ts';

export type ResourceOf<T extends Resource['resourceType']> = Extract<Resource, { resourceType: T }>;
export type SearchParams = Record<string, string | number | boolean | readonly string[] | undefined>;

/** Typed FHIR R4 client. Every method throws `FhirError`; `undefined` parameters are left out, arrays repeat the name. */
export interface FhirClient {
  read<T extends Resource['resourceType']>(type: T, id: string): Promise<ResourceOf<T>>;
  vread<T extends Resource['resourceType']>(type: T, id: string, versionId: string): Promise<ResourceOf<T>>;
  history(type: Resource['resourceType'], id: string): Promise<Bundle>;
  search<T extends Resource['resourceType']>(type: T, params: SearchParams): Promise<Bundle<ResourceOf<T>>>;
  /** Follows `next` links of the same origin until the end or `limit` resources. */
  searchAll<T extends Resource['resourceType']>(
    type: T,
    params: SearchParams,
    limit: number,
  ): Promise<ResourceOf<T>[]>;
  /** One batch of searches in one request; answers in the same order, each a Bundle or a FhirError. */
  batchSearch(
    searches: readonly { type: Resource['resourceType']; params: SearchParams }[],
  ): Promise<(Bundle | FhirError)[]>;
  create<T extends Resource>(resource: T, options?: { ifNoneExist?: string }): Promise<T>;
  /** `ifMatch` is a bare versionId; sends `W/"…"`. */
  update<T extends Resource & { id?: string }>(resource: T, options?: { ifMatch?: string }): Promise<T>;
  transaction(bundle: Bundle): Promise<Bundle>;
  operation<R extends Resource>(path: string, params?: SearchParams): Promise<R>;
}
