import type { ConsentKind } from '../../access/policy.ts';
import type { ChoiceKind } from './schema.ts';

export type { ChoiceKind };

export interface ConsentEntry {
  id: string;
  kind: ConsentKind;
  decision: 'agreed' | 'refused';
  /** Whom an objection or a delegation names; `reference` to take it back. */
  persons: { reference: string; name: string | null }[];
  /** Instants it holds between; null for open ends. */
  from: string | null;
  until: string | null;
  recordedAt: string | null;
  /** Who wrote it down; null when the record does not say. */
  recordedBy: { name: string | null; isPatient: boolean } | null;
  signedOn: string | null;
  /**
   * `in-force`; `planned` begins later; `ended` ran out; `replaced` by a newer decision or taken back; `mistake` recorded in
   * error; `unreadable`: says something that cannot be obeyed, so that it opens nothing (a refusal that cannot be read holds).
   */
  state: 'in-force' | 'planned' | 'ended' | 'replaced' | 'mistake' | 'unreadable';
  /** It says more than can be obeyed: a refusal is taken as a whole one, an agreement as none. */
  isDoubtful: boolean;
}

export interface ConsentsView {
  /** The decision in force for each; null when none was recorded. */
  choices: Record<ChoiceKind, ConsentEntry | null>;
  /** In force, one person each; without a person when nobody can be told. */
  objections: ConsentEntry[];
  delegations: ConsentEntry[];
  /** Everything that was ever decided, the newest first. */
  history: ConsentEntry[];
  /** Stands for what this list shows; goes back with a change. */
  token: string;
  /** Whether this person may change anything, and whether it is their own record. */
  mayRecord: boolean;
  isOwn: boolean;
}

export interface Professional {
  id: string;
  name: string;
  profession: string | null;
  unit: string | null;
}
export interface ProfessionalsView {
  professionals: Professional[];
  hasMore: boolean;
}
