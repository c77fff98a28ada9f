import type { OperationOutcome } from '@medplum/fhirtypes';
import { json, prefers, type FhirAnswer, type FhirCall } from '../http/call.ts';
import { versionHeaders } from '../http/history.ts';
import type { Item } from './item.ts';

const said: Record<NonNullable<Item['outcome']>, string> = {
  created: 'Created',
  updated: 'Updated',
  deleted: 'Deleted',
  exists: 'There already: nothing was created',
  nothing: 'There was nothing to delete',
  same: 'Nothing to change: no new version was made',
};

const outcomeOf = ({ outcome }: Item): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'information', code: 'informational', diagnostics: said[outcome ?? 'same'] }],
});

/** The answer to one change over HTTP (and in a batch): https://hl7.org/fhir/R4/http.html#ops */
export function writtenAnswer(item: Item, { base, headers: asked }: FhirCall): FhirAnswer {
  const { outcome, stored } = item;
  if (outcome === 'nothing' || !stored) return json(204, null);
  const headers = versionHeaders(stored);
  if (outcome === 'deleted') return { ...json(200, outcomeOf(item), headers), isOutcome: true };
  const status = outcome === 'created' ? 201 : 200;
  headers['location'] = `${base}/${stored.ref}/_history/${stored.version}`;
  if (prefers(asked, 'return=minimal')) return json(status, null, headers);
  return prefers(asked, 'return=OperationOutcome')
    ? { ...json(status, outcomeOf(item), headers), isOutcome: true }
    : json(status, stored.content, headers);
}

/** An entry of a transaction's response: without the resource, unless it is asked for. */
export function writtenEntry(item: Item, { headers }: FhirCall): string {
  const { outcome, stored } = item;
  const isGone = outcome === 'deleted' || outcome === 'nothing' || !stored;
  const response = JSON.stringify({
    ...(isGone
      ? { status: '204 No Content' }
      : {
          status: outcome === 'created' ? '201 Created' : '200 OK',
          location: `${stored.ref}/_history/${stored.version}`,
          etag: `W/"${stored.version}"`,
          lastModified: new Date(stored.updated).toISOString(),
        }),
    ...(prefers(headers, 'return=OperationOutcome') ? { outcome: outcomeOf(item) } : {}),
  });
  return !isGone && prefers(headers, 'return=representation')
    ? `{"resource":${stored.content},"response":${response}}`
    : `{"response":${response}}`;
}

/** An entry of a response Bundle from the answer to its request. */
export function entryText({ status, headers, body, isOutcome }: FhirAnswer, isHead = false): string {
  const response = JSON.stringify({
    status: String(status),
    location: headers['location'],
    etag: headers['etag'],
    lastModified: headers['last-modified'] ? new Date(headers['last-modified']).toISOString() : undefined,
  });
  if (body === null || isHead) return `{"response":${response}}`;
  return status >= 400 || isOutcome
    ? `{"response":${response.slice(0, -1)},"outcome":${String(body)}}}`
    : `{"resource":${String(body)},"response":${response}}`;
}
