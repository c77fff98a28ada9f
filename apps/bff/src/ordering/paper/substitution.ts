import type { CodeableConcept, MedicationRequest } from '@medplum/fhirtypes';

/**
 * Why nothing may be put in place of what is named: narrow therapeutic margin, form for a child below six, formal
 * contraindication. Source: Code de la sécurité sociale, L162-16-7; arrêté of 12 November 2019.
 */
export const substitutionReasons = ['MTE', 'EFG', 'CIF'] as const;
export type SubstitutionReason = (typeof substitutionReasons)[number];

const system = 'https://keneyapp.example/substitution-reason';

export const notSubstitutable = (reason: SubstitutionReason): MedicationRequest['substitution'] => ({
  allowedBoolean: false,
  reason: { coding: [{ system, code: reason }] },
});
export const substitutionReasonOf = (concept: CodeableConcept | undefined): SubstitutionReason | null =>
  substitutionReasons.find((reason) =>
    concept?.coding?.some((one) => one.system === system && one.code === reason),
  ) ?? null;

const longTermIllness = 'https://keneyapp.example/fhir/StructureDefinition/long-term-illness';

/** R4 has no element for it. */
export const longTermIllnessExtension = { url: longTermIllness, valueBoolean: true };
export const isForLongTermIllness = ({ extension = [] }: MedicationRequest): boolean =>
  extension.some(({ url, valueBoolean }) => url === longTermIllness && valueBoolean === true);
