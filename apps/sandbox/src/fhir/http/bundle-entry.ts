import { parseJson } from '@keneyapp/fhir-client/json';
import type { Binary, BundleEntry, Resource } from '@medplum/fhirtypes';
import { badRequest, within } from '../outcome.ts';
import { addressOf, belowBase } from './address.ts';
import type { FhirCall } from './call.ts';

/** The request that an entry of a batch or transaction stands for. Throws, naming the entry, when it stands for none. */
export function callOf(entry: BundleEntry, index: number, outer: FhirCall): FhirCall {
  const place = `Bundle.entry[${index}]`;
  return within(place, () => {
    const { request, resource } = entry;
    if (!request?.method || request.url === undefined)
      throw badRequest('request.method and request.url are needed', ['request']);
    const below = belowBase(request.url, outer.base);
    if (below === null) throw badRequest('request.url is of another server', ['request.url']);
    return {
      method: request.method,
      ...within('request.url', () => addressOf(below)),
      headers: {
        prefer: outer.headers['prefer'],
        'if-match': request.ifMatch,
        'if-none-match': request.ifNoneMatch,
        'if-modified-since': request.ifModifiedSince,
        'if-none-exist': request.ifNoneExist,
      },
      body: (request.method as string) === 'PATCH' ? patchOf(resource) : resource,
      base: outer.base,
      place,
    };
  });
}

/** A patch in an entry is Parameters (FHIRPath Patch), or a Binary that holds a JSON Patch. */
function patchOf(resource: Resource | undefined): unknown {
  if (resource?.resourceType !== 'Binary') return resource;
  const { contentType = '', data = '' } = resource as Binary;
  if (!/^application\/(json-patch\+)?json\b/.test(contentType))
    throw badRequest('A patch in a Binary is a JSON Patch (application/json-patch+json)', [
      'resource.contentType',
    ]);
  try {
    return parseJson(Buffer.from(String(data), 'base64').toString('utf8'));
  } catch {
    throw badRequest('The data is no JSON Patch', ['resource.data']);
  }
}
