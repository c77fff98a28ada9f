import { FhirError } from '@keneyapp/fhir-client';
import { keptPatient, leadingPatient, replacedIds } from '@keneyapp/fhir-model/identity-merge';
import { patientReference } from '@keneyapp/fhir-model/references';
import { TRPCError } from '@trpc/server';
import type { z } from 'zod';
import { DeniedError } from '../../access/denied.ts';
import type { MergeView } from '../../access/merge-guard.ts';
import type { Context, Visit } from '../../context.ts';
import type { MergeAuthor, MergeRecord } from '../../merging/records.ts';
import { refuseUnlessBoth } from '../../access/both-records.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import type { ChartWrite, Written } from '../../writing/writer.ts';
import { hindrancesOf, readPair } from './merge-pair.ts';
import type { followMergeInput, mergeInput } from './schema.ts';
import type { MergeHindrance, MergedView } from './view.ts';

export type MergeContext = Context &
  Visit & {
    writeMerge: (merge: Pick<MergeView, 'kept' | 'other' | 'step'>, write: ChartWrite) => Promise<Written>;
    auditResources: (...resources: string[]) => void;
  };

/** What did not fit into the first transaction goes in while the person waits, as far as they do (ADR 17); the rest follows within moments. */
const waitMs = 8_000;

/** Two records become one, over the versions that were before the person's eyes and no other. */
export async function merge(ctx: MergeContext, input: z.output<typeof mergeInput>): Promise<MergedView> {
  const { kept, other, versions, choices, key } = input;
  const { merges } = ctx.services;
  if (kept === other) throw hindered('same-record');
  ctx.auditResources(patientReference(kept), patientReference(other));
  await refuseUnlessBoth(ctx, [kept, other]);
  const attempts: string[] = [];
  const written = await ctx
    .writeMerge(
      { kept, other, step: { kind: 'merge' } },
      {
        key,
        tries: 3,
        plan: async (transaction) => {
          const now = new Date();
          // one before that was refused is none
          for (const attempt of attempts.splice(0)) await merges.settle(attempt);
          const pair = await readPair(ctx, [kept, other]);
          const [hindrance] = await hindrancesOf(ctx, pair, now);
          if (hindrance) throw hindered(hindrance);
          const [ofKept, ofOther] = pair;
          // what leads to it would lead on to what leads on
          if (replacedIds(ofOther).length > 0) throw hindered('chain');
          if (ofKept.meta?.versionId !== versions.kept || ofOther.meta?.versionId !== versions.other)
            throw changedMeanwhile();
          transaction.update(keptPatient(ofKept, ofOther, choices, now), versions.kept);
          transaction.update(leadingPatient(ofOther, ofKept), versions.other);
          const found = await merges.referring(other);
          attempts.push(transaction.id);
          const part = merges.move(transaction, found, { kept, other });
          await merges.records.add(
            {
              ...{ id: transaction.id, kept, other, by: authorOf(ctx) },
              before: { kept: ofKept, other: ofOther },
            },
            part,
          );
          return transaction.id;
        },
      },
    )
    .catch(async (error: unknown) => {
      for (const attempt of attempts) {
        await merges.settle(attempt);
        await merges.records.dropUnsent(attempt);
      }
      throw error;
    });
  const mergeId = written.says ?? '';
  const merged = await merges.settle(mergeId);
  if (!merged) throw new FhirError(404, null);
  // sent again after it was undone
  if (merged.state === 'undoing' || merged.state === 'undone') throw changedMeanwhile();
  for (const patient of await readPair(ctx, [kept, other])) await ctx.services.identities.written(patient);
  const left = await followNow(ctx, merged);
  const moved = (await merges.records.get(mergeId))?.told ?? 0;
  return { patientId: kept, mergeId, moved, isWhole: left === 0 };
}

/** What arrived at a record that leads on, moved by whoever looks after identities now. */
export async function followMerge(
  ctx: MergeContext,
  { mergeId }: z.output<typeof followMergeInput>,
): Promise<MergedView> {
  const { merges } = ctx.services;
  const merged = await merges.records.get(mergeId);
  if (merged?.state !== 'merged') throw new FhirError(404, null);
  const { kept, other } = merged;
  ctx.auditResources(patientReference(kept), patientReference(other));
  await refuseUnlessBoth(ctx, [kept, other]);
  const left = await followNow(ctx, merged);
  const moved = (await merges.records.get(mergeId))?.told ?? 0;
  return { patientId: kept, mergeId, moved, isWhole: left === 0 };
}

/** How many could not be moved now: the follower goes on. */
async function followNow(ctx: MergeContext, merged: MergeRecord): Promise<number> {
  const { services, session, requestId, remoteAddress } = ctx;
  const by = { author: authorOf(ctx), fhir: services.capabilities.moves(session, requestId), remoteAddress };
  try {
    return await services.merges.follow(merged, by, Date.now() + waitMs);
  } catch {
    // it is merged: what is left is found by the next look
    return 1;
  }
}

const authorOf = ({ session: { id, userId, displayName, role, fhirUser } }: Visit): MergeAuthor => ({
  ...{ id, userId, displayName, role, fhirUser },
});

export function hindered(hindrance: MergeHindrance | 'same-record'): TRPCError {
  const code = hindrance === 'own-record' ? 'FORBIDDEN' : 'CONFLICT';
  return new TRPCError({ code, message: hindrance, cause: new DeniedError(hindrance) });
}
