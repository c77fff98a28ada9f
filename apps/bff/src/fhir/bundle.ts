import type { Bundle, HumanName, Reference, Resource } from '@medplum/fhirtypes';
import { FhirError, type ResourceOf } from '@keneyapp/fhir-client';

/** Finds what a reference leads to, among what came along or is contained in `holder`. */
export type Lookup = (reference: Reference | undefined, holder?: Resource) => Resource | undefined;

/** Matches of a search of one type; what was included comes by `lookupIn`. */
export function matches<T extends Resource['resourceType']>(bundle: Bundle, type: T): ResourceOf<T>[] {
  return (bundle.entry ?? []).flatMap(({ resource, search }) =>
    resource?.resourceType === type && search?.mode !== 'include' && search?.mode !== 'outcome'
      ? [resource as ResourceOf<T>]
      : [],
  );
}

/** Every match of one type, read with what came along. */
export function readAll<T extends Resource['resourceType'], R>(
  bundle: Bundle,
  type: T,
  read: (resource: ResourceOf<T>, lookup: Lookup) => R,
): R[] {
  const lookup = lookupIn(bundle);
  return matches(bundle, type).map((resource) => read(resource, lookup));
}

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

/** A person, team or place by name: as the reference says it, else as the resource does. Never an identifier. */
export function nameBehind(
  reference: Reference | undefined,
  lookup: Lookup,
  holder?: Resource,
): string | null {
  const shown = reference?.display?.trim();
  if (shown) return shown;
  const target = lookup(reference, holder);
  switch (target?.resourceType) {
    case 'Practitioner':
    case 'Patient':
    case 'RelatedPerson':
      return personName(target.name);
    case 'Organization':
    case 'Location':
    case 'CareTeam':
    case 'HealthcareService':
      return target.name?.trim() || null;
    case 'PractitionerRole':
      return (
        nameBehind(target.practitioner, lookup, target) ?? nameBehind(target.organization, lookup, target)
      );
    case 'Device':
      return target.deviceName?.[0]?.name ?? null;
    default:
      return null;
  }
}

/** `Dr Claire Moreau`. Digits that generators append to names (`Smith123`) are dropped. */
export function personName(names: HumanName[] | undefined): string | null {
  const name = names?.find((n) => n.use === 'official' || n.use === 'usual') ?? names?.[0];
  if (!name) return null;
  const parts = [
    ...(name.prefix ?? []).map((p) => p.replace(/\.$/, '')),
    name.given?.[0],
    name.family,
  ].filter((p): p is string => Boolean(p?.trim()));
  const text = (name.family ?? name.given) ? parts.join(' ') : (name.text ?? '');
  return text.replaceAll(/(?<=\p{L})\d+\b/gu, '').trim() || null;
}

/** Version of a resource for `If-Match`. */
export function versionOf(resource: Resource): string | null {
  return resource.meta?.versionId ?? null;
}

/** An answer of a batch, or its error thrown: for what a page cannot do without. */
export function orThrow(answer: Bundle | FhirError | undefined): Bundle {
  if (answer === undefined) throw new FhirError(502, null, 'empty');
  if (answer instanceof FhirError) throw answer;
  return answer;
}

export function hasNext(bundle: Bundle): boolean {
  return bundle.link?.some((l) => l.relation === 'next') ?? false;
}
