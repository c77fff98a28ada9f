import type { AuditEvent, AuditEventAgent, AuditEventEntity, Coding } from '@medplum/fhirtypes';
import type { AuditEntry } from './audit.ts';

const dicom = 'http://dicom.nema.org/resources/ontology/DCM';
const balp = 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType';
const entityType = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const objectRole = 'http://terminology.hl7.org/CodeSystem/object-role';
const sourceRole: Coding = { system: dicom, code: '110153', display: 'Source Role ID' };
const destinationRole: Coding = { system: dicom, code: '110152', display: 'Destination Role ID' };

const interactions: Record<AuditEntry['action'], string> = { C: 'create', R: 'read', U: 'update', D: 'delete', E: 'search' };
/** AuditEvent.outcome: 0 success, 4 refused, 8 failed. */
const outcomes: Record<AuditEntry['outcome'], AuditEvent['outcome']> = { success: '0', denied: '4', failure: '8' };

/**
 * One line of the trail as FHIR R4 AuditEvent in the shapes of IHE BALP 1.1 (https://profiles.ihe.net/ITI/BALP):
 * in a read the data flow from the server (source) to the person's client, in a query and a write the client is the
 * source. The patient, what was touched, the query (base64) and the request id are entities.
 */
export function auditEvent(entry: AuditEntry, recordedAt: Date): AuditEvent {
  return {
    resourceType: 'AuditEvent',
    type: entry.patientId === null && entry.feature === null ? { system: dicom, code: '110114', display: 'User Authentication' } : { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest', display: 'RESTful Operation' },
    subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: interactions[entry.action] }, { system: 'https://keneyapp.example/operation', code: entry.operation }],
    action: entry.action, recorded: recordedAt.toISOString(), outcome: outcomes[entry.outcome],
    ...(entry.reason === undefined ? {} : { outcomeDesc: entry.reason }),
    agent: agents(entry),
    source: { observer: { display: 'KeneyApp BFF' }, type: [{ system: 'http://terminology.hl7.org/CodeSystem/security-source-type', code: '4', display: 'Application Server' }] },
    entity: entities(entry),
  };
}

function agents({ action, user, remoteAddress }: AuditEntry): AuditEventAgent[] {
  const clientIsSource = action !== 'R';
  return [
    { type: { coding: [clientIsSource ? sourceRole : destinationRole] }, requestor: false, who: { display: 'browser' }, network: { address: remoteAddress, type: '2' } },
    { type: { coding: [clientIsSource ? destinationRole : sourceRole] }, requestor: false, who: { display: 'KeneyApp BFF' } },
    ...(user ? [{
      type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP', display: 'information recipient' }] },
      requestor: true, who: { identifier: { value: user.id }, display: user.name }, role: [{ coding: [{ system: 'https://keneyapp.example/role', code: user.role }] }],
    }] : []),
  ];
}

function entities({ patientId, resources, query, requestId }: AuditEntry): AuditEventEntity[] {
  const data: Coding = { system: entityType, code: '2', display: 'System Object' };
  return [
    ...(patientId === null ? [] : [{ what: { reference: `Patient/${patientId}` }, type: { system: entityType, code: '1', display: 'Person' }, role: { system: objectRole, code: '1', display: 'Patient' } }]),
    ...resources.map((resource) => ({ what: resource.includes('/') ? { reference: resource } : { display: resource }, type: data, role: { system: objectRole, code: '4', display: 'Domain Resource' } })),
    ...(query === undefined ? [] : [{ type: data, role: { system: objectRole, code: '24', display: 'Query' }, query: Buffer.from(query).toString('base64') }]),
    { what: { identifier: { value: requestId } }, type: { system: balp, code: 'XrequestId' } },
  ];
}
