import { parseJson } from '@keneyapp/fhir-client/json';
import type { Parameters, Resource } from '@medplum/fhirtypes';
import { badRequest, unprocessable } from '../outcome.ts';
import type { Stored } from '../store/store.ts';
import { assertValid } from '../validation/validation.ts';
import { applyFhirPathPatch } from './fhirpath-patch.ts';
import { applyJsonPatch } from './json-patch.ts';

/** A stored version with a JSON Patch (RFC 6902) or FHIRPath Patch applied; what does not fit the resource is 422. */
export function patched(prior: Stored, patch: unknown): Resource {
  const resource = parseJson(prior.content) as Resource;
  const { id, resourceType } = resource;
  if (Array.isArray(patch)) applyJsonPatch(resource as unknown as Record<string, unknown>, patch);
  else if ((patch as Parameters | null)?.resourceType === 'Parameters')
    applyFhirPathPatch(resource, patch as Parameters);
  else throw badRequest('A patch is an array of operations (JSON Patch) or Parameters (FHIRPath Patch)');
  if (resource.id !== id || resource.resourceType !== resourceType)
    throw unprocessable('A patch must not change id or resourceType');
  assertValid(resource);
  return resource;
}
