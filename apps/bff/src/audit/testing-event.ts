import type { AuditEvent, AuditEventAgent, AuditEventEntity, Coding } from '@medplum/fhirtypes';
import { expect } from 'vitest';
import type { AuditEntry } from './audit.ts';
import { auditEvent } from './event.ts';
import { recordOf } from './record.ts';

const base: AuditEntry = {
  action: 'R',
  operation: 'results.list',
  feature: 'results',
  access: 'read',
  outcome: 'success',
  patientId: 'p1',
  resources: ['Observation', 'DiagnosticReport/7', 'Patient/p1'],
  query: '{"patientId":"p1"}',
  user: { id: 'u1', name: 'Dr Claire Moreau', role: 'doctor', fhirUser: 'Practitioner/1' },
  remoteAddress: '192.0.2.7',
  requestId: 'req-1',
};
export const eventOf = (change: Partial<AuditEntry> = {}) =>
  auditEvent(recordOf({ ...base, ...change }, new Date('2026-11-24T02:00:00.123Z')), 'keneya.example');
const dcm = 'http://dicom.nema.org/resources/ontology/DCM',
  rest = 'http://hl7.org/fhir/restful-interaction',
  balp = 'https://profiles.ihe.net/ITI/BALP/CodeSystem';
const participation = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
  objectRole = 'http://terminology.hl7.org/CodeSystem/object-role',
  entityType = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
/** A slice: its discriminating value, how many there must be, and what else it must be. */
interface Slice<T> {
  system: string;
  codes: string[];
  min: number;
  max: number;
  also?: (one: T) => unknown;
}
interface Profile {
  type: Coding;
  action: string;
  subtype: { system: string; codes: string[] };
  outcome?: string;
  agents: Slice<AuditEventAgent>[];
  entities: Slice<AuditEventEntity>[];
}
const client = (codes: string[]): Slice<AuditEventAgent> => ({
  system: dcm,
  codes,
  min: 1,
  max: 1,
  also: (a) => a.who && a.network?.address && !a.media,
});
const server = (system: string, codes: string[]): Slice<AuditEventAgent> => ({
  system,
  codes,
  min: 1,
  max: 1,
  also: (a) => a.who && a.network?.address && !a.media,
});
const user = (codes: string[]): Slice<AuditEventAgent> => ({
  system: participation,
  codes,
  min: 0,
  max: 1,
  also: (a) => a.who && a.requestor && !a.media && !a.network,
});
const transaction: Slice<AuditEventEntity> = {
  system: `${balp}/BasicAuditEntityType`,
  codes: ['XrequestId'],
  min: 0,
  max: 1,
  also: (e) => e.what?.identifier?.value,
};
const data: Slice<AuditEventEntity> = {
  system: entityType,
  codes: ['2'],
  min: 1,
  max: 1,
  also: (e) => e.what && e.role?.system === objectRole && ['3', '4', '20'].includes(e.role.code ?? ''),
};
const query: Slice<AuditEventEntity> = {
  system: entityType,
  codes: ['2'],
  min: 1,
  max: 1,
  also: (e) => e.role?.code === '24' && e.query && !e.what && !e.detail && !e.lifecycle,
};
const patient: Slice<AuditEventEntity> = {
  system: entityType,
  codes: ['1'],
  min: 1,
  max: 1,
  also: (e) =>
    e.role?.system === objectRole && e.role.code === '1' && e.what?.reference?.startsWith('Patient/'),
};
const restful: Coding = { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest' };
/** The structure rules of https://profiles.ihe.net/ITI/BALP (1.1), profile by profile. */
const profiles: Record<string, Profile> = {
  PatientRead: {
    type: restful,
    action: 'R',
    subtype: { system: rest, codes: ['read', 'vread'] },
    outcome: '0',
    agents: [client(['110152']), server(dcm, ['110153']), user(['IRCP'])],
    entities: [transaction, data, patient],
  },
  Query: {
    type: restful,
    action: 'E',
    subtype: { system: rest, codes: ['search', 'search-type', 'search-system'] },
    outcome: '0',
    agents: [client(['110153']), server(dcm, ['110152']), user(['IRCP'])],
    entities: [transaction, query],
  },
  PatientCreate: {
    type: restful,
    action: 'C',
    subtype: { system: rest, codes: ['create'] },
    outcome: '0',
    agents: [client(['110153']), server(dcm, ['110152']), user(['AUT', 'INF', 'CST'])],
    entities: [transaction, data, patient],
  },
  PatientUpdate: {
    type: restful,
    action: 'U',
    subtype: { system: rest, codes: ['update', 'patch'] },
    outcome: '0',
    agents: [client(['110153']), server(dcm, ['110152']), user(['AUT', 'INF', 'CST'])],
    entities: [transaction, data, patient],
  },
  PatientDelete: {
    type: restful,
    action: 'D',
    subtype: { system: rest, codes: ['delete'] },
    outcome: '0',
    agents: [
      client(['110150']),
      server('http://terminology.hl7.org/CodeSystem/provenance-participant-type', ['custodian']),
      user(['AUT', 'INF', 'CST']),
    ],
    entities: [transaction, data, patient],
  },
  'PrivacyDisclosure.Source': {
    type: { system: dcm, code: '110106' },
    action: 'R',
    subtype: { system: 'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle', codes: ['disclose'] },
    agents: [
      { system: dcm, codes: ['110153'], min: 1, max: 1, also: (a) => a.who && a.network },
      { system: dcm, codes: ['110152'], min: 1, max: 1, also: (a) => a.who && a.network },
    ],
    entities: [patient],
  },
};
const codings = (agent: AuditEventAgent) => agent.type?.coding ?? [];
function expectSlices<T>(all: T[], slices: Slice<T>[], valueOf: (one: T) => Coding[]): void {
  for (const { system, codes, min, max, also } of slices) {
    const found = all.filter((one) =>
      valueOf(one).some((c) => c.system === system && codes.includes(c.code ?? '')),
    );
    expect(found.length, `${system} ${codes.join('|')}`).toBeGreaterThanOrEqual(min);
    expect(found.length, `${system} ${codes.join('|')}`).toBeLessThanOrEqual(max);
    for (const one of found)
      expect(also?.(one) ?? true, `${codes.join('|')} ${JSON.stringify(one)}`).toBeTruthy();
  }
}
export function expectProfile(event: AuditEvent, name: string): void {
  const profile = profiles[name];
  if (!profile) throw new Error(`no rules for ${name}`);
  expect(event.type).toMatchObject(profile.type);
  expect(event.action).toBe(profile.action);
  expect(
    event.subtype?.filter(
      (s) => s.system === profile.subtype.system && profile.subtype.codes.includes(s.code ?? ''),
    ),
  ).toHaveLength(1);
  if (profile.outcome) expect(event.outcome).toBe(profile.outcome);
  expectSlices(event.agent, profile.agents, codings);
  expectSlices(event.entity ?? [], profile.entities, (e) => (e.type ? [e.type] : []));
}
export const shapes: [string, string, Partial<AuditEntry>][] = [
  ['PatientRead', 'a page of the chart', {}],
  ['PatientRead', 'a read that named nothing', { resources: [], query: '{}' }],
  [
    'Query',
    'a search of people',
    {
      action: 'E',
      operation: 'patients.search',
      feature: 'patients',
      patientId: null,
      resources: ['Patient/a', 'Patient/b', 'Encounter'],
    },
  ],
  [
    'PatientCreate',
    'vital signs taken',
    {
      action: 'C',
      operation: 'vitals.record',
      feature: 'vitals',
      access: 'write',
      resources: ['Observation/1', 'Observation/2'],
    },
  ],
  [
    'PatientUpdate',
    'vital signs corrected',
    {
      action: 'U',
      operation: 'vitals.correct',
      feature: 'vitals',
      access: 'write',
      resources: ['Observation/1'],
    },
  ],
  [
    'PatientDelete',
    'a draft thrown away',
    { action: 'D', operation: 'drafts.discard', feature: 'drafts', access: 'write', resources: [] },
  ],
  [
    'PrivacyDisclosure.Source',
    'a document saved to disk',
    {
      kind: 'export',
      operation: 'documents.download',
      feature: 'documents',
      resources: ['DocumentReference/1', 'Binary/2'],
    },
  ],
];
export const specialEntries: [string, Partial<AuditEntry>][] = [
  ['a refusal', { outcome: 'denied', reason: 'no-relation' }],
  ['a refusal by consent', { outcome: 'denied', reason: 'consent-care' }],
  ['a failure', { outcome: 'failure' }],
  [
    'an emergency access',
    {
      action: 'C',
      operation: 'emergency.open',
      feature: 'emergency',
      access: 'write',
      purpose: 'ETREAT',
      emergency: 'grant-1',
      resources: [],
    },
  ],
  [
    'signing in',
    {
      action: 'E',
      operation: 'session.sign-in',
      feature: null,
      access: 'write',
      patientId: null,
      resources: [],
    },
  ],
  [
    'a failed sign-in',
    {
      action: 'E',
      operation: 'session.sign-in',
      feature: null,
      access: 'write',
      patientId: null,
      resources: [],
      user: null,
      outcome: 'denied',
      reason: 'token',
    },
  ],
  [
    'signing out',
    {
      action: 'E',
      operation: 'session.sign-out',
      feature: null,
      access: 'write',
      patientId: null,
      resources: [],
    },
  ],
  [
    'a study stored',
    {
      action: 'C',
      operation: 'dicom-web.store',
      feature: 'imaging',
      access: 'write',
      resources: ['study/1.2.3'],
    },
  ],
];
