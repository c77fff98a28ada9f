import { fhirIdPattern } from '@keneyapp/fhir-client/ids';
import { z } from 'zod';
import { unitTypes } from '../access/unit-types.ts';
import { watchedNames } from '../live/watched-types.ts';

/** What one can follow, and whether there is a guard that decides who may (features/live); without one nobody may. */
export const topicKinds = {
  patient: { hasGuard: true },
  unit: { hasGuard: false },
  practitioner: { hasGuard: false },
  schedule: { hasGuard: false },
  worklist: { hasGuard: false },
} as const;
export interface Topic {
  kind: keyof typeof topicKinds;
  /** Of the Patient, the unit's Organization, the Practitioner, the Schedule or the list. */
  id: string;
}

const fhirId = z.string().regex(fhirIdPattern);
const patient = z.strictObject({ kind: z.literal('patient'), id: fhirId });

/** A resource of a chart was written: by us (`by`, `intentId`), or by others and found in the FHIR server. */
const chartChanged = z.strictObject({
  type: z.literal('chart.changed'),
  version: z.literal(1),
  topic: patient,
  /** The write it is part of. */
  intentId: z.uuid().nullable(),
  resourceType: z.enum(watchedNames as [string, ...string[]]),
  resourceId: fhirId,
  /** Null where the server did not tell. */
  versionId: fhirId.nullable(),
  /** The page of the chart it is at home on. */
  home: z.string().regex(/^[a-z-]+$/),
  /** User id of the author, when ours. */
  by: z.string().nullable(),
  at: z.iso.datetime({ offset: true }),
});
export type ChartChanged = z.infer<typeof chartChanged>;

/** What belongs to a unit was written: told to the unit, to who is named, and to who follows the agenda. */
const unitChanged = z.strictObject({
  type: z.literal('unit.changed'),
  version: z.literal(1),
  topic: z.strictObject({ kind: z.enum(['unit', 'practitioner', 'schedule']), id: fhirId }),
  intentId: z.uuid(),
  resourceType: z.enum(unitTypes),
  resourceId: fhirId,
  versionId: fhirId.nullable(),
  by: z.string().nullable(),
  at: z.iso.datetime({ offset: true }),
});

/** What is of no chart was written by others: read by those who find out to whom it belongs (src/inbox). */
const unitFound = z.strictObject({
  type: z.literal('unit.found'),
  version: z.literal(1),
  topic: z.strictObject({ kind: z.literal('worklist'), id: z.literal('inbox') }),
  intentId: z.null(),
  resourceType: z.enum(['Task', 'Communication']),
  resourceId: fhirId,
  versionId: fhirId.nullable(),
  by: z.null(),
  at: z.iso.datetime({ offset: true }),
});

/** Everything that is written into the log: ids, never clinical content. Another shape of a type is another `version`. */
export const domainEvent = z.discriminatedUnion('type', [chartChanged, unitChanged, unitFound]);
export type DomainEvent = z.infer<typeof domainEvent>;

/** Those who follow the same topic are told once of the same key. */
export function keyOf({ resourceType, resourceId, versionId, intentId }: DomainEvent): string {
  return `${resourceType}/${resourceId}/${versionId ?? `of ${intentId ?? 'nobody'}`}`;
}
