import type { DenialReason } from '../../access/policy.ts';
import type { ReviewActivity } from '../../emergency/activity.ts';
import type { TextState } from '../../emergency/reason-state.ts';
import type { EmergencyKind } from './schema.ts';

export type { EmergencyKind };

/** An emergency access that opens a chart now. */
export interface CurrentEmergency {
  grantId: string;
  kind: EmergencyKind;
  startedAt: string;
  expiresAt: string;
}

/** The access that is open now, if one is; how long one lasts and how much of a reason it asks for. A request for a chart that is open anyway opens none. */
export interface EmergencyAnswer {
  current: CurrentEmergency | null;
  minutes: number;
  reasonLength: number;
  /** An hour ago or longer this person opened this chart without a word: it opens again with a text alone, vital or not. */
  isTextOwed: boolean;
}

/** One of a person's own emergency accesses and what became of it. */
export interface OwnEmergency {
  grantId: string;
  patientId: string;
  /** Null when the record is gone. */
  patient: { name: string; birthDate: string | null } | null;
  kind: EmergencyKind;
  denial: DenialReason;
  reason: string | null;
  text: TextState;
  startedAt: string;
  endedAt: string;
  isActive: boolean;
  review: {
    outcome: 'justified' | 'not-justified';
    comment: string | null;
    reviewedAt: string;
    /** They said that they have read it. */
    isAcknowledged: boolean;
  } | null;
}
export interface OwnEmergencies {
  accesses: OwnEmergency[];
  suspendedSince: string | null;
}

/** What a doctor is asked by the officer: whether somebody's emergency access was needed. */
export interface AskedOpinion {
  opinionId: string;
  patientId: string;
  /** Null when the record is gone. */
  patient: { name: string; birthDate: string | null } | null;
  person: string;
  role: string;
  kind: EmergencyKind;
  denial: DenialReason;
  reason: string | null;
  startedAt: string;
  endedAt: string;
  activity: ReviewActivity[];
  isTruncated: boolean;
  askedBy: string;
  askedAt: string;
  answer: 'needed' | 'not-needed' | null;
  comment: string | null;
}
