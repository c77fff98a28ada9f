import { createHash } from 'node:crypto';
import type { Observation, Practitioner, Reference, Resource } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import type { PatientContext } from '../../context.ts';
import type { Written } from '../../writing/writer.ts';
import type { MeasureName } from '@keneyapp/fhir-model/vital-codes';
import { changeExtension } from '@keneyapp/fhir-model/vital-sign';
import { readMeasures, groupSets } from './sets.ts';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { VitalsSubject, WrittenView } from './view.ts';

export type WriteContext = Pick<
  PatientContext,
  'session' | 'access' | 'patientId' | 'fhir' | 'auditResources' | 'write' | 'services'
>;

/**
 * Id of what is computed of a set later, when a correction brings what was missing: made of patient, key and name, so that two
 * who correct at once write one score.
 */
export function observationId(patientId: string, key: string, name: MeasureName): string {
  return `vs-${createHash('sha256').update(`${patientId}|${key}`).digest('hex').slice(0, 32)}-${name.toLowerCase()}`;
}

export function performerOf({ session }: Pick<WriteContext, 'session'>): Reference<Practitioner> {
  return { ...(session.fhirUser ? { reference: session.fhirUser } : {}), display: session.displayName };
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

/** What was written, as the page shows it; read again where the answer did not bring it along. */
export async function answerOf(
  ctx: WriteContext,
  { references, resources, isReplay }: Written,
  subject: VitalsSubject,
): Promise<WrittenView> {
  ctx.auditResources(...references);
  const ids = references.map((reference) => reference.slice('Observation/'.length));
  const stored = resources.length > 0 ? resources : await readOwn(ctx, ids);
  return { sets: groupSets(readMeasures(stored.filter(isObservation), subject)), isReplay };
}

const isObservation = (resource: Resource): resource is Observation =>
  resource.resourceType === 'Observation';
