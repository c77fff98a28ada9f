import type { BundleEntry, Consent } from '@medplum/fhirtypes';
import { FhirError } from '@keneyapp/fhir-client';
import { TRPCError } from '@trpc/server';
import { DeniedError } from '../../access/denied.ts';
import type { ConsentKind } from '../../access/policy.ts';
import type { PatientContext } from '../../context.ts';
import { buildConsent, consentKeySystem } from '../../fhir/build-consent.ts';
import { dayOf } from '../../fhir/hospital-days.ts';
import { readConsents, type ConsentRecord } from '../../fhir/read-consent.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { allConsents, consentsView, tokenOf } from './read.ts';
import type { ConsentsView } from './view.ts';

export type ConsentContext = Pick<
  PatientContext,
  'session' | 'patientId' | 'fhir' | 'touch' | 'services' | 'verdict'
>;
export interface Terms {
  key: string;
  token: string;
  from: string | null;
  until: string | null;
  signedOn: string | null;
}
export interface Decision {
  kind: ConsentKind;
  decision: 'permit' | 'deny';
  persons: { reference: string; display: string }[];
}

/** Decisions are the patient's. Staff write down what was signed; who acts for a patient reads them. */
export function rightsOf(
  { session, patientId, verdict }: Pick<ConsentContext, 'session' | 'patientId' | 'verdict'>,
  mayWrite: boolean,
): Pick<ConsentsView, 'mayRecord' | 'isOwn'> {
  const isOwn = session.fhirUser === `Patient/${patientId}`;
  return { isOwn, mayRecord: mayWrite && verdict.basis !== 'delegate' };
}

const changedMeanwhile = () => new TRPCError({ code: 'PRECONDITION_FAILED', message: 'changed meanwhile' });
const refused = (message: string) => new TRPCError({ code: 'BAD_REQUEST', message });

/** Adds a decision and lays aside those it replaces, in one transaction; obeyed by the next request of anybody. */
export function record(
  ctx: ConsentContext,
  terms: Terms,
  decide: (consents: readonly Consent[], records: readonly ConsentRecord[]) => Decision,
): Promise<ConsentsView> {
  const now = new Date();
  checkTerms(terms, dayOf(now));
  return change(ctx, terms, (consents) => {
    const { kind, decision, persons } = decide(consents, consents.flatMap(readConsents));
    const consent = buildConsent({
      patientId: ctx.patientId,
      kind,
      decision,
      persons,
      from: terms.from,
      until: terms.until,
      signedOn: terms.signedOn,
      at: now,
      performers: performersOf(ctx),
      key: terms.key,
    });
    const replaces = terms.from === null || terms.from <= dayOf(now);
    const old = consents.filter(
      (c) =>
        replaces &&
        c.status === 'active' &&
        readConsents(c).some(
          (r) =>
            r.kind === kind && (terms.until === null || r.decision === decision) && isCovered(r, persons),
        ),
    );
    return [{ resource: consent, request: { method: 'POST', url: 'Consent' } }, ...old.map(laidAside)];
  });
}

/** One that names several persons stands for the others until each of them has a newer decision. */
const isCovered = (old: ConsentRecord, persons: Decision['persons']): boolean =>
  old.actors.every((actor) => persons.some((p) => p.reference === actor));

export const laidAside = (consent: Consent): BundleEntry => ({
  resource: { ...consent, status: 'inactive' },
  request: {
    method: 'PUT',
    url: `Consent/${consent.id}`,
    ...(consent.meta?.versionId ? { ifMatch: `W/"${consent.meta.versionId}"` } : {}),
  },
});

/** Reads, checks that nothing changed since the person looked, writes, and answers what there is now. */
export function change(
  ctx: ConsentContext,
  { key, token }: Pick<Terms, 'key' | 'token'>,
  entriesFor: (consents: readonly Consent[]) => BundleEntry[],
): Promise<ConsentsView> {
  const { patientId, fhir, services, session } = ctx;
  const rights = rightsOf(ctx, true);
  if (!rights.mayRecord)
    throw new TRPCError({
      code: 'FORBIDDEN',
      message: 'denied',
      cause: new DeniedError('delegate-read-only'),
    });
  return oneAtATime(patientId, async () => {
    const before = await allConsents(fhir, patientId);
    // sent twice (a lost answer, an impatient click): it is there
    if (before.some((c) => c.identifier?.some((i) => i.system === consentKeySystem && i.value === key)))
      return consentsView(before, new Date(), rights);
    if (tokenOf(before) !== token) throw changedMeanwhile();
    await fhir
      .transaction({ resourceType: 'Bundle', type: 'transaction', entry: entriesFor(before) })
      .catch((error: unknown) => {
        throw error instanceof FhirError && (error.status === 412 || error.status === 409)
          ? changedMeanwhile()
          : error;
      });
    await services.accessChanges.tell(patientId);
    const after = await allConsents(fhir, patientId);
    for (const { id, meta } of after.filter(
      (c) => !before.some((b) => b.id === c.id && b.meta?.versionId === c.meta?.versionId),
    )) {
      ctx.touch(`Consent/${id}`);
      services.live.publish({
        patientId,
        resourceType: 'Consent',
        resourceId: id ?? '',
        versionId: meta?.versionId ?? null,
        by: session.userId,
        at: meta?.lastUpdated ?? new Date().toISOString(),
      });
    }
    return consentsView(after, new Date(), rights);
  });
}

function checkTerms({ from, until, signedOn }: Terms, today: string): void {
  if (from !== null && from < today) throw refused('from: a decision does not begin in the past');
  if (until !== null && until < (from ?? today)) throw refused('until: ends before it begins');
  if (signedOn !== null && signedOn > today) throw refused('signedOn: is in the future');
}

/** The patient, and who wrote it down when that is somebody else. */
function performersOf({ session, patientId }: ConsentContext): NonNullable<Consent['performer']> {
  const own = session.fhirUser === `Patient/${patientId}`;
  const patient = { reference: `Patient/${patientId}`, ...(own ? { display: session.displayName } : {}) };
  return own
    ? [patient]
    : [
        patient,
        {
          ...(session.fhirUser?.startsWith('Practitioner/') ? { reference: session.fhirUser } : {}),
          display: session.displayName,
        },
      ];
}
