import { TRPCError } from '@trpc/server';
import { DeniedError } from '../../access/denied.ts';
import type { DenialReason } from '../../access/policy.ts';
import type { Services } from '../../context.ts';
import { patientNames } from '../../emergency/patient-names.ts';
import { endOf, isOver } from '../../emergency/reviews.ts';
import {
  endGrant,
  explainGrant,
  grantsOf,
  activeGrant,
  openGrant,
  owesText,
  readGrant,
  suspendedSince,
  type Grant,
} from '../../emergency/store.ts';
import { textStateOf } from '../../emergency/reason-state.ts';
import { emergencySettings } from '../../emergency/settings.ts';
import { chartOperation, ownOperation, router } from '../../trpc.ts';
import { giveOpinion, opinions } from './opinions.ts';
import { emergencyKinds, explainInput, requestInput, substance } from './schema.ts';
import type { CurrentEmergency, EmergencyAnswer, EmergencyKind, OwnEmergencies } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

const kindOf = (text: string): EmergencyKind => emergencyKinds.find((kind) => kind === text) ?? 'other';
const currentOf = ({ id, kind, createdAt, expiresAt }: Grant): CurrentEmergency => ({
  grantId: id,
  kind: kindOf(kind),
  startedAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});

function assertLongEnough(reason: string, least: number): void {
  if (substance(reason) < least)
    throw new TRPCError({ code: 'BAD_REQUEST', message: `reason: ${least} characters or more, in words` });
}

const answer = async (
  db: Services['db'],
  of: { userId: string; patientId: string },
  grant: Grant | null,
): Promise<EmergencyAnswer> => {
  const { minutes, minimumReasonLength } = await emergencySettings(db);
  return {
    current: grant && currentOf(grant),
    minutes,
    reasonLength: minimumReasonLength,
    isTextOwed: await owesText(db, { ...of, now: new Date() }),
  };
};

export const emergencyRouter = router({
  /** Opens this chart at once, to read and for what an emergency needs; the officer is told before the answer leaves. */
  request: chartOperation('emergency.request')
    .input(requestInput)
    .mutation(async ({ ctx, input }): Promise<EmergencyAnswer> => {
      const {
        session,
        patientId,
        services: { db, cipher, accessChanges, emergencyAlerts, capabilities },
        access,
      } = ctx;
      const of = { userId: session.userId, patientId };
      const chart = await access.decide('summary.read', patientId);
      // somebody may have opened it meanwhile: then nothing is broken, and nobody alarmed
      if (chart.allow && chart.basis !== 'emergency') return answer(db, of, null);
      if (await suspendedSince(db, session.userId))
        throw new TRPCError({
          code: 'FORBIDDEN',
          message: 'denied',
          cause: new DeniedError('emergency-suspended'),
        });
      // there is nothing to open, and nothing to review, of somebody who has no record
      await capabilities.emergencyPatients.read('Patient', patientId);
      const { minutes, minimumReasonLength } = await emergencySettings(db);
      const reason = input.reason ?? null;
      if (reason !== null || (await owesText(db, { ...of, now: new Date() })))
        assertLongEnough(reason ?? '', minimumReasonLength);
      const { grant, hasOpened } = await openGrant(db, cipher, {
        person: {
          userId: session.userId,
          userName: session.displayName,
          role: session.role,
          fhirUser: session.fhirUser,
        },
        patientId,
        kind: input.kind,
        denial: chart.reasons[0] ?? 'no-relation',
        reason,
        minutes,
        now: new Date(),
      });
      ctx.auditEmergency(grant.id);
      if (hasOpened) {
        await accessChanges.publish(patientId);
        await emergencyAlerts.publish({ what: 'opened', grantId: grant.id, userId: session.userId });
      }
      return answer(db, of, grant);
    }),

  /** What happened, when a vital emergency was opened without a word; the access may have ended meanwhile. */
  explain: chartOperation('emergency.explain')
    .input(explainInput)
    .mutation(async ({ ctx, input: { grantId, reason } }): Promise<null> => {
      const {
        session: { userId },
        patientId,
        services: { db, cipher, emergencyAlerts },
      } = ctx;
      assertLongEnough(reason, (await emergencySettings(db)).minimumReasonLength);
      ctx.auditResources(`emergency-access/${grantId}`);
      if (!(await explainGrant(db, cipher, { id: grantId, userId, patientId, reason, now: new Date() })))
        throw new TRPCError({ code: 'NOT_FOUND', message: 'no access of yours waits for a text' });
      ctx.auditEmergency(grantId);
      await emergencyAlerts.publish({ what: 'explained', grantId, userId });
      return null;
    }),

  /** Gives it back before its time. */
  end: chartOperation('emergency.end').mutation(async ({ ctx }): Promise<EmergencyAnswer> => {
    const {
      session,
      patientId,
      services: { db, accessChanges, emergencyAlerts },
    } = ctx;
    const id = await endGrant(db, { userId: session.userId, patientId, now: new Date() });
    if (id) {
      ctx.auditEmergency(id);
      await accessChanges.publish(patientId);
      await emergencyAlerts.publish({ what: 'ended', grantId: id, userId: session.userId });
    }
    return answer(db, { userId: session.userId, patientId }, null);
  }),

  current: chartOperation('emergency.read').query(async ({ ctx }): Promise<EmergencyAnswer> => {
    const {
      session,
      patientId,
      services: { db, cipher },
    } = ctx;
    const grant = await activeGrant(db, cipher, { userId: session.userId, patientId, now: new Date() });
    return answer(
      db,
      { userId: session.userId, patientId },
      grant && (await readGrant(db, cipher, grant.id)),
    );
  }),

  /** A person's own emergency accesses, with what the officer found. */
  mine: ownOperation('emergency.list').query(async ({ ctx }): Promise<OwnEmergencies> => {
    const {
      session,
      services: { db, cipher, capabilities },
    } = ctx;
    const now = new Date();
    const grants = await grantsOf(db, cipher, session.userId);
    const names = await patientNames(
      capabilities.emergencyPatients,
      grants.map((g) => g.patientId),
    );
    ctx.auditResources(...[...names.keys()].map(patientReference));
    return {
      suspendedSince: (await suspendedSince(db, session.userId))?.toISOString() ?? null,
      accesses: grants.map((grant) => ({
        grantId: grant.id,
        patientId: grant.patientId,
        patient: names.get(grant.patientId) ?? null,
        kind: kindOf(grant.kind),
        denial: grant.denial as DenialReason,
        reason: grant.reason,
        text: textStateOf(grant, now),
        startedAt: grant.createdAt.toISOString(),
        endedAt: endOf(grant).toISOString(),
        isActive: !isOver(grant, now),
        review: grant.review && {
          outcome: grant.review.outcome,
          comment: grant.review.comment,
          reviewedAt: grant.review.at.toISOString(),
          isAcknowledged: grant.review.acknowledgedAt !== null,
        },
      })),
    };
  }),

  opinions,
  giveOpinion,
});
