import type { BundleEntry, Consent } from '@medplum/fhirtypes';
import { buildConsent, type ConsentDecision } from '../../fhir/build-consent.ts';
import { widensAccess } from '../../fhir/consent-changes.ts';
import { userSystem } from '../../fhir/consent-marks.ts';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { readConsents, type ConsentRecord } from '../../fhir/read-consent.ts';
import { change, type Plan } from './change.ts';
import { applied, effectsOf, isOvertaken, withStatus, type Decision } from './effects.ts';
import { readForm, withForm } from './form.ts';
import { isOwnAffair } from '../../access/own-affairs.ts';
import { denied, isOwn, refused, type ConsentContext } from './reader.ts';
import { auditChange } from './audit-change.ts';
import type { ConsentsView } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

export interface SignedTerms {
  key: string;
  token: string;
  signedOn: string | null;
  form: { data: string } | null;
}
export interface Terms extends SignedTerms {
  from: string | null;
  until: string | null;
}
/**
 * Adds a decision and lays aside those it replaces, in one transaction; obeyed by the next request of anybody. What staff
 * write down and what would let somebody do more than before is kept as a proposal: it opens nothing until it is confirmed.
 */
export async function record(
  ctx: ConsentContext,
  terms: Terms,
  decide: (consents: readonly Consent[], records: readonly ConsentRecord[]) => Decision,
): Promise<ConsentsView> {
  const now = new Date();
  await checkTerms(ctx, terms, dayOf(now));
  return change(ctx, terms, (consents) => {
    const decided = decide(consents, consents.flatMap(readConsents));
    const made: ConsentDecision = {
      ...decided,
      patientId: ctx.patientId,
      from: terms.from,
      until: terms.until,
      signedOn: terms.signedOn,
      at: now,
      performers: performersOf(ctx),
      key: terms.key,
    };
    const effects = effectsOf(consents, decided, terms, now);
    return planOf(ctx, { consents, terms, made, effects, now });
  });
}

/** Lays one decision aside; a new one is not made. */
export async function layAside(
  ctx: ConsentContext,
  terms: SignedTerms,
  find: (
    consents: readonly Consent[],
    records: readonly ConsentRecord[],
  ) => { consent: Consent; record: ConsentRecord },
  status: 'inactive' | 'entered-in-error',
): Promise<ConsentsView> {
  const now = new Date();
  await checkTerms(ctx, { ...terms, from: null, until: null }, dayOf(now));
  return change(ctx, terms, (consents) => {
    const { consent, record } = find(consents, consents.flatMap(readConsents));
    const made: ConsentDecision = {
      patientId: ctx.patientId,
      kind: record.kind,
      decision: record.decision,
      persons: record.persons.map(({ reference, display }) => ({ reference, display: display ?? reference })),
      from: consent.provision?.period?.start ?? null,
      until: consent.provision?.period?.end ?? null,
      signedOn: terms.signedOn,
      at: now,
      performers: performersOf(ctx),
      key: terms.key,
      laysAside: consent.id ?? '',
    };
    return planOf(ctx, { consents, terms, made, effects: [withStatus(consent, status)], now });
  });
}

interface Wish {
  consents: readonly Consent[];
  terms: SignedTerms;
  made: ConsentDecision;
  /** What is changed of what there is; a decision that lays one aside makes none of its own. */
  effects: BundleEntry[];
  now: Date;
}
async function planOf(ctx: ConsentContext, { consents, terms, made, effects, now }: Wish): Promise<Plan> {
  const isNew = made.laysAside == null;
  const active = buildConsent(made);
  const after = [...applied(consents, effects), ...(isNew ? [active] : [])];
  const { patientId, services } = ctx;
  const isProposal =
    !isOwn(ctx) && (await widensAccess(services.policy, { patientId, before: consents, after, now }));
  auditChange(ctx, isProposal ? 'proposed' : isNew ? 'recorded' : 'called-off', consents, made, now);
  if (isProposal) {
    await refuseOwnAffair(ctx, made);
    if (isOvertaken(consents, made, terms.form ? terms.signedOn : null, now))
      throw refused('signedOn: before what it would undo');
  }
  const kept = isProposal ? buildConsent({ ...made, status: 'proposed' }) : isNew ? active : null;
  if (!kept) return { entries: effects, done: 'recorded' };
  const form = terms.form && signed(ctx, kept, terms.form, terms.signedOn, now);
  return {
    entries: [
      ...(form ? [form.entry] : []),
      { resource: form?.consent ?? kept, request: { method: 'POST', url: 'Consent' } },
      ...(isProposal ? [] : effects),
    ],
    done: isProposal ? 'proposed' : 'recorded',
  };
}

export function signed(
  { session, patientId }: ConsentContext,
  consent: Consent,
  form: { data: string },
  signedOn: string | null,
  at: Date,
): ReturnType<typeof withForm> {
  if (signedOn === null) throw refused('signedOn: a form was signed on a day');
  return withForm(consent, readForm(form), { session, patientId, signedOn, at });
}

/** Of oneself or somebody close nobody of the staff opens a door. */
async function refuseOwnAffair(
  { session, patientId, services }: ConsentContext,
  { persons }: { persons: readonly { reference: string }[] },
): Promise<void> {
  const affair = { session, patientId, persons: persons.map((p) => p.reference) };
  if (await isOwnAffair(services.capabilities.consentAffairs, affair)) throw denied('own-relation');
}

/** Days that can be: a decision begins today at the earliest, and a form is signed by somebody who is born, by today. */
export async function checkTerms(
  { patientId, services }: Pick<ConsentContext, 'patientId' | 'services'>,
  { from, until, signedOn }: Pick<Terms, 'from' | 'until' | 'signedOn'>,
  today: string,
): Promise<void> {
  if (from !== null && from < today) throw refused('from: a decision does not begin in the past');
  if (until !== null && until < (from ?? today)) throw refused('until: ends before it begins');
  if (signedOn === null) return;
  if (signedOn > today) throw refused('signedOn: is in the future');
  const { birthDate } = await services.capabilities.consentAffairs.read('Patient', patientId);
  // of a birth date of which the year alone is known, the year alone is compared
  if (birthDate !== undefined && signedOn.slice(0, birthDate.length) < birthDate)
    throw refused('signedOn: is before the birth');
}

/** The patient, and who wrote it down when that is somebody else. */
function performersOf(ctx: ConsentContext): NonNullable<Consent['performer']> {
  const { session, patientId } = ctx;
  const own = isOwn(ctx);
  const patient = {
    reference: patientReference(patientId),
    ...(own ? { display: session.displayName } : {}),
  };
  return own
    ? [patient]
    : [
        patient,
        {
          ...(session.fhirUser?.startsWith('Practitioner/') ? { reference: session.fhirUser } : {}),
          identifier: { system: userSystem, value: session.userId },
          display: session.displayName,
        },
      ];
}
