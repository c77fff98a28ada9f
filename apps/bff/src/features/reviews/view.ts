import type { DenialReason } from '../../access/policy.ts';
import type { Role } from '../../access/roles.ts';
import type { ReviewActivity } from '../../emergency/activity.ts';
import type { EmergencyNews } from '../../emergency/alerts.ts';
import type { PatientName } from '../../emergency/patient-names.ts';
import type { ReviewState } from '../../emergency/reviews.ts';
import type { TextState } from '../../emergency/reason-state.ts';

export type { ReviewActivity };

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

/** Whether the access was needed is asked of a doctor; `answer` null while it waits. */
export interface ReviewOpinion {
  id: string;
  doctor: string;
  askedBy: string;
  askedAt: string;
  answer: 'needed' | 'not-needed' | null;
  comment: string | null;
  answeredAt: string | null;
}
/** Somebody whose opinion can be asked. */
export type { Professional as ReviewDoctor } from '../../fhir/professionals.ts';

export interface ReviewDetail extends ReviewRow {
  /** Null when it cannot be read any more. */
  reason: string | null;
  /** What doctors were asked by name, and said; the latest first. */
  opinions: ReviewOpinion[];
  activity: ReviewActivity[];
  isTruncated: boolean;
  /** Why this reader cannot judge it: it is their own, it still goes on, it was judged. */
  closedTo: 'own' | 'active' | 'done' | null;
}

/** First event: `news` null. `open` counts what waits for a judgement. */
export interface ReviewAlert {
  open: number;
  news: { what: EmergencyNews['what']; grantId: string | null; name: string | null; at: string } | null;
}
