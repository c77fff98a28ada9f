import { FhirError } from '@keneyapp/fhir-client';
import { unmergedPair } from '@keneyapp/fhir-model/identity-merge';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Patient } from '@medplum/fhirtypes';
import { v5 } from 'uuid';
import type { z } from 'zod';
import { LockTakenError } from '../../database/locks.ts';
import { mostEntries } from '../../merging/parts.ts';
import type { MergeRecord } from '../../merging/records.ts';
import { refuseUnlessBoth } from '../../access/both-records.ts';
import type { ChartTransaction } from '../../writing/chart-transaction.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { refuseTaken } from './already-there.ts';
import { hindered, type MergeContext } from './merge.ts';
import { readPair } from './merge-pair.ts';
import { isOwnAffair } from '../../access/own-affairs.ts';
import type { undoMergeInput } from './schema.ts';
import type { UndoneView } from './view.ts';

/** Somebody who follows it, or undoes it too, is waited for. */
const waitMs = 8_000;

/** Two records are two again: what moved goes back, and what was made since stays. */
export async function undoMerge(
  ctx: MergeContext,
  { key, mergeId }: z.output<typeof undoMergeInput>,
): Promise<UndoneView> {
  const { merges } = ctx.services;
  const record = await merges.records.get(mergeId);
  if (!record || record.state === 'sent') throw new FhirError(404, null);
  const { kept, other } = record;
  ctx.auditResources(patientReference(kept), patientReference(other));
  await refuseUnlessBoth(ctx, [kept, other]);
  await refuseOwn(ctx, record);
  return merges
    .alone(mergeId, waitMs, () => undoAlone(ctx, record, key))
    .catch((error: unknown) => {
      throw error instanceof LockTakenError ? hindered('under-way') : error;
    });
}

/** While nobody follows the merge, or undoes it too. */
async function undoAlone(ctx: MergeContext, { id: mergeId }: MergeRecord, key: string): Promise<UndoneView> {
  const { merges, identities } = ctx.services;
  const record = await merges.records.get(mergeId);
  if (!record) throw new FhirError(404, null);
  const { kept, other } = record;
  const counts = { movedBack: 0, stayed: 0 };
  // sent again: as it was answered
  if (record.state === 'undone') return { patientId: other, ...counts };
  for (let part = 0, isLast = false; !isLast; part += 1) {
    let sent: string | null = null;
    await ctx
      .writeMerge(
        { kept, other, step: { kind: 'undo', pair: await pairOf(ctx, record) } },
        {
          key: part === 0 ? key : v5(`${part}`, key),
          tries: 3,
          plan: async (transaction) => {
            const { changed, stayed } = await merges.toPutBack(record);
            // the Patients go with the last part
            const taken = changed.slice(0, mostEntries);
            isLast = taken.length === changed.length;
            for (const resource of taken) transaction.update(resource, resource.meta?.versionId ?? '');
            if (isLast) await putPatientsBack(ctx, record, transaction);
            counts.stayed = stayed;
            counts.movedBack += taken.length;
            sent = transaction.id;
            await merges.records.undoing(mergeId, transaction.id, ctx.session.displayName);
          },
        },
      )
      .catch(async (error: unknown) => {
        if (sent) await merges.settle(mergeId);
        throw error;
      });
    // the same form once more: it was answered before
    if (sent === null) break;
  }
  await merges.settle(mergeId);
  for (const patient of await readPair(ctx, [kept, other])) await identities.written(patient);
  return { patientId: other, ...counts };
}

async function pairOf({ services }: MergeContext, { id }: MergeRecord) {
  const { before, after } = await services.merges.records.contentOf(id);
  if (!after) throw changedMeanwhile();
  return { before, after };
}

async function putPatientsBack(
  ctx: MergeContext,
  record: MergeRecord,
  transaction: ChartTransaction,
): Promise<void> {
  const [kept, other] = await readPair(ctx, [record.kept, record.other]);
  const before = unmergedPair(await pairOf(ctx, record), { kept, other });
  // a third record may have got the matricule while this one led on
  await refuseTaken(ctx, before.kept, { before: kept, beside: record.other });
  await refuseTaken(ctx, before.other, { beside: record.kept });
  transaction.update(before.kept, versionOf(kept));
  transaction.update(before.other, versionOf(other));
}

async function refuseOwn({ services, session }: MergeContext, { kept, other }: MergeRecord): Promise<void> {
  const affair = { session, patientId: kept, persons: [patientReference(other)] };
  const isOwn = [kept, other].some((id) => session.fhirUser === patientReference(id));
  if (isOwn || (await isOwnAffair(services.capabilities.consentAffairs, affair)))
    throw hindered('own-record');
}

const versionOf = ({ meta }: Patient): string => meta?.versionId ?? '';
