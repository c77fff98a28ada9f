import { rulesExtension } from '../../decision-support/cds-hooks.ts';
import { storedRehearsal, type Rehearsal } from '../../decision-support/rehearsal/store.ts';
import {
  isProtected,
  storedRuleChanges,
  type RuleChange,
  type RuleState,
} from '../../decision-support/rule-states.ts';
import type { Language } from '../../decision-support/words.ts';
import type { Services } from '../../context.ts';
import type { RuleRow, RulesView } from './view.ts';

/** Rules that services name, and those that somebody gave a state. */
export async function rulesView(
  { decisionSupport, db }: Pick<Services, 'decisionSupport' | 'db'>,
  language: Language,
): Promise<RulesView> {
  const [servers, { value, version }, rehearsal] = await Promise.all([
    decisionSupport.discover(performance.now() + decisionSupport.timeoutMs, language),
    storedRuleChanges(db),
    storedRehearsal(db),
  ]);
  const rows = new Map<string, RuleRow>();
  const rowOf = (rule: string): RuleRow => {
    const changes = value.changes.filter((one) => one.rule === rule).reverse();
    return {
      ...{ rule, title: null, service: null, level: null, source: null },
      state: isProtected(rule) ? 'active' : (changes[0]?.state ?? 'active'),
      isProtected: isProtected(rule),
      changes: changes.map(({ state, reason, at, by }) => ({ state, reason, at, by })),
      needsRehearsal: needsRehearsal(changes, rehearsal.value.run),
    };
  };
  for (const server of servers) {
    if ('failure' in server) continue;
    for (const { extension } of server.services)
      for (const { rule, title, level, source } of extension?.[rulesExtension] ?? [])
        rows.set(rule, { ...rowOf(rule), title, service: server.server, level, source });
  }
  for (const { rule } of value.changes) if (!rows.has(rule)) rows.set(rule, rowOf(rule));
  return {
    // what can be changed first
    rules: [...rows.values()].sort((a, b) => Number(a.isProtected) - Number(b.isProtected)),
    version,
    unanswered: servers.flatMap((server) => ('failure' in server ? [server.server] : [])),
    isConfigured: decisionSupport.isConfigured,
  };
}

const speaks = (state: RuleState): boolean => state === 'active' || state === 'inform';

/** @param changes of one rule, the latest first */
export function needsRehearsal(changes: readonly RuleChange[], run: Rehearsal | null): boolean {
  const [last] = changes;
  if (!last || speaks(last.state)) return false;
  return !(run?.state === 'done' && run.startedAt > last.at);
}

/** Going back one step is no new state: what spoke a moment ago was rehearsed then, or was shipped so. */
export function isRollback(changes: readonly RuleChange[], state: RuleState): boolean {
  return changes.length > 0 && (changes[1]?.state ?? 'active') === state;
}
