import { insSystems } from '@keneyapp/clinical';
import type { Address, ContactPoint, Patient, RelatedPerson } from '@medplum/fhirtypes';
import { codedOrNull } from './coded.ts';
import { date, isOver } from './dates.ts';
import { extension } from './elements.ts';
import { extrasOf, type Extra } from './extras.ts';
import { nameBehind, personName } from './names.ts';
import { allCoded } from './reasons.ts';
import { idOf, referenceKey, type Lookup } from './references.ts';
import type { Coded } from './shapes.ts';
import { systems } from './systems.ts';
import { words } from './text.ts';

/** A postal address in its lines. `isPast`: its time is over, or it is said to be an old one. */
export interface PostalAddress {
  lines: string[];
  use: string | null;
  /** `postal`, `physical`, `both`. */
  type: string | null;
  start: string | null;
  end: string | null;
  isPast: boolean;
}
/** A telephone number, an e-mail address or another way to reach somebody, as it was written. */
export interface Reach {
  system: string | null;
  value: string;
  use: string | null;
  rank: number | null;
  start: string | null;
  end: string | null;
  isPast: boolean;
}
export interface ContactPerson {
  /** Null where the record has words for the relationship alone. */
  name: string | null;
  relationships: Coded[];
  /** Named by the patient to be consulted for them (Code de la santé publique, L1111-6). */
  isTrusted: boolean;
  telecoms: Reach[];
  addresses: PostalAddress[];
  organization: string | null;
  sex: string | null;
  birthDate: string | null;
  start: string | null;
  end: string | null;
  /** Their time is over, or they are no contact any more. */
  isPast: boolean;
  extras: Extra[];
  /** Id of the RelatedPerson; null for a contact that stands in the Patient itself. */
  relatedPerson: string | null;
}
export interface ContactDetails {
  addresses: PostalAddress[];
  telecoms: Reach[];
  languages: { name: Coded; isPreferred: boolean }[];
  maritalStatus: Coded | null;
  contacts: ContactPerson[];
  practitioners: { name: string; organization: string | null; telecoms: Reach[] }[];
  organization: string | null;
  /** Records of the same person: FHIR's `replaces`, `seealso`, and id of the Patient. */
  links: { kind: string; id: string }[];
  /** What the page has no place of its own for, by name and as it stands. */
  extras: Extra[];
}

/** Extensions that `readIdentity` has read. */
const read = [
  /patient-birthPlace$/,
  /fr-core-identity-reliability$/,
  /iso21090-/,
  // marks of ours: what they say stands elsewhere on the page
  /^https:\/\/keneyapp\.example\/(?:bracelet-to-redo|identity-corrected)$/,
];

export function readContactDetails(patient: Patient, lookup: Lookup, now: Date): ContactDetails {
  return {
    addresses: addressesOf(patient.address, now),
    telecoms: telecomsOf(patient.telecom, now),
    languages: (patient.communication ?? []).flatMap(({ language, preferred }) => {
      const name = codedOrNull(language);
      return name ? [{ name, isPreferred: preferred === true }] : [];
    }),
    maritalStatus: codedOrNull(patient.maritalStatus),
    contacts: (patient.contact ?? []).map((contact): ContactPerson => {
      const relationships = allCoded(contact.relationship);
      const end = date(contact.period?.end);
      return {
        name: contact.name ? personName([contact.name], now) : null,
        relationships,
        isTrusted: isTrusted(relationships),
        telecoms: telecomsOf(contact.telecom, now),
        addresses: addressesOf(contact.address ? [contact.address] : [], now),
        organization: nameBehind(contact.organization, lookup, patient),
        sex: contact.gender ?? null,
        birthDate: null,
        start: date(contact.period?.start),
        end,
        isPast: isOver(end, now),
        extras: extrasOf(contact.extension, []),
        relatedPerson: null,
      };
    }),
    practitioners: (patient.generalPractitioner ?? []).flatMap((reference) => {
      const target = lookup(reference, patient);
      const name = nameBehind(reference, lookup, patient);
      if (name === null) return [];
      const role = target?.resourceType === 'PractitionerRole' ? target : null;
      const organization = nameBehind(role?.organization, lookup, role ?? patient);
      const telecom =
        target?.resourceType === 'Practitioner' ||
        target?.resourceType === 'PractitionerRole' ||
        target?.resourceType === 'Organization'
          ? target.telecom
          : undefined;
      return [
        {
          name,
          organization: organization === name ? null : organization,
          telecoms: telecomsOf(telecom, now),
        },
      ];
    }),
    organization: nameBehind(patient.managingOrganization, lookup, patient),
    links: (patient.link ?? []).flatMap(({ type, other }) => {
      const id = referenceKey(other?.reference ?? '')?.startsWith('Patient/') ? idOf(other) : null;
      return id === null || type === 'replaced-by' ? [] : [{ kind: type, id }];
    }),
    extras: [...otherNumbers(patient), ...extrasOf(patient.extension, read)],
  };
}

/** Numbers that are neither the INS nor the hospital's own, which `readIdentity` reads: passport, other hospitals. */
function otherNumbers({ identifier = [] }: Patient): Extra[] {
  const known: readonly string[] = [systems.ipp, ...Object.values(insSystems)];
  return identifier.flatMap(({ system = '', type, value }) => {
    const number = words(value);
    if (number === null || known.includes(system)) return [];
    const name = codedOrNull(type)?.text ?? system.split(/[/:]/).at(-1);
    return [{ name: name || system, value: number }];
  });
}

export function readRelatedPerson(person: RelatedPerson, now: Date): ContactPerson {
  const relationships = allCoded(person.relationship);
  const end = date(person.period?.end);
  return {
    name: personName(person.name, now),
    relationships,
    isTrusted: isTrusted(relationships),
    telecoms: telecomsOf(person.telecom, now),
    addresses: addressesOf(person.address, now),
    organization: null,
    sex: person.gender ?? null,
    birthDate: date(person.birthDate),
    start: date(person.period?.start),
    end,
    isPast: person.active === false || isOver(end, now),
    extras: extrasOf(person.extension, []),
    relatedPerson: person.id ?? null,
  };
}

/** v3 RoleCode has the power of attorney for health care; many records have the words alone. */
const isTrusted = (relationships: readonly Coded[]): boolean =>
  relationships.some(
    ({ text, codes }) =>
      codes.some(({ code }) => code === 'HPOWATT') || /personne de confiance/i.test(text ?? ''),
  );

function addressesOf(addresses: readonly Address[] | undefined, now: Date): PostalAddress[] {
  return (addresses ?? []).flatMap((address) => {
    const end = date(address.period?.end);
    const lines = linesOf(address);
    return lines.length === 0
      ? []
      : [
          {
            lines,
            use: address.use ?? null,
            type: address.type ?? null,
            start: date(address.period?.start),
            end,
            isPast: address.use === 'old' || isOver(end, now),
          },
        ];
  });
}

/** Its parts as an envelope has them; an address that was written in one text stays as it was written. */
function linesOf({ line, postalCode, city, district, state, country, text }: Address): string[] {
  const parts = [
    ...(line ?? []),
    [postalCode, city].filter(Boolean).join(' '),
    [district, state].filter(Boolean).join(', '),
    country,
  ].flatMap((part) => words(part) ?? []);
  return parts.length > 0 ? parts : (text ?? '').split('\n').flatMap((part) => words(part) ?? []);
}

function telecomsOf(telecoms: readonly ContactPoint[] | undefined, now: Date): Reach[] {
  return (telecoms ?? [])
    .flatMap((telecom) => {
      const value = words(telecom.value);
      const end = date(telecom.period?.end);
      return value === null
        ? []
        : [
            {
              value,
              system: telecom.system ?? systemBehind(telecom),
              use: telecom.use ?? null,
              rank: telecom.rank ?? null,
              start: date(telecom.period?.start),
              end,
              isPast: telecom.use === 'old' || isOver(end, now),
            },
          ];
    })
    .sort((a, b) => Number(a.isPast) - Number(b.isPast) || (a.rank ?? 99) - (b.rank ?? 99));
}

/** French records may say in an extension alone that it is a secure mailbox (MSSanté). */
function systemBehind(telecom: ContactPoint): string | null {
  const type = extension(
    telecom,
    'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type',
  );
  return type ? 'email' : null;
}
