import { randomBytes } from 'node:crypto';
import type { FhirAsSystem, Resource } from '../fhir.ts';
import { newPatient, type TestPatient } from '../fhir.ts';
import { practitioner } from './world.ts';

/** A word that no other resource holds. */
export const secretWord = (): string =>
  `Absconditum${[...randomBytes(10)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')}`;

export const labelled = (code: string) => ({
  security: [
    {
      system: /^[VR]$/.test(code)
        ? 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
        : 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      code,
    },
  ],
});
export const withheld = { tag: [{ system: 'https://keneyapp.example/release', code: 'withheld' }] };
export const laboratory = [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
];
export const narrative = (text: string) => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${text}</div>`,
});

export interface Ward extends TestPatient {
  subject: { reference: string };
  /** A stay without labels. */
  stay: string;
}

/** A patient whom `medecin` follows (and so sees whole) and whom `infirmier` nurses: named on the stay, no more. */
export async function onTheWard(fhir: FhirAsSystem): Promise<Ward> {
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  const subject = { reference: patient.reference };
  await fhir.create({
    resourceType: 'CareTeam',
    status: 'active',
    subject,
    participant: [{ member: { reference: practitioner('medecin') } }],
  });
  const { id } = await fhir.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject,
    period: { start: new Date(Date.now() - 86_400_000).toISOString() },
    participant: [{ individual: { reference: practitioner('infirmier') } }],
  });
  return { ...patient, subject, stay: `Encounter/${id}` };
}

/** What may be pointed at; an element that takes one type does not take the others (a real FHIR server refuses them). */
const targets = {
  Condition: {
    resourceType: 'Condition',
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
  },
  Observation: {
    resourceType: 'Observation',
    status: 'final',
    category: laboratory,
    effectiveDateTime: '2026-05-01T08:00:00Z',
  },
  ServiceRequest: { resourceType: 'ServiceRequest', status: 'active', intent: 'order' },
};
export type Target = keyof typeof targets;

/** Something of this type that is called `text`. @returns where it is */
export async function recorded(
  fhir: FhirAsSystem,
  type: Target,
  subject: object,
  text: string,
  label?: string,
): Promise<string> {
  return keyOf(
    await fhir.create({ ...targets[type], ...(label && { meta: labelled(label) }), subject, code: { text } }),
  );
}

/** Something that `infirmier` must not learn of; `word` stands in it. */
export const hiddenProblem = (fhir: FhirAsSystem, subject: object, word: string): Promise<string> =>
  recorded(fhir, 'Condition', subject, word, 'HIV');

export const keyOf = ({ resourceType, id }: Resource & { id: string }): string => `${resourceType}/${id}`;
