import type { Role } from '../../access/roles.ts';
import type { ServerState } from '../../health.ts';
import type { EmergencySettings } from '../../emergency/settings.ts';

/** A service somebody belongs to, and as what. */
export interface Membership {
  id: string;
  version: string | null;
  serviceId: string | null;
  service: string | null;
  places: string[];
  profession: string | null;
}
export interface PersonRow {
  id: string;
  username: string;
  displayName: string;
  /** Null when the account has no role of this application. */
  role: Role | null;
  isActive: boolean;
  /** The reader's own account: never changed by oneself. */
  isSelf: boolean;
  /** Who they are in the record: staff, a patient, or nobody. */
  kind: 'staff' | 'patient' | 'none';
  /** Null when it could not be read. */
  memberships: Membership[] | null;
  /** Sessions open now. */
  sessions: number;
  version: string;
}
/** Accounts that sign in to nothing: the provider gives them no role of ours. */
export interface WithoutRoleView {
  people: { id: string; username: string; displayName: string }[];
  /** There are more accounts than were looked through. */
  isPartial: boolean;
}
/** Servers the application leans on, by the names of docs/configuration.md. */
export interface ServersView {
  servers: ({ name: string } & ServerState)[];
  /** ISO 8601. */
  at: string;
}
/** What an account can be made with. */
export interface NewAccountView {
  firstAccess: readonly ('password' | 'invitation')[];
  services: ServiceChoice[];
  /** Where the provider administers accounts itself, for all that is not done here. */
  consoleUrl: string | null;
}
export interface CreatedAccount {
  person: PersonRow;
  /** Shown once and kept nowhere; null when an invitation was sent. */
  firstPassword: string | null;
  /** The account is there, and belongs to no service yet: it could not be written into the record. */
  isUnitMissing: boolean;
}
export interface PeopleView {
  total: number;
  page: number;
  perPage: number;
  people: PersonRow[];
}
export interface ServiceChoice {
  id: string;
  name: string;
}

export interface SessionRow {
  id: string;
  personId: string;
  username: string;
  displayName: string;
  role: string;
  /** ISO 8601 instants. */
  since: string;
  lastSeen: string;
  endsAt: string;
  address: string | null;
  /** Browser and system by name, as far as it tells; null for what is no browser. */
  browser: string | null;
  system: string | null;
  /** The reader's own, which ends by signing out. */
  isOwn: boolean;
}
export interface SessionsView {
  sessions: SessionRow[];
  truncated: boolean;
}

export interface SettingsView {
  emergency: EmergencySettings;
  version: number;
  changedAt: string | null;
  changedBy: string | null;
}
