import type { Context, Visit } from '../../context.ts';
import {
  discardDraft,
  ofNoChart,
  readDraft,
  saveDraft,
  type DraftSavedView,
  type DraftView,
  type Place,
} from '../../drafts/store.ts';
import { awaitedTexts } from '../../emergency/store.ts';
import { textDueAt } from '../../emergency/text.ts';
import { router, signedInProcedure } from '../../trpc.ts';
import { ownDraftInput, saveOwnDraftInput } from './schema.ts';
import type { AwaitedText, Me } from './view.ts';

const placeOf = ({ session }: Context & Visit, { form, base }: { form: string; base: string }): Place => ({
  userId: session.userId,
  patientId: ofNoChart,
  form,
  base,
});

export const sessionRouter = router({
  me: signedInProcedure.query(async ({ ctx: { session, services } }): Promise<Me> => ({
    sessionId: session.id,
    username: session.username,
    displayName: session.displayName,
    role: session.role,
    patientId: session.fhirUser?.startsWith('Patient/') ? session.fhirUser.slice('Patient/'.length) : null,
    rights: await services.policy.rights(session.role),
    idleExpiresAt: session.idleExpiresAt,
    absoluteExpiresAt: session.absoluteExpiresAt,
  })),

  /** One's own emergency accesses that wait for their text; asked on every page, so it names nobody. */
  awaited: signedInProcedure.query(async ({ ctx: { session, services } }): Promise<AwaitedText[]> =>
    (await awaitedTexts(services.db, session.userId)).map((grant) => ({
      grantId: grant.id,
      patientId: grant.patientId,
      startedAt: grant.createdAt.toISOString(),
      dueAt: textDueAt(grant).toISOString(),
    })),
  ),

  /** What the person had typed in a form that belongs to no chart. */
  draft: signedInProcedure
    .input(ownDraftInput)
    .query(({ ctx, input }): Promise<DraftView | null> =>
      readDraft(ctx.services.db, ctx.services.seal, placeOf(ctx, input)),
    ),
  saveDraft: signedInProcedure
    .input(saveOwnDraftInput)
    .mutation(({ ctx, input }): Promise<DraftSavedView> =>
      saveDraft(ctx.services.db, ctx.services.seal, placeOf(ctx, input), input.content, input.counter),
    ),
  discardDraft: signedInProcedure.input(ownDraftInput).mutation(async ({ ctx, input }): Promise<null> => {
    await discardDraft(ctx.services.db, placeOf(ctx, input));
    return null;
  }),
});
