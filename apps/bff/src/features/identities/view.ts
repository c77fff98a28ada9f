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
import type { Identity } from '@keneyapp/fhir-model/identity';
import type { Relations } from '@keneyapp/fhir-model/identity-relations';
import type { IdentityValidation } from '@keneyapp/fhir-model/identity-reliability';

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

/** What waits for whoever looks after identities. */
export interface OpenIdentitiesView {
  suspects: {
    patients: [ListedIdentity, ListedIdentity];
    matchClass: Exclude<MatchClass, 'different'>;
    heldBack: HeldBack | null;
    fields: ComparedField[];
  }[];
  hasMoreSuspects: boolean;
  /** Provisional for longer than two days, validated without INSi, doubtful, fictive, or without a trait that INSi needs. */
  toRegularise: {
    patient: ListedIdentity;
    since: string | null;
    why: ('provisional' | 'no-ins' | 'doubtful' | 'fictive' | 'incomplete')[];
  }[];
  hasMoreToRegularise: boolean;
  isComplete: boolean;
}
export type { NewbornsView } from './newborn-schema.ts';

/** Where somebody may be born, by what was typed. */
export interface PlacesView {
  places: { code: string; name: string }[];
  /** Of the communes: all of them, some, none, or they cannot be asked. Countries are always there. */
  communesAre: 'whole' | 'sample' | 'none' | 'away';
}
