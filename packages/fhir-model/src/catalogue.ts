import type { Resource } from '@medplum/fhirtypes';

/**
 * What a chart holds, and what else FHIR R4 knows: the one list of it. Which resource is whose (compartment), what is watched
 * live, what lists may show, how the record view sorts and names, which page a type is at home on, all follow from here; a
 * test over every type of R4 says which one is missing.
 */

export type ResourceType = Resource['resourceType'];

/** Pages of a chart, and lists, by the names of the BFF's features. */
export type Page =
  | 'patients'
  | 'summary'
  | 'identities'
  | 'problems'
  | 'allergies'
  | 'medications'
  | 'orders'
  | 'results'
  | 'vitals'
  | 'documents'
  | 'imaging'
  | 'encounters'
  | 'immunizations'
  | 'procedures'
  | 'family'
  | 'flags'
  | 'habits'
  | 'implants'
  | 'timeline'
  | 'record'
  | 'appointments'
  | 'consents'
  | 'drafts'
  | 'wards'
  | 'tasks'
  | 'administration';

/** A type of which every resource belongs to a patient. */
export interface ChartPart {
  /** The page it is at home on; `record` where it has none of its own. By category where that decides. */
  page: Page;
  byCategory?: Readonly<Record<string, Page>>;
  /** Other pages that show it too. */
  alsoOn: readonly Page[];
  /** Search parameter that finds what belongs to a patient. */
  search: string;
  /** Elements that say whose it is; what names several is each one's. */
  paths: readonly string[];
  /** Elements that say when it was, the most telling first; each a date, an instant, or a period. */
  dates: readonly string[];
  /** Search parameter of that date, to sort by; null where R4 has none. */
  sort: string | null;
  /** Its changes are told to open screens. */
  isWatched: boolean;
  /** The decision on its page speaks of it, even where the chart is closed or hides more. */
  isDecidedByPage: boolean;
  /** Lists over patients that may show it. */
  listedOn: readonly Page[];
}

type Own = Partial<Omit<ChartPart, 'page' | 'dates' | 'sort'>>;
const part = (page: Page, dates: string, sort: string | null, own: Own = {}): ChartPart => ({
  page,
  dates: dates === '' ? [] : dates.split(' '),
  sort,
  alsoOn: [],
  search: 'patient',
  paths: ['subject'],
  isWatched: false,
  isDecidedByPage: false,
  listedOn: [],
  ...own,
});
const byPatient: Own = { paths: ['patient'] };
const isWatched = true,
  isDecidedByPage = true;
const everywhere: readonly Page[] = ['summary', 'timeline'];

/** From the Patient compartment of R4 (https://hl7.org/fhir/R4/compartmentdefinition-patient.html) without the roles in which a patient is not the subject. */
export const chart = {
  Account: part('record', 'servicePeriod', 'period'),
  AdverseEvent: part('record', 'date detected recordedDate', 'date', { search: 'subject' }),
  AllergyIntolerance: part('allergies', 'onsetDateTime onsetPeriod recordedDate', 'date', {
    ...byPatient,
    isWatched,
    isDecidedByPage,
    alsoOn: ['patients', ...everywhere],
  }),
  Appointment: part('appointments', 'start requestedPeriod created', 'date', {
    paths: ['participant.actor'],
    isWatched,
    isDecidedByPage,
    listedOn: ['appointments'],
  }),
  AppointmentResponse: part('appointments', 'start', null, { paths: ['actor'], isDecidedByPage }),
  Basic: part('record', 'created', 'created'),
  BodyStructure: part('record', '', null, byPatient),
  CarePlan: part('record', 'period created', 'date', { alsoOn: ['timeline'] }),
  CareTeam: part('record', 'period', 'date'),
  ChargeItem: part('record', 'occurrenceDateTime occurrencePeriod enteredDate', 'occurrence'),
  Claim: part('record', 'billablePeriod created', 'created', byPatient),
  ClaimResponse: part('record', 'created', 'created', byPatient),
  ClinicalImpression: part('record', 'effectiveDateTime effectivePeriod date', 'date'),
  Communication: part('record', 'sent received', 'sent', { isWatched }),
  CommunicationRequest: part('record', 'occurrenceDateTime occurrencePeriod authoredOn', 'authored'),
  Composition: part('record', 'date', 'date'),
  Condition: part('problems', 'onsetDateTime onsetPeriod recordedDate', 'recorded-date', {
    isWatched,
    alsoOn: everywhere,
  }),
  Consent: part('consents', 'dateTime', 'date', {
    ...byPatient,
    isWatched,
    isDecidedByPage,
    alsoOn: ['patients'],
  }),
  Contract: part('record', 'applies issued', 'issued'),
  Coverage: part('patients', 'period', null, { paths: ['beneficiary'], isDecidedByPage }),
  CoverageEligibilityRequest: part('record', 'servicedDate servicedPeriod created', 'created', byPatient),
  CoverageEligibilityResponse: part('record', 'servicedDate servicedPeriod created', 'created', byPatient),
  DetectedIssue: part('record', 'identifiedDateTime identifiedPeriod', 'identified', byPatient),
  Device: part('implants', 'manufactureDate', null, { ...byPatient, isWatched }),
  DeviceRequest: part('record', 'occurrenceDateTime occurrencePeriod authoredOn', 'authored-on'),
  DeviceUseStatement: part('implants', 'timingPeriod timingDateTime recordedOn', null, { isWatched }),
  DiagnosticReport: part('results', 'effectiveDateTime effectivePeriod issued', 'date', {
    isWatched,
    alsoOn: ['documents', ...everywhere],
  }),
  DocumentManifest: part('record', 'created', 'created'),
  DocumentReference: part('documents', 'date', 'date', { isWatched, alsoOn: everywhere }),
  Encounter: part('encounters', 'period', 'date', {
    isWatched,
    alsoOn: ['patients', ...everywhere],
    listedOn: ['patients', 'wards'],
  }),
  EnrollmentRequest: part('record', 'created', null, { paths: ['candidate'] }),
  EpisodeOfCare: part('record', 'period', 'date', byPatient),
  ExplanationOfBenefit: part('record', 'billablePeriod created', 'created', byPatient),
  FamilyMemberHistory: part('family', 'date', 'date', { ...byPatient, isWatched }),
  Flag: part('flags', 'period', 'date', { isWatched, alsoOn: ['patients'] }),
  Goal: part('record', 'startDate statusDate', 'start-date'),
  GuidanceResponse: part('record', 'occurrenceDateTime', null),
  ImagingStudy: part('imaging', 'started', 'started', { isWatched, alsoOn: everywhere }),
  Immunization: part('immunizations', 'occurrenceDateTime recorded', 'date', {
    ...byPatient,
    isWatched,
    alsoOn: everywhere,
  }),
  ImmunizationEvaluation: part('record', 'date', 'date', byPatient),
  ImmunizationRecommendation: part('record', 'date', 'date', byPatient),
  Invoice: part('record', 'date', 'date'),
  List: part('record', 'date', 'date'),
  MeasureReport: part('record', 'date period', 'date'),
  Media: part('record', 'createdDateTime createdPeriod issued', 'created'),
  MedicationAdministration: part('medications', 'effectiveDateTime effectivePeriod', 'effective-time', {
    isDecidedByPage,
  }),
  MedicationDispense: part('medications', 'whenHandedOver whenPrepared', 'whenhandedover', {
    isDecidedByPage,
  }),
  MedicationRequest: part('medications', 'authoredOn', 'authoredon', {
    isWatched,
    isDecidedByPage,
    alsoOn: everywhere,
  }),
  MedicationStatement: part('medications', 'effectiveDateTime effectivePeriod dateAsserted', 'effective', {
    isWatched,
    isDecidedByPage,
    alsoOn: everywhere,
  }),
  MolecularSequence: part('record', '', null, byPatient),
  NutritionOrder: part('record', 'dateTime', 'datetime', byPatient),
  Observation: part('results', 'effectiveDateTime effectivePeriod effectiveInstant issued', 'date', {
    byCategory: { 'vital-signs': 'vitals' },
    isWatched,
    alsoOn: ['vitals', 'habits', ...everywhere, 'patients'],
  }),
  Patient: part('patients', 'birthDate', null, {
    search: '_id',
    paths: [],
    isWatched,
    listedOn: ['patients', 'identities', 'appointments', 'drafts', 'wards', 'tasks'],
  }),
  Procedure: part('procedures', 'performedDateTime performedPeriod', 'date', {
    isWatched,
    alsoOn: ['timeline'],
  }),
  Provenance: part('record', 'occurredDateTime occurredPeriod recorded', 'recorded', { paths: ['target'] }),
  QuestionnaireResponse: part('record', 'authored', 'authored'),
  RelatedPerson: part('patients', 'period', null, { ...byPatient, isDecidedByPage }),
  RequestGroup: part('record', 'authoredOn', 'authored'),
  ResearchSubject: part('record', 'period', 'date', { paths: ['individual'] }),
  RiskAssessment: part('record', 'occurrenceDateTime occurrencePeriod', 'date'),
  ServiceRequest: part('orders', 'occurrenceDateTime occurrencePeriod authoredOn', 'authored', { isWatched }),
  Specimen: part('record', 'receivedTime', 'collected'),
  SupplyDelivery: part('record', 'occurrenceDateTime occurrencePeriod', null, byPatient),
  SupplyRequest: part('record', 'occurrenceDateTime occurrencePeriod authoredOn', 'date', {
    search: 'subject',
    paths: ['deliverTo'],
  }),
  Task: part('record', 'executionPeriod authoredOn', 'authored-on', { paths: ['for'], isWatched }),
  VisionPrescription: part('record', 'dateWritten created', 'datewritten', byPatient),
} as const satisfies Partial<Record<ResourceType, ChartPart>>;

/** Types that describe the house and its people: no patient is behind them, whoever reads a chart may read them. By the lists that may show them. */
export const house = {
  Practitioner: ['appointments', 'consents', 'tasks', 'administration'],
  PractitionerRole: ['appointments', 'consents', 'tasks', 'administration'],
  Organization: ['patients', 'appointments', 'consents', 'wards', 'tasks', 'administration'],
  Location: ['patients', 'appointments', 'wards', 'administration'],
  HealthcareService: ['appointments'],
  Medication: [],
  Substance: [],
  Endpoint: [],
} as const satisfies Partial<Record<ResourceType, readonly Page[]>>;

const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** What is in no chart, by what it leads to. */
export const elsewhere: Readonly<
  Record<'agenda' | 'definition' | 'knowledge' | 'money' | 'server' | 'several', ReadonlySet<string>>
> = {
  /** Of a practitioner, a room or a service. */
  agenda: names('Schedule Slot'),
  definition: names(`ActivityDefinition ChargeItemDefinition DeviceDefinition EventDefinition Library Measure
    ObservationDefinition PlanDefinition Questionnaire ResearchDefinition ResearchElementDefinition SpecimenDefinition`),
  knowledge: names(`BiologicallyDerivedProduct CatalogEntry EffectEvidenceSynthesis Evidence EvidenceVariable
    MedicationKnowledge MedicinalProduct MedicinalProductAuthorization MedicinalProductContraindication
    MedicinalProductIndication MedicinalProductIngredient MedicinalProductInteraction MedicinalProductManufactured
    MedicinalProductPackaged MedicinalProductPharmaceutical MedicinalProductUndesirableEffect ResearchStudy
    RiskEvidenceSynthesis SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation
    SubstanceSourceMaterial SubstanceSpecification`),
  /** Between insurers and hospitals: of a claim, of no patient. */
  money: names('EnrollmentResponse InsurancePlan PaymentNotice PaymentReconciliation'),
  server:
    names(`AuditEvent Binary Bundle CapabilityStatement CodeSystem CompartmentDefinition ConceptMap ExampleScenario
    GraphDefinition ImplementationGuide MessageDefinition MessageHeader NamingSystem OperationDefinition OperationOutcome
    Parameters SearchParameter StructureDefinition StructureMap Subscription SubscriptionStatus TerminologyCapabilities TestReport TestScript
    ValueSet`),
  /** Of several people, or of none: who may see them follows from no single chart. */
  several: names('DeviceMetric Group Linkage OrganizationAffiliation Person VerificationResult'),
};

export type ChartType = keyof typeof chart;
export const chartTypes = (Object.keys(chart) as ChartType[]).sort();

export const isOfChart = (type: string): type is ChartType => Object.hasOwn(chart, type);
export const isOfHouse = (type: string): type is keyof typeof house => Object.hasOwn(house, type);
/** The part of the chart a type is; null for what is in none. */
export const partOf = (type: string): ChartPart | null => (isOfChart(type) ? chart[type] : null);

/** The types of a chart that answer to this, by name. */
export const chartTypesWith = (test: (part: ChartPart) => boolean): ChartType[] =>
  chartTypes.filter((type) => test(chart[type]));

/** The page a type, or one category of it, is at home on. */
export function pageOf(type: ChartType, category?: string): Page {
  const { page, byCategory }: ChartPart = chart[type];
  return (category === undefined ? undefined : byCategory?.[category]) ?? page;
}

/** Types that a list over patients may show. */
export const typesListedOn = (page: Page): ResourceType[] => [
  ...chartTypesWith(({ listedOn }) => listedOn.includes(page)),
  ...(Object.keys(house) as (keyof typeof house)[]).filter((type) =>
    (house[type] as readonly Page[]).includes(page),
  ),
];
