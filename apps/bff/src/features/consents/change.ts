import type { BundleEntry, Consent } from '@medplum/fhirtypes';
import { FhirError } from '@keneyapp/fhir-client';
import { TRPCError } from '@trpc/server';
import { consentKeySystem } from '../../fhir/consent-marks.ts';
import { allConsents, tokenOf, viewFor } from './read.ts';
import { denied, rightsOf, type ConsentContext } from './reader.ts';
import { inTurn, TurnLostError } from './turn.ts';
import type { ConsentsView } from './view.ts';

export interface Plan {
  entries: BundleEntry[];
  done: NonNullable<ConsentsView['done']>;
}

const changedMeanwhile = () => new TRPCError({ code: 'PRECONDITION_FAILED', message: 'changed meanwhile' });

/** Reads, checks that nothing changed since the person looked, writes, and answers what there is now. */
export async function change(
  ctx: ConsentContext,
  { key, token }: { key: string; token: string },
  planFor: (consents: readonly Consent[]) => Plan | Promise<Plan>,
): Promise<ConsentsView> {
  const { patientId, fhir, services } = ctx;
  const rights = rightsOf(ctx, true);
  if (!rights.mayRecord) throw denied('delegate-read-only');
  return inTurn(services.db, patientId, async (keep) => {
    const before = await allConsents(fhir, patientId);
    // sent twice (a lost answer, an impatient click): it is there
    const made = before.find((c) =>
      c.identifier?.some((i) => i.system === consentKeySystem && i.value === key),
    );
    if (made) return viewFor(ctx, before, made.status === 'proposed' ? 'proposed' : 'recorded');
    if (tokenOf(ctx, before) !== token) throw changedMeanwhile();
    const { entries, done } = await planFor(before);
    await keep();
    await fhir
      .transaction({ resourceType: 'Bundle', type: 'transaction', entry: entries })
      .catch((error: unknown) => {
        throw error instanceof FhirError && (error.status === 412 || error.status === 409)
          ? changedMeanwhile()
          : error;
      });
    await services.accessChanges.tell(patientId);
    const after = await allConsents(fhir, patientId);
    tellLive(ctx, before, after);
    return viewFor(ctx, after, done);
  }).catch((error: unknown) => {
    throw error instanceof TurnLostError ? changedMeanwhile() : error;
  });
}

/** Names what is new or otherwise to the trail and to open screens. */
function tellLive(
  { touch, patientId, services, session }: ConsentContext,
  before: readonly Consent[],
  after: readonly Consent[],
): void {
  for (const { id, meta } of after.filter(
    (c) => !before.some((b) => b.id === c.id && b.meta?.versionId === c.meta?.versionId),
  )) {
    touch(`Consent/${id}`);
    services.live.publish({
      patientId,
      resourceType: 'Consent',
      home: 'consents',
      resourceId: id ?? '',
      versionId: meta?.versionId ?? null,
      by: session.userId,
      at: meta?.lastUpdated ?? new Date().toISOString(),
    });
  }
}
