import { newIdentity, type IdentityState } from '@keneyapp/clinical';
import { newPatient } from '@keneyapp/fhir-model/identity-write';
import type { Patient } from '@medplum/fhirtypes';
import type { z } from 'zod';
import type { Context, Visit } from '../../context.ts';
import { nextHospitalNumber } from '../../identities/hospital-number.ts';
import type { ChartWrite, Written } from '../../writing/writer.ts';
import { oneAtATime } from '../../writing/one-at-a-time.ts';
import { identityLock, refuseAlike, refuseTaken } from './already-there.ts';
import { answered } from './sealed-answer.ts';
import type { registerInput, registerUnknownInput } from './schema.ts';
import { checkedTraits } from './traits.ts';
import { trustAfter } from './trust.ts';
import { unknownTraits } from './unknown.ts';
import type { RegisteredView } from './view.ts';

type RegisterContext = Context &
  Visit & {
    write: (write: ChartWrite) => Promise<Written>;
    auditResources: (...resources: string[]) => void;
  };

/**
 * Registers somebody. Nobody is registered beside somebody who may be the same person and was not shown: registrations go one
 * after the other, in all processes, and each looks at the base once more before it writes.
 */
export async function register(
  ctx: RegisterContext,
  input: z.output<typeof registerInput>,
): Promise<RegisteredView> {
  const now = new Date();
  const { session, services } = ctx;
  const { answer, traits } = answered(
    services.cipher,
    { userId: session.userId, patientId: null },
    { insi: input.insi, traits: checkedTraits(input.traits, now) },
    now,
  );
  const { changes, refusal } = trustAfter(newIdentity, input, { answer, now });
  const state = changes.state ?? newIdentity;
  const { relations, wantsNoMail, ...contact } = input.contact;
  return create(ctx, {
    key: input.key,
    state,
    refusal,
    others: input.others,
    patient: (ipp) =>
      newPatient(
        {
          ...{ ...contact, ...changes, traits, state, ipp },
          ...(relations ? { relations } : {}),
          ...(wantsNoMail === undefined ? {} : { wantsNoMail }),
        },
        now,
      ),
  });
}

/** Somebody of whom nothing is known: provisional and fictive, under words that are no name, with a number at once. */
export async function registerUnknown(
  ctx: RegisterContext,
  input: z.output<typeof registerUnknownInput>,
): Promise<RegisteredView> {
  const now = new Date();
  const state: IdentityState = { status: 'PROV', attributes: ['fictive'] };
  return create(ctx, {
    key: input.key,
    state,
    refusal: null,
    // whoever has no traits is like nobody
    others: null,
    patient: (ipp) => newPatient({ traits: unknownTraits(input, ipp, now), state, ipp }, now),
  });
}

interface Creation {
  key: string;
  state: IdentityState;
  refusal: RegisteredView['refusal'];
  /** Null: nobody can be told apart from them. */
  others: readonly string[] | null;
  patient: (ipp: string) => Patient;
}

async function create(
  ctx: RegisterContext,
  { key, state, refusal, others, patient }: Creation,
): Promise<RegisteredView> {
  const { locks, identities, capabilities } = ctx.services;
  const written = await oneAtATime(locks, identityLock, async () => {
    let made: Patient | null = null;
    const outcome = await ctx.write({
      key,
      plan: async (transaction) => {
        const ipp = await nextHospitalNumber(identities.rows, capabilities.hospitalNumbers);
        made = transaction.create('patient', patient(ipp));
        await refuseTaken(ctx, made);
        if (others !== null) await refuseAlike(ctx, made, others);
        return ipp;
      },
    });
    const stored = outcome.resources.find((one): one is Patient => one.resourceType === 'Patient') ?? made;
    // found by whoever registers next, before the FHIR server tells of it
    if (!outcome.isReplay && stored) await identities.written(stored);
    return outcome;
  });
  const reference = written.references.find((one) => one.startsWith('Patient/')) ?? '';
  ctx.auditResources(reference);
  return { patientId: reference.slice('Patient/'.length), ipp: written.says ?? '', state, refusal };
}
