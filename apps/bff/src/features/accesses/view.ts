import type { ToldConsentChange } from '../../audit/consent-change.ts';

/** One person on one day: what they looked at and did, all of it together. */
export interface AccessOfDay {
  /** Tells people of one name apart. */
  personId: string;
  /** Null for another patient, whom this one has not to know. */
  name: string | null;
  role: string | null;
  /** The patient themselves, or who acts for them. */
  isSelf: boolean;
  firstAt: string;
  lastAt: string;
  count: number;
  /** Parts of the chart that were opened. */
  features: string[];
  hasWritten: boolean;
  hasExported: boolean;
  /** Done under an emergency access. */
  isEmergency: boolean;
  /** All of it was refused. */
  isRefused: boolean;
  /** What the accesses rested on: words of the policy. */
  basis: string[];
  /** What they changed of the patient's decisions, or proposed to. */
  consentChanges: ToldConsentChange[];
}
export interface AccessDay {
  day: string;
  people: AccessOfDay[];
}
/** `next`: `cursor` of earlier days. */
export interface AccessesView {
  days: AccessDay[];
  next: string | null;
}
