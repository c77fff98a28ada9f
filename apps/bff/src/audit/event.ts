import type { AuditEvent, AuditEventAgent, CodeableConcept, Coding } from '@medplum/fhirtypes';
import { dicom, eventType, patternOf, type Pattern } from './event-type.ts';
import { entitiesOf } from './event-entities.ts';
import type { AuditRecord } from './record.ts';

/** AuditEvent.outcome: 0 success, 4 refused, 8 failed. */
const outcomes: Record<string, NonNullable<AuditEvent['outcome']> | undefined> = {
  success: '0',
  denied: '4',
  failure: '8',
};
const purposes: Record<string, string | undefined> = {
  TREAT: 'treatment',
  ETREAT: 'Emergency Treatment',
  PATRQT: 'patient requested',
  HOPERAT: 'healthcare operations',
};
const participation = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
const observer = { display: 'KeneyApp BFF' };

/**
 * One record of the trail as FHIR R4 AuditEvent in the shapes of IHE BALP 1.1 (https://profiles.ihe.net/ITI/BALP):
 * Read, Query, Create, Update, Delete and their patient variants, Privacy Disclosure at Source for exports, Security Alert
 * for denials and emergency access, DICOM User Authentication for signing in and out. `server`: the host name we are known by.
 */
export function auditEvent(record: AuditRecord, server: string): AuditEvent {
  const pattern = patternOf(record),
    { purpose, reason } = record;
  const purposeOfUse: CodeableConcept[] | undefined = purpose
    ? [
        {
          coding: [
            {
              system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
              code: purpose,
              ...(purposes[purpose] ? { display: purposes[purpose] } : {}),
            },
          ],
        },
      ]
    : undefined;
  return {
    resourceType: 'AuditEvent',
    ...eventType(record, pattern),
    recorded: record.recordedAt,
    outcome: outcomes[record.outcome] ?? '8',
    ...(reason === null ? {} : { outcomeDesc: reason }),
    ...(purposeOfUse ? { purposeOfEvent: purposeOfUse } : {}),
    agent: agentsOf(record, pattern, server, purposeOfUse),
    source: {
      observer,
      type: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/security-source-type',
          code: '4',
          display: 'Application Server',
        },
      ],
    },
    entity: entitiesOf(record, pattern),
  };
}

const source: Coding = { system: dicom, code: '110153', display: 'Source Role ID' };
const destination: Coding = { system: dicom, code: '110152', display: 'Destination Role ID' };
const application: Coding = { system: dicom, code: '110150', display: 'Application' };
const custodian: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
  code: 'custodian',
  display: 'Custodian',
};
const authorizer: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/extra-security-role-type',
  code: 'authserver',
  display: 'authorization server',
};
/** In a read the data flow from us to the browser; in a query and a write the browser is the source (BALP's note on both). */
const machines: Record<Pattern, { client: Coding; server: Coding }> = {
  read: { client: destination, server: source },
  export: { client: destination, server: source },
  query: { client: source, server: destination },
  create: { client: source, server: destination },
  update: { client: source, server: destination },
  delete: { client: application, server: custodian },
  denial: { client: application, server: authorizer },
  emergency: { client: application, server: authorizer },
  authentication: { client: application, server: authorizer },
};

function agentsOf(
  { userId, userName, userRef, role, remoteAddress }: AuditRecord,
  pattern: Pattern,
  host: string,
  purposeOfUse: CodeableConcept[] | undefined,
): AuditEventAgent[] {
  const { client, server } = machines[pattern];
  const writes = pattern === 'create' || pattern === 'update' || pattern === 'delete';
  const person: Coding = writes
    ? { system: participation, code: 'AUT', display: 'author (originator)' }
    : { system: participation, code: 'IRCP', display: 'information recipient' };
  return [
    {
      type: { coding: [client] },
      requestor: false,
      who: { display: 'browser' },
      network: { address: remoteAddress, type: '2' },
    },
    { type: { coding: [server] }, requestor: false, who: observer, network: { address: host, type: '1' } },
    ...(userId === null
      ? []
      : [
          {
            type: { coding: [person] },
            requestor: true,
            who: {
              ...(userRef ? { reference: userRef } : {}),
              identifier: { value: userId },
              ...(userName ? { display: userName } : {}),
            },
            ...(userName ? { name: userName } : {}),
            ...(role === null
              ? {}
              : { role: [{ coding: [{ system: 'https://keneyapp.example/role', code: role }] }] }),
            ...(purposeOfUse ? { purposeOfUse } : {}),
          },
        ]),
  ];
}
