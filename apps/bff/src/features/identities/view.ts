import type {
  HeldBack,
  IdentityMatch,
  IdentityRefusal,
  IdentityState,
  MatchClass,
  StrictTraits,
  TraitField,
} from '@keneyapp/clinical';
import type { HomeAddress, Telephone } from '@keneyapp/fhir-model/identity-contact';
import type { IdentityPaper } from '@keneyapp/fhir-model/identity-paper';
import type { Identity } from '@keneyapp/fhir-model/identity';
import type { Relations } from '@keneyapp/fhir-model/identity-relations';
import type { IdentityValidation } from '@keneyapp/fhir-model/identity-reliability';
import type { StandingCounts } from '../../identities/standing.ts';
import type { MergeField } from './schema.ts';

/** Somebody in a list of identities. No matricule. */
export type ListedIdentity = Omit<Identity, 'ins' | 'birthPlace'> & { birthPlace: string | null };

/** How two identities compare in one field; null level: missing on either side. */
export interface ComparedField {
  field: IdentityMatch['fields'][number]['field'];
  level: string | null;
}

/** Somebody on record who may be the same person. No matricule. */
export interface LookAlike {
  patient: ListedIdentity;
  matchClass: Exclude<MatchClass, 'different'>;
  heldBack: HeldBack | null;
  fields: ComparedField[];
}
export interface LookAlikesView {
  /** The likeliest first. */
  found: LookAlike[];
  /** The base was not read to its end yet: nobody found says nothing. */
  isComplete: boolean;
  /** There are more. */
  hasMore: boolean;
}

export type InsiView =
  /** `sealed` goes back with the form; the matricule itself is shown nowhere before the identity is qualified. */
  | { answer: 'one'; sealed: string; traits: StrictTraits }
  | { answer: 'close'; sealed: string; traits: StrictTraits; differs: TraitField[] }
  | { answer: 'none' | 'several' }
  | { answer: 'away'; reason: string }
  /** What it needs is missing, or the identity is doubtful or fictive. */
  | { answer: 'not-asked'; lacking: TraitField[] };

export interface RegisteredView {
  patientId: string;
  ipp: string;
  state: IdentityState;
  /** The paper or the answer did not count, and why. */
  refusal: IdentityRefusal | null;
}

/** An identity as its form is filled from. */
export interface IdentityFormView {
  version: string;
  ipp: string | null;
  traits: StrictTraits;
  usedName: string | null;
  usedGivenName: string | null;
  home: HomeAddress | null;
  telephones: Telephone[];
  email: string | null;
  /** They want no messages by e-mail. */
  wantsNoMail: boolean;
  relations: Relations;
  deceased: { date: string | null } | null;
  state: IdentityState;
  validation: IdentityValidation | null;
  /** Whether a matricule is in force. */
  hasIns: boolean;
  /** What the bracelet says changed, and nobody said that it was made anew. */
  isBraceletToRedo: boolean;
  /** When the person corrected it themselves, as long as they may take that back. */
  correctedAt: string | null;
}

/** A copy of an identity paper; its pages come by `/bff/papers/<patient>/<id>/<page>`. */
export interface PaperView extends Omit<IdentityPaper, 'pages'> {
  /** The paper itself is not valid any more. */
  isExpired: boolean;
  /** The copy has been kept for as long as it may be needed. */
  isPastKeeping: boolean;
  pages: ('picture' | 'pdf')[];
}
export interface PapersView {
  /** The latest first. */
  papers: PaperView[];
}

/** What waits for whoever looks after identities. */
export interface OpenIdentitiesView {
  suspects: {
    patients: [ListedIdentity, ListedIdentity];
    matchClass: Exclude<MatchClass, 'different'>;
    heldBack: HeldBack | null;
    fields: ComparedField[];
  }[];
  hasMoreSuspects: boolean;
  /** Provisional for longer than two days, validated without INSi, doubtful, fictive, or without a trait that INSi needs; the longest first. */
  toRegularise: {
    patient: ListedIdentity;
    /** Since when it stands so. */
    since: string;
    why: ('provisional' | 'no-ins' | 'doubtful' | 'fictive' | 'incomplete')[];
  }[];
  hasMoreToRegularise: boolean;
  /** Something arrived at a record that leads on, and nobody who may was there to move it (`identities.followMerge`). */
  late: { mergeId: string; kept: ListedIdentity; count: number }[];
  /** Identities in force, counted over the whole base: what an identity cell watches. */
  counts: StandingCounts & { suspects: number };
  isComplete: boolean;
}

/** Who was told apart from whom: not proposed together until somebody takes it back. */
export interface JudgementsView {
  judgements: {
    patients: [ListedIdentity, ListedIdentity];
    /** Name of who said so. */
    by: string;
    at: string;
  }[];
  hasMore: boolean;
}

/** Why these two cannot be merged: none of it can be overridden. */
export type MergeHindrance =
  /** One of them is the record of whoever asks, or of somebody close to them. */
  | 'own-record'
  /** Both have a matricule in force, and these differ. */
  | 'two-matricules'
  /** One of them leads to another record already. */
  | 'already-merged'
  /** One of them was set aside without being merged. */
  | 'set-aside'
  /** Records lead to either: the one that would lead on has to be kept. */
  | 'chain'
  /** A merge of one of them is under way. */
  | 'under-way';
/** What is to be looked at twice. */
export type MergeWarning =
  /** Both have a stay that goes on. */
  | 'both-present'
  | 'different-birth-date'
  | 'different-sex'
  | 'told-apart'
  /** What the patient agreed to in one is refused in the other: afterwards the newest of both counts. */
  | 'different-consents';

/** What refers to a record and moves with it, in kinds of the administration. What is hidden from whoever asks moves, and is not counted. */
export interface MovedCounts {
  stays: number;
  appointments: number;
  documents: number;
  images: number;
  /** All else. */
  others: number;
  /** Of anybody. */
  drafts: number;
}

/** One of two records before they are merged, as its form shows it. */
export interface MergeSideView extends IdentityFormView {
  patientId: string;
  /** Hospital numbers of records that were merged into it. */
  formerIpps: string[];
  /** Other records lead to it: it cannot be the one that leads on. */
  mustBeKept: boolean;
  moves: MovedCounts;
}

export interface ComparedPairView {
  /** In the order in which they were asked for; either may be the one that is kept. */
  sides: [MergeSideView, MergeSideView];
  /** Fields that say something else on either side; blank and filled differ. */
  differs: MergeField[];
  hindrances: MergeHindrance[];
  warnings: MergeWarning[];
}

export interface MergedView {
  /** The record that is kept. */
  patientId: string;
  mergeId: string;
  /** How many resources moved so far, as far as `MovedCounts` tells. */
  moved: number;
  /** False: the chart is large, and the rest of it follows within moments by itself. */
  isWhole: boolean;
}

/** A merge that led to a record, or away from it. */
export interface MergeOfView {
  mergeId: string;
  /** `into`: the other one leads here; `from`: this record leads to the other one. */
  direction: 'into' | 'from';
  other: { patientId: string; ipp: string | null; birthName: string | null; firstGivenName: string | null };
  at: string;
  /** Name of who merged. */
  by: string;
  moved: number;
  /** What was made in the kept record since: it stays there when the merge is undone. Null where it is not told (`from`, undone). */
  madeSince: number | null;
  mayUndo: boolean;
  undone: { at: string; by: string } | null;
}
/** The latest first. */
export interface MergesView {
  merges: MergeOfView[];
}

export interface UndoneView {
  /** The record that was led on and stands for itself again. */
  patientId: string;
  /** What was put back. */
  movedBack: number;
  /** What had changed its record meanwhile, and stayed where it is. */
  stayed: number;
}

export type { NewbornsView } from './newborn-schema.ts';

/** Where somebody may be born, by what was typed. */
export interface PlacesView {
  places: { code: string; name: string }[];
  /** Of the communes: all of them, some, none, or they cannot be asked. Countries are always there. */
  communesAre: 'whole' | 'sample' | 'none' | 'away';
}
