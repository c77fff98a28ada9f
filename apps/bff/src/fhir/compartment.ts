import type { Resource } from '@medplum/fhirtypes';
import { referenceKey, patientReference } from '@keneyapp/fhir-model/references';

/**
 * Resource types that belong to a patient: the search parameter that finds theirs and the elements that say whose they are,
 * from the Patient compartment of FHIR R4 (https://hl7.org/fhir/R4/compartmentdefinition-patient.html) without the roles in
 * which a patient is not the subject.
 */
const compartment: Record<string, { search: string; paths: readonly string[] }> = {
  ...group(
    'patient',
    ['subject'],
    'CarePlan CareTeam ClinicalImpression Communication CommunicationRequest Composition Condition DetectedIssue|patient DeviceRequest DiagnosticReport DocumentManifest DocumentReference Encounter Flag Goal ImagingStudy Invoice List MeasureReport|patient Media MedicationAdministration MedicationDispense MedicationRequest MedicationStatement Observation Procedure QuestionnaireResponse RequestGroup RiskAssessment ServiceRequest Specimen',
  ),
  ...group(
    'patient',
    ['patient'],
    'AllergyIntolerance Claim ClaimResponse Consent CoverageEligibilityRequest CoverageEligibilityResponse Device DeviceUseStatement|subject EnrollmentRequest|candidate EpisodeOfCare ExplanationOfBenefit FamilyMemberHistory Immunization ImmunizationEvaluation ImmunizationRecommendation MolecularSequence NutritionOrder RelatedPerson SupplyDelivery VisionPrescription',
  ),
  Account: { search: 'patient', paths: ['subject'] },
  AdverseEvent: { search: 'subject', paths: ['subject'] },
  Appointment: { search: 'patient', paths: ['participant.actor'] },
  AppointmentResponse: { search: 'patient', paths: ['actor'] },
  Basic: { search: 'patient', paths: ['subject'] },
  BodyStructure: { search: 'patient', paths: ['patient'] },
  ChargeItem: { search: 'patient', paths: ['subject'] },
  Coverage: { search: 'patient', paths: ['beneficiary'] },
  Provenance: { search: 'patient', paths: ['target'] },
  ResearchSubject: { search: 'patient', paths: ['individual'] },
  Task: { search: 'patient', paths: ['for'] },
};
function group(
  search: string,
  paths: readonly string[],
  names: string,
): Record<string, { search: string; paths: readonly string[] }> {
  return Object.fromEntries(
    names.split(' ').map((entry) => {
      const [name = '', path] = entry.split('|');
      return [name, { search, paths: path ? [path] : paths }];
    }),
  );
}

/** Types that describe the house and its people: no patient is behind them, whoever reads a chart may read them. */
const shared = new Set([
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'HealthcareService',
  'Medication',
  'Substance',
  'Endpoint',
]);

export const recordTypes: readonly string[] = ['Patient', ...Object.keys(compartment)].sort();
export const isRecordType = (type: string): type is Resource['resourceType'] =>
  type === 'Patient' || type in compartment || shared.has(type);
export const isShared = (type: string): boolean => shared.has(type);

/** Parameters that find what of a type belongs to the patient. */
export function searchOf(type: string, patientId: string): Record<string, string> {
  return type === 'Patient'
    ? { _id: patientId }
    : { [compartment[type]?.search ?? 'patient']: patientReference(patientId) };
}

/** Whether a resource (of any version) is this patient's. What names several, as an appointment does, is each one's. */
export function belongsTo(resource: Resource, patientId: string): boolean {
  if (resource.resourceType === 'Patient') return resource.id === patientId;
  const paths = compartment[resource.resourceType]?.paths ?? [];
  return paths.some((path) =>
    valuesAt(resource, path.split('.')).some((value) => {
      const reference = (value as { reference?: unknown } | null)?.reference;
      return typeof reference === 'string' && referenceKey(reference) === patientReference(patientId);
    }),
  );
}

/** Whether a resource is of no patient at all: a device of the house, a list of nobody. */
export function namesNobody(resource: Resource): boolean {
  const paths = compartment[resource.resourceType]?.paths ?? [];
  return paths.every((path) => valuesAt(resource, path.split('.')).length === 0);
}

function valuesAt(value: unknown, [first, ...rest]: string[]): unknown[] {
  const list = Array.isArray(value) ? value : [value];
  if (first === undefined) return list;
  return list.flatMap((item) =>
    typeof item === 'object' && item !== null && first in item
      ? valuesAt((item as Record<string, unknown>)[first], rest)
      : [],
  );
}
