import type { Bundle } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import type { Context, Visit } from '../context.ts';
import { DeniedError } from './denied.ts';
import { acceptedMerge, type MergeView } from './merge-guard.ts';

export type MergeOf = Pick<MergeView, 'kept' | 'other' | 'step'>;

/** What merges two records, decided on both, whoever planned it. */
export async function acceptMerge(
  ctx: Context & Visit,
  merge: MergeOf,
  bundle: Bundle,
): Promise<{ bundle: Bundle; merges: string[] }> {
  const { session, services } = ctx;
  const merges = [merge.kept, merge.other];
  await refuseUnlessBoth(ctx, merges);
  const view = { ...merge, fhirUser: session.fhirUser, fhir: services.systemFhir, now: new Date() };
  return { bundle: await acceptedMerge(view, bundle), merges };
}

/** Whoever may correct the identity of either. */
export async function refuseUnlessBoth({ access }: Visit, patientIds: readonly string[]): Promise<void> {
  const verdicts = await access.decideFor('identities.correct', patientIds);
  for (const id of patientIds) {
    const verdict = verdicts.get(id);
    if (verdict?.allow) continue;
    const cause = new DeniedError(verdict?.reasons[0] ?? 'role');
    throw new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause });
  }
}

/** What would be written in a record that leads on is looked for in the other: the page leads on and says so. */
export async function refuseLeadingOn(
  { merges }: Context['services'],
  patientId: string | null,
): Promise<void> {
  if (patientId === null || (await merges.leadsTo(patientId)) === null) return;
  throw leadsOn();
}

/** Nothing is written in a record that leads on to another. */
export const leadsOn = (): TRPCError =>
  new TRPCError({ code: 'CONFLICT', message: 'leads-on', cause: new DeniedError('leads-on') });
