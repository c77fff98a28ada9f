import { checkedId } from '@keneyapp/fhir-client';
import { isFhirId } from '@keneyapp/fhir-client/ids';
import type { Bundle, Reference, Resource } from '@medplum/fhirtypes';

/** Finds what a reference leads to, among what came along or is contained in `holder`. */
export type Lookup = (reference: Reference | undefined, holder?: Resource) => Resource | undefined;

/** References are met relative, absolute and versioned: the last `Type/id` of them counts. */
export function lookupIn(...bundles: Bundle[]): Lookup {
  const byKey = new Map<string, Resource>();
  for (const { entry } of bundles)
    for (const { resource } of entry ?? [])
      if (resource?.id) byKey.set(`${resource.resourceType}/${resource.id}`, resource);
  return (reference, holder) => {
    const target = reference?.reference;
    if (target === undefined) return undefined;
    if (target.startsWith('#'))
      return (holder as { contained?: Resource[] } | undefined)?.contained?.find(
        (r) => r.id === target.slice(1),
      );
    const key = referenceKey(target);
    return key === null ? undefined : byKey.get(key);
  };
}

/** `Patient/1` of `http://host/fhir/Patient/1/_history/2`; null for what is no literal reference (`urn:uuid:`, `#x`, `Patient?x=…/1`). */
export function referenceKey(target: string): string | null {
  if (/[?#]/.test(target)) return null; // a server looks for it: how its text ends says nothing of what it finds
  const [, type, id] = /(?:^|\/)([A-Z][A-Za-z]+)\/([^/]+)(?:\/_history\/[^/]+)?$/.exec(target) ?? [];
  return type && isFhirId(id) ? `${type}/${id}` : null;
}

/** The same when it leads to one of these types, else null. */
export function referenceTo(types: readonly string[], target: unknown): string | null {
  const key = typeof target === 'string' ? referenceKey(target) : null;
  return key !== null && types.includes(key.split('/')[0] ?? '') ? key : null;
}

declare const ofAPatient: unique symbol;
/** `Patient/…` with an id that is one: made by `patientReference` alone. */
export type PatientRef = `Patient/${string}` & { readonly [ofAPatient]: true };

/** Throws a FhirError (400) for what is no FHIR id. */
export function patientReference(id: string): PatientRef {
  return `Patient/${checkedId(id)}` as PatientRef;
}

/** Of several at once, as a search takes them: `Patient/1,Patient/2`. */
export const patientReferences = (ids: readonly string[]): string => ids.map(patientReference).join(',');

/** Id of the patient a reference leads to; null when it leads elsewhere. */
export function patientIdOf(target: string | undefined): string | null {
  return referenceTo(['Patient'], target)?.split('/')[1] ?? null;
}

export function idOf(reference: Reference | undefined): string | null {
  return referenceKey(reference?.reference ?? '')?.split('/')[1] ?? null;
}
