import type { ComponentType } from 'react';

/** A row of problems, of allergies and the like. */
export interface Statement {
  id: string;
  version: string | null;
}

/** What becomes of one, by its procedure; and the operation that is. */
export const operationOf = {
  'allergies.refute': 'allergies.refute',
  'allergies.markEnteredInError': 'allergies.mark-entered-in-error',
  'problems.resolve': 'problems.resolve',
  'problems.reopen': 'problems.reopen',
  'problems.markEnteredInError': 'problems.mark-entered-in-error',
  'immunizations.markEnteredInError': 'immunizations.mark-entered-in-error',
  'procedures.markEnteredInError': 'procedures.mark-entered-in-error',
  'family.markEnteredInError': 'family.mark-entered-in-error',
  'flags.end': 'flags.end',
  'flags.markEnteredInError': 'flags.mark-entered-in-error',
  'habits.markEnteredInError': 'habits.mark-entered-in-error',
  'implants.markEnteredInError': 'implants.mark-entered-in-error',
} as const;
export type StatementAction = keyof typeof operationOf;
/** The forms of the workspace that put one otherwise; each is an operation. */
export type ChangeForm =
  `${'problems' | 'allergies' | 'immunizations' | 'procedures' | 'family' | 'flags' | 'habits' | 'implants'}.change`;

/** What the history of one is shown by. */
export interface HistoryProps {
  patientId: string;
  id: string;
  what: string;
  onClose: () => void;
}
/** What may be done with one. */
export interface MenuProps {
  patientId: string;
  actions: readonly StatementAction[];
  row: Statement;
  what: string;
  History?: ComponentType<HistoryProps>;
  onChange?: () => void;
}
