import { TRPCError } from '@trpc/server';
import { DeniedError } from '../../access/denied.ts';
import type { EmergencyNews } from '../../emergency/alerts.ts';
import { countOpen, isOver, judge, listReviews, stateOf } from '../../emergency/reviews.ts';
import { endAllGrants, readGrant, type Grant } from '../../emergency/store.ts';
import { liftSuspension, readSuspension, suspendIfRepeated } from '../../emergency/suspension.ts';
import type { Services } from '../../context.ts';
import { emergencySettings } from '../../settings/emergency.ts';
import { featureProcedure, router } from '../../trpc.ts';
import { activityOf } from './activity.ts';
import { reviewRows } from './rows.ts';
import { detailInput, judgeInput, liftInput, listInput } from './schema.ts';
import type { ReviewAlert, ReviewDetail, ReviewList } from './view.ts';

const ownAccess = () =>
  new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError('own-access') });
const refused = (message: string) => new TRPCError({ code: 'CONFLICT', message });
const changedMeanwhile = () => new TRPCError({ code: 'PRECONDITION_FAILED', message: 'changed meanwhile' });

async function grantOr404({ db, seal }: Services, id: string): Promise<Grant> {
  const grant = await readGrant(db, seal, id);
  if (!grant) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such emergency access' });
  return grant;
}

export const reviewsRouter = router({
  list: featureProcedure('reviews', 'read')
    .input(listInput)
    .query(async ({ ctx, input }): Promise<ReviewList> => {
      const { session, services } = ctx;
      const now = new Date();
      const { grants, isTruncated } = await listReviews(services.db, services.seal, { ...input, now });
      const { rows, suspensions } = await reviewRows(services, grants, now);
      ctx.touch(...new Set(rows.map((r) => `Patient/${r.patientId}`)));
      return {
        reviews: rows,
        isTruncated,
        open: await countOpen(services.db),
        suspensions: suspensions.map(({ id, userId, userName, since }) => ({
          id,
          userId,
          name: userName,
          since: since.toISOString(),
          isOwn: userId === session.userId,
        })),
      };
    }),

  /** One access with its reason and everything that was done under it. */
  detail: featureProcedure('reviews', 'read')
    .input(detailInput)
    .query(async ({ ctx, input }): Promise<ReviewDetail> => {
      const now = new Date();
      const grant = await grantOr404(ctx.services, input.grantId);
      ctx.touch(`emergency-access/${grant.id}`, `Patient/${grant.patientId}`);
      const [
        {
          rows: [row],
        },
        activity,
      ] = await Promise.all([reviewRows(ctx.services, [grant], now), activityOf(ctx.services.db, grant)]);
      if (!row) throw new Error('an access without a row');
      const state = stateOf(grant, now);
      return {
        ...row,
        reason: grant.reason,
        ...activity,
        closedTo: grant.userId === ctx.session.userId ? 'own' : state === 'open' ? null : state,
      };
    }),

  /** By somebody else than the person concerned, once; two officers cannot overwrite each other. */
  judge: featureProcedure('reviews', 'write')
    .input(judgeInput)
    .mutation(async ({ ctx, input }): Promise<{ hasSuspended: boolean }> => {
      const { session, services } = ctx;
      const now = new Date();
      const by = { userId: session.userId, userName: session.displayName };
      const grant = await grantOr404(services, input.grantId);
      ctx.touch(`emergency-access/${grant.id}`, `Patient/${grant.patientId}`, `judgement/${input.outcome}`);
      if (grant.userId === by.userId) throw ownAccess();
      if (!isOver(grant, now)) throw refused('not ended');
      if (
        !(await judge(services.db, services.seal, {
          id: grant.id,
          outcome: input.outcome,
          comment: input.comment,
          by,
          now,
        }))
      )
        throw changedMeanwhile();
      const person = { userId: grant.userId, userName: grant.userName };
      const hasSuspended =
        input.outcome === 'not-justified' &&
        (await suspendIfRepeated(services.db, {
          ...person,
          limits: await emergencySettings(services.db),
          now,
        }));
      if (hasSuspended) {
        for (const patientId of await endAllGrants(services.db, grant.userId, now))
          await services.accessChanges.tell(patientId);
        ctx.touch(`emergency-suspension/${grant.userId}`);
        await services.emergencyAlerts.tell({ what: 'suspended', grantId: grant.id, userId: grant.userId });
      }
      await services.emergencyAlerts.tell({ what: 'judged', grantId: grant.id, userId: grant.userId });
      return { hasSuspended };
    }),

  /** Gives the possibility back, with a reason. */
  lift: featureProcedure('reviews', 'write')
    .input(liftInput)
    .mutation(async ({ ctx, input }): Promise<null> => {
      const { session, services } = ctx;
      const suspension = await readSuspension(services.db, input.suspensionId);
      if (!suspension) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such suspension' });
      ctx.touch(`emergency-suspension/${suspension.userId}`);
      if (suspension.userId === session.userId) throw ownAccess();
      if (
        !(await liftSuspension(services.db, services.seal, {
          id: suspension.id,
          by: { userId: session.userId, userName: session.displayName },
          reason: input.reason,
          now: new Date(),
        }))
      )
        throw changedMeanwhile();
      await services.emergencyAlerts.tell({ what: 'lifted', grantId: null, userId: suspension.userId });
      return null;
    }),

  /** Server-sent events: how many wait, and each one the moment it begins, ends or is judged. */
  alerts: featureProcedure('reviews', 'read').subscription(async function* ({
    ctx,
    signal,
  }): AsyncGenerator<ReviewAlert> {
    const { session, services } = ctx;
    const news = services.emergencyAlerts.subscribe(
      AbortSignal.any([ctx.signal, ...(signal ? [signal] : [])]),
    );
    yield { open: await countOpen(services.db), news: null };
    for await (const one of news) {
      // decided afresh each time: a stream outlives what it began with
      if (!(await services.accessFor(session).decide('reviews', 'read', null)).allow) return;
      yield { open: await countOpen(services.db), news: await told(services, one) };
    }
  }),
});

async function told(
  { db }: Services,
  { what, grantId, userId }: EmergencyNews,
): Promise<ReviewAlert['news']> {
  const grant = await db.emergencyGrant.findFirst({
    where: grantId === null ? { userId } : { id: grantId },
    select: { userName: true },
  });
  return { what, grantId, name: grant?.userName ?? null, at: new Date().toISOString() };
}
