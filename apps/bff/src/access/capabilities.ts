import type { FhirClient } from '@keneyapp/fhir-client';
import type { Session } from '../session/session.ts';
import { rehearsedTypes } from '../decision-support/rehearsal/chart-at.ts';
import { documentFiles } from './document-files.ts';
import { codedFields, bindings } from '@keneyapp/fhir-model/bindings';
import { within, type Reach } from './reach.ts';

/**
 * Who keeps the terminologies has no patient and no chart, and has to know how often a code is used and which words have
 * none. Counts, and words without their patient, leave the procedures that have this.
 */
const codedRecord: Reach = { reads: [...new Set(codedFields.map((field) => bindings[field].type))] };

/** Favourites are kept for services; who keeps the terminologies works in none of them and has to see their names. */
const codedServices: Reach = { reads: ['Organization'] };

/**
 * Of oneself or somebody close nobody of the staff writes down what opens a chart, and a form is signed by somebody who is
 * born: a secretary reads neither relatives nor who is the same person.
 */
const consentAffairs: Reach = { reads: ['Patient', 'Person', 'Practitioner', 'RelatedPerson'] };

/** A patient names who acts for them exactly, and reads no other record: that there is such a person is looked up in their stead. */
const delegates: Reach = { reads: ['Patient'] };

/**
 * Whoever held an emergency access knows whose it was after it has ended, and who judges it opens no chart: both read the
 * name. And nothing is opened, and reviewed, of somebody who has no record.
 */
const emergencyPatients: Reach = { reads: ['Patient'] };

/**
 * FHIR's servers compare identifiers whole: for the beginning of a hospital number all of them are known in memory, as
 * numbers and ids. Who is behind an id is read with the rights of the person who searches.
 */
const hospitalNumbers: Reach = { reads: ['Patient'] };

/**
 * A change is told of before anybody asks for what changed: whether its reader may know of it is looked up in whatever it is,
 * and the chart guard has the last word.
 */
const liveChanges: Reach = { reads: 'everything' };

/**
 * Accounts and their services are written with the administrator's own token, so that the record says who did; the client of
 * lists, which is all that an administrator has, writes nothing.
 */
const memberships: Reach = { reads: [], writes: ['Practitioner', 'PractitionerRole'] };

/**
 * Who corrects one identity is shown who else on record may be that person; the client of one chart reads no other. Whoever
 * has it may search all identities.
 */
const lookAlikes: Reach = { reads: ['Patient'] };

/**
 * Copies of identity papers are in no chart: whoever may read them, a secretary or the patient, has them through this, and
 * `features/identities/papers.ts` lets nothing else out.
 */
const identityPapers: Reach = { reads: ['Binary', 'DocumentReference'] };

/**
 * A large chart that is merged goes in more than one transaction, and each goes past the guard of merges (`Merges.follow`),
 * which has no request of its own: it sends them with the person's token, and reads nothing by it.
 */
const moves = (fhir: FhirClient): Pick<FhirClient, 'transaction'> => ({
  transaction: (bundle) => fhir.transaction(bundle),
});

/** Sets of orders and written protocols are of the house and of no patient; the client of a chart knows the chart alone. */
const orderSets: Reach = { reads: ['PlanDefinition'] };

/** An officer asks a doctor for an opinion by name, and searches no record: the people of the house are looked for in their stead. */
const opinionDoctors: Reach = { reads: ['Practitioner'] };

/** A prescription on paper says who signed it, with RPPS, speciality and telephone; the client of one chart reads no staff. */
const prescribers: Reach = { reads: ['Practitioner', 'PractitionerRole'] };

/**
 * Lists of what waits for a pharmacist or a radiologist begin with whose prescriptions and studies are recent, over all
 * patients. Only ids of patients leave it, and of each the policy is asked before anything is read.
 */
const recentPrescriptions: Reach = { reads: ['MedicationRequest'] };
const recentStudies: Reach = { reads: ['ImagingStudy'] };

/**
 * Before a rule acts it is asked about all orders of the last months, and how often rules were overridden is counted over all
 * of them. Who may start that opens no chart: counts by rule, unit and profession alone leave `decision-support/rehearsal` and
 * `decision-support/override-rates.ts`.
 */
const rehearsedOrders: Reach = {
  reads: [...rehearsedTypes, 'DetectedIssue', 'Organization', 'PractitionerRole'],
};

/** A secretary, who sees no documents, sees the signed form that a decision of the patient rests on. */
const signedForms: Reach = { reads: ['DocumentReference'] };

/**
 * A version of a statement does not say who wrote it; the marker that went in with it does, and names what was written and no
 * patient. Only the author's name leaves `statement-versions.ts`, and only of a statement that the reader was just shown.
 */
const statementAuthors: Reach = { reads: ['Provenance'] };

/**
 * What waits for somebody is told as "there is something" even where its chart is closed, and from whom it is. What it says
 * is read through the chart's own guard; of what is read here only who asked and when leaves it, and all of it where no
 * patient is in it.
 */
const taskInbox: Reach = { reads: ['Communication', 'Task'] };

/** To whom something can be addressed, and in which units somebody works. Not every role may read the house; names of staff and units are no secret in it. */
const taskPeople: Reach = { reads: ['Location', 'Organization', 'Practitioner', 'PractitionerRole'] };

/**
 * The trail keeps ids. Who reads it, an officer or a patient in the list of who opened their chart, opens no record of the
 * people in it, and has to know whose it was and whether the one who looked is the same person or a relative.
 */
const trailPeople: Reach = { reads: ['Patient', 'Person', 'Practitioner'] };

/**
 * Who else comes to an appointment is shown in nobody's chart, and its one status speaks of all of them: whether several come
 * is looked at before it is changed for one.
 */
const visitsTogether: Reach = { reads: ['Appointment'] };

/**
 * Which patients in the house are somebody's is told by their roles, the places of their units and their care teams. Not
 * every role may read these; only ids of patients leave it, and of each the policy is asked before anything is read.
 */
const wardTies: Reach = { reads: ['CareTeam', 'Location', 'PractitionerRole'] };

/**
 * Whose reception an appointment is, is told by the units of those who take part in it. Not every role may read the house; no
 * word of it leaves the list but the names of the reader's own units.
 */
const receptionUnits: Reach = {
  reads: ['HealthcareService', 'Location', 'Organization', 'Practitioner', 'PractitionerRole'],
};

/**
 * A screen in a waiting room stays for hours and names nobody: tickets, numbers of rooms and times alone leave
 * `features/appointments/wall-view.ts`, so that no decision on a chart is needed for each of its looks.
 */
const wallCalls: Reach = { reads: ['Appointment'] };

/** What is printed says where its author works. Not every role may read the house; of oneself everybody may know it. */
const workplaces: Reach = { reads: ['PractitionerRole'] };

interface Servers {
  /** Speaks for the BFF itself. */
  systemFhir: FhirClient;
  /** Speaks for the person of a session. */
  fhirFor: (session: Session, requestId: string) => FhirClient;
  fhirUrl: string;
}

/** What features may do beyond the client that their procedure has: by name; the reason stands above each. */
export const capabilitiesOf = ({ systemFhir, fhirFor, fhirUrl }: Servers) => ({
  codedRecord: within(systemFhir, codedRecord),
  codedServices: within(systemFhir, codedServices),
  consentAffairs: within(systemFhir, consentAffairs),
  delegates: within(systemFhir, delegates),
  emergencyPatients: within(systemFhir, emergencyPatients),
  hospitalNumbers: within(systemFhir, hospitalNumbers),
  identityPapers: within(systemFhir, identityPapers),
  liveChanges: within(systemFhir, liveChanges),
  lookAlikes: within(systemFhir, lookAlikes),
  opinionDoctors: within(systemFhir, opinionDoctors),
  prescribers: within(systemFhir, prescribers),
  orderSets: within(systemFhir, orderSets),
  recentPrescriptions: within(systemFhir, recentPrescriptions),
  recentStudies: within(systemFhir, recentStudies),
  rehearsedOrders: within(systemFhir, rehearsedOrders),
  signedForms: within(systemFhir, signedForms),
  statementAuthors: within(systemFhir, statementAuthors),
  taskInbox: within(systemFhir, taskInbox),
  taskPeople: within(systemFhir, taskPeople),
  trailPeople: within(systemFhir, trailPeople),
  receptionUnits: within(systemFhir, receptionUnits),
  visitsTogether: within(systemFhir, visitsTogether),
  wallCalls: within(systemFhir, wallCalls),
  wardTies: within(systemFhir, wardTies),
  workplaces: within(systemFhir, workplaces),
  memberships: (session: Session, requestId: string) => within(fhirFor(session, requestId), memberships),
  moves: (session: Session, requestId: string) => moves(fhirFor(session, requestId)),
  documentFiles: (session: Session, requestId: string) => documentFiles(fhirFor(session, requestId), fhirUrl),
});
export type Capabilities = ReturnType<typeof capabilitiesOf>;
