import { ownProfession } from '../../ordering/prescribers/prescribers.ts';
import { TRPCError } from '@trpc/server';
import type { Context, Visit } from '../../context.ts';
import {
  discardDraft,
  ofNoChart,
  readDraft,
  saveDraft,
  type DraftSavedView,
  type DraftView,
} from '../../drafts/store.ts';
import { awaitedTexts } from '../../emergency/store.ts';
import { textDueAt } from '../../emergency/reason-state.ts';
import { browserOf } from '../../session/browser.ts';
import type { DraftKey } from '../../session/contexts.ts';
import { signedInLately } from '../../session/signed-in-lately.ts';
import { router, signedInProcedure } from '../../trpc.ts';
import { acknowledgeOutcome, notices } from './notices.ts';
import { endOwnInput, ownDraftInput, saveOwnDraftInput } from './schema.ts';
import { workplaces } from './workplaces.ts';
import type { AwaitedText, Me, OwnSessionsView } from './view.ts';

/** More than anybody can have. */
const maxSessions = 10_000;
type Ctx = Context & Visit;

const placeOf = ({ session }: Ctx, { form, base }: { form: string; base: string }): DraftKey => ({
  userId: session.userId,
  patientId: ofNoChart,
  form,
  base,
});

export const sessionRouter = router({
  me: signedInProcedure.query(async ({ ctx: { access, session, services } }): Promise<Me> => ({
    sessionId: session.id,
    username: session.username,
    displayName: session.displayName,
    role: session.role,
    profession: await ownProfession(services, session, new Date()),
    patientId: session.fhirUser?.startsWith('Patient/') ? session.fhirUser.slice('Patient/'.length) : null,
    rights: await access.rights(),
    idleExpiresAt: session.idleExpiresAt,
    absoluteExpiresAt: session.absoluteExpiresAt,
  })),
  notices,
  acknowledgeOutcome,
  workplaces,

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
      readDraft(ctx.services.db, ctx.services.cipher, placeOf(ctx, input)),
    ),
  saveDraft: signedInProcedure
    .input(saveOwnDraftInput)
    .mutation(({ ctx, input }): Promise<DraftSavedView> =>
      saveDraft(ctx.services.db, ctx.services.cipher, placeOf(ctx, input), input.content, input.counter),
    ),
  discardDraft: signedInProcedure.input(ownDraftInput).mutation(async ({ ctx, input }): Promise<null> => {
    await discardDraft(ctx.services.db, placeOf(ctx, input));
    return null;
  }),

  /** Signed in lately enough for what asks for it: a page asks before it begins to take something out. */
  isFresh: signedInProcedure.query(({ ctx }): boolean => signedInLately(ctx.session, ctx.services.env)),

  /** Where one is signed in oneself. */
  own: signedInProcedure.query(({ ctx }): Promise<OwnSessionsView> => ownSessions(ctx)),
  /** Ends one of one's own sessions, on whichever screen; this one ends by signing out. */
  endOwn: signedInProcedure.input(endOwnInput).mutation(async ({ ctx, input: { sessionId } }) => {
    const found = (await activeSessions(ctx)).find(({ id }) => id === sessionId && id !== ctx.session.id);
    if (!found) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such session of yours' });
    await end(ctx, 'session.endOwn', [found.id]);
    return ownSessions(ctx);
  }),
  endOthers: signedInProcedure.mutation(async ({ ctx }) => {
    const others = (await activeSessions(ctx)).filter(({ id }) => id !== ctx.session.id);
    await end(
      ctx,
      'session.endOthers',
      others.map(({ id }) => id),
    );
    return ownSessions(ctx);
  }),
});

const activeSessions = ({ services, session }: Ctx) =>
  services.sessionStore.active({
    limit: maxSessions,
    of: { issuer: services.env.OIDC_ISSUER, subject: session.userId },
  });

async function ownSessions(ctx: Ctx): Promise<OwnSessionsView> {
  const { SESSIONS_PER_PERSON: max } = ctx.services.env;
  return {
    most: max,
    accountUrl: accountUrlOf(ctx.services.env),
    sessions: (await activeSessions(ctx)).map(
      ({ id, createdAt, lastSeenAt, endsAt, remoteAddress, userAgent }) => ({
        id,
        since: createdAt.toISOString(),
        lastSeen: lastSeenAt.toISOString(),
        endsAt: endsAt.toISOString(),
        address: remoteAddress,
        ...browserOf(userAgent),
        isThis: id === ctx.session.id,
      }),
    ),
  };
}

/** Keycloak's page where people change their password and second factor; other providers have no address that is agreed on. */
const accountUrlOf = ({ USER_DIRECTORY: directory, OIDC_ISSUER: issuer }: Context['services']['env']) =>
  directory?.startsWith('keycloak:') ? `${issuer}/account` : null;

/** Written down before it is done: what ended without a word would be the worse of the two. */
async function end(ctx: Ctx, operation: string, ids: readonly string[]): Promise<void> {
  const { services, session } = ctx;
  await services.audit.record({
    action: 'E',
    operation,
    feature: null,
    access: 'write',
    outcome: 'success',
    patientId: null,
    resources: ids.map((id) => `session:${id}`),
    user: { id: session.userId, name: session.displayName, role: session.role, fhirUser: session.fhirUser },
    remoteAddress: ctx.remoteAddress,
    requestId: ctx.requestId,
  });
  for (const id of ids) await services.sessionStore.endOne(id, 'own');
}
