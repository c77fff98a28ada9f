import {
  applyPatch,
  fhirpathPatchTypedValue,
  normalizeOperationOutcome,
  OperationOutcomeError,
  parseFhirPathPatchParameters,
  toTypedValue,
  type Operation,
} from '@medplum/core';
import type { Parameters, Resource } from '@medplum/fhirtypes';
import { badRequest, unprocessable } from '../outcome.ts';
import type { Stored } from '../store/store.ts';
import { assertValid } from './validation.ts';

/** A stored version with a JSON Patch (RFC 6902) or FHIRPath Patch applied; a failed `test` or a missing path is 422. */
export function patched(prior: Stored, patch: unknown): Resource {
  const resource = JSON.parse(prior.content) as Resource;
  const { id, resourceType } = resource;
  if (Array.isArray(patch)) {
    const failed = applyPatch(resource, patch as Operation[]).find(Boolean);
    if (failed) throw unprocessable(`The patch does not apply: ${failed.name}`);
  } else if ((patch as Parameters | null)?.resourceType === 'Parameters') {
    try {
      fhirpathPatchTypedValue(toTypedValue(resource), parseFhirPathPatchParameters(patch as Parameters));
    } catch (error) {
      throw new OperationOutcomeError(normalizeOperationOutcome(error));
    }
  } else throw badRequest('A patch is an array of operations or Parameters');
  if (resource.id !== id || resource.resourceType !== resourceType)
    throw unprocessable('A patch must not change id or resourceType');
  assertValid(resource);
  return resource;
}
