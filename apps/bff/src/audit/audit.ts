import type { Basis } from '../access/policy.ts';
import type { Action, Feature, Role } from '../access/roles.ts';
import type { AuditKind } from './audit-kinds.ts';

/** Why something was done, v3-ActReason: care, care in an emergency, the patient's own wish, running the hospital. */
export type Purpose = 'TREAT' | 'ETREAT' | 'PATRQT' | 'HOPERAT';

/** One record of the trail; stored in the shape of a FHIR AuditEvent (see docs/security.md). Names of patients have no place in it. */
export interface AuditEntry {
  /** C create, R read, U update, D delete, E execute (query, sign-in, export), as AuditEvent.action. */
  action: 'C' | 'R' | 'U' | 'D' | 'E';
  /** tRPC path, `dicom-web.study`, `session.sign-in`, … */
  operation: string;
  /** Only where it does not follow from the rest (kind-of.ts): an export looks like a read. */
  kind?: AuditKind;
  feature: Feature | null;
  access: Action;
  outcome: 'success' | 'denied' | 'failure';
  reason?: string;
  /** Follows from the role when left out (event.ts). */
  purpose?: Purpose;
  /** What the decision rested on. */
  basis?: Basis | null;
  /** Id of the emergency access (break-the-glass) this was done under, or that was opened. */
  emergency?: string | null;
  patientId: string | null;
  /** `Observation`, `Observation/123`, `study/1.2.3`: what was looked at or changed. */
  resources: string[];
  /** The query as asked, for searches. Kept in the trail only, never in a log. */
  query?: string;
  /** `fhirUser`: the person in the record, so that a patient who works here is recognised. `role` null: somebody tried to be them. */
  user: { id: string; name: string; role: Role | null; fhirUser?: string | null } | null;
  remoteAddress: string;
  requestId: string;
}

/** Writes one entry; resolves when it is durable. If it rejects, the answer must not be given. */
export interface AuditRecorder {
  record(entry: AuditEntry): Promise<void>;
}
