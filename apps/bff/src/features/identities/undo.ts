import { sameJson } from '@keneyapp/fhir-client/json';
import { saysOtherwise, withBraceletToRedo, withoutMark } from '@keneyapp/fhir-model/bracelet';
import {
  correctionMark,
  withCorrectionMark,
  withoutCorrectionMark,
} from '@keneyapp/fhir-model/correction-mark';
import type { Patient } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import type { z } from 'zod';
import { DeniedError } from '../../access/denied.ts';
import type { PatientContext } from '../../context.ts';
import { userSystem } from '../../fhir/consent-marks.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { refuseTaken, writeIdentityAlone } from './already-there.ts';
import type { undoInput } from './schema.ts';

/** A wrong patient is noticed while they are there; later a correction is the way. */
const undoableMs = 24 * 3_600_000;

type Who = { userId: string };

/** The corrected patient, who says who corrected what: what it takes to undo it. */
export const markedAsCorrected = (after: Patient, before: Patient, { userId }: Who, now: Date): Patient =>
  withCorrectionMark(after, {
    by: { system: userSystem, value: userId },
    at: now.toISOString(),
    from: before.meta?.versionId ?? '',
  });

/** When this person corrected this identity, as long as they may take it back; null otherwise. */
export function correctedBy({ userId }: Who, patient: Patient, now: Date): string | null {
  const mark = correctionMark(patient);
  const isMine = mark?.by.system === userSystem && mark.by.value === userId;
  return mark && isMine && now.getTime() - Date.parse(mark.at) < undoableMs ? mark.at : null;
}

/**
 * Puts back the version that was before one's own correction, as a new version. Refused once anything but the bracelet's mark
 * changed since: nobody's work is taken back but one's own.
 */
export async function undoCorrection(
  ctx: Omit<PatientContext, 'audit'>,
  { key, version }: z.output<typeof undoInput>,
): Promise<null> {
  const now = new Date();
  const written = await writeIdentityAlone(ctx, {
    key,
    plan: async (transaction) => {
      const current = await ctx.fhir.read('Patient', ctx.patientId);
      if (current.meta?.versionId !== version) throw changedMeanwhile();
      if (correctedBy(ctx.session, current, now) === null) throw tooLate();
      const before = await versionBefore(ctx, current);
      const restored = withoutCorrectionMark({
        ...before,
        // labels and tags are no part of an identity, and stay as they are
        meta: { ...current.meta, ...(before.meta?.profile ? { profile: before.meta.profile } : {}) },
      });
      const after = saysOtherwise(current, restored, now)
        ? withBraceletToRedo(restored, now)
        : withoutMark(restored);
      // it had it before, and somebody else may have it by now
      await refuseTaken(ctx, after, { before: current });
      transaction.update(after, version);
    },
  });
  ctx.auditResources(...written.references);
  return null;
}

/** The version that was corrected; refused where another one came in between. */
async function versionBefore(
  { fhir, patientId }: Omit<PatientContext, 'audit'>,
  current: Patient,
): Promise<Patient> {
  const { entry = [] } = await fhir.history('Patient', patientId);
  const versions = entry.flatMap(({ resource }) => (resource?.resourceType === 'Patient' ? [resource] : []));
  const from = correctionMark(current)?.from;
  const at = versions.findIndex(({ meta }) => meta?.versionId === from);
  const before = versions[at];
  const since = versions.slice(0, at);
  if (!before || since[0]?.meta?.versionId !== current.meta?.versionId) throw changedMeanwhile();
  // whoever says that the bracelet was redone changes nothing of who somebody is
  const [one, ...others] = since.map(content);
  if (others.some((other) => !sameJson(one, other))) throw changedMeanwhile();
  return before;
}

function content(patient: Patient) {
  const { meta, ...rest } = withoutMark(patient);
  return { ...rest, labels: [meta?.security ?? [], meta?.tag ?? []] };
}

const tooLate = (): TRPCError =>
  new TRPCError({ code: 'CONFLICT', message: 'too-late', cause: new DeniedError('too-late') });
