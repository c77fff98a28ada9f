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

/** `Patient/1` of `http://host/fhir/Patient/1/_history/2`; null for what is no literal reference (`urn:uuid:`, `#x`). */
export function referenceKey(target: string): string | null {
  const [, key] = /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/.exec(target) ?? [];
  return key ?? null;
}

export function idOf(reference: Reference | undefined): string | null {
  return referenceKey(reference?.reference ?? '')?.split('/')[1] ?? null;
}
