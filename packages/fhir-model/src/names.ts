import type { HumanName, Reference, Resource } from '@medplum/fhirtypes';
import { namesOf, readName } from './human-name.ts';
import type { Lookup } from './references.ts';
import { words } from './text.ts';

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
export function personName(names: HumanName[] | undefined, now = new Date()): string | null {
  const { birth, used, official } = namesOf(names, now);
  const name = official ?? used ?? birth;
  if (!name) return words(names?.find((n) => n.text)?.text);
  const { prefix, given, family, suffix } = readName(name);
  const text = [prefix?.replaceAll(/\.(?= |$)/g, ''), given[0], family, suffix].filter(Boolean).join(' ');
  return text.replaceAll(/(?<=\p{L})\d+\b/gu, '').trim() || null;
}
