import type { BundleEntry, Consent } from '@medplum/fhirtypes';
import type { ConsentKind } from '../../access/policy.ts';
import { rulings } from '../../fhir/consent.ts';
import { dayOf } from '../../fhir/hospital-days.ts';
import { readConsents, type ConsentRecord } from '../../fhir/read-consent.ts';

export interface Decision {
  kind: ConsentKind;
  decision: 'permit' | 'deny';
  persons: { reference: string; display: string }[];
}

/** A form cannot undo what the patient decided after it was signed. */
export function isOvertaken(
  consents: readonly Consent[],
  { kind, decision, persons }: Decision,
  signedOn: string | null,
  now: Date,
): boolean {
  if (signedOn === null) return false;
  return rulings(consents.flatMap(readConsents), now).some(
    (r) =>
      r.kind === kind &&
      r.decision !== decision &&
      (r.actors.length === 0 || r.actors.some((actor) => persons.some((p) => p.reference === actor))) &&
      r.recordedAt !== null &&
      signedOn < (r.recordedAt.length > 10 ? dayOf(new Date(r.recordedAt)) : r.recordedAt),
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
          (r) => r.kind === kind && (until === null || r.decision === decision) && isCovered(r, persons),
        ),
    )
    .map((c) => laidAside(c));
}

/** One that names several persons stands for the others until each of them has a newer decision. */
const isCovered = (old: ConsentRecord, persons: Decision['persons']): boolean =>
  old.actors.every((actor) => persons.some((p) => p.reference === actor));

export const replaced = (consent: Consent): BundleEntry => ({
  resource: consent,
  request: {
    method: 'PUT',
    url: `Consent/${consent.id}`,
    ...(consent.meta?.versionId ? { ifMatch: `W/"${consent.meta.versionId}"` } : {}),
  },
});
/** What never began is marked as never meant: an agreement that ends would end older ones with it. */
export const laidAside = (
  consent: Consent,
  status: 'inactive' | 'entered-in-error' = 'inactive',
): BundleEntry => replaced({ ...consent, status });

/** The decisions as they will be. */
export const applied = (consents: readonly Consent[], entries: readonly BundleEntry[]): Consent[] =>
  consents.map((consent) => {
    const put = entries.find((e) => e.resource?.resourceType === 'Consent' && e.resource.id === consent.id);
    return (put?.resource as Consent | undefined) ?? consent;
  });
