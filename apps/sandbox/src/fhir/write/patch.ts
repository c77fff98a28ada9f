import { Decimal, parseJson } from '@keneyapp/fhir-client/json';
import {
  fhirpathPatchTypedValue,
  normalizeErrorString,
  parseFhirPathPatchParameters,
  toTypedValue,
} from '@medplum/core';
import type { Parameters, Resource } from '@medplum/fhirtypes';
import { badRequest, FhirFailure, unprocessable } from '../outcome.ts';
import type { Stored } from '../store/store.ts';
import { assertFrame, assertValid } from '../validation/validation.ts';
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

const kinds = ['add', 'insert', 'delete', 'replace', 'move'];

/** https://hl7.org/fhir/R4/fhirpatch.html */
function applyFhirPathPatch(resource: Resource, parameters: Parameters): void {
  assertFrame(parameters);
  const kept: Decimal[] = [];
  const operations = parseFhirPathPatchParameters(withPlaceholders(parameters, kept) as Parameters);
  operations.forEach((operation, i) => {
    const at = [`Parameters.parameter[${i}]`];
    if (!kinds.includes(operation.type) || typeof operation.path !== 'string')
      throw badRequest('An operation needs a type (add, insert, delete, replace or move) and a path', at);
    if (['add', 'insert', 'replace'].includes(operation.type) && !('value' in operation && operation.value))
      throw badRequest(`${operation.type} needs a value`, at);
    try {
      fhirpathPatchTypedValue(toTypedValue(resource), [operation]);
    } catch (error) {
      if (error instanceof FhirFailure) throw error;
      throw unprocessable(`The patch does not apply: ${normalizeErrorString(error).slice(0, 120)}`, at);
    }
  });
  restore(resource as unknown as Record<string, unknown>, kept);
}

/** What applies the patch copies values and knows no decimals: each stands as a text of its own meanwhile (no resource may hold NUL). */
const placeholder = '\0decimal:';

function withPlaceholders(value: unknown, kept: Decimal[]): unknown {
  if (value instanceof Decimal) return `${placeholder}${kept.push(value) - 1}`;
  if (Array.isArray(value)) return value.map((item) => withPlaceholders(item, kept));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPlaceholders(item, kept)]));
}

function restore(node: Record<string, unknown>, kept: readonly Decimal[]): void {
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (typeof value === 'string' && value.startsWith(placeholder))
      node[key] = kept[Number(value.slice(placeholder.length))];
    else if (value !== null && typeof value === 'object' && !(value instanceof Decimal))
      restore(value as Record<string, unknown>, kept);
  }
}
