import type { DenialReason } from '../../access/policy.ts';
import type { Role } from '../../access/roles.ts';
import type { Services } from '../../context.ts';
import { patientNames, type PatientName } from '../../emergency/patient-names.ts';
import { endOf, stateOf, usesOf } from '../../emergency/reviews.ts';
import { textStateOf } from '../../emergency/reason-state.ts';
import type { Grant } from '../../emergency/store.ts';
import { currentSuspensions, type Suspension } from '../../emergency/suspension.ts';
import type { ReviewRow } from './view.ts';

/** Accesses as the officer sees them: who, whose chart, how often before. */
export async function reviewRows(
  { db, capabilities }: Pick<Services, 'db' | 'capabilities'>,
  grants: readonly Grant[],
  now: Date,
): Promise<{ rows: ReviewRow[]; suspensions: Suspension[] }> {
  const [names, uses, suspensions] = await Promise.all([
    patientNames(
      capabilities.emergencyPatients,
      grants.map((g) => g.patientId),
    ),
    usesOf(db, [...new Set(grants.map((g) => g.userId))]),
    currentSuspensions(db),
  ]);
  return {
    suspensions,
    rows: grants.map((grant) =>
      row(
        grant,
        names.get(grant.patientId) ?? null,
        uses.get(grant.userId) ?? { uses: 0, unjustified: 0 },
        suspensions,
        now,
      ),
    ),
  };
}

function row(
  grant: Grant,
  patient: PatientName | null,
  { uses, unjustified }: { uses: number; unjustified: number },
  suspensions: readonly Suspension[],
  now: Date,
): ReviewRow {
  const { id, userId, userName, role, patientId, kind, denial, createdAt, review } = grant;
  return {
    grantId: id,
    patientId,
    patient,
    kind,
    denial: denial as DenialReason,
    startedAt: createdAt.toISOString(),
    endedAt: endOf(grant).toISOString(),
    state: stateOf(grant, now),
    text: textStateOf(grant, now),
    person: {
      userId,
      name: userName,
      role: role as Role,
      uses,
      unjustified,
      suspendedSince: suspensions.find((s) => s.userId === userId)?.since.toISOString() ?? null,
    },
    review: review && {
      outcome: review.outcome,
      reviewerName: review.reviewerName,
      comment: review.comment,
      at: review.at.toISOString(),
    },
  };
}
