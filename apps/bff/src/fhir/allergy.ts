import type { Coded, When } from './shapes.ts';

export interface AllergyReaction { manifestations: Coded[]; severity: 'mild' | 'moderate' | 'severe' | null; onset: string | null; substance: Coded | null; note: string | null }

export interface Allergy {
  id: string;
  version: string | null;
  substance: Coded;
  kind: 'allergy' | 'intolerance' | null;
  categories: ('food' | 'medication' | 'environment' | 'biologic')[];
  criticality: 'low' | 'high' | 'unable-to-assess' | null;
  clinicalStatus: 'active' | 'inactive' | 'resolved' | null;
  verification: 'confirmed' | 'unconfirmed' | 'presumed' | 'refuted' | 'entered-in-error' | null;
  isCurrent: boolean;
  /** 3 life-threatening or severe, 2 moderate, 1 mild or low, 0 unknown: the order of the banner. */
  rank: 0 | 1 | 2 | 3;
  onset: When | null;
  recordedDate: string | null;
  recorder: string | null;
  lastOccurrence: string | null;
  reactions: AllergyReaction[];
  note: string | null;
}

/**
 * `known`: there are current allergies. `none-known`: somebody recorded that there are none (FHIR "no known allergy"
 * codes). `not-recorded`: nobody wrote anything, which is not the same and must not look the same.
 */
export type AllergyState = 'known' | 'none-known' | 'not-recorded';
