import type { Consent } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { readConsent, type ConsentRecord } from '../../fhir/read-consent.ts';
import { confirmedByExtension } from '../../fhir/consent-marks.ts';
import { change } from './change.ts';
import { closedTo, isProposal, laysAsideOf } from './confirmable.ts';
import { effectsOf, isOvertaken, withStatus, replaced } from './effects.ts';
import { openForm } from './form.ts';
import { denied, isOwn, refused, type ConsentContext } from './reader.ts';
import { isPlanned } from './read.ts';
import { checkTerms, signed } from './record.ts';
import { auditChange } from './audit-change.ts';
import type { ConsentsView } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

interface One {
  key: string;
  token: string;
  consentId: string;
}

export const notThere = () => new TRPCError({ code: 'NOT_FOUND', message: 'no such decision' });

function proposalOf(consents: readonly Consent[], id: string): { proposal: Consent; record: ConsentRecord } {
  const proposal = consents.find((c) => c.id === id && isProposal(c));
  const record = proposal && readConsent(proposal);
  if (!proposal || !record) throw notThere();
  return { proposal, record };
}

/** As it is written in the Consent, for the trail. */
const madeOf = (proposal: Consent, { kind, decision, persons }: ConsentRecord) => ({
  kind,
  decision,
  persons: persons.map(({ reference, display }) => ({ reference, display: display ?? reference })),
  from: proposal.provision?.period?.start ?? null,
  until: proposal.provision?.period?.end ?? null,
  laysAside: laysAsideOf(proposal),
});

/** The patient says yes, or a second person who has the signed form before their eyes: from now on it holds. */
export function confirm(ctx: ConsentContext, { consentId, ...input }: One): Promise<ConsentsView> {
  return change(ctx, input, async (consents) => {
    const now = new Date();
    const { proposal, record } = proposalOf(consents, consentId);
    const made = madeOf(proposal, record);
    auditChange(ctx, 'confirmed', consents, made, now);
    const closed = await closedTo(ctx, consents, proposal, now);
    if (closed !== null) throw closed === 'expired' ? refused('until: is over') : denied(closed);
    if (!isOwn(ctx) && !(await openForm(ctx.services.capabilities.signedForms, ctx.patientId, proposal)))
      throw denied('needs-form');
    const confirmed = confirmedBy(ctx, proposal, now);
    if (made.laysAside === null)
      return {
        entries: [replaced({ ...confirmed, status: 'active' }), ...effectsOf(consents, made, made, now)],
        done: 'confirmed',
      };
    const target = consents.find((c) => c.id === made.laysAside && c.status === 'active');
    const aside = target && readConsent(target);
    if (!target || !aside) throw notThere();
    const status = isPlanned(aside, now.toISOString()) ? 'entered-in-error' : 'inactive';
    return {
      entries: [replaced({ ...confirmed, status: 'entered-in-error' }), withStatus(target, status)],
      done: 'confirmed',
    };
  });
}

/** Decided now, and by whom it was confirmed. */
function confirmedBy(ctx: ConsentContext, proposal: Consent, at: Date): Consent {
  const { session, patientId } = ctx;
  const staff = {
    ...(session.fhirUser?.startsWith('Practitioner/') ? { reference: session.fhirUser } : {}),
    display: session.displayName,
  };
  return {
    ...proposal,
    dateTime: at.toISOString(),
    verification: [
      ...(proposal.verification ?? []),
      {
        ...(isOwn(ctx) ? {} : { extension: [{ url: confirmedByExtension, valueReference: staff }] }),
        verified: true,
        verifiedWith: { reference: patientReference(patientId) },
        verificationDate: at.toISOString(),
      },
    ],
  };
}

/** It is not to be: by the patient, or by whoever of the staff sees that it was a mistake. */
export function dismiss(ctx: ConsentContext, { consentId, ...input }: One): Promise<ConsentsView> {
  return change(ctx, input, (consents) => {
    const { proposal, record } = proposalOf(consents, consentId);
    auditChange(ctx, 'dismissed', consents, madeOf(proposal, record), new Date());
    return { entries: [withStatus(proposal, 'entered-in-error')], done: 'dismissed' };
  });
}

/** Adds the form that the patient signed, so that a second person can confirm. */
export async function attach(
  ctx: ConsentContext,
  { consentId, form, signedOn, ...input }: One & { form: { data: string }; signedOn: string },
): Promise<ConsentsView> {
  const now = new Date();
  await checkTerms(ctx, { from: null, until: null, signedOn }, dayOf(now));
  return change(ctx, input, (consents) => {
    const { proposal, record } = proposalOf(consents, consentId);
    const made = madeOf(proposal, record);
    auditChange(ctx, 'attached', consents, made, now);
    if (isOwn(ctx)) throw refused('form: the patient confirms without one');
    if (isOvertaken(consents, made, signedOn, now)) throw refused('signedOn: before what it would undo');
    const { consent, entry } = signed(ctx, proposal, form, signedOn, now);
    const verification = [
      {
        verified: true,
        verifiedWith: { reference: patientReference(ctx.patientId) },
        verificationDate: signedOn,
      },
    ];
    return { entries: [entry, replaced({ ...consent, verification })], done: 'proposed' };
  });
}
