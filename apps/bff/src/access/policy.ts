import type { Operation, StatePart } from './operations.ts';
import type { Role } from './roles.ts';

/** What a role may do at all, before it is asked with whom. */
export type Rights = Partial<Record<Operation, true>>;

/**
 * What the policy is asked: the input document of policies/decision.rego. References are FHIR's, relative (`Practitioner/1`),
 * instants are ISO 8601 in UTC. Everything in it was read for this request; the policy itself knows nothing of FHIR.
 */
export interface PolicyInput {
  now: string;
  subject: PolicySubject;
  operation: Operation;
  /** Null for what concerns no single patient: a search, the agenda, the trail. */
  patient: PatientFacts | null;
  /** An emergency access (break-the-glass) the person holds on this very patient, whether or not it has run out. */
  grant: { patientId: string; expiresAt: string } | null;
  /** The state of what is written over; null while it is asked in general, and of what is made anew. */
  written: WrittenState | null;
  /** What a hospital sets otherwise than the policy does. */
  bounds?: PolicyBounds;
}

/** Of something that is stored already. What the operation does not ask of it is null. */
export interface WrittenState extends Record<StatePart, unknown> {
  /** Whether the one who asks wrote it, or changed it since. */
  author: 'self' | 'other' | 'unknown' | null;
  status: string | null;
  /** It was computed from others, and follows them. */
  computed: boolean | null;
  signed: boolean | null;
}

export interface PolicyBounds {
  /** A stay without end of which there was no sign for so many days ties nobody any more. */
  stayUnseenDays?: number;
  /** … and none that began longer ago. */
  stayLongestDays?: number;
}

interface PolicySubject {
  role: Role;
  /** `Practitioner/…`, `Patient/…`, `RelatedPerson/…` or null. */
  fhirUser: string | null;
  /** Organizations and Locations of the person's active PractitionerRoles. */
  units: string[];
  /** Breaking the glass was misused: not possible until somebody lifts it. */
  emergencySuspended: boolean;
}

/** How a person may be tied to a patient (by others: what they wrote themselves is no tie of theirs), and what the patient agreed to. Only what the role's rules need is asked for; the rest is empty. */
export interface PatientFacts {
  id: string;
  /** Planned, current and past (90 days) encounters: units are Organizations and Locations, participants Practitioners. */
  encounters: {
    isCurrent: boolean;
    isPlanned: boolean;
    startsAt: string | null;
    /** The last sign of it: its start, a move, somebody who joined, a change. */
    seenAt: string | null;
    endedAt: string | null;
    units: string[];
    participants: string[];
  }[];
  /** Members of active care teams and general practitioners. */
  careTeam: string[];
  /** Appointments of the days around now, with the Practitioners, Organizations and Locations that take part. */
  appointments: { start: string; actors: string[] }[];
  /** Imaging orders and studies, with the Practitioners and Organizations that perform them (empty when none is named) and since when. */
  imaging: { performers: string[]; at: string | null }[];
  /** … and prescriptions, with who is to prepare or give them. */
  prescriptions: { performers: string[]; at: string | null }[];
  consents: PolicyConsent[];
}

/**
 * What a patient agreed to or refused. `care`: their data used by the staff of the service; `sharing`: by others of the
 * hospital; `research`; `portal`: seen by themselves on line; `objection`: not by these people; `delegation`: by these
 * persons in the patient's stead.
 */
export const consentKinds = ['care', 'sharing', 'research', 'portal', 'objection', 'delegation'] as const;
export type ConsentKind = (typeof consentKinds)[number];
export interface PolicyConsent {
  kind: ConsentKind;
  decision: 'permit' | 'deny';
  actors: string[];
  from: string | null;
  until: string | null;
}

/** Why there is none, as a code the web translates. */
export type DenialReason =
  | 'role'
  | 'not-own-record'
  | 'no-relation'
  | 'objection'
  | 'consent-care'
  | 'consent-sharing'
  | 'portal-closed'
  | 'emergency-read-only'
  | 'emergency-suspended'
  | 'entered-in-error'
  | 'signed'
  | 'own-proposal'
  | 'unknown-author'
  | 'policy-unavailable';
/** What an allowing decision rests on. */
export type Basis =
  | 'role'
  | 'care-team'
  | 'encounter'
  | 'unit'
  | 'recent-stay'
  | 'appointment'
  | 'imaging'
  | 'prescription'
  | 'own'
  | 'delegate'
  | 'emergency';

export interface Obligations {
  /** Codes of `meta.security` (v3 Confidentiality `R`, `V`; sensitivity such as `HIV`, `PSY`) whose resources are left out. */
  hideLabels: string[];
  /** Only results that were released to the patient. */
  releasedOnly: boolean;
}

export interface Decision {
  allow: boolean;
  basis: Basis | null;
  /** Empty when allowed. */
  reasons: DenialReason[];
  obligations: Obligations;
  /** Refused, but this person may break the glass of this patient. */
  mayBreakGlass: boolean;
}

/** Evaluates the policy. Rejects, or answers only denials, when it cannot: never a door left open. */
export interface PolicyEngine {
  /** One decision per input, in order. */
  decide(inputs: readonly PolicyInput[]): Promise<Decision[]>;
  rights(role: Role): Promise<Rights>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
