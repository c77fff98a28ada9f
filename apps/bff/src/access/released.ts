import type { Resource } from '@medplum/fhirtypes';

/** `meta.tag` or `meta.security` of what the patient is not to learn from a screen: told at a consultation first. */
export const withheld = { system: 'https://keneyapp.example/release', code: 'withheld' } as const;

/** Where a type says how far it is, and which of it a patient sees. */
interface Rule {
  element: string;
  released: ReadonlySet<string>;
  /** FHIR does not ask for the element, and records are met without it. */
  isOptional: boolean;
}
const of = (codes: string, { element = 'status', isOptional = false } = {}): Rule => ({
  element,
  released: new Set(codes.split(' ')),
  isOptional,
});

const result = of('final amended corrected appended');
const request = of('active on-hold revoked completed');
const financial = of('active cancelled');
/** Of these FHIR R4 knows no status. */
const always = null;

/**
 * Statuses in which a patient sees a resource, for every type of a chart (https://hl7.org/fhir/R4/, the value set that the
 * element is bound to). What is being written, planned among staff or was entered in error is not released; neither is a
 * status or a type that does not stand here.
 */
const rules: Readonly<Record<string, Rule | null>> = {
  Account: of('active inactive on-hold'),
  AdverseEvent: always,
  AllergyIntolerance: always,
  Appointment: of('proposed pending booked arrived fulfilled cancelled noshow checked-in waitlist'),
  AppointmentResponse: always,
  Basic: always,
  Binary: always,
  BodyStructure: always,
  CarePlan: request,
  CareTeam: of('active suspended inactive', { isOptional: true }),
  ChargeItem: of('billable not-billable aborted billed'),
  Claim: financial,
  ClaimResponse: financial,
  ClinicalImpression: of('completed'),
  Communication: of('completed stopped not-done'),
  CommunicationRequest: request,
  Composition: of('final amended'),
  Condition: of('confirmed provisional unconfirmed refuted', {
    element: 'verificationStatus',
    isOptional: true,
  }),
  // a decision of their own, a mistaken one too
  Consent: of('proposed active rejected inactive entered-in-error'),
  Contract: of('executed renewed revoked terminated cancelled resolved', { isOptional: true }),
  Coverage: financial,
  CoverageEligibilityRequest: financial,
  CoverageEligibilityResponse: financial,
  DetectedIssue: result,
  Device: of('active inactive', { isOptional: true }),
  DeviceRequest: request,
  DeviceUseStatement: of('active completed stopped on-hold'),
  DiagnosticReport: result,
  DocumentManifest: of('current superseded'),
  DocumentReference: of('current superseded'),
  Encounter: of('planned arrived triaged in-progress onleave finished cancelled'),
  EnrollmentRequest: financial,
  EpisodeOfCare: of('planned waitlist active onhold finished cancelled'),
  ExplanationOfBenefit: financial,
  FamilyMemberHistory: of('partial completed health-unknown'),
  Flag: of('active inactive'),
  Goal: of('planned accepted active on-hold completed cancelled rejected', { element: 'lifecycleStatus' }),
  GuidanceResponse: of('success'),
  ImagingStudy: of('available'),
  Immunization: of('completed not-done'),
  ImmunizationEvaluation: of('completed'),
  ImmunizationRecommendation: always,
  Invoice: of('issued balanced cancelled'),
  List: of('current retired'),
  MeasureReport: of('complete'),
  Media: of('completed'),
  MedicationAdministration: of('in-progress not-done on-hold completed stopped'),
  MedicationDispense: of('in-progress cancelled on-hold completed stopped declined'),
  MedicationRequest: of('active on-hold cancelled completed stopped'),
  MedicationStatement: of('active completed intended stopped on-hold not-taken'),
  MolecularSequence: always,
  NutritionOrder: request,
  Observation: result,
  Patient: always,
  Procedure: of('in-progress not-done on-hold stopped completed'),
  Provenance: always,
  QuestionnaireResponse: of('completed amended'),
  RelatedPerson: always,
  RequestGroup: request,
  ResearchSubject: of('follow-up off-study on-study on-study-intervention on-study-observation withdrawn'),
  RiskAssessment: result,
  ServiceRequest: request,
  Specimen: of('available unavailable unsatisfactory', { isOptional: true }),
  SupplyDelivery: of('in-progress completed abandoned', { isOptional: true }),
  SupplyRequest: of('active suspended cancelled completed', { isOptional: true }),
  Task: of('requested received accepted rejected ready cancelled in-progress on-hold failed completed'),
  VisionPrescription: financial,
  // the house
  Endpoint: always,
  HealthcareService: always,
  Location: always,
  Medication: always,
  Organization: always,
  Practitioner: always,
  PractitionerRole: always,
  Substance: always,
};
export const typesWithRule: readonly string[] = Object.keys(rules);

/** Suggestions among staff, whatever their status: https://hl7.org/fhir/R4/valueset-request-intent.html */
const suggesting = new Set(['proposal', 'option']);
const signed = new Set(['final', 'amended']);

export const isWithheld = ({ meta }: Resource): boolean =>
  [...(meta?.tag ?? []), ...(meta?.security ?? [])].some(
    (c) => c.system === withheld.system && c.code === withheld.code,
  );

/** Whether a patient may see this of their own chart. */
export function isReleased(resource: Resource): boolean {
  const rule = rules[resource.resourceType];
  if (rule === undefined || isWithheld(resource)) return false;
  const fields = resource as unknown as Record<string, unknown>;
  if (typeof fields['intent'] === 'string' && suggesting.has(fields['intent'])) return false;
  if (resource.resourceType === 'DocumentReference' && resource.docStatus !== undefined)
    if (!signed.has(resource.docStatus)) return false;
  if (rule === null) return true;
  const codes = codesOf(fields[rule.element]);
  return codes.length === 0 ? rule.isOptional : codes.every((code) => rule.released.has(code));
}

/** Of a code, or of a CodeableConcept. */
function codesOf(status: unknown): string[] {
  if (typeof status === 'string') return [status];
  const { coding = [] } = (status ?? {}) as { coding?: { code?: string }[] };
  return coding.flatMap(({ code }) => code ?? []);
}
