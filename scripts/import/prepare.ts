import { isFhirId } from '@keneyapp/fhir-client/ids';
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { stableId } from '../wire/ids.ts';
import { Unusable } from './content.ts';
import type { Origins } from './origins.ts';

export type WithId = Resource & { id: string };
/** A resource ready to be sent, and where it stood in its file. */
export interface Prepared {
  entry: BundleEntry<Resource>;
  where: string;
}
/** `whole`: all or nothing, as a transaction means it. */
export interface Load {
  prepared: Prepared[];
  whole: boolean;
  failures: { where: string; reason: string }[];
}

/** The file a document stands in, and the servers that this import comes from. */
export interface Source {
  path: string;
  origins: Origins;
}

/** What a parsed JSON document asks to load. Throws `Unusable` when it is nothing of FHIR. */
export function prepare(document: unknown, source: Source): Load {
  if (Array.isArray(document)) {
    const load = fromEntries(
      document.map((resource): BundleEntry => ({ resource: resource as Resource })),
      source,
    );
    if (document.length > 0 && load.prepared.length === 0)
      throw new Unusable(`a JSON list of ${document.length} without one FHIR resource to load`);
    return load;
  }
  const type = resourceTypeOf(document);
  if (type !== 'Bundle') return fromEntries([{ resource: document as Resource }], source);
  const bundle = document as Bundle,
    entries = bundle.entry;
  if (entries !== undefined && !Array.isArray(entries)) throw new Unusable('Bundle.entry is not a list');
  if (!entries || entries.length === 0) return { prepared: [], whole: false, failures: [] };
  return fromEntries(entries, source, bundle.type === 'transaction', bundle.type === 'history');
}

function fromEntries(
  entries: readonly BundleEntry[],
  { path, origins }: Source,
  whole = false,
  history = false,
): Load {
  const load: Load = { prepared: [], whole, failures: [] },
    targets = new Map<string, string>(),
    seen = new Set<string>();
  entries.forEach((entry, i) => {
    const where = entries.length === 1 ? '' : `entry ${i + 1}`;
    try {
      const prepared = prepareEntry(entry, where, history);
      if (!prepared) return;
      const { resource, request } = prepared.entry,
        address = request?.method === 'PUT' ? request.url : null;
      if (address) {
        if (history && seen.has(address)) return; // a history begins with the newest
        seen.add(address);
        if (entry.fullUrl) targets.set(entry.fullUrl, address);
        const original =
          resource?.resourceType && entry.resource?.id
            ? `${resource.resourceType}/${entry.resource.id}`
            : null;
        if (original && original !== address) targets.set(original, address);
      }
      origins.saw(entry);
      load.prepared.push(prepared);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      load.failures.push({ where, reason: error.message });
    }
  });
  if (whole && load.failures[0])
    throw new Unusable(
      `${load.failures[0].where ? `${load.failures[0].where}: ` : ''}${load.failures[0].reason}; a transaction goes in as a whole or not at all`,
    );
  for (const { entry } of load.prepared) if (entry.resource) origins.learn(entry.resource);
  const here = new Set(entries.map((entry) => entry?.fullUrl)),
    elsewhere = (reference: string) => {
      const found = origins.relative(reference);
      if (!found) return null;
      const target = `${found.type}/${safeId(found.type, found.id)}`;
      origins.follow(path, target);
      return target;
    };
  for (const { entry } of load.prepared) {
    if (!entry.resource) continue;
    rewriteReferences(entry.resource, targets, elsewhere);
    origins.account(path, entry.resource, (reference) => here.has(reference));
  }
  return load;
}

function prepareEntry(entry: BundleEntry, where: string, history: boolean): Prepared | null {
  if (typeof entry !== 'object' || entry === null) throw new Unusable('not an entry of a Bundle');
  const method = entry.request?.method;
  if (history && method === 'DELETE') return null;
  if (method !== undefined && !['POST', 'PUT'].includes(method))
    throw new Unusable(`asks for ${String(method).slice(0, 10)}: only what creates or updates is loaded`);
  const resource = entry.resource;
  if (resource?.resourceType === 'OperationOutcome') return null; // a search answers with remarks too
  const type = resourceTypeOf(resource);
  if (entry.request?.ifNoneExist)
    return {
      entry: {
        ...(entry.fullUrl ? { fullUrl: entry.fullUrl } : {}),
        resource,
        request: { method: 'POST', url: type, ifNoneExist: entry.request.ifNoneExist },
      },
      where,
    };
  if (method === 'PUT' && entry.request?.url?.includes('?'))
    return {
      entry: {
        ...(entry.fullUrl ? { fullUrl: entry.fullUrl } : {}),
        resource,
        request: { method: 'PUT', url: entry.request.url },
      },
      where,
    };
  const id = idOf(resource as Resource, entry.fullUrl),
    { meta, ...rest } = resource as Resource & Record<string, unknown>;
  const { versionId: _v, lastUpdated: _l, ...kept } = meta ?? {};
  const clean = { ...rest, id, ...(Object.keys(kept).length > 0 ? { meta: kept } : {}) } as WithId;
  return { entry: { resource: clean, request: { method: 'PUT', url: `${type}/${id}` } }, where };
}

/** The same resource always gets the same id, so that loading twice makes no duplicate; never purely numeric, which HAPI refuses. */
function idOf(resource: Resource, fullUrl?: string): string {
  const uuid = /^urn:uuid:([0-9a-f-]{36})$/i.exec(fullUrl ?? '')?.[1];
  if (uuid) return uuid.toLowerCase();
  if (fullUrl?.startsWith('urn:')) return stableId('urn', fullUrl);
  if (typeof resource.id === 'string' && resource.id !== '')
    return safeId(resource.resourceType, resource.id);
  const { meta: _, ...content } = resource as Resource & { meta?: unknown };
  return stableId('imp', JSON.stringify(content));
}

const safeId = (type: string, id: string): string =>
  /^[0-9]+$/.test(id) && id.length < 62 ? `n-${id}` : isFhirId(id) ? id : stableId('imp', type, id);

/**
 * References (and uri or url elements) to entries of the same Bundle become relative ones; ids that were changed are followed;
 * versions are dropped, they are another server's. `elsewhere` answers what an absolute address is here, if anything.
 */
export function rewriteReferences(
  value: unknown,
  targets: ReadonlyMap<string, string>,
  elsewhere: (reference: string) => string | null = () => null,
): void {
  if (Array.isArray(value)) {
    for (const item of value) rewriteReferences(item, targets, elsewhere);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== 'string') rewriteReferences(item, targets, elsewhere);
    else if (key === 'reference')
      (value as Record<string, unknown>)[key] = rewritten(item, targets, elsewhere);
    else if (key === 'url' || key === 'uri') {
      const target = targets.get(item);
      if (target) (value as Record<string, unknown>)[key] = target;
    }
  }
}

function rewritten(
  reference: string,
  targets: ReadonlyMap<string, string>,
  elsewhere: (reference: string) => string | null,
): string {
  const bare = reference.replace(/\/_history\/[^/]+$/, ''),
    known = targets.get(bare) ?? targets.get(reference) ?? elsewhere(bare);
  if (known) return known;
  const parts = /^([A-Z][A-Za-z]+)\/([^/?#]+)$/.exec(bare);
  return parts?.[1] && parts[2] ? `${parts[1]}/${safeId(parts[1], parts[2])}` : bare;
}

function resourceTypeOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) throw new Unusable('not a FHIR resource');
  const type = (value as { resourceType?: unknown }).resourceType;
  if (typeof type !== 'string' || !/^[A-Z][A-Za-z]{1,63}$/.test(type))
    throw new Unusable('not a FHIR resource: no resourceType');
  return type;
}

/** A guess at another FHIR release, to explain a refusal. */
export function otherRelease(resource: Resource | undefined): string | null {
  const r = (resource ?? {}) as unknown as Record<string, unknown>,
    is = (key: string, test: (v: unknown) => boolean) => r[key] !== undefined && test(r[key]);
  const text = (v: unknown) => typeof v === 'string',
    concept = (v: unknown) => typeof v === 'object' && v !== null && 'concept' in v;
  if (
    is('medication', concept) ||
    is('reason', (v) => Array.isArray(v) && v.some(concept)) ||
    (r['resourceType'] === 'Encounter' && is('class', Array.isArray)) ||
    is('actualPeriod', () => true) ||
    [
      'ActorDefinition',
      'InventoryItem',
      'Permission',
      'Requirements',
      'Transport',
      'NutritionIntake',
      'GenomicStudy',
      'FormularyItem',
    ].includes(String(r['resourceType']))
  )
    return 'R5';
  if (
    (['Condition', 'AllergyIntolerance'].includes(String(r['resourceType'])) &&
      (is('clinicalStatus', text) || is('verificationStatus', text))) ||
    is('animal', () => true) ||
    (is('context', (v) => typeof v === 'object' && v !== null && 'reference' in v) &&
      ['Observation', 'Condition', 'Procedure', 'DiagnosticReport', 'MedicationRequest'].includes(
        String(r['resourceType']),
      )) ||
    [
      'Sequence',
      'EligibilityRequest',
      'ProcessRequest',
      'ReferralRequest',
      'ProcedureRequest',
      'ImagingManifest',
      'BodySite',
      'DeviceComponent',
    ].includes(String(r['resourceType']))
  )
    return 'STU3';
  return null;
}
