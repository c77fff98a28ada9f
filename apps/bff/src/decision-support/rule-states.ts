import { z } from 'zod';
import type { PrismaClient } from '../database/client.ts';
import { readSetting, writeSetting, type Author, type Stored } from '../settings/store.ts';
import type { CdsService } from './cds-hooks.ts';
import { rulesExtension } from './cds-hooks.ts';
import type { Alert } from './checks-view.ts';

/** As the hospital has a rule: it acts; it is rehearsed and says nothing; it says so and interrupts nobody; it is off. */
export const ruleStates = ['active', 'silent', 'inform', 'off'] as const;
export type RuleState = (typeof ruleStates)[number];

const change = z.object({
  rule: z.string().min(1).max(200),
  state: z.enum(ruleStates),
  reason: z.string().min(1).max(500),
  at: z.iso.datetime(),
  by: z.string().max(300),
});
export type RuleChange = z.output<typeof change>;
/** Nothing is taken out of it: the state of a rule is what its last change says. */
const schema = z.object({ changes: z.array(change).max(20_000) });
const name = 'rule-states';

/** Never events are no matter of settings: no state of theirs is obeyed, whoever wrote it. */
export const isProtected = (rule: string): boolean => rule.startsWith('never.');

export const storedRuleChanges = (
  db: Pick<PrismaClient, 'setting'>,
): Promise<Stored<{ changes: RuleChange[] }>> => readSetting(db, name, schema, { changes: [] });

export const saveRuleChange = async (
  db: Pick<PrismaClient, 'setting'>,
  { value, version }: Stored<{ changes: RuleChange[] }>,
  added: RuleChange,
  author: Author,
): Promise<boolean> => writeSetting(db, name, { changes: [...value.changes, added] }, version, author);

const statesOf = (changes: readonly RuleChange[]): Map<string, RuleState> =>
  new Map(changes.map(({ rule, state }) => [rule, state]));

/** Where the database does not answer every rule acts: that is what a hospital has that changed nothing. */
export const readRuleStates = (db: Pick<PrismaClient, 'setting'>): Promise<Map<string, RuleState>> =>
  storedRuleChanges(db).then(
    ({ value }) => statesOf(value.changes),
    () => new Map(),
  );

/** What is heard of the alerts. What nobody lifts is no setting either, whatever its rule is called. */
export function applyStates(alerts: readonly Alert[], states: ReadonlyMap<string, RuleState>): Alert[] {
  return alerts.flatMap((alert) => {
    const state = states.get(alert.rule) ?? 'active';
    if (state === 'active' || isProtected(alert.rule) || (alert.level === 'blocks' && !alert.canLift))
      return [alert];
    return state === 'inform' ? [{ ...alert, level: 'informs' as const, canLift: false, reasons: [] }] : [];
  });
}

/** Titles of the rules that are not heard. */
export function notActivated(
  states: ReadonlyMap<string, RuleState>,
  services: readonly CdsService[],
): string[] {
  const titles = new Map(
    services.flatMap(({ extension }) =>
      (extension?.[rulesExtension] ?? []).map((one) => [one.rule, one.title]),
    ),
  );
  return [...states].flatMap(([rule, state]) =>
    (state === 'silent' || state === 'off') && !isProtected(rule) ? [titles.get(rule) ?? rule] : [],
  );
}
