import type { Consent } from '@medplum/fhirtypes';
import { laysAsideExtension, proposedExtension } from '../../fhir/consent-marks.ts';
import { readConsent, readConsents, signedOnOf, type ConsentRecord } from '../../fhir/read-consent.ts';
import { isOvertaken } from './effects.ts';
import { formOf } from './form.ts';
import { isOwnAffair } from '../../access/own-affairs.ts';
import { isOwn, type ConsentContext } from './reader.ts';
import type { ProposalEntry } from './view.ts';

export const wasProposed = (consent: Consent): boolean =>
  consent.extension?.some((e) => e.url === proposedExtension) ?? false;

/** Written here, and waiting. What another system left as `proposed` is not ours to confirm. */
export const isProposal = (consent: Consent): boolean =>
  consent.status === 'proposed' && wasProposed(consent);

/** Id of the decision that a proposal takes back; null where it adds one. */
export const laysAsideOf = (consent: Consent): string | null =>
  consent.extension?.find((e) => e.url === laysAsideExtension)?.valueString ?? null;

/**
 * Why this person cannot make a proposal hold. The patient can; of the staff a second person can, who neither wrote it down
 * nor attached the form, and to whom none of the people concerned is close.
 */
export async function closedTo(
  ctx: ConsentContext,
  consents: readonly Consent[],
  proposal: Consent,
  now: Date,
): Promise<ProposalEntry['closedTo']> {
  const { session, patientId, services } = ctx;
  const record = readConsent(proposal);
  if (!record || (record.until !== null && record.until < now.toISOString())) return 'expired';
  if (isOwn(ctx)) return null;
  const form = formOf(proposal);
  if (!form) return 'needs-form';
  const authors = record.performers.filter((p) => p.userId !== null);
  if (authors.length === 0) return 'unknown-author';
  if (
    authors.some(
      (p) => p.userId === session.userId || (p.reference !== null && p.reference === session.fhirUser),
    )
  )
    return 'own-proposal';
  if (
    form.attachedBy === session.userId ||
    (form.attachedAs !== null && form.attachedAs === session.fhirUser)
  )
    return 'own-form';
  if (isOvertakenSince(consents, proposal, record, now)) return 'overtaken';
  const affair = { session, patientId, persons: record.actors };
  return (await isOwnAffair(services.capabilities.consentAffairs, affair)) ? 'own-relation' : null;
}

/** Somebody decided the same otherwise after it was written down, or after the form was signed. */
function isOvertakenSince(
  consents: readonly Consent[],
  proposal: Consent,
  record: ConsentRecord,
  now: Date,
): boolean {
  const { kind, decision, actors, persons } = record;
  const laysAside = laysAsideOf(proposal);
  const others = consents.filter((c) => c.id !== proposal.id && c.id !== laysAside);
  const named = persons.map(({ reference, display }) => ({ reference, display: display ?? reference }));
  const isNewer = others
    .flatMap(readConsents)
    .some(
      (r) =>
        (r.status === 'active' || r.status === 'inactive') &&
        r.kind === kind &&
        (actors.length === 0 || r.actors.length === 0 || r.actors.some((a) => actors.includes(a))) &&
        (r.recordedAt ?? '') > (record.recordedAt ?? ''),
    );
  const made = { kind, decision, persons: named, laysAside };
  return isNewer || isOvertaken(consents, made, signedOnOf(proposal), now);
}
