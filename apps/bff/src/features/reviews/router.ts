import { TRPCError } from '@trpc/server';
import { DeniedError } from '../../access/denied.ts';
import { asRecorded, dealWith } from '../../audit/dealt-with.ts';
import { activityOf } from '../../emergency/activity.ts';
import type { EmergencyNews } from '../../emergency/alerts.ts';
import { answerOf, askOpinion, opinionsOf, type Opinion } from '../../emergency/opinions.ts';
import { countOpen, isOver, judge, listReviews, stateOf } from '../../emergency/reviews.ts';
import { endAllGrants, readGrant, type Grant } from '../../emergency/store.ts';
import { liftSuspension, readSuspension, suspendIfRepeated } from '../../emergency/suspension.ts';
import type { Services } from '../../context.ts';
import { emergencySettings } from '../../emergency/settings.ts';
import { router, unitOperation } from '../../trpc.ts';
import { findProfessionals } from '../../fhir/professionals.ts';
import { doctorNamed } from './doctors.ts';
import { reviewRows } from './rows.ts';
import {
  askInput,
  dealInput,
  detailInput,
  doctorsInput,
  judgeInput,
  liftInput,
  listInput,
} from './schema.ts';
import type { ReviewAlert, ReviewDetail, ReviewDoctor, ReviewList, ReviewOpinion } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';

const ownAccess = () =>
  new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError('own-access') });
const refused = (message: string) => new TRPCError({ code: 'CONFLICT', message });

async function grantOr404({ db, cipher }: Services, id: string): Promise<Grant> {
  const grant = await readGrant(db, cipher, id);
  if (!grant) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such emergency access' });
  return grant;
}

export const reviewsRouter = router({
  list: unitOperation('reviews.read')
    .input(listInput)
    .query(async ({ ctx, input }): Promise<ReviewList> => {
      const { session, services } = ctx;
      const now = new Date();
      const { grants, isTruncated } = await listReviews(services.db, services.cipher, { ...input, now });
      const { rows, suspensions } = await reviewRows(services, grants, now);
      ctx.auditResources(...new Set(rows.map((r) => patientReference(r.patientId))));
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
  detail: unitOperation('reviews.read')
    .input(detailInput)
    .query(async ({ ctx, input }): Promise<ReviewDetail> => {
      const now = new Date();
      const grant = await grantOr404(ctx.services, input.grantId);
      ctx.auditResources(`emergency-access/${grant.id}`, patientReference(grant.patientId));
      const [
        {
          rows: [row],
        },
        activity,
        opinions,
      ] = await Promise.all([
        reviewRows(ctx.services, [grant], now),
        activityOf(ctx.services.db, grant),
        opinionsOf(ctx.services.db, ctx.services.cipher, grant.id),
      ]);
      if (!row) throw new Error('an access without a row');
      const state = stateOf(grant, now);
      return {
        ...row,
        reason: grant.reason,
        ...activity,
        opinions: opinions.map(opinionView),
        closedTo: grant.userId === ctx.session.userId ? 'own' : state === 'open' ? null : state,
      };
    }),

  /** Doctors of the house by name, to ask one of them. */
  doctors: unitOperation('reviews.read')
    .input(doctorsInput)
    .query(async ({ ctx, input }): Promise<ReviewDoctor[]> => {
      ctx.auditResources('Practitioner');
      // an officer searches no record; only a doctor's account can answer, so whoever is asked by mistake is asked in vain
      return (await findProfessionals(ctx.services.capabilities.opinionDoctors, input.query)).professionals;
    }),

  /** Asks a doctor, who is not the person concerned, whether the access was needed. */
  ask: unitOperation('reviews.ask')
    .input(askInput)
    .mutation(async ({ ctx, input }): Promise<ReviewOpinion[]> => {
      const { session, services } = ctx;
      const now = new Date();
      const grant = await grantOr404(services, input.grantId);
      const practitioner = `Practitioner/${input.practitionerId}`;
      ctx.auditResources(`emergency-access/${grant.id}`, patientReference(grant.patientId), practitioner);
      if (grant.userId === session.userId) throw ownAccess();
      if (grant.fhirUser === practitioner) throw notOfThemselves();
      // whoever leads the file does not answer in it, under another account either
      if (session.fhirUser === practitioner) throw notOfOneself();
      if (stateOf(grant, now) !== 'open') throw refused('not open');
      const name = await doctorNamed(services.capabilities.opinionDoctors, input.practitionerId);
      if (name === null) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such professional' });
      await askOpinion(services.db, {
        grantId: grant.id,
        practitioner,
        practitionerName: name,
        by: { userId: session.userId, userName: session.displayName },
        now,
      });
      return (await opinionsOf(services.db, services.cipher, grant.id)).map(opinionView);
    }),

  /**
   * Closes the file with the answer of a doctor: whether the access was needed is a question of care, and the officer leads
   * the file. By somebody else than the person concerned, once; two officers cannot overwrite each other.
   */
  judge: unitOperation('reviews.judge')
    .input(judgeInput)
    .mutation(async ({ ctx, input }): Promise<{ hasSuspended: boolean }> => {
      const { session, services } = ctx;
      const now = new Date();
      const by = { userId: session.userId, userName: session.displayName };
      const grant = await grantOr404(services, input.grantId);
      ctx.auditResources(`emergency-access/${grant.id}`, patientReference(grant.patientId));
      if (grant.userId === by.userId) throw ownAccess();
      if (!isOver(grant, now)) throw refused('not ended');
      const answer = await answerOf(services.db, { grant, by: session }, input.opinionId);
      if (answer === null) throw refused('no doctor has answered');
      const outcome = answer === 'needed' ? 'justified' : 'not-justified';
      ctx.auditResources(`judgement/${outcome}`);
      if (
        !(await judge(services.db, services.cipher, {
          id: grant.id,
          outcome,
          opinionId: input.opinionId,
          comment: input.comment,
          by,
          now,
        }))
      )
        throw changedMeanwhile();
      const person = { userId: grant.userId, userName: grant.userName };
      const hasSuspended =
        outcome === 'not-justified' &&
        (await suspendIfRepeated(services.db, {
          ...person,
          limits: await emergencySettings(services.db),
          now,
        }));
      if (hasSuspended) {
        for (const patientId of await endAllGrants(services.db, grant.userId, now))
          await services.accessChanges.publish(patientId);
        ctx.auditResources(`emergency-suspension/${grant.userId}`);
        await services.emergencyAlerts.publish({
          what: 'suspended',
          grantId: grant.id,
          userId: grant.userId,
        });
      }
      await services.emergencyAlerts.publish({ what: 'judged', grantId: grant.id, userId: grant.userId });
      return { hasSuspended };
    }),

  /** Gives the possibility back, with a reason. */
  lift: unitOperation('reviews.lift')
    .input(liftInput)
    .mutation(async ({ ctx, input }): Promise<null> => {
      const { session, services } = ctx;
      const suspension = await readSuspension(services.db, input.suspensionId);
      if (!suspension) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such suspension' });
      ctx.auditResources(`emergency-suspension/${suspension.userId}`);
      if (suspension.userId === session.userId) throw ownAccess();
      if (
        !(await liftSuspension(services.db, services.cipher, {
          id: suspension.id,
          by: { userId: session.userId, userName: session.displayName },
          reason: input.reason,
          now: new Date(),
        }))
      )
        throw changedMeanwhile();
      await services.emergencyAlerts.publish({ what: 'lifted', grantId: null, userId: suspension.userId });
      return null;
    }),

  /** What was made of an unusual access; it is added to what was said before, and nothing is taken out. */
  dealWith: unitOperation('reviews.deal-with')
    .input(dealInput)
    .mutation(async ({ ctx, input }): Promise<null> => {
      const { session, services } = ctx;
      const { one, note } = input;
      ctx.auditResources(`unusual/${one.what}`, `Account/${one.userId}`);
      if (one.what === 'access') ctx.auditResources(patientReference(one.patientId));
      if (one.what === 'consent') ctx.auditResources(`AuditEvent/${one.seq}`);
      if (one.userId === session.userId) throw ownAccess();
      const found = await asRecorded(services.db, one);
      if (!found) throw new TRPCError({ code: 'NOT_FOUND', message: 'nothing of this in the trail' });
      await dealWith(services.db, services.cipher, {
        one: found,
        note,
        by: { userId: session.userId, userName: session.displayName },
        now: new Date(),
      });
      return null;
    }),

  /** Server-sent events: how many wait, and each one the moment it begins, ends or is judged. */
  alerts: unitOperation('reviews.read').subscription(async function* ({
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
      if (!(await services.accessFor(session).decide('reviews.read', null)).allow) return;
      yield { open: await countOpen(services.db), news: await told(services, one) };
    }
  }),
});

const notOfThemselves = () =>
  new TRPCError({ code: 'BAD_REQUEST', message: 'practitionerId: is the person concerned' });

const notOfOneself = () => new TRPCError({ code: 'BAD_REQUEST', message: 'practitionerId: is who asks' });

const opinionView = ({
  id,
  practitionerName,
  askedByName,
  askedAt,
  answer,
  comment,
  answeredAt,
}: Opinion): ReviewOpinion => ({
  id,
  doctor: practitionerName,
  askedBy: askedByName,
  askedAt: askedAt.toISOString(),
  answer,
  comment,
  answeredAt: answeredAt?.toISOString() ?? null,
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
