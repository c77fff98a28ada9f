import type { AuditEvent, Coding } from '@medplum/fhirtypes';
import type { AuditKind } from './audit-kinds.ts';
import type { AuditRecord } from './record.ts';

export const dicom = 'http://dicom.nema.org/resources/ontology/DCM';
const dcm = (code: string, display: string): Coding => ({ system: dicom, code, display });
const restful = (code: string): Coding => ({
  system: 'http://hl7.org/fhir/restful-interaction',
  code,
  display: code,
});
const authorization = (code: string, display: string): Coding => ({
  system: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType',
  code,
  display,
});

/** The shapes of BALP (and DICOM's for what BALP leaves to DICOM). */
export type Pattern =
  'read' | 'query' | 'create' | 'update' | 'delete' | 'export' | 'denial' | 'emergency' | 'authentication';
const patterns: Record<AuditKind, Pattern> = {
  read: 'read',
  search: 'query',
  create: 'create',
  update: 'update',
  delete: 'delete',
  export: 'export',
  denial: 'denial',
  emergency: 'emergency',
  'sign-in': 'authentication',
  'sign-in-failed': 'authentication',
  'sign-out': 'authentication',
};
export const patternOf = ({ kind }: Pick<AuditRecord, 'kind'>): Pattern =>
  (patterns as Record<string, Pattern | undefined>)[kind] ?? 'query';

/** type, subtype and action. Our own operation is a subtype too, so that an event says which page it was. */
export function eventType(
  entry: AuditRecord,
  pattern: Pattern,
): Pick<AuditEvent, 'type' | 'subtype' | 'action'> {
  const own: Coding = { system: 'https://keneyapp.example/operation', code: entry.operation };
  const rest: Coding = {
    system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
    code: 'rest',
    display: 'Restful Operation',
  };
  const used = entry.feature === 'audit' ? [dcm('110101', 'Audit Log Used')] : [];
  const alert = dcm('110113', 'Security Alert');
  switch (pattern) {
    case 'read':
      return { type: rest, subtype: [restful('read'), own, ...used], action: 'R' };
    case 'query':
      return { type: rest, subtype: [restful('search'), own, ...used], action: 'E' };
    case 'create':
      return { type: rest, subtype: [restful('create'), own], action: 'C' };
    case 'update':
      return { type: rest, subtype: [restful('update'), own], action: 'U' };
    case 'delete':
      return { type: rest, subtype: [restful('delete'), own], action: 'D' };
    case 'export':
      return {
        type: dcm('110106', 'Export'),
        subtype: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle',
            code: 'disclose',
            display: 'Disclose Record Lifecycle Event',
          },
          own,
          ...used,
        ],
        action: 'R',
      };
    case 'denial':
      return {
        type: alert,
        subtype: [
          isConsent(entry.reason)
            ? authorization('AuthZ-Consent', 'Authorization Decision using Roles and Consent')
            : authorization('AuthZ-Role', 'Authorization Decision using only Roles'),
          own,
        ],
        action: 'E',
      };
    case 'emergency':
      return {
        type: alert,
        subtype: [
          /\.(end|close|stop)/.test(entry.operation)
            ? dcm('110138', 'Emergency Override Stopped')
            : dcm('110127', 'Emergency Override Started'),
          own,
        ],
        action: 'E',
      };
    case 'authentication':
      return {
        type: dcm('110114', 'User Authentication'),
        subtype: [entry.kind === 'sign-out' ? dcm('110123', 'Logout') : dcm('110122', 'Login'), own],
        action: 'E',
      };
  }
}

const isConsent = (reason: string | null): boolean =>
  reason !== null && /^(consent-|objection|portal-closed)/.test(reason);
