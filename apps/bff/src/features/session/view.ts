import type { Rights } from '../../access/policy.ts';
import type { Role } from '../../access/roles.ts';
import type { EndReason } from '../../session/end-reasons.ts';

export type { EndReason };

/** Who is signed in and what they may do; the screens hide what is closed, the procedures decide. */
export interface Me {
  /** Public id of the session (never the cookie's value): a page knows by it that another one took its place. */
  sessionId: string;
  username: string;
  displayName: string;
  role: Role;
  /** Where the directory says more than the role does: in training, midwife. */
  profession: string | null;
  /** Their own record when they are a patient. */
  patientId: string | null;
  rights: Rights;
  /** When the session ends if nothing is done, and at the latest; ISO 8601. */
  idleExpiresAt: string;
  absoluteExpiresAt: string;
}

/** An access of one's own that was opened without a text, which is due within the hour. */
export interface AwaitedText {
  grantId: string;
  patientId: string;
  startedAt: string;
  dueAt: string;
}
/** One of one's own sessions; instants in ISO 8601. */
export interface OwnSession {
  id: string;
  since: string;
  lastSeen: string;
  endsAt: string;
  address: string | null;
  /** Browser and system by name, as far as it tells; null for what is no browser. */
  browser: string | null;
  system: string | null;
  /** The one that asks. */
  isThis: boolean;
}
export interface OwnSessionsView {
  /** So many at a time; one more ends the oldest. */
  most: number;
  /** Where password and second factor are changed, when the identity provider has such a page. */
  accountUrl: string | null;
  sessions: OwnSession[];
}

/** What waits for the person: conclusions on their emergency accesses, and how many opinions they are asked for. */
export interface Notices {
  outcomes: { grantId: string; outcome: 'justified' | 'not-justified'; at: string }[];
  opinions: number;
}
