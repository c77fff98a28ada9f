import { FhirError, type FhirClient, type ResourceOf, type SearchParams } from '@keneyapp/fhir-client';
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { belongsTo } from '../fhir/compartment.ts';
import type { Obligations } from './policy.ts';
import { asInChart, isOfChart, isPermitted } from './visible.ts';

type Type = Resource['resourceType'];
type Search = { type: Type; params: SearchParams };
/** A count of what may be seen needs the resources themselves when something is left out. */
const countedAtMost = 1_000;

export interface Guard {
  /** Whether a resource may be answered; OperationOutcomes always are. */
  shows(resource: Resource): boolean;
  /** A resource as it is shown. */
  shape<R extends Resource>(resource: R): R;
  /** Whether a resource may be written. */
  accepts(resource: Resource): boolean;
  /** Something may be left out, so that counts of the server would tell of it. */
  isPartial: boolean;
}

/** One chart: nothing of another patient comes out of it or goes into it, whatever the server answers; labels and releases are obeyed. */
export function chartGuard(patientId: string, obligations: Obligations): Guard {
  return {
    isPartial: obligations.releasedOnly || obligations.hideLabels.length > 0,
    shows: (resource) => isOfChart(resource, patientId) && isPermitted(resource, obligations),
    shape: (resource) => asInChart(resource, patientId),
    accepts: (resource) => belongsTo(resource, patientId) && resource.resourceType !== 'Patient',
  };
}

/** Lists over patients: these types and nothing else, and nothing is written. */
export function listGuard(types: readonly Type[]): Guard {
  return {
    isPartial: false,
    shows: (resource) => types.includes(resource.resourceType),
    shape: (resource) => resource,
    accepts: () => false,
  };
}

/** A FHIR client that answers only what the guard shows: the last door between the record and a screen. */
export function guardedFhir(fhir: FhirClient, guard: Guard): FhirClient {
  const one = <R extends Resource>(resource: R): R => {
    if (!guard.shows(resource)) throw new FhirError(404, null);
    return guard.shape(resource);
  };
  const writable = <R extends Resource>(resource: R): R => {
    if (!guard.accepts(resource)) throw new FhirError(403, null, 'other-chart');
    return resource;
  };
  const entries = (list: readonly BundleEntry[] | undefined) =>
    (list ?? [])
      .filter(
        ({ resource }) =>
          resource === undefined || resource.resourceType === 'OperationOutcome' || guard.shows(resource),
      )
      .map((entry) => (entry.resource ? { ...entry, resource: guard.shape(entry.resource) } : entry));
  const bundle = <R extends Resource>(found: Bundle<R>): Bundle<R> => {
    const kept = entries(found.entry as BundleEntry[] | undefined) as Bundle<R>['entry'] & object;
    const { total: _total, ...rest } = found;
    const isWhole = !guard.isPartial && kept.length === (found.entry?.length ?? 0);
    return {
      ...rest,
      ...(found.entry ? { entry: kept } : {}),
      ...(isWhole && found.total !== undefined ? { total: found.total } : {}),
    };
  };
  const isCount = ({ params }: Search) => params['_summary'] === 'count';
  const asked = (search: Search): Search =>
    guard.isPartial && isCount(search)
      ? { ...search, params: { ...search.params, _summary: undefined, _count: countedAtMost } }
      : search;
  const answered = (search: Search, found: Bundle): Bundle => {
    const shown = bundle(found);
    if (!isCount(search)) return shown;
    return guard.isPartial
      ? {
          resourceType: 'Bundle',
          type: 'searchset',
          total: (shown.entry ?? []).filter(
            (e) => e.search?.mode !== 'include' && e.search?.mode !== 'outcome',
          ).length,
        }
      : found;
  };
  return {
    read: async (type, id) => one(await fhir.read(type, id)),
    vread: async (type, id, versionId) => one(await fhir.vread(type, id, versionId)),
    history: async (type, id) => bundle(await fhir.history(type, id)),
    search: async <T extends Type>(type: T, params: SearchParams) => {
      const search = { type, params };
      return answered(search, await fhir.search(type, asked(search).params)) as Bundle<ResourceOf<T>>;
    },
    searchAll: async <T extends Type>(type: T, params: SearchParams, limit: number) =>
      (await fhir.searchAll(type, params, limit))
        .filter((resource: Resource) => guard.shows(resource))
        .map((resource) => guard.shape(resource)),
    batchSearch: async (searches) => {
      const answers = await fhir.batchSearch(searches.map(asked));
      return searches.map((search, i) => {
        const answer = answers[i];
        return answer === undefined
          ? new FhirError(502, null, 'empty')
          : answer instanceof FhirError
            ? answer
            : answered(search, answer);
      });
    },
    create: async (resource, options) => fhir.create(writable(resource), options),
    update: async (resource, options) => fhir.update(writable(resource), options),
    transaction: async (sent) => {
      for (const { resource, request } of sent.entry ?? []) {
        if (request?.method === 'DELETE' || !resource) throw new FhirError(403, null, 'other-chart');
        writable(resource);
      }
      return bundle(await fhir.transaction(sent));
    },
    operation: async <R extends Resource>(path: string, params?: SearchParams) => {
      const found = await fhir.operation<R>(path, params);
      return (found.resourceType === 'Bundle' ? bundle(found as Bundle) : one(found)) as R;
    },
  };
}
