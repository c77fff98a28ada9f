import type { DenialReason } from '../../access/policy.ts';
import type { Role } from '../../access/roles.ts';
import type { EmergencyNews } from '../../emergency/alerts.ts';
import type { PatientName } from '../../emergency/patient-names.ts';
import type { ReviewState } from '../../emergency/reviews.ts';
import type { TextState } from '../../emergency/text.ts';

export interface ReviewRow {
  grantId: string;
  person: {
    userId: string;
    name: string;
    role: Role;
    uses: number;
    unjustified: number;
    suspendedSince: string | null;
  };
  patientId: string;
  patient: PatientName | null;
  kind: string;
  /** Why the chart was closed. */
  denial: DenialReason;
  startedAt: string;
  endedAt: string;
  state: ReviewState;
  /** Of a vital emergency, which opens without: whether its text came, and in time. */
  text: TextState;
  review: {
    outcome: 'justified' | 'not-justified';
    reviewerName: string;
    comment: string | null;
    at: string;
  } | null;
}
export interface SuspensionRow {
  id: string;
  userId: string;
  name: string;
  since: string;
  isOwn: boolean;
}
export interface ReviewList {
  reviews: ReviewRow[];
  isTruncated: boolean;
  open: number;
  suspensions: SuspensionRow[];
}

/** One line of the trail: what was looked at or tried under the access. */
export interface ReviewActivity {
  at: string;
  operation: string;
  feature: string | null;
  action: 'read' | 'search' | 'write';
  outcome: 'success' | 'denied' | 'failure';
  resources: { type: string; count: number }[];
}

export interface ReviewDetail extends ReviewRow {
  /** Null when it cannot be read any more. */
  reason: string | null;
  activity: ReviewActivity[];
  isTruncated: boolean;
  /** Why this reader cannot judge it: it is their own, it still goes on, it was judged. */
  closedTo: 'own' | 'living' | 'done' | null;
}

/** First event: `news` null. `open` counts what waits for a judgement. */
export interface ReviewAlert {
  open: number;
  news: { what: EmergencyNews['what']; grantId: string | null; name: string | null; at: string } | null;
}
