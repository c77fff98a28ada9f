import type { FhirClient } from '@keneyapp/fhir-client';
import type { AuditEntry, AuditRecorder } from './audit/audit.ts';
import type { PrismaClient } from './database/client.ts';
import type { UserDirectory } from './directory/directory.ts';
import type { BffEnv } from './env.ts';
import type { LiveHub } from './live/hub.ts';
import type { Seal } from './session/seal.ts';
import type { Session } from './session/session.ts';
import type { SessionStore } from './session/store.ts';

/** What lives as long as the process; made in server.ts. */
export interface Services {
  env: BffEnv;
  db: PrismaClient;
  audit: AuditRecorder;
  /** Encrypts what must not be read in the database. */
  seal: Seal;
  live: LiveHub;
  /** A client that speaks for the person of this session. `signal` gives up reads nobody waits for any more. */
  fhirFor(session: Session, requestId: string, signal?: AbortSignal): FhirClient;
  /** Everybody's sessions, for those who administer them. */
  sessionStore: Pick<SessionStore, 'living' | 'endOne' | 'endByProvider'>;
  /** Null when none is configured. */
  directory: UserDirectory | null;
  /** A client that speaks for the BFF itself (client credentials): resolving who a study belongs to, subscriptions. */
  systemFhir: FhirClient;
}

/** What a request carries. */
export interface Context {
  services: Services;
  session: Session | null;
  requestId: string;
  remoteAddress: string;
  /** Aborts when the browser goes away. */
  signal: AbortSignal;
}

/** What a procedure on a patient gets on top of `Context`. */
export interface PatientContext extends Context {
  session: Session;
  patientId: string;
  fhir: FhirClient;
  /** Names what was read or written for the trail; without a call the feature and patient stand alone. */
  touch(...resources: string[]): void;
  audit: Pick<AuditEntry, 'resources' | 'query'>;
}
