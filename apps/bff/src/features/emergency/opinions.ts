import { TRPCError } from '@trpc/server';
import { DeniedError } from '../../access/denied.ts';
import type { DenialReason } from '../../access/policy.ts';
import { activityOf } from '../../emergency/activity.ts';
import { answerOpinion, askedOf } from '../../emergency/opinions.ts';
import { patientNames } from '../../emergency/patient-names.ts';
import { endOf } from '../../emergency/reviews.ts';
import { readGrant } from '../../emergency/store.ts';
import { chartOperation, ownOperation } from '../../trpc.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { emergencyKinds, giveOpinionInput } from './schema.ts';
import type { AskedOpinion } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

const maxOpinions = 50;

/** Accesses that this doctor is asked about by the officer, with what was done under them. */
export const opinions = ownOperation('emergency.list').query(async ({ ctx }): Promise<AskedOpinion[]> => {
  const {
    session: { fhirUser, userId },
    services: { db, cipher, capabilities },
  } = ctx;
  if (fhirUser === null || !(await ctx.access.rights())['emergency.give-opinion']) return [];
  const all = (
    await Promise.all(
      (await askedOf(db, cipher, fhirUser, maxOpinions)).map(async (opinion) => {
        const grant = await readGrant(db, cipher, opinion.grantId);
        return grant && grant.userId !== userId ? [{ opinion, grant }] : [];
      }),
    )
  ).flat();
  // whom a patient objects to is told neither the reason nor what was looked at
  const verdicts = await ctx.access.decideFor('emergency.read', [
    ...new Set(all.map(({ grant }) => grant.patientId)),
  ]);
  const asked = all.filter(({ grant }) => verdicts.get(grant.patientId)?.allow);
  const names = await patientNames(
    capabilities.emergencyPatients,
    asked.map(({ grant }) => grant.patientId),
  );
  ctx.auditResources(
    ...asked.flatMap(({ grant }) => [`emergency-access/${grant.id}`, patientReference(grant.patientId)]),
  );
  return Promise.all(
    asked.map(async ({ opinion, grant }): Promise<AskedOpinion> => ({
      opinionId: opinion.id,
      patientId: grant.patientId,
      patient: names.get(grant.patientId) ?? null,
      person: grant.userName,
      role: grant.role,
      kind: emergencyKinds.find((kind) => kind === grant.kind) ?? 'other',
      denial: grant.denial as DenialReason,
      reason: grant.reason,
      startedAt: grant.createdAt.toISOString(),
      endedAt: endOf(grant).toISOString(),
      ...(await activityOf(db, grant)),
      askedBy: opinion.askedByName,
      askedAt: opinion.askedAt.toISOString(),
      answer: opinion.answer,
      comment: opinion.comment,
    })),
  );
});

/** Whether the access was needed: by a doctor of whom it was asked by name, never of their own, once. */
export const giveOpinion = chartOperation('emergency.give-opinion')
  .input(giveOpinionInput)
  .mutation(async ({ ctx, input }): Promise<null> => {
    const {
      session,
      patientId,
      services: { db, cipher, emergencyAlerts },
    } = ctx;
    const { fhirUser, userId } = session;
    if (fhirUser === null) throw denied('role');
    const opinion = await db.emergencyOpinion.findUnique({ where: { id: input.opinionId } });
    const grant = opinion && (await readGrant(db, cipher, opinion.grantId));
    if (!opinion || !grant || opinion.practitioner !== fhirUser || grant.patientId !== patientId)
      throw new TRPCError({ code: 'NOT_FOUND', message: 'no such question' });
    ctx.auditResources(`emergency-access/${grant.id}`, `opinion/${input.answer}`);
    if (grant.userId === userId) throw denied('own-access');
    if (grant.review) throw new TRPCError({ code: 'CONFLICT', message: 'closed' });
    const isDone = await answerOpinion(db, cipher, {
      id: opinion.id,
      practitioner: fhirUser,
      answer: input.answer,
      comment: input.comment,
      by: { userId, userName: session.displayName },
      now: new Date(),
    });
    if (!isDone) throw changedMeanwhile();
    // the officers' lists follow
    await emergencyAlerts.publish({ what: 'answered', grantId: grant.id, userId: grant.userId });
    return null;
  });

const denied = (reason: string) =>
  new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError(reason) });
