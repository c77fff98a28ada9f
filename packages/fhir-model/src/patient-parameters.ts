import type { ResourceType } from './catalogue.ts';

/**
 * Search parameters of R4 by which a resource refers to a Patient, by type: all of type reference that may target one. Left
 * out are Provenance and AuditEvent, which say what was done to the record that was, Patients, whose links are written by
 * merges alone, and what FHIR publishes and never means somebody by (`composed-of` of a definition). A test holds the list
 * against the definitions of R4.
 */
const parameters = {
  Account: 'patient subject',
  AdverseEvent: 'recorder subject',
  AllergyIntolerance: 'asserter patient recorder',
  Appointment: 'actor patient supporting-info',
  AppointmentResponse: 'actor patient',
  Basic: 'author patient subject',
  BodyStructure: 'patient',
  CarePlan: 'patient performer subject',
  CareTeam: 'participant patient subject',
  ChargeItem: 'enterer patient performer-actor subject',
  Claim: 'patient payee',
  ClaimResponse: 'patient',
  ClinicalImpression: 'patient subject supporting-info',
  Communication: 'based-on part-of patient recipient sender subject',
  CommunicationRequest: 'based-on patient recipient requester sender subject',
  Composition: 'attester author entry patient subject',
  Condition: 'asserter evidence-detail patient subject',
  Consent: 'actor consentor data patient',
  Contract: 'patient signer subject',
  Coverage: 'beneficiary patient payor policy-holder subscriber',
  CoverageEligibilityRequest: 'patient',
  CoverageEligibilityResponse: 'patient',
  DetectedIssue: 'implicated patient',
  Device: 'patient',
  DeviceRequest: 'based-on patient performer prior-request subject',
  DeviceUseStatement: 'patient subject',
  DiagnosticReport: 'patient subject',
  DocumentManifest: 'author item patient recipient related-ref subject',
  DocumentReference: 'author patient related subject',
  Encounter: 'patient subject',
  EnrollmentRequest: 'patient subject',
  EpisodeOfCare: 'patient',
  ExplanationOfBenefit: 'patient payee',
  FamilyMemberHistory: 'patient',
  Flag: 'author patient subject',
  Goal: 'patient subject',
  Group: 'member',
  GuidanceResponse: 'patient subject',
  ImagingStudy: 'patient performer subject',
  Immunization: 'patient',
  ImmunizationEvaluation: 'patient',
  ImmunizationRecommendation: 'information patient',
  Invoice: 'participant patient recipient subject',
  Linkage: 'item source',
  List: 'item patient source subject',
  MeasureReport: 'evaluated-resource patient subject',
  Media: 'operator patient subject',
  MedicationAdministration: 'patient performer subject',
  MedicationDispense: 'patient performer receiver subject',
  MedicationRequest: 'intended-performer patient requester subject',
  MedicationStatement: 'patient source subject',
  MessageHeader: 'focus',
  MolecularSequence: 'patient',
  NutritionOrder: 'patient',
  Observation: 'focus patient performer subject',
  PaymentNotice: 'request response',
  Person: 'link patient',
  Procedure: 'patient performer subject',
  QuestionnaireResponse: 'author patient source subject',
  RelatedPerson: 'patient',
  RequestGroup: 'participant patient subject',
  ResearchSubject: 'individual patient',
  RiskAssessment: 'patient subject',
  Schedule: 'actor',
  ServiceRequest: 'patient performer requester subject',
  Specimen: 'patient subject',
  SupplyDelivery: 'patient',
  SupplyRequest: 'requester subject',
  Task: 'based-on focus owner patient requester subject',
  VerificationResult: 'target',
  VisionPrescription: 'patient',
} as const satisfies Partial<Record<ResourceType, string>>;

export interface PatientParameter {
  type: ResourceType;
  parameter: string;
}
export const patientParameters: readonly PatientParameter[] = Object.entries(parameters).flatMap(
  ([type, names]) => names.split(' ').map((parameter) => ({ type: type as ResourceType, parameter })),
);
