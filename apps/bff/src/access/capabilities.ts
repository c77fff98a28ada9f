import type { FhirClient } from '@keneyapp/fhir-client';
import type { Session } from '../session/session.ts';
import { codedRecord } from './capabilities/coded-record.ts';
import { codedServices } from './capabilities/coded-services.ts';
import { consentAffairs } from './capabilities/consent-affairs.ts';
import { delegates } from './capabilities/delegates.ts';
import { documentFiles } from './capabilities/document-files.ts';
import { emergencyPatients } from './capabilities/emergency-patients.ts';
import { hospitalNumbers } from './capabilities/hospital-numbers.ts';
import { liveChanges } from './capabilities/live-changes.ts';
import { memberships } from './capabilities/memberships.ts';
import { opinionDoctors } from './capabilities/opinion-doctors.ts';
import { signedForms } from './capabilities/signed-forms.ts';
import { trailPeople } from './capabilities/trail-people.ts';
import { wardTies } from './capabilities/ward-ties.ts';
import { recentPrescriptions, recentStudies } from './capabilities/work-lists.ts';
import { workplaces } from './capabilities/workplaces.ts';
import { within } from './reach.ts';

interface Servers {
  /** Speaks for the BFF itself. */
  systemFhir: FhirClient;
  /** Speaks for the person of a session. */
  fhirFor: (session: Session, requestId: string) => FhirClient;
  fhirUrl: string;
}

/** What features may do beyond the client that their procedure has: by name, each with its reason in its file. */
export const capabilitiesOf = ({ systemFhir, fhirFor, fhirUrl }: Servers) => ({
  codedRecord: within(systemFhir, codedRecord),
  codedServices: within(systemFhir, codedServices),
  consentAffairs: within(systemFhir, consentAffairs),
  delegates: within(systemFhir, delegates),
  emergencyPatients: within(systemFhir, emergencyPatients),
  hospitalNumbers: within(systemFhir, hospitalNumbers),
  liveChanges: within(systemFhir, liveChanges),
  opinionDoctors: within(systemFhir, opinionDoctors),
  recentPrescriptions: within(systemFhir, recentPrescriptions),
  recentStudies: within(systemFhir, recentStudies),
  signedForms: within(systemFhir, signedForms),
  trailPeople: within(systemFhir, trailPeople),
  wardTies: within(systemFhir, wardTies),
  workplaces: within(systemFhir, workplaces),
  memberships: (session: Session, requestId: string) => within(fhirFor(session, requestId), memberships),
  documentFiles: (session: Session, requestId: string) => documentFiles(fhirFor(session, requestId), fhirUrl),
});
export type Capabilities = ReturnType<typeof capabilitiesOf>;
