import type { HumanName, Reference, Resource } from '@medplum/fhirtypes';
import type { Lookup } from './references.ts';

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
