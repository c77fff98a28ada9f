import { isIsoDay } from '@keneyapp/clinical';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Condition, Reference, Practitioner } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import type { PatientContext } from '../../context.ts';
import { conceptOf } from '../../terminology/coded-input.ts';
import type { RecordInput } from './schema.ts';

type WriteContext = Pick<
  PatientContext,
  'session' | 'patientId' | 'fhir' | 'auditResources' | 'write' | 'services'
>;

/** Writes one problem of the problem list; the same key again changes nothing. */
export async function record(
  ctx: WriteContext,
  input: RecordInput,
): Promise<{ id: string; isReplay: boolean }> {
  const now = new Date();
  if (input.onset !== null) await checkOnset(ctx, input.onset, now);
  const { concept, meta } = await conceptOf(ctx.services.terminology, 'Condition.code', input.coded);
  const author = authorOf(ctx);
  const written = await ctx.write({
    key: input.key,
    plan: (transaction) => {
      const condition: Condition = {
        resourceType: 'Condition',
        ...(meta.tag ? { meta } : {}),
        clinicalStatus: statusOf('condition-clinical', 'active'),
        verificationStatus: statusOf('condition-ver-status', input.verification),
        category: [statusOf('condition-category', 'problem-list-item')],
        code: concept,
        subject: { reference: patientReference(ctx.patientId) },
        recordedDate: now.toISOString(),
        recorder: author,
        asserter: author,
        ...(input.onset === null ? {} : { onsetDateTime: input.onset }),
        ...(input.note
          ? { note: [{ authorReference: author, time: now.toISOString(), text: input.note }] }
          : {}),
      };
      transaction.create('problem', condition);
      return Promise.resolve();
    },
  });
  ctx.auditResources(...written.references);
  const reference = written.references.find((one) => one.startsWith('Condition/')) ?? '';
  return { id: reference.slice('Condition/'.length), isReplay: written.isReplay };
}

const statusOf = (system: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});

function authorOf({ session }: Pick<WriteContext, 'session'>): Reference<Practitioner> {
  return { ...(session.fhirUser ? { reference: session.fhirUser } : {}), display: session.displayName };
}

/** It began on a day that there is, not after today, not before birth; compared as far as both are known. */
async function checkOnset({ fhir, patientId }: WriteContext, onset: string, now: Date): Promise<void> {
  const today = dayOf(now);
  if (onset.length === 10 && !isIsoDay(onset)) refuse('impossible');
  if (onset > today.slice(0, onset.length)) refuse('future');
  const { birthDate = '' } = await fhir.read('Patient', patientId);
  const known = Math.min(onset.length, birthDate.length);
  if (known > 0 && onset.slice(0, known) < birthDate.slice(0, known)) refuse('before-birth');
}

function refuse(reason: 'impossible' | 'future' | 'before-birth'): never {
  throw new TRPCError({
    code: 'BAD_REQUEST',
    message: 'refused',
    cause: new z.ZodRealError([{ code: 'custom', path: ['onset'], message: reason, input: undefined }]),
  });
}
