import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import {
  BadIfMatch,
  ifMatchVersion,
  prefers,
  splitUrl,
  type FhirAnswer,
  type FhirCall,
} from '../http/call.ts';
import { isType } from '../model/definitions.ts';
import { badRequest, FhirFailure, gone, notFound, preconditionFailed, unprocessable } from '../outcome.ts';
import {
  current,
  newId,
  type Store,
  type Stored,
  type Write,
  type WriteTransaction,
  type Written,
} from '../store/store.ts';
import { isConditional, rewriteReferences } from './references.ts';
import { matchesIdentifier, resolveCondition } from './conditional.ts';
import { patched } from './patch.ts';
import { assertValid } from './validation.ts';

interface Item {
  entry: BundleEntry;
  method: 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'GET';
  path: string[];
  criteria: string | null;
  resource: Resource | null;
  ref: string | null;
  /** A conditional creation that found its resource, or a deletion of nothing: nothing is written. */
  settled: 'exists' | 'nothing' | null;
}

export type Reader = (call: FhirCall, tx: WriteTransaction) => Promise<FhirAnswer>;

/**
 * A transaction Bundle: everything or nothing. Conditions, `urn:uuid:` and conditional references are resolved first,
 * then one batched write, in the order of https://hl7.org/fhir/R4/http.html#trules. FhirRouter's own processing stops
 * at 8 conditional entries and 50 updates, so it is not used for Bundles.
 */
export async function transaction(
  store: Store,
  bundle: Bundle,
  call: FhirCall,
  read: Reader,
): Promise<string> {
  const template = (bundle.entry ?? []).map((entry, index) => itemOf(entry, index, call.base));
  for (const item of template) if (item.method === 'POST' || item.method === 'PUT') checkBody(item);
  return store.transaction(async (tx) => {
    const items = template.map((item) => ({
      ...item,
      resource: item.resource ? structuredClone(item.resource) : null,
    }));
    await identify(tx, items, call.base);
    await rewrite(tx, items, call.base);
    const written = await writeAll(tx, items);
    const parts: string[] = [];
    for (const item of items) parts.push(await answerOf(item, written, call, tx, read));
    return `{"resourceType":"Bundle","type":"transaction-response","entry":[${parts.join(',')}]}`;
  });
}

function itemOf(entry: BundleEntry, index: number, base: string): Item {
  const { request, resource } = entry;
  if (!request?.method || request.url === undefined)
    throw badRequest(`entry[${index}]: request.method and request.url are needed`, [
      `Bundle.entry[${index}].request`,
    ]);
  const method = (request.method as string) === 'HEAD' ? 'GET' : request.method;
  const { path } = splitUrl(request.url, base);
  const type = path[0] ?? '';
  if (method !== 'GET' && !isType(type))
    throw badRequest(`entry[${index}]: unknown resource type`, [`Bundle.entry[${index}].request.url`]);
  if (
    method === 'PATCH'
      ? !resource
      : (method === 'POST' || method === 'PUT') && resource?.resourceType !== type
  )
    throw badRequest(`entry[${index}]: the resource is missing or of another type than the url`, [
      `Bundle.entry[${index}].resource`,
    ]);
  const mark = request.url.indexOf('?');
  const criteria =
    method === 'POST'
      ? (request.ifNoneExist?.replace(/^.*\?/, '') ?? null)
      : mark >= 0 && path.length === 1
        ? request.url.slice(mark + 1)
        : null;
  if (method !== 'GET' && method !== 'POST' && path.length < 2 && !criteria)
    throw badRequest(`entry[${index}]: an id or a condition is needed`);
  return {
    entry,
    method: method as Item['method'],
    path,
    criteria,
    resource: resource ?? null,
    ref: null,
    settled: null,
  };
}

function checkBody(item: Item): void {
  assertValid(item.resource);
}

/** Gives every written entry its `Type/id`. */
async function identify(tx: WriteTransaction, items: Item[], base: string): Promise<void> {
  const sameQuestion = new Map<string, string>();
  for (const item of items) {
    if (item.method === 'GET') continue;
    const type = item.path[0] ?? '';
    if (item.criteria !== null) {
      const question = `${item.method} ${type}?${item.criteria}`;
      const earlier = item.method === 'POST' ? sameQuestion.get(question) : undefined;
      const found = earlier ?? (await resolveCondition(tx, type, item.criteria, base));
      if (item.method === 'POST') item.settled = found ? 'exists' : null;
      if (!found && item.method === 'DELETE') item.settled = 'nothing';
      if (!found && item.method === 'PATCH') throw notFound(type);
      if (found && item.method === 'PUT' && item.resource?.id && `${type}/${item.resource.id}` !== found)
        throw badRequest('The resource id is not that of the resource the condition found');
      item.ref = found ?? `${type}/${item.method === 'PUT' ? (item.resource?.id ?? newId()) : newId()}`;
      sameQuestion.set(question, item.ref);
    } else item.ref = item.method === 'POST' ? `${type}/${newId()}` : `${type}/${item.path[1] ?? ''}`;
    const id = item.ref.slice(type.length + 1);
    if (!/^[A-Za-z0-9.-]{1,64}$/.test(id)) throw badRequest(`${type}: not an id`);
    if (item.method === 'PUT' && item.criteria === null && item.resource && item.resource.id !== id)
      throw badRequest(`${type}: the id of the resource and of the url differ`);
    if (item.resource && item.method !== 'PATCH') item.resource.id = id;
  }
}

async function rewrite(tx: WriteTransaction, items: Item[], base: string): Promise<void> {
  const refs = new Map<string, string>();
  for (const { entry, ref } of items) if (entry.fullUrl && ref) refs.set(entry.fullUrl, ref);
  const conditional = new Set<string>();
  const written = items.filter((item) => item.resource && !item.settled && item.method !== 'PATCH');
  for (const { resource } of written) {
    if (resource)
      rewriteReferences(resource, (reference) => {
        if (isConditional(reference)) {
          conditional.add(reference);
          return undefined;
        }
        const hash = reference.indexOf('#');
        const found = refs.get(hash > 0 ? reference.slice(0, hash) : reference);
        if (found) return hash > 0 ? found + reference.slice(hash) : found;
        return reference.startsWith(`${base}/`) ? reference.slice(base.length + 1) : undefined;
      });
  }
  if (conditional.size === 0) return;
  const resolved = new Map<string, string>();
  for (const reference of conditional) {
    const [type = '', criteria = ''] = reference.split(/\?(.*)/s);
    const inBundle = items.find(
      (item) => item.resource?.resourceType === type && matchesIdentifier(item.resource, criteria),
    );
    const found = inBundle?.ref ?? (await resolveCondition(tx, type, criteria, base));
    if (!found) throw new FhirFailure(400, 'not-found', `A conditional reference to ${type} matches nothing`);
    resolved.set(reference, found);
  }
  for (const { resource } of written)
    if (resource) rewriteReferences(resource, (reference) => resolved.get(reference));
}

const order = { DELETE: 0, POST: 1, PUT: 2, PATCH: 3 } as const;

async function writeAll(tx: WriteTransaction, items: Item[]): Promise<Map<string, Written | Stored>> {
  const todo = items.filter(
    (item): item is Item & { method: keyof typeof order; ref: string } =>
      item.method !== 'GET' && item.ref !== null && item.settled === null,
  );
  const refs = todo.map((item) => item.ref);
  if (new Set(refs).size !== refs.length) throw badRequest('Two entries write the same resource');
  const priors = await current(
    tx,
    items.flatMap((item) => (item.ref && (item.method !== 'POST' || item.settled) ? [item.ref] : [])),
  );
  const writes: Write[] = [];
  for (const item of [...todo].sort((a, b) => order[a.method] - order[b.method])) {
    const prior = item.method === 'POST' ? null : (priors.get(item.ref) ?? null);
    checkVersion(item, prior);
    if (item.method === 'DELETE') {
      if (prior && !prior.deleted) writes.push({ ref: item.ref, method: 'DELETE', resource: null, prior });
      continue;
    }
    if (item.method === 'PATCH') item.resource = patchedItem(item, prior);
    writes.push({
      ref: item.ref,
      method: item.method === 'POST' ? 'POST' : 'PUT',
      resource: item.resource,
      prior,
    });
  }
  const result = new Map<string, Written | Stored>(priors);
  for (const done of await tx.write(writes)) result.set(done.ref, done);
  return result;
}

function checkVersion({ entry, ref }: Item, prior: Stored | null): void {
  try {
    const version = ifMatchVersion(entry.request?.ifMatch);
    if (version !== null && version !== prior?.version)
      throw preconditionFailed(`${ref}: the version is not the current one`);
  } catch (error) {
    throw error instanceof BadIfMatch ? badRequest('ifMatch takes W/"version"') : error;
  }
}

function patchedItem({ resource, ref }: Item, prior: Stored | null): Resource {
  if (!prior) throw notFound(String(ref));
  if (prior.deleted) throw gone(String(ref));
  if (resource?.resourceType === 'Parameters') return patched(prior, resource);
  if (resource?.resourceType !== 'Binary' || !resource.data)
    throw unprocessable('A patch is a Binary with a JSON Patch, or Parameters');
  return patched(prior, JSON.parse(Buffer.from(resource.data, 'base64').toString('utf8')));
}

async function answerOf(
  item: Item,
  written: ReadonlyMap<string, Written | Stored>,
  call: FhirCall,
  tx: WriteTransaction,
  read: Reader,
): Promise<string> {
  if (item.method === 'GET') {
    const { path, query } = splitUrl(item.entry.request?.url ?? '', call.base);
    return entryText(await read({ ...call, method: 'GET', path, query, body: null, headers: {} }, tx));
  }
  const done = item.ref ? written.get(item.ref) : undefined;
  if (item.method === 'DELETE' || !done) return '{"response":{"status":"204 No Content"}}';
  const status = item.settled === 'exists' || !('isNew' in done) || !done.isNew ? '200 OK' : '201 Created';
  const response = JSON.stringify({
    status,
    location: `${done.ref}/_history/${done.version}`,
    etag: `W/"${done.version}"`,
    lastModified: new Date(done.updated).toISOString(),
  });
  return prefers(call.headers, 'return=representation')
    ? `{"resource":${done.content},"response":${response}}`
    : `{"response":${response}}`;
}

/** An entry of a batch response from the answer to its request. */
export function entryText({ status, headers, body }: FhirAnswer): string {
  const response = JSON.stringify({
    status: String(status),
    location: headers['location'],
    etag: headers['etag'],
    lastModified: headers['last-modified'] ? new Date(headers['last-modified']).toISOString() : undefined,
  });
  if (body === null) return `{"response":${response}}`;
  return status >= 400
    ? `{"response":${response.slice(0, -1)},"outcome":${body}}}`
    : `{"resource":${body},"response":${response}}`;
}
