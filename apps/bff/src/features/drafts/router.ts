import type { Patient } from '@medplum/fhirtypes';
import { matches } from '@keneyapp/fhir-model/bundles';
import { chartOperation, ownOperation, router } from '../../trpc.ts';
import { draftKey, saveDraftInput } from './schema.ts';
import { discardDraft, listDrafts, readDraft, saveDraft, type DraftHead } from '../../drafts/store.ts';
import type { DraftListView, DraftRow, DraftSavedView, DraftView } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';
import { patientName } from '@keneyapp/fhir-model/human-name';

export const draftsRouter = router({
  /** What waits in the workspace, each with the name of its patient as the record has it now. */
  list: ownOperation('drafts.list').query(async ({ ctx }): Promise<DraftListView> => {
    const { session, services, access, fhir } = ctx;
    const all = await listDrafts(services.db, session.userId);
    const verdicts = await access.decideFor('drafts.read', [...new Set(all.map((d) => d.patientId))]);
    const heads = all.filter((d) => verdicts.get(d.patientId)?.allow);
    const ids = [...new Set(heads.map((d) => d.patientId))];
    if (ids.length === 0) return { drafts: [] };
    const found = await fhir.search('Patient', {
      _id: ids.join(','),
      _elements: 'name,birthDate',
      _count: ids.length,
    });
    ctx.auditResources(...ids.map(patientReference));
    const patients = new Map(matches(found, 'Patient').map((p) => [p.id ?? '', p]));
    return { drafts: heads.map((head) => row(head, patients.get(head.patientId))) };
  }),
  get: chartOperation('drafts.read')
    .input(draftKey)
    .query(({ ctx, input }): Promise<DraftView | null> =>
      readDraft(ctx.services.db, ctx.services.cipher, {
        userId: ctx.session.userId,
        patientId: ctx.patientId,
        form: input.form,
        base: input.base,
      }),
    ),
  save: chartOperation('drafts.save')
    .input(saveDraftInput)
    .mutation(({ ctx, input }): Promise<DraftSavedView> =>
      saveDraft(
        ctx.services.db,
        ctx.services.cipher,
        { userId: ctx.session.userId, patientId: ctx.patientId, form: input.form, base: input.base },
        input.content,
        input.counter,
      ),
    ),
  discard: chartOperation('drafts.discard')
    .input(draftKey)
    .mutation(async ({ ctx, input }): Promise<null> => {
      await discardDraft(ctx.services.db, {
        userId: ctx.session.userId,
        patientId: ctx.patientId,
        form: input.form,
        base: input.base,
      });
      return null;
    }),
});

function row({ updatedAt, expiresAt, ...head }: DraftHead, patient: Patient | undefined): DraftRow {
  return {
    ...head,
    patientName: patientName(patient?.name, new Date()),
    birthDate: patient?.birthDate ?? null,
    updatedAt: updatedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
