import type { Address, ContactPoint, Patient } from '@medplum/fhirtypes';
import { date, isOver } from './dates.ts';
import { systems } from './systems.ts';
import { words } from './text.ts';

const inseeCodeUrl = 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-address-insee-code';

/** Where somebody lives, as the form has it. */
export interface HomeAddress {
  lines: readonly string[];
  postalCode: string | null;
  city: string | null;
  /** Commune by its code of the COG. */
  inseeCode: string | null;
  /** ISO 3166, three letters. */
  country: string | null;
}
export interface Telephone {
  value: string;
  use: 'home' | 'work' | 'mobile';
}

const isHome = (address: Address, now: Date): boolean =>
  (address.use ?? 'home') === 'home' && !isOver(date(address.period?.end), now);

/** The home address in force as the form has it; null without one. */
export function readHome(patient: Patient, now: Date): HomeAddress | null {
  const home = patient.address?.find((address) => isHome(address, now));
  if (!home) return null;
  const insee = home.extension?.find((e) => e.url === inseeCodeUrl)?.valueCoding?.code;
  return {
    lines: (home.line ?? []).flatMap((line) => words(line) ?? []),
    postalCode: words(home.postalCode),
    city: words(home.city),
    inseeCode: insee ?? null,
    country: words(home.country),
  };
}

export function withHome(patient: Patient, home: HomeAddress | null, now: Date): Patient {
  const before = patient.address?.find((address) => isHome(address, now));
  if (JSON.stringify(readHome(patient, now)) === JSON.stringify(home)) return patient;
  const others = (patient.address ?? []).filter((address) => address !== before);
  if (home === null) return { ...patient, address: others };
  const { lines, postalCode, city, inseeCode, country } = home;
  const kept = (before?.extension ?? []).filter((e) => e.url !== inseeCodeUrl);
  const insee = inseeCode
    ? [{ url: inseeCodeUrl, valueCoding: { system: systems.communes, code: inseeCode } }]
    : [];
  const own: Address = {
    use: 'home',
    ...(lines.length > 0 ? { line: [...lines] } : {}),
    ...(city ? { city } : {}),
    ...(postalCode ? { postalCode } : {}),
    ...(country ? { country } : {}),
    ...(kept.length + insee.length > 0 ? { extension: [...kept, ...insee] } : {}),
  };
  return { ...patient, address: [own, ...others] };
}

const isCurrent = (point: ContactPoint, now: Date): boolean =>
  point.use !== 'old' && !isOver(date(point.period?.end), now) && words(point.value) !== null;

/** Telephones and e-mail in force as the form has them. */
export function readTelecoms(patient: Patient, now: Date): { telephones: Telephone[]; email: string | null } {
  const current = (patient.telecom ?? []).filter((point) => isCurrent(point, now));
  return {
    telephones: current
      .filter(({ system }) => system === 'phone')
      .map(({ value = '', use }) => ({ value, use: use === 'home' || use === 'work' ? use : 'mobile' })),
    email: current.find(({ system }) => system === 'email')?.value ?? null,
  };
}

/** What is undefined stays. */
export function withTelecoms(
  patient: Patient,
  { telephones, email }: { telephones?: readonly Telephone[]; email?: string | null },
  now: Date,
): Patient {
  const before = readTelecoms(patient, now);
  const after = {
    telephones: telephones ?? before.telephones,
    email: email === undefined ? before.email : email,
  };
  if (JSON.stringify(before) === JSON.stringify(after)) return patient;
  const all = patient.telecom ?? [];
  const isReplaced = (point: ContactPoint): boolean =>
    isCurrent(point, now) &&
    ((point.system === 'phone' && telephones !== undefined) ||
      (point.system === 'email' && email !== undefined && point.value === before.email));
  const found = (system: ContactPoint['system'], value: string, use: ContactPoint['use']): ContactPoint =>
    all.find(
      (p) => isReplaced(p) && p.system === system && p.value === value && (p.use ?? 'mobile') === use,
    ) ?? { ...(system ? { system } : {}), value, ...(use ? { use } : {}) };
  const oldMail = all.find((p) => isReplaced(p) && p.system === 'email');
  const telecom: ContactPoint[] = [
    ...(telephones ?? []).map(({ value, use }) => found('phone', value, use)),
    ...(email
      ? [
          oldMail?.value === email
            ? oldMail
            : { system: 'email' as const, value: email, use: 'home' as const },
        ]
      : []),
    ...all.filter((point) => !isReplaced(point)),
  ];
  return { ...patient, telecom };
}
