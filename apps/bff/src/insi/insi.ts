import type { StrictTraits, TraitField } from '@keneyapp/clinical';

/** What the national service has of a person. */
export interface InsiIdentity {
  /** 15 characters, key checked. */
  matricule: string;
  /** Without `urn:oid:`. */
  oid: string;
  traits: StrictTraits;
}

export type InsiAway =
  | 'not-configured'
  /** No answer in five seconds. */
  | 'timeout'
  /** No connection, or the service says that it is not there. */
  | 'unreachable'
  /** It does not take our token or our question. */
  | 'refused'
  /** It said something that is no answer, or a matricule whose key is wrong. */
  | 'unintelligible';

export type InsiAnswer =
  /** Somebody whose traits are those that were asked about. */
  | { answer: 'one'; identity: InsiIdentity }
  /** Somebody whose traits differ in these: a person has to compare, and the identity gets nothing of it by itself. */
  | { answer: 'close'; identity: InsiIdentity; differs: TraitField[] }
  | { answer: 'none' }
  | { answer: 'several' }
  | { answer: 'away'; reason: InsiAway };

/**
 * The national service INSi as this application asks it. It never rejects: whatever goes wrong is `away`, since people go on
 * without the service and catch up later. Whether it may be asked at all is the caller's to know (`mayAskInsi`, `lackingForInsi`).
 */
export interface Insi {
  /** Whether it is there at all; false where the hospital has no connection. */
  readonly isConfigured: boolean;
  /** Looks for somebody by strict traits. */
  byTraits(traits: StrictTraits): Promise<InsiAnswer>;
  /** Whether a matricule (of a datamatrix, of our record) is still that of the person with these traits. */
  verify(ins: { matricule: string; oid: string }, traits: StrictTraits): Promise<InsiAnswer>;
}
