import type { BundleEntry, Consent } from '@medplum/fhirtypes';
import type { ConsentKind } from '../../access/policy.ts';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { readConsents, type ConsentRecord } from '../../fhir/read-consent.ts';

export interface Decision {
  kind: ConsentKind;
  decision: 'permit' | 'deny';
  persons: { reference: string; display: string }[];
}

/**
 * A form cannot undo what the patient decided after it was signed: what says otherwise now or is yet to begin, or the very
 * decision that it lays aside.
 */
export function isOvertaken(
  consents: readonly Consent[],
  { kind, decision, persons, laysAside = null }: Decision & { laysAside?: string | null },
  signedOn: string | null,
  now: Date,
): boolean {
  if (signedOn === null) return false;
  const saysOtherwise = (r: ConsentRecord): boolean =>
    r.kind === kind &&
    r.decision !== decision &&
    (!r.isReadable || r.until === null || r.until >= now.toISOString()) &&
    (r.actors.length === 0 || r.actors.some((actor) => persons.some((p) => p.reference === actor)));
  return consents
    .flatMap(readConsents)
    .filter((r) => r.status === 'active' && (laysAside === null ? saysOtherwise(r) : r.id === laysAside))
    .some(
      ({ recordedAt }) =>
        recordedAt !== null && signedOn < (recordedAt.length > 10 ? dayOf(new Date(recordedAt)) : recordedAt),
    );
}

/** Decisions that a new one replaces. One with an end leaves what was before for afterwards, unless it says the same. */
export function effectsOf(
  consents: readonly Consent[],
  { kind, decision, persons }: Decision,
  { from, until }: { from: string | null; until: string | null },
  now: Date,
): BundleEntry[] {
  if (from !== null && from > dayOf(now)) return [];
  return consents
    .filter(
      (c) =>
        c.status === 'active' &&
        readConsents(c).some(
          (r) =>
            r.kind === kind &&
            (until === null || r.decision === decision) &&
            isCovered(r, { decision, persons }),
        ),
    )
    .map((c) => withStatus(c));
}

/** One that names several persons stands for the others until each of them has a newer decision. */
const isCovered = (
  old: ConsentRecord,
  { decision, persons }: Pick<Decision, 'decision' | 'persons'>,
): boolean =>
  old.actors.every((actor) => persons.some((p) => p.reference === actor)) &&
  (!isOfUnknown(old) || (old.kind === 'delegation' && decision === 'permit'));

/** Of somebody nobody can tell. It stands beside what is said of one person; to delegate anew is to say otherwise. */
const isOfUnknown = ({ kind, decision, isReadable }: ConsentRecord): boolean =>
  (kind === 'objection' || kind === 'delegation') && decision === 'deny' && !isReadable;

export const replaced = (consent: Consent): BundleEntry => ({
  resource: consent,
  request: {
    method: 'PUT',
    url: `Consent/${consent.id}`,
    ...(consent.meta?.versionId ? { ifMatch: `W/"${consent.meta.versionId}"` } : {}),
  },
});
/** What never began is marked as never meant: an agreement that ends would end older ones with it. */
export const withStatus = (
  consent: Consent,
  status: 'inactive' | 'entered-in-error' = 'inactive',
): BundleEntry => replaced({ ...consent, status });

/** The decisions as they will be. */
export const applied = (consents: readonly Consent[], entries: readonly BundleEntry[]): Consent[] =>
  consents.map((consent) => {
    const put = entries.find((e) => e.resource?.resourceType === 'Consent' && e.resource.id === consent.id);
    return (put?.resource as Consent | undefined) ?? consent;
  });
