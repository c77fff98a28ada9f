import type { BundleEntry, Consent } from '@medplum/fhirtypes';
import { consentKeySystem } from '../../fhir/consent-marks.ts';
import type { ChartTransaction } from '../../writing/chart-transaction.ts';
import { oneAtATime } from '../../writing/one-at-a-time.ts';
import { changedMeanwhile, otherContent } from '../../writing/outcome-errors.ts';
import { allConsents, tokenOf, viewFor } from './read.ts';
import { denied, rightsOf, type ConsentContext } from './reader.ts';
import type { ConsentsView } from './view.ts';

type Done = NonNullable<ConsentsView['done']>;
export interface Plan {
  entries: BundleEntry[];
  done: Done;
}

/**
 * Reads, checks that nothing changed since the person looked, writes, and answers what there is now. One change of a
 * patient's decisions at a time, whichever process it is in: each rests on all of them.
 */
export async function change(
  ctx: ConsentContext,
  { key, token }: { key: string; token: string },
  planFor: (consents: readonly Consent[]) => Plan | Promise<Plan>,
): Promise<ConsentsView> {
  const { patientId, fhir, services } = ctx;
  const rights = rightsOf(ctx, true);
  if (!rights.mayRecord) throw denied('delegate-read-only');
  return oneAtATime(services.locks, `consents:${patientId}`, async (lock) => {
    const before = await allConsents(fhir, patientId);
    const isMade = before.some((c) =>
      c.identifier?.some((i) => i.system === consentKeySystem && i.value === key),
    );
    const { references, says } = await ctx.write({
      key,
      plan: async (transaction) => {
        // what was sent before is answered by the writer; whatever else comes with its key was not written
        if (isMade) throw otherContent();
        if (tokenOf(ctx, before) !== token) throw changedMeanwhile();
        const { entries, done } = await planFor(before);
        if (!lock.isHeld()) throw changedMeanwhile();
        for (const entry of entries) add(transaction, entry);
        return done;
      },
    });
    ctx.auditResources(...references);
    return viewFor(ctx, await allConsents(fhir, patientId), says as Done | null);
  });
}

/** A new decision gets the id of its form; a signed form has one already, which its decision names. */
function add(transaction: ChartTransaction, { resource, request }: BundleEntry): void {
  if (!resource) return;
  const version = /^W\/"(.+)"$/.exec(request?.ifMatch ?? '')?.[1];
  if (version !== undefined) transaction.update(resource, version);
  else if (request?.method === 'POST') transaction.create(resource.resourceType, resource);
  else transaction.createOnce(resource);
}
