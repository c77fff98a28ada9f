import { FhirError, type SearchParams } from '@keneyapp/fhir-client';
import { partOf } from '@keneyapp/fhir-model/catalogue';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { hasNext } from '@keneyapp/fhir-model/bundles';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { chartOperation, router, signedInProcedure } from '../../trpc.ts';
import { belongsTo, isRecordType, isShared, recordTypes, searchOf } from '../../fhir/compartment.ts';
import { definitionsOf } from './definitions.ts';
import { resourceInput, typeInput, versionInput } from './schema.ts';
import {
  rowOf,
  shownAs,
  type HistoryView,
  type ResourcesView,
  type ResourceView,
  type TypesView,
} from './view.ts';

const read = chartOperation('record.read');
/** More than a page is looked through for; what is beyond it is told. */
const listLimit = 2000;

/** Everything of a patient that the server holds, whether or not a screen of its own exists. */
export const recordRouter = router({
  types: read.query(async ({ ctx }): Promise<TypesView> => {
    const types = recordTypes as readonly Resource['resourceType'][];
    const answers = await ctx.fhir.batchSearch(
      types.map((type) => ({ type, params: { ...searchOf(type, ctx.patientId), _summary: 'count' } })),
    );
    const view: TypesView = { types: [], failed: [] };
    types.forEach((type, i) => {
      const answer = answers[i];
      // a server that does not keep a type says 400 or 404: there is none of it
      if (answer instanceof FhirError || answer === undefined) {
        if (!answer || answer.status >= 500 || answer.status === 0) view.failed.push(type);
      } else if ((answer.total ?? 0) > 0) view.types.push({ type, count: answer.total ?? 0 });
    });
    if (view.types.length === 0 && view.failed.length === types.length)
      throw answers.find((a) => a instanceof FhirError) ?? new FhirError(502, null, 'empty');
    return view;
  }),

  list: read.input(typeInput).query(async ({ ctx, input }): Promise<ResourcesView> => {
    const type = known(input.type);
    if (isShared(type)) throw new TRPCError({ code: 'NOT_FOUND', message: 'type' });
    ctx.auditResources(type);
    const sort = partOf(type)?.sort ?? null;
    const ask = (order: SearchParams): Promise<Bundle> =>
      ctx.fhir.search(type, {
        ...searchOf(type, ctx.patientId),
        ...order,
        _count: listLimit,
        _total: 'accurate',
      });
    // a server need not know how to sort by a parameter; then what it leaves out is not told to be old
    let order: ResourcesView['order'] = sort === null ? 'changed' : 'date';
    const bundle = await ask({ _sort: sort === null ? '-_lastUpdated' : `-${sort}` }).catch(
      (error: unknown) => {
        if (!(error instanceof FhirError) || (error.status !== 400 && error.status !== 501)) throw error;
        order = 'none';
        return ask({});
      },
    );
    const resources = (bundle.entry ?? []).flatMap((e) =>
      e.resource?.resourceType === type && belongsTo(e.resource, ctx.patientId) ? [e.resource] : [],
    );
    const items = resources.map(rowOf).sort(latestFirst((row) => row.date ?? row.lastUpdated));
    const isPartial = hasNext(bundle);
    const total = bundle.total === undefined ? null : Math.max(bundle.total, items.length);
    return { type, items, total: total ?? (isPartial ? null : items.length), isPartial, order };
  }),

  read: read.input(resourceInput).query(async ({ ctx, input }): Promise<ResourceView> => {
    const type = known(input.type);
    ctx.auditResources(`${type}/${input.id}`);
    const resource = own(await ctx.fhir.read(type, input.id), ctx.patientId);
    return shownAs(resource);
  }),

  /** What FHIR says of a type; no patient's data. */
  definitions: signedInProcedure.input(typeInput).query(({ input }) => definitionsOf(known(input.type))),

  history: read.input(resourceInput).query(async ({ ctx, input }): Promise<HistoryView> => {
    const type = known(input.type);
    ctx.auditResources(`${type}/${input.id}/_history`);
    own(await ctx.fhir.read(type, input.id), ctx.patientId);
    const bundle = await ctx.fhir.history(type, input.id);
    // a version that was another patient's (a corrected mistake of identity) is not shown in this chart
    return {
      versions: (bundle.entry ?? []).flatMap((e) =>
        e.resource?.meta?.versionId && (isShared(type) || belongsTo(e.resource, ctx.patientId))
          ? [{ versionId: e.resource.meta.versionId, lastUpdated: e.resource.meta.lastUpdated ?? null }]
          : [],
      ),
    };
  }),

  version: read.input(versionInput).query(async ({ ctx, input }): Promise<ResourceView> => {
    const type = known(input.type);
    ctx.auditResources(`${type}/${input.id}/_history/${input.versionId}`);
    own(await ctx.fhir.read(type, input.id), ctx.patientId);
    const resource = own(await ctx.fhir.vread(type, input.id, input.versionId), ctx.patientId);
    return shownAs(resource);
  }),
});

function known(type: string): Resource['resourceType'] {
  if (!isRecordType(type)) throw new TRPCError({ code: 'NOT_FOUND', message: 'type' });
  return type;
}

/** Another patient's resource does not exist as far as this chart is concerned. */
function own<T extends Resource>(resource: T, patientId: string): T {
  if (isShared(resource.resourceType) || belongsTo(resource, patientId)) return resource;
  throw new TRPCError({ code: 'NOT_FOUND', message: 'not in this record' });
}
