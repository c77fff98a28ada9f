import type { DenialReason } from '../../access/policy.ts';
import type { AbsenceKind } from '@keneyapp/fhir-model/absence';
import type { AllergyState } from '@keneyapp/fhir-model/allergy';
import type { PatientLocation } from '@keneyapp/fhir-model/encounter';
import type { PatientFlag } from '@keneyapp/fhir-model/flag';
import type { Identity, IdentityTraits } from '@keneyapp/fhir-model/identity';
import type { Amount, Coded } from '@keneyapp/fhir-model/shapes';

export type { Identity, IdentityTraits, PatientLocation };
export type { ContactPerson, PostalAddress, Reach } from '@keneyapp/fhir-model/contact-details';
export type { CoverageRow } from '@keneyapp/fhir-model/coverage';
export type { IdentityFile } from './identity-file.ts';

/** Characters of a shown field that answer what was typed; `index` tells which of several given names. */
export interface MatchedPart {
  field: 'birthName' | 'usedName' | 'givenNames' | 'usedGivenName' | 'birthDate' | 'ipp';
  index: number;
  start: number;
  length: number;
}

/** One of a list of patients: all that tells people apart, without the matricule, which no list shows (RNIV). */
export interface PatientHit extends Omit<Identity, 'ins'> {
  /** Where the patient is now; null at home, or for a role that sees identity only. */
  location: PatientLocation | null;
  matched: MatchedPart[];
  /** Somebody else of the list has a name like theirs. */
  isHomonym: boolean;
}

/**
 * Why there may be nothing, or what to look at again: `ins-key` the last two digits do not go with the others;
 * `ins-length` 13 or 15 characters are expected; `date` there is no such day; `date-future`; `too-short` one letter only (a sign of Chinese or Japanese is a word).
 */
export type SearchHint = 'ins-key' | 'ins-length' | 'date' | 'date-future' | 'too-short';

export interface PatientSearchResult {
  /** Best first. */
  hits: PatientHit[];
  /** There are more than these: ask for one more fragment. */
  hasMore: boolean;
  /** The server did not answer all that was asked: nobody found does not say that there is nobody. */
  isPartial: boolean;
  hint: SearchHint | null;
  /** How the words were understood, to be told to the reader. */
  understood: { names: string[]; birthDate: string | null; ins: string | null; identifier: string | null };
}

export interface RecentPatient extends PatientHit {
  openedAt: string;
}

interface BannerAllergy {
  id: string;
  substance: Coded;
  criticality: 'low' | 'high' | 'unable-to-assess' | null;
  kind: 'allergy' | 'intolerance' | null;
  rank: 0 | 1 | 2 | 3;
  reactions: Coded[];
}
export interface BannerClinical {
  location: (PatientLocation & { encounterId: string; since: string | null; class: string | null }) | null;
  /** Worst first, current only. */
  allergies: {
    state: AllergyState;
    /** Kinds of which somebody recorded that there are none. */
    noneOf: AbsenceKind[];
    items: BannerAllergy[];
    /** A statement that there are none stands beside allergies that it denies. */
    isContradicted: boolean;
    failed: boolean;
  };
  /** `isOld`: the weight of then, not of now. */
  weight: { amount: Amount; date: string | null; isOld: boolean } | null;
  flags: PatientFlag[];
  /** When the vital signs of who is in the house are late (`at`), and whether they are; `isUnknown`: nobody knows when the last were taken. */
  late: { at: string | null; isLate: boolean; isUnknown: boolean } | null;
  /** Parts the server could not answer for; the banner says so rather than looking empty. */
  failed: ('location' | 'allergies' | 'weight' | 'flags' | 'monitoring')[];
}

export interface PatientBanner {
  identity: Identity;
  /** Null for a role that sees identity only, and for a chart that is closed to this person. */
  clinical: BannerClinical | null;
  /** The chart is closed to this person though others of their role open charts: why, and whether breaking the glass would help. */
  closed: { reason: DenialReason; mayBreakGlass: boolean } | null;
  /** The emergency access this chart is open by. */
  emergency: { grantId: string; expiresAt: string } | null;
  /** This record was merged into another one: the page leads on to it, and says so. `since` null: nobody here merged it. */
  replacedBy: { patientId: string; since: string | null } | null;
}
