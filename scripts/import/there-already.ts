import { sameJson } from '@keneyapp/fhir-client/json';
import type { BundleEntry, Resource } from '@medplum/fhirtypes';
import type { Connection } from '../wire/connection.ts';
import { postBundle } from '../wire/fhir.ts';
import { rewriteReferences, type Prepared } from './prepare.ts';

/** How many entries are looked at to see whether any of a part was loaded before. */
const probes = 3;

/** The PUTs to an id among `entries` that would change something. Others would be new versions with nothing new in them. */
export async function changing<T extends { entry: BundleEntry<Resource> }>(
  c: Connection,
  entries: readonly T[],
): Promise<T[]> {
  const byId = entries.filter(
    ({ entry: { request } }) => request?.method === 'PUT' && !request.url?.includes('?'),
  );
  const step = Math.max(1, Math.floor(byId.length / probes)),
    some = byId.filter((_, i) => i % step === 0).slice(0, probes);
  const first = await stored(c, some);
  if (!first.some(Boolean)) return [...entries]; // nothing of it is there: the reads would be for nothing
  const held = some.length === byId.length ? first : await stored(c, byId);
  const same = new Set(byId.filter((item, i) => isSame(item.entry.resource, held[i])));
  return entries.filter((item) => !same.has(item));
}

async function stored(
  c: Connection,
  entries: readonly { entry: BundleEntry<Resource> }[],
): Promise<(Resource | undefined)[]> {
  if (entries.length === 0) return [];
  const answers = await postBundle(
    c,
    'batch',
    entries.map(({ entry }) => ({ request: { method: 'GET', url: entry.request?.url ?? '' } })),
  );
  return answers.map((a) => (a.response?.status?.startsWith('2') ? a.resource : undefined));
}

function isSame(sent: Resource | undefined, held: Resource | undefined): boolean {
  return sent !== undefined && held !== undefined && sameJson(content(sent), content(held));
}

/** Without what the server says of its own version. */
function content(resource: Resource): unknown {
  const { meta, ...rest } = resource;
  const { versionId: _v, lastUpdated: _l, source: _s, ...kept } = meta ?? {};
  return { ...rest, ...(Object.keys(kept).length > 0 ? { meta: kept } : {}) };
}

/** What was found out about conditional entries: `known` leads from their fullUrl to the resource on the server. */
export interface Settled {
  toSend: Prepared[];
  there: { reference: string }[];
}

/**
 * Conditional creates and updates, looked up beforehand: who is there already is not made again and gets the references of
 * the others, so that these say the same on each run. `known` (fullUrl to reference) goes on to the next part.
 */
export async function settle(
  c: Connection,
  prepared: readonly Prepared[],
  known: Map<string, string>,
): Promise<Settled> {
  const asked = prepared.flatMap((p) => {
    const query = criteria(p.entry);
    return query ? [{ p, query }] : [];
  });
  const done = new Map<Prepared, Prepared | null>(),
    there: Settled['there'] = [];
  if (asked.length > 0) {
    const answers = await postBundle(
      c,
      'batch',
      asked.map(({ query }) => ({ request: { method: 'GET', url: `${query}&_count=2` } })),
    );
    asked.forEach(({ p }, i) => {
      const bundle = answers[i]?.resource;
      const found =
        bundle?.resourceType === 'Bundle'
          ? (bundle.entry ?? []).filter((e) => e.search?.mode !== 'outcome')
          : [];
      const id = found[0]?.resource?.id,
        { resource, fullUrl, request } = p.entry;
      if (found.length !== 1 || !id || !resource) return; // none: it is made; several: the server refuses it and says so
      const reference = `${resource.resourceType}/${id}`;
      if (fullUrl) known.set(fullUrl, reference);
      if (request?.method === 'POST') {
        there.push({ reference });
        done.set(p, null);
      } else
        done.set(p, {
          ...p,
          entry: { resource: { ...resource, id }, request: { method: 'PUT', url: reference } },
        });
    });
  }
  const toSend = prepared.flatMap((p) => {
    const settled = done.get(p);
    return settled === null ? [] : [settled ?? p];
  });
  if (known.size > 0)
    for (const { entry } of toSend) if (entry.resource) rewriteReferences(entry.resource, known);
  return { toSend, there };
}

/** `Patient?identifier=…` of a conditional create or update; null for any other entry, and for one without a condition. */
export function criteria({ request, resource }: BundleEntry<Resource>): string | null {
  const text =
    request?.method === 'POST' ? request.ifNoneExist : request?.url?.includes('?') ? request.url : undefined;
  const query = text?.slice(text.indexOf('?') + 1);
  return query && resource ? `${resource.resourceType}?${query}` : null;
}
