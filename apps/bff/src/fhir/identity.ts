import type { Age } from './shapes.ts';

/** Identity status of the French INS (fr-core-cs-identity-status). */
export type InsStatus = 'PROV' | 'VALI' | 'RECUP' | 'QUAL';

export interface Identity {
  id: string;
  /** Name of birth; null when the record has none at all. */
  birthName: string | null;
  /** Name in use, only when it differs from the name of birth. */
  usedName: string | null;
  /** Given names of birth in their order; the first is the one of the banner. */
  givenNames: string[];
  /** Given name in use, only when it differs from the first of birth. */
  usedGivenName: string | null;
  /** FHIR date of any precision: `1984`, `1984-07`, `1984-07-12`. */
  birthDate: string | null;
  /** Age today, or at death; null without a birth date. */
  age: Age | null;
  sex: 'male' | 'female' | 'other' | 'unknown';
  birthPlace: { text: string; inseeCode: string | null } | null;
  /** Matricule INS, 15 characters, and where it is from; only for a qualified identity, as the national rules ask. */
  ins: { value: string; oid: string; kind: 'nir' | 'nia' | 'test' | 'demo' } | null;
  /** null: the record has no INS at all. */
  insStatus: InsStatus | null;
  ipp: string | null;
  deceased: { date: string | null } | null;
  /** Restricted or very restricted (meta.security). */
  confidential: boolean;
  /** False for a record that was set aside. */
  active: boolean;
  /** Id of the record that replaces this one after a merge. */
  replacedBy: string | null;
}
