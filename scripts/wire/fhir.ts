import { parseJson } from '@keneyapp/fhir-client/json';
import type {
  Bundle,
  BundleEntry,
  OperationOutcome,
  ParametersParameter,
  Resource,
} from '@medplum/fhirtypes';
import { reach, type Connection } from './connection.ts';

/** What a server refused. `diagnostics` are its words with quoted values taken out: they can hold patient data. */
export class RefusedError extends Error {
  readonly status: number;
  constructor(status: number, diagnostics: string) {
    super(diagnostics ? `${status}: ${diagnostics}` : `HTTP ${status}`);
    this.status = status;
  }
}

/** Whether the server judged what it was sent, and would take something else: not that it is away, broken or closed to us. */
export const isRefusal = (error: unknown): error is RefusedError =>
  error instanceof RefusedError && error.status <= 501 && ![401, 403].includes(error.status);

async function request(
  c: Connection,
  path: string,
  init: { method: string; body?: string | ReadableStream },
): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const token = await c.token();
    const response = await reach(path === '' ? c.fhirUrl : `${c.fhirUrl}/${path}`, {
      ...init,
      // a stream is read once: it is sent without waiting for what the server says meanwhile
      ...(init.body instanceof ReadableStream ? { duplex: 'half' as const } : {}),
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        accept: 'application/fhir+json',
        prefer: 'return=minimal',
        ...(init.body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
      },
    });
    // busy or starting: the same request again is safe, everything we send is idempotent
    const isOnce = init.body instanceof ReadableStream;
    if (![429, 502, 503, 504].includes(response.status) || attempt === 4 || isOnce) return response;
    await response.body?.cancel();
    await new Promise((done) => setTimeout(done, 300 * 2 ** attempt));
  }
}

/** Reads a resource; null when there is none. */
export async function read<T extends Resource>(c: Connection, reference: string): Promise<T | null> {
  const response = await request(c, reference, { method: 'GET' });
  if (response.status === 404 || response.status === 410) {
    await response.body?.cancel();
    return null;
  }
  if (!response.ok) throw await refusal(response);
  return parseJson(await response.text()) as T; // decimals with their digits: what is compared or sent back loses none
}

export async function search(c: Connection, query: string): Promise<Bundle> {
  const response = await request(c, query, { method: 'GET' });
  if (!response.ok) throw await refusal(response);
  return parseJson(await response.text()) as Bundle;
}

/** Posts a transaction or batch; answers the response entries. */
export async function postBundle(
  c: Connection,
  type: 'transaction' | 'batch',
  entry: BundleEntry[],
): Promise<BundleEntry[]> {
  const response = await request(c, '', {
    method: 'POST',
    body: JSON.stringify({ resourceType: 'Bundle', type, entry } satisfies Bundle),
  });
  if (!response.ok) throw await refusal(response);
  return (parseJson(await response.text()) as Bundle).entry ?? [];
}

/** Calls an operation by POST; answers what it gives. */
export async function invoke(
  c: Connection,
  operation: string,
  parameter: ParametersParameter[],
): Promise<Resource> {
  const body = JSON.stringify({ resourceType: 'Parameters', parameter });
  const response = await request(c, operation, { method: 'POST', body });
  if (!response.ok) throw await refusal(response);
  return parseJson(await response.text()) as Resource;
}

/** Writes one resource by its id, from a text or a stream of one. */
export async function write(c: Connection, reference: string, body: string | ReadableStream): Promise<void> {
  const response = await request(c, reference, { method: 'PUT', body });
  if (!response.ok) throw await refusal(response);
  await response.body?.cancel();
}

/** Deletes a resource; that there is none is fine. */
export async function remove(c: Connection, reference: string): Promise<void> {
  const response = await request(c, reference, { method: 'DELETE' });
  if (!response.ok && ![404, 410].includes(response.status)) throw await refusal(response);
  await response.body?.cancel();
}

export const put = (resource: Resource & { id: string }): BundleEntry => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
});

async function refusal(response: Response): Promise<RefusedError> {
  const text = await response.text();
  let words = '';
  try {
    const outcome = JSON.parse(text) as OperationOutcome;
    words = (outcome.issue ?? [])
      .slice(0, 3)
      .map((i) =>
        [i.details?.text ?? i.diagnostics ?? i.code, ...(i.expression ?? []).slice(0, 1)].join(' at '),
      )
      .join('; ');
  } catch {
    words = ''; /* not FHIR, perhaps a proxy's page: the status says enough */
  }
  return new RefusedError(response.status, redact(words));
}

/** Server messages quote what they choked on: keep the shape, drop the quoted values. */
export const redact = (text: string): string =>
  text.replace(/"[^"]{0,400}"|'[^']{0,400}'|“[^”]{0,400}”/g, '…').slice(0, 240);
