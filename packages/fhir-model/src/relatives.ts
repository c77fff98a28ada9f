import type { CodeableConcept, Identifier, Patient, RelatedPerson } from '@medplum/fhirtypes';
import { readIdentity } from './identity.ts';
import { readTraits } from './identity-traits.ts';
import { patientReference } from './references.ts';
import { systems } from './systems.ts';

const roleCodes = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
const roles = {
  mother: { code: 'MTH', display: 'mother', text: 'Mère' },
  child: { code: 'CHILD', display: 'child', text: 'Enfant' },
} as const;

/**
 * A patient as the relative of another one. That they are a patient themselves shows by their hospital number alone: a
 * `Patient.link` or a Person would say that two records are of one person, and what reads those opens and closes charts.
 */
export function relativeOf(
  of: Patient,
  relative: Patient,
  role: keyof typeof roles,
  now: Date,
): RelatedPerson {
  const { birthName, firstGivenName, birthDate } = readTraits(relative, now);
  const { ipp } = readIdentity(relative, now);
  const { code, display, text } = roles[role];
  const relationship: CodeableConcept = { coding: [{ system: roleCodes, code, display }], text };
  const number: Identifier = { use: 'usual', system: systems.ipp, ...(ipp === null ? {} : { value: ipp }) };
  return {
    resourceType: 'RelatedPerson',
    active: true,
    ...(ipp === null ? {} : { identifier: [number] }),
    patient: { reference: patientReference(of.id ?? '') },
    relationship: [relationship],
    name: [
      {
        use: 'official',
        text: `${birthName} ${firstGivenName}`.trim(),
        ...(birthName === '' ? {} : { family: birthName }),
        ...(firstGivenName === '' ? {} : { given: [firstGivenName] }),
      },
    ],
    ...(relative.gender ? { gender: relative.gender } : {}),
    ...(role === 'child' && birthDate.known !== '' ? { birthDate: birthDate.known } : {}),
  };
}

/** Name of the mother among relatives of a child, as a bracelet has it. */
export function motherAmong(relatives: readonly RelatedPerson[]): string | null {
  const mother = relatives.find(
    ({ active, relationship }) =>
      active !== false &&
      relationship?.some(({ coding }) =>
        coding?.some(({ system, code }) => system === roleCodes && code === roles.mother.code),
      ),
  );
  const [name] = mother?.name ?? [];
  const words = [name?.family, name?.given?.[0]].filter(Boolean).join(' ') || name?.text;
  return words ?? null;
}
