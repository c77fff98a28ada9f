import type { ToldConsentChange } from '../../audit/consent-change.ts';
import type { DealtWith } from '../../audit/dealt-with.ts';
import type { ChainProblem } from '../../audit/problems.ts';
import type { TrailState, VerificationStep } from '../../audit/trail.ts';
import type { AuditCursor } from './schema.ts';

export type { ChainProblem, DealtWith, ToldConsentChange, TrailState, VerificationStep };

export interface PatientLabel {
  id: string;
  name: string;
  birthDate: string | null;
  ipp: string | null;
}

/**
 * Why an access is worth a question. `own-chart` the person's own; `famous` the patient is known to the public; `colleague`
 * the patient works here; `same-name` the same family name; `volume` far more charts a day than this person opens.
 */
export const unusualReasons = ['own-chart', 'famous', 'colleague', 'same-name', 'volume'] as const;
export type UnusualReason = (typeof unusualReasons)[number];

export interface AuditRow {
  seq: string;
  at: string;
  kind: string;
  operation: string;
  feature: string | null;
  outcome: string;
  reason: string | null;
  purpose: string | null;
  basis: string | null;
  emergency: boolean;
  patientId: string | null;
  /** Read afresh; null when the record is gone or the access concerned nobody. */
  patient: PatientLabel | null;
  userId: string | null;
  userName: string | null;
  role: string | null;
  flags: UnusualReason[];
  /** What was changed of the patient's decisions, from what to what, for whom. */
  consentChanges: ToldConsentChange[];
}
/** `isNameless`: the record server is away, so patients have ids alone and nothing is flagged. */
export interface AuditPage {
  rows: AuditRow[];
  next: AuditCursor | null;
  isNameless: boolean;
}

export interface AuditDetail extends AuditRow {
  action: string;
  resources: string[];
  /** Patients among the results of a search. */
  listed: PatientLabel[];
  query: string | null;
  remoteAddress: string;
  requestId: string;
  grantId: string | null;
  hash: string;
  previousHash: string;
  /** Whether the record is what was written. */
  isIntact: boolean;
  /** The first checkpoint that covers it. */
  checkpoint: { number: string; signedAt: string } | null;
  /** The record as FHIR AuditEvent, JSON. */
  event: string;
}

export interface AuditPerson {
  userId: string;
  name: string;
  role: string | null;
  lastAt: string;
}

export interface UnusualAccess {
  userId: string;
  userName: string;
  role: string | null;
  patientId: string;
  patient: PatientLabel | null;
  reasons: UnusualReason[];
  count: number;
  firstAt: string;
  lastAt: string;
  emergency: boolean;
  basis: string[];
  dealtWith: DealtWith | null;
}
/**
 * What somebody did far more of than they or anybody do: charts opened; searches for people; patients whose chart was
 * refused; patients whose identity alone was looked at; spans of the agenda.
 */
export const volumesOf = ['charts', 'searches', 'refusals', 'identities', 'agenda', 'emergencies'] as const;
export type VolumeOf = (typeof volumesOf)[number];
/** `usual`: as many a day on this person's other days, the median. `wasStopped`: until the application refused more. */
export interface UnusualVolume {
  userId: string;
  userName: string;
  role: string | null;
  day: string;
  of: VolumeOf;
  n: number;
  usual: number | null;
  wasStopped: boolean;
  dealtWith: DealtWith | null;
}
export interface UnusualConsent extends AuditRow {
  dealtWith: DealtWith | null;
}
export interface UnusualView {
  accesses: UnusualAccess[];
  /**
   * What staff wrote down of patients' decisions that opens something, proposed or confirmed, and what was refused to them
   * because it was about themselves or somebody close; the latest first.
   */
  consents: UnusualConsent[];
  volumes: UnusualVolume[];
  isTruncated: boolean;
  looked: { people: number; patients: number };
}
