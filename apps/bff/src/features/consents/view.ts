import type { ConsentKind } from '../../access/policy.ts';
import type { ChoiceKind, FormType } from './schema.ts';

export type { ChoiceKind };

export interface ConsentEntry {
  id: string;
  kind: ConsentKind;
  decision: 'agreed' | 'refused';
  /** Whom an objection or a delegation names; `reference` to take it back. */
  persons: { reference: string; name: string | null }[];
  /** It names somebody else too, who is not told apart here. */
  namesOthers: boolean;
  /** Instants it holds between; null for open ends. */
  from: string | null;
  until: string | null;
  recordedAt: string | null;
  /** Who wrote it down; null when the record does not say. */
  recordedBy: { name: string | null; isPatient: boolean } | null;
  /** Who confirmed what had been proposed; null of what holds without. */
  confirmedBy: { name: string | null; isPatient: boolean } | null;
  signedOn: string | null;
  /**
   * `in-force`; `planned` begins later; `ended` ran out; `replaced` by a newer decision or taken back; `mistake` recorded in
   * error; `called-off` before it began; `proposed` waits to be confirmed, and holds nothing; `dismissed` never was;
   * `unreadable`: says something that cannot be obeyed, so that it opens nothing (a refusal that cannot be read holds).
   */
  state:
    | 'in-force'
    | 'planned'
    | 'ended'
    | 'replaced'
    | 'mistake'
    | 'called-off'
    | 'proposed'
    | 'dismissed'
    | 'unreadable';
  /** It has not begun. */
  mayCallOff: boolean;
  /** It says more than can be obeyed: a refusal is taken as a whole one, an agreement as none. */
  isDoubtful: boolean;
}

/** What was written down and would open something: it waits for the patient, or for the signed form and a second person. */
export interface ProposalEntry extends ConsentEntry {
  hasForm: boolean;
  /** It would take the decision back that it tells, instead of adding one. */
  laysAside: boolean;
  /** Why this reader cannot confirm it; null who can. */
  closedTo:
    | 'read-only'
    | 'needs-form'
    | 'own-proposal'
    | 'own-form'
    | 'own-relation'
    | 'overtaken'
    | 'expired'
    | 'unknown-author'
    | null;
}

/** A form that somebody signed, in base64. */
export interface SignedForm {
  documentId: string;
  contentType: FormType;
  data: string;
}

export interface ConsentsView {
  /** The decision in force for each; null when none was recorded. */
  choices: Record<ChoiceKind, ConsentEntry | null>;
  /** In force, one person each; without a person when nobody can be told. */
  objections: ConsentEntry[];
  delegations: ConsentEntry[];
  proposals: ProposalEntry[];
  /** Everything that was ever decided, the newest first. */
  history: ConsentEntry[];
  /** Stands for what this list shows; goes back with a change. */
  token: string;
  /** Whether this person may change anything, and whether it is their own record. */
  mayRecord: boolean;
  /** What became of a change: it holds, or it waits to be confirmed, or it was dropped; null of a list. */
  done: 'recorded' | 'proposed' | 'confirmed' | 'dismissed' | null;
  isOwn: boolean;
  /** … or somebody who acts for them. */
  isDelegate: boolean;
}

export type { Professional, ProfessionalsView } from '../../fhir/professionals.ts';
