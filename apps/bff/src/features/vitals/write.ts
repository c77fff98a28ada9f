import { createHash } from 'node:crypto';
import type { Bundle, BundleEntry, Observation, Practitioner, Reference } from '@medplum/fhirtypes';
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { TRPCError } from '@trpc/server';
import type { PatientContext } from '../../context.ts';
import type { MeasureName } from '@keneyapp/fhir-model/vital-codes';
import { changeExtension } from '@keneyapp/fhir-model/vital-sign';
import { readMeasures, groupSets } from './sets.ts';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { VitalsSubject, WrittenView } from './view.ts';

export type WriteContext = Pick<
  PatientContext,
  'session' | 'access' | 'patientId' | 'fhir' | 'touch' | 'services'
>;

/**
 * Id of an Observation of a set: made of patient, key and name, so that a save that is sent again writes the same
 * resources, and a key of somebody else's set can never reach theirs.
 */
export function observationId(patientId: string, key: string, name: MeasureName): string {
  return `vs-${createHash('sha256').update(`${patientId}|${key}`).digest('hex').slice(0, 32)}-${name.toLowerCase()}`;
}

export function performerOf({ session }: Pick<WriteContext, 'session'>): Reference<Practitioner> {
  return { ...(session.fhirUser ? { reference: session.fhirUser } : {}), display: session.displayName };
}

/** Creates or replaces; with `ifMatch` only over that version. */
export const put = (resource: Observation, ifMatch?: string): BundleEntry => ({
  fullUrl: `Observation/${resource.id}`,
  resource,
  request: {
    method: 'PUT',
    url: `Observation/${resource.id}`,
    ...(ifMatch === undefined ? {} : { ifMatch: `W/"${ifMatch}"` }),
  },
});

/** Sends one transaction and gives back what is stored, in the order of the entries. */
export async function transact(fhir: FhirClient, entries: BundleEntry[]): Promise<Observation[]> {
  const answer: Bundle = await fhir.transaction({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: entries,
  });
  return entries.map((entry, i) => {
    const { resource, response } = answer.entry?.[i] ?? {};
    if (resource?.resourceType === 'Observation') return resource;
    // servers may answer without the resource: what was sent, with the version they name
    const version =
      /^W\/"(.+)"$/.exec(response?.etag ?? '')?.[1] ??
      /_history\/([^/]+)$/.exec(response?.location ?? '')?.[1];
    if (version === undefined) throw new FhirError(502, null, 'empty');
    const sent = entry.resource as Observation;
    return {
      ...sent,
      meta: {
        ...sent.meta,
        versionId: version,
        lastUpdated: response?.lastModified ?? new Date().toISOString(),
      },
    };
  });
}

/** The note that tells who changed a value, when and why; it travels with the resource to every system. */
export function withChangeNote(observation: Observation, text: string, ctx: WriteContext): Observation {
  return {
    ...observation,
    note: [
      ...(observation.note ?? []),
      {
        extension: [{ url: changeExtension, valueBoolean: true }],
        authorReference: performerOf(ctx),
        time: new Date().toISOString(),
        text,
      },
    ],
  };
}

/** Reads Observations of this patient; one of somebody else is not found. */
export async function readOwn(ctx: WriteContext, ids: readonly string[]): Promise<Observation[]> {
  const found = await ctx.fhir.search('Observation', {
    _id: ids.join(','),
    patient: patientReference(ctx.patientId),
    _count: ids.length,
  });
  const byId = new Map(
    (found.entry ?? []).flatMap((e) =>
      e.resource?.resourceType === 'Observation' &&
      e.resource.subject?.reference === patientReference(ctx.patientId)
        ? [[e.resource.id ?? '', e.resource] as const]
        : [],
    ),
  );
  return ids.map((id) => {
    const observation = byId.get(id);
    if (!observation) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such observation' });
    return observation;
  });
}

/** Somebody else was faster: the person decides with both versions before their eyes (`vitals.versions`). */
export const changedMeanwhile = () =>
  new TRPCError({ code: 'PRECONDITION_FAILED', message: 'changed meanwhile' });

export const isConflict = (error: unknown): boolean =>
  error instanceof FhirError && (error.status === 412 || error.status === 409);

/** Names what was written in the trail, tells open charts, and shapes the answer. */
export function written(
  ctx: WriteContext,
  observations: readonly Observation[],
  subject: VitalsSubject,
  isReplay = false,
): WrittenView {
  ctx.touch(...observations.map((o) => `Observation/${o.id}`));
  if (!isReplay)
    for (const o of observations) {
      ctx.services.live.publish({
        patientId: ctx.patientId,
        resourceType: 'Observation',
        home: 'vitals',
        resourceId: o.id ?? '',
        versionId: o.meta?.versionId ?? null,
        by: ctx.session.userId,
        at: o.meta?.lastUpdated ?? new Date().toISOString(),
      });
    }
  return { sets: groupSets(readMeasures(observations, subject)), isReplay };
}
