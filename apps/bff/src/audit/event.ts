import { hostname } from 'node:os';
import type { AuditEvent, AuditEventAgent, CodeableConcept, Coding } from '@medplum/fhirtypes';
import type { AuditEntry, Purpose } from './audit.ts';
import { dicom, eventType, patternOf, type Pattern } from './event-type.ts';
import { entitiesOf } from './event-entities.ts';

/** AuditEvent.outcome: 0 success, 4 refused, 8 failed. */
const outcomes: Record<AuditEntry['outcome'], NonNullable<AuditEvent['outcome']>> = { success: '0', denied: '4', failure: '8' };
const purposes: Record<Purpose, string> = { TREAT: 'treatment', ETREAT: 'Emergency Treatment', PATRQT: 'patient requested', HOPERAT: 'healthcare operations' };
const participation = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
const observer = { display: 'KeneyApp BFF' };

/** What was said of it, else what the role is there for. Nobody signed in has none. */
export function purposeOf({ purpose, emergency, user }: Pick<AuditEntry, 'purpose' | 'emergency' | 'user'>): Purpose | null {
  if (purpose) return purpose;
  if (emergency) return 'ETREAT';
  if (!user) return null;
  if (user.role === 'patient') return 'PATRQT';
  return ['dpo', 'admin', 'data-manager'].includes(user.role) ? 'HOPERAT' : 'TREAT';
}

/**
 * One record of the trail as FHIR R4 AuditEvent in the shapes of IHE BALP 1.1 (https://profiles.ihe.net/ITI/BALP):
 * Read, Query, Create, Update, Delete and their patient variants, Privacy Disclosure at Source for exports, Security Alert
 * for denials and emergency access, DICOM User Authentication for signing in and out.
 */
export function auditEvent(entry: AuditEntry, recordedAt: Date): AuditEvent {
  const pattern = patternOf(entry), purpose = purposeOf(entry);
  const purposeOfUse: CodeableConcept[] | undefined = purpose ? [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: purpose, display: purposes[purpose] }] }] : undefined;
  return {
    resourceType: 'AuditEvent',
    ...eventType(entry, pattern), recorded: recordedAt.toISOString(), outcome: outcomes[entry.outcome],
    ...(entry.reason === undefined ? {} : { outcomeDesc: entry.reason }),
    ...(purposeOfUse ? { purposeOfEvent: purposeOfUse } : {}),
    agent: agentsOf(entry, pattern, purposeOfUse),
    source: { observer, type: [{ system: 'http://terminology.hl7.org/CodeSystem/security-source-type', code: '4', display: 'Application Server' }] },
    entity: entitiesOf(entry, pattern),
  };
}

const source: Coding = { system: dicom, code: '110153', display: 'Source Role ID' };
const destination: Coding = { system: dicom, code: '110152', display: 'Destination Role ID' };
const application: Coding = { system: dicom, code: '110150', display: 'Application' };
const custodian: Coding = { system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'custodian', display: 'Custodian' };
const authorizer: Coding = { system: 'http://terminology.hl7.org/CodeSystem/extra-security-role-type', code: 'authserver', display: 'authorization server' };
/** In a read the data flow from us to the browser; in a query and a write the browser is the source (BALP's note on both). */
const machines: Record<Pattern, { client: Coding; server: Coding }> = {
  read: { client: destination, server: source }, export: { client: destination, server: source },
  query: { client: source, server: destination }, create: { client: source, server: destination }, update: { client: source, server: destination },
  delete: { client: application, server: custodian },
  denial: { client: application, server: authorizer }, emergency: { client: application, server: authorizer }, authentication: { client: application, server: authorizer },
};

function agentsOf({ user, remoteAddress }: AuditEntry, pattern: Pattern, purposeOfUse: CodeableConcept[] | undefined): AuditEventAgent[] {
  const { client, server } = machines[pattern];
  const writes = pattern === 'create' || pattern === 'update' || pattern === 'delete';
  const person: Coding = writes ? { system: participation, code: 'AUT', display: 'author (originator)' } : { system: participation, code: 'IRCP', display: 'information recipient' };
  return [
    { type: { coding: [client] }, requestor: false, who: { display: 'browser' }, network: { address: remoteAddress, type: '2' } },
    { type: { coding: [server] }, requestor: false, who: observer, network: { address: hostname(), type: '1' } },
    ...(user ? [{
      type: { coding: [person] }, requestor: true, who: { ...(user.fhirUser ? { reference: user.fhirUser } : {}), identifier: { value: user.id }, display: user.name }, name: user.name,
      role: [{ coding: [{ system: 'https://keneyapp.example/role', code: user.role }] }], ...(purposeOfUse ? { purposeOfUse } : {}),
    }] : []),
  ];
}
