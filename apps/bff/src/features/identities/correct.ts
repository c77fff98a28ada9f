import { differingTraits } from '@keneyapp/clinical';
import {
  hasBraceletMark,
  saysOtherwise,
  withBraceletToRedo,
  withoutMark,
} from '@keneyapp/fhir-model/bracelet';
import { readHome, readTelecoms } from '@keneyapp/fhir-model/identity-contact';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { wantsNoMail } from '@keneyapp/fhir-model/mail-wish';
import { readRelations } from '@keneyapp/fhir-model/identity-relations';
import { validationOf } from '@keneyapp/fhir-model/identity-reliability';
import { readTraits } from '@keneyapp/fhir-model/identity-traits';
import { readState, writeIdentity } from '@keneyapp/fhir-model/identity-write';
import type { Patient } from '@medplum/fhirtypes';
import type { z } from 'zod';
import type { PatientContext } from '../../context.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { refuseAlike, refuseTaken, writeIdentityAlone } from './already-there.ts';
import { answered } from './sealed-answer.ts';
import type { correctInput, redoBraceletInput } from './schema.ts';
import { checkedDeath } from './relations-schema.ts';
import { checkedTraits } from './traits.ts';
import { trustAfter } from './trust.ts';
import { correctedBy, markedAsCorrected } from './undo.ts';
import type { IdentityFormView, RegisteredView } from './view.ts';

export function formOf(patient: Patient, who: { userId: string }, now: Date): IdentityFormView {
  const identity = readIdentity(patient, now);
  const { telephones, email } = readTelecoms(patient, now);
  return {
    version: patient.meta?.versionId ?? '',
    ipp: identity.ipp,
    traits: readTraits(patient, now),
    usedName: identity.usedName,
    usedGivenName: identity.usedGivenName,
    home: readHome(patient, now),
    telephones: [...telephones],
    email,
    wantsNoMail: wantsNoMail(patient),
    relations: readRelations(patient, now),
    deceased: identity.deceased,
    state: readState(patient),
    validation: validationOf(patient),
    hasIns: identity.ins !== null,
    isBraceletToRedo: hasBraceletMark(patient),
    correctedAt: correctedBy(who, patient, now),
  };
}

/** Corrects an identity, over the version that was before the person's eyes and no other. */
export async function correct(
  ctx: Omit<PatientContext, 'audit'>,
  input: z.output<typeof correctInput>,
): Promise<RegisteredView> {
  const now = new Date();
  const { session, services, patientId } = ctx;
  const { answer, traits } = answered(
    services.cipher,
    { userId: session.userId, patientId },
    { insi: input.insi, traits: checkedTraits(input.traits, now) },
    now,
  );
  let view: RegisteredView | null = null;
  const written = await writeIdentityAlone(ctx, {
    key: input.key,
    plan: async (transaction) => {
      const before = await ctx.fhir.read('Patient', patientId);
      if (before.meta?.versionId !== input.version) throw changedMeanwhile();
      const isChanged = differingTraits(readTraits(before, now), traits).length > 0;
      const stateBefore = readState(before);
      // what was proven, was of other traits
      const from = isChanged ? { ...stateBefore, status: 'PROV' as const } : stateBefore;
      const { changes, refusal } = trustAfter(from, input, { answer, now });
      const { relations, wantsNoMail: noMail, ...contact } = input.contact;
      const corrected = writeIdentity(
        before,
        {
          ...{ traits, reason: input.reason, ...contact, ...changes },
          ...(relations ? { relations } : {}),
          ...(noMail === undefined ? {} : { wantsNoMail: noMail }),
          ...(input.deceased === undefined ? {} : { deceased: checkedDeath(input.deceased, traits, now) }),
        },
        now,
      );
      // who lies in a bed wears what was true before
      const worn = saysOtherwise(before, corrected, now) ? withBraceletToRedo(corrected, now) : corrected;
      const after = markedAsCorrected(worn, before, session, now);
      await refuseTaken(ctx, after, { before });
      // whoever becomes somebody else on record, or is named, may be there already
      if (isChanged) await refuseAlike(ctx, after, input.others);
      transaction.update(after, input.version);
      view = { patientId, ipp: readIdentity(after, now).ipp ?? '', state: readState(after), refusal };
    },
  });
  ctx.auditResources(...written.references);
  if (view) return view;
  // sent again: as it stands now
  const stands = await ctx.fhir.read('Patient', patientId);
  return { patientId, ipp: readIdentity(stands, now).ipp ?? '', state: readState(stands), refusal: null };
}

/** The bracelet says what the record says. */
export async function redoBracelet(
  ctx: Omit<PatientContext, 'audit'>,
  { key, version }: z.output<typeof redoBraceletInput>,
): Promise<null> {
  const written = await ctx.write({
    key,
    plan: async (transaction) => {
      const before = await ctx.fhir.read('Patient', ctx.patientId);
      // somebody corrected the identity once more, or said so already
      if (before.meta?.versionId !== version || !hasBraceletMark(before)) throw changedMeanwhile();
      transaction.update(withoutMark(before), version);
    },
  });
  ctx.auditResources(...written.references);
  return null;
}
