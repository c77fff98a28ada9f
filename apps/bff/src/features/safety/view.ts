import type { AlertLevel } from '../../decision-support/checks-view.ts';
import type { Rehearsal } from '../../decision-support/rehearsal/store.ts';
import type { RuleState } from '../../decision-support/rule-states.ts';

export type { Rates } from '../../decision-support/override-rates.ts';
export type { RuleState };

export interface RuleRow {
  rule: string;
  /** As its service calls it; null where no service that answers has it. */
  title: string | null;
  service: string | null;
  level: AlertLevel | null;
  source: { label: string; url: string | null } | null;
  state: RuleState;
  /** A never event: no state but active. */
  isProtected: boolean;
  /** The latest first. */
  changes: { state: RuleState; reason: string; at: string; by: string }[];
  /** It acts again only after a rehearsal that was begun since it stopped. */
  needsRehearsal: boolean;
}
export interface RulesView {
  rules: RuleRow[];
  version: number;
  /** Services that were asked for their rules and did not say. */
  unanswered: string[];
  isConfigured: boolean;
}
export interface RehearsalView extends Omit<Rehearsal, 'state' | 'beatAt'> {
  /** `interrupted`: the process that ran it is gone. */
  state: Rehearsal['state'] | 'interrupted';
}
export interface AboutView {
  releases: { system: string; title: string; version: string | null; isSample: boolean }[];
  /** Lists that rules of decision support rest on: interactions. */
  lists: { title: string; publisher: string; date: string; isSample: boolean; size: number }[];
  unanswered: string[];
}
