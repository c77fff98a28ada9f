import type { Action, Feature, Role } from '../access/roles.ts';

/** One line of the trail; stored in the shape of a FHIR AuditEvent (see docs/security.md). */
export interface AuditEntry {
  /** C create, R read, U update, D delete, E execute (query, sign-in, export), as AuditEvent.action. */
  action: 'C' | 'R' | 'U' | 'D' | 'E';
  /** tRPC path, `dicom-web.study`, `session.sign-in`, … */
  operation: string;
  feature: Feature | null;
  access: Action;
  outcome: 'success' | 'denied' | 'failure';
  reason?: string;
  patientId: string | null;
  /** `Observation`, `Observation/123`, `study/1.2.3`: what was looked at or changed. */
  resources: string[];
  /** The query as asked, for searches. Kept in the trail only, never in a log. */
  query?: string;
  user: { id: string; name: string; role: Role } | null;
  remoteAddress: string;
  requestId: string;
}

/** Writes one entry; resolves when it is durable. If it rejects, the answer must not be given. */
export interface AuditRecorder { record(entry: AuditEntry): Promise<void> }
