import { FhirError, type ResourceOf } from '@keneyapp/fhir-client';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { lookupIn, type Lookup } from './references.ts';

/** Matches of a search of one type; what was included comes by `lookupIn`. */
export function matches<T extends Resource['resourceType']>(bundle: Bundle, type: T): ResourceOf<T>[] {
  return (bundle.entry ?? []).flatMap(({ resource, search }) =>
    resource?.resourceType === type && search?.mode !== 'include' && search?.mode !== 'outcome'
      ? [resource as ResourceOf<T>]
      : [],
  );
}

/** Every match of one type, read with what came along. */
export function readAll<T extends Resource['resourceType'], R>(
  bundle: Bundle,
  type: T,
  read: (resource: ResourceOf<T>, lookup: Lookup) => R,
): R[] {
  const lookup = lookupIn(bundle);
  return matches(bundle, type).map((resource) => read(resource, lookup));
}

/** Version of a resource for `If-Match`. */
export function versionOf(resource: Resource): string | null {
  return resource.meta?.versionId ?? null;
}

/** An answer of a batch, or its error thrown: for what a page cannot do without. */
export function orThrow(answer: Bundle | FhirError | undefined): Bundle {
  if (answer === undefined) throw new FhirError(502, null, 'empty');
  if (answer instanceof FhirError) throw answer;
  return answer;
}

export function hasNext(bundle: Bundle): boolean {
  return bundle.link?.some((l) => l.relation === 'next') ?? false;
}
