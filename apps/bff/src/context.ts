import type { AppointmentsClient } from '@keneyapp/appointments/client';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { MergedReads } from './fhir/batches.ts';
import type { Access, Verdict, Who } from './access/access.ts';
import type { BookingCatalogue } from './booking/catalogue.ts';
import type { AppointmentFollower } from './booking/follower.ts';
import type { AgendaTail } from './booking/tail.ts';
import type { Capabilities } from './access/capabilities.ts';
import type { AccessChanges } from './access/access-changes.ts';
import type { Feature } from './access/roles.ts';
import type { PolicyEngine } from './access/policy.ts';
import type { InputParser } from './audit/asked.ts';
import type { AuditEntry, AuditRecorder } from './audit/audit.ts';
import type { AuditTrail } from './audit/trail.ts';
import type { Database, PrismaClient } from './database/client.ts';
import type { EmergencyAlerts } from './emergency/alerts.ts';
import type { ToldView } from './messages/rows.ts';
import type { EventTail } from './events/tail.ts';
import type { IdentityIndex } from './identities/identity-index.ts';
import type { Merges } from './merging/merges.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { UserDirectory } from './directory/directory.ts';
import type { Formulary } from './ordering/formulary.ts';
import type { DecisionSupport } from './decision-support/client.ts';
import type { Insi } from './insi/insi.ts';
import type { BffEnv } from './env.ts';
import type { Health } from './health.ts';
import type { ChartPresence } from './live/presence.ts';
import type { Lookups } from './limits/lookups.ts';
import type { DataCipher } from './session/data-cipher.ts';
import type { EndReason } from './session/end-reasons.ts';
import type { Typesetter } from './pdf/typesetter.ts';
import type { Session } from './session/session.ts';
import type { SessionStore } from './session/store.ts';
import type { Author } from './settings/store.ts';
import type { ChartWrite, ChartWriter, Written } from './writing/writer.ts';
import type { Locks } from './database/locks.ts';
import type { Owners } from './terminology/owners.ts';
import type { Terminology } from './terminology/terminology.ts';

/** What lives as long as the process; made in server.ts. */
export interface Services {
  env: BffEnv;
  db: PrismaClient;
  audit: AuditRecorder;
  /** The trail as a whole: signed how far, and whether it is as it was written. */
  trail: AuditTrail;
  /** Encrypts what must not be read in the database. */
  cipher: DataCipher;
  /** What happened, for those who follow it. */
  events: Pick<EventTail, 'subscribe' | 'positionBefore' | 'resumeAfter'>;
  /** Who has a chart open, for those who may know. */
  presence: Pick<ChartPresence, 'enter' | 'of' | 'subscribe'>;
  /** Every clinical write goes through it. */
  writer: Pick<ChartWriter, 'write'>;
  /** What waits for whom; `rows` asks it. */
  inbox: Pick<Inbox, 'written'> & Pick<Database, 'rows'>;
  /** Codes for whoever writes: found, checked, mapped. */
  terminology: Pick<
    Terminology,
    | 'suggest'
    | 'displayOf'
    | 'lookup'
    | 'translate'
    | 'findIn'
    | 'indexOf'
    | 'releaseStateOf'
    | 'refresh'
    | 'releasesView'
    | 'abbreviationsChanged'
    | 'wereWritten'
    | 'isReachable'
  >;
  /** Sets documents. */
  typesetter: Pick<Typesetter, 'typeset' | 'labels'>;
  /** Whose habits and favourites a person has. */
  owners: Pick<Owners, 'of' | 'servicesOf'>;
  /** Who may be the same person; `rows` holds what was said of it. */
  identities: Pick<IdentityIndex, 'alike' | 'alikeRecord' | 'compare' | 'isFilled' | 'written'> &
    Pick<Database, 'rows'>;
  /** Records of one person that became one. */
  merges: Pick<
    Merges,
    'records' | 'leadsTo' | 'referring' | 'move' | 'toPutBack' | 'settle' | 'follow' | 'alone'
  >;
  /** The agenda's engine: what is taken, and when something can be booked. */
  appointments: Pick<AppointmentsClient, 'call'> &
    Pick<AppointmentFollower, 'isFilled'> &
    Pick<AgendaTail, 'subscribe'> & {
      catalogue(): Promise<BookingCatalogue>;
      /** What the patient was told of one. */
      toldOf(appointmentId: string): Promise<ToldView>;
      /** After a change of what can be booked. */
      forgetCatalogue(): void;
    };
  /** One at a time by name, over all processes. */
  locks: Pick<Locks, 'within'>;
  policy: PolicyEngine;
  /** Decides for this person; made anew for each request, since it remembers what it read. */
  accessFor(who: Who): Access;
  /** How much somebody looks people up: slowed, then refused. */
  lookups: Pick<Lookups, 'count' | 'refused'>;
  /** Told after every change of who may see a patient. */
  accessChanges: Pick<AccessChanges, 'publish' | 'subscribe'>;
  /** Tells the data-protection officer of emergency accesses. */
  emergencyAlerts: Pick<EmergencyAlerts, 'publish' | 'subscribe'>;
  /** What features may do beyond the client that their procedure has. */
  capabilities: Capabilities;
  /** A client that speaks for the person of this session; out of the reach of features. `signal` gives up reads nobody waits for any more. */
  fhirFor(session: Session, requestId: string, signal?: AbortSignal): FhirClient;
  /** Everybody's sessions, for those who administer them. */
  sessionStore: Pick<SessionStore, 'active' | 'endOne' | 'endByProvider' | 'announceEnd'>;
  /** Null when none is configured. */
  directory: UserDirectory | null;
  /** Services that check orders before they are signed. */
  formulary: Pick<Formulary, 'answer'>;
  decisionSupport: Pick<DecisionSupport, 'discover' | 'isConfigured' | 'origins' | 'timeoutMs'>;
  /** Rules over the orders of the last months, in the background. */
  rehearsals: { start(author: Author): Promise<boolean> };
  /** The national service of identities; away where the hospital has no connection. */
  insi: Insi;
  /** Whether the servers behind us answer. */
  health: Pick<Health, 'state'>;
  /** A client that speaks for the BFF itself (client credentials): resolving who a study belongs to, subscriptions. Out of the reach of features. */
  systemFhir: FhirClient;
}

/** What a request carries. */
export interface Context {
  services: Services;
  session: Session | null;
  /** Without a session: why the one of this browser ended, as far as it is known. */
  endedBy: EndReason | null;
  /** Null without a session. */
  access: Access | null;
  /** A client for the reads of this request, on behalf of the person; batches asked at once go out as one. Throws without a session. */
  reads(): MergedReads;
  /** What the input of a procedure is read with: the trail keeps what it knows and nothing else. */
  parsersOf(path: string): readonly InputParser[];
  requestId: string;
  remoteAddress: string;
  /** Aborts when the browser goes away. */
  signal: AbortSignal;
}

/** A request of somebody signed in. */
export interface Visit {
  session: Session;
  access: Access;
}

/** What a procedure on a patient gets on top of `Context`. */
export interface PatientContext extends Context {
  session: Session;
  access: Access;
  patientId: string;
  /** This chart as the decision shows it, and nothing else. */
  fhir: FhirClient;
  /** Why this person may be here, and what is left out. */
  verdict: Verdict;
  /** This chart under the decision on another feature (a banner shows more than identity to those who may see the summary). */
  chartFhir(feature: Feature, verdict: Verdict): FhirClient;
  /** What lists show: of an appointment whose label keeps it back from the reader, when it is and no more. */
  asListed(feature: Feature): FhirClient;
  /** Writes into this chart, once however often it is sent, with its record in the trail. */
  write(write: ChartWrite): Promise<Written>;
  /** Names what was read or written for the trail; without a call the feature and patient stand alone. */
  auditResources(...resources: string[]): void;
  audit: Pick<AuditEntry, 'resources' | 'query'>;
}
