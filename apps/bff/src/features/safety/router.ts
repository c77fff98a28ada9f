import { TRPCError } from '@trpc/server';
import { overrideRates, type Rates } from '../../decision-support/override-rates.ts';
import { cancelRehearsal, isRunning, storedRehearsal } from '../../decision-support/rehearsal/store.ts';
import { isProtected, saveRuleChange, storedRuleChanges } from '../../decision-support/rule-states.ts';
import { refuse } from '../../errors.ts';
import type { Session } from '../../session/session.ts';
import { router, signedInProcedure, unitOperation } from '../../trpc.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { aboutView } from './about.ts';
import { isRollback, needsRehearsal, rulesView } from './rules.ts';
import { cancelRehearsalInput, rulesInput, setRuleInput } from './schema.ts';
import type { AboutView, RehearsalView, RulesView } from './view.ts';

const reading = unitOperation('safety.read');
const authorOf = ({ userId, displayName }: Session) => ({ id: userId, name: displayName });

export const safetyRouter = router({
  about: signedInProcedure.query(({ ctx }): Promise<AboutView> => aboutView(ctx.services)),
  rules: reading
    .input(rulesInput)
    .query(({ ctx, input }): Promise<RulesView> => rulesView(ctx.services, input.language)),
  /** What was answered to alerts, counted. */
  rates: reading.query(({ ctx }): Promise<Rates> =>
    overrideRates(ctx.services.capabilities.rehearsedOrders, new Date()),
  ),
  rehearsal: reading.query(async ({ ctx }): Promise<RehearsalView | null> => {
    const { run } = (await storedRehearsal(ctx.services.db)).value;
    if (!run) return null;
    const { beatAt: _beatAt, ...rest } = run;
    const isGone = run.state === 'running' && !isRunning(run, Date.now());
    return isGone ? { ...rest, state: 'interrupted' } : rest;
  }),
  setRule: unitOperation('safety.set-rule')
    .input(setRuleInput)
    .mutation(async ({ ctx, input: { rule, state, reason, version, language } }): Promise<RulesView> => {
      const { db } = ctx.services;
      ctx.auditResources(`rule:${rule}`, `state:${state}`);
      if (isProtected(rule)) refuse([{ path: ['state'], reason: 'never-event' }]);
      const known = await rulesView(ctx.services, language);
      if (!known.rules.some((one) => one.rule === rule)) refuse([{ path: ['rule'], reason: 'unknown' }]);
      const [stored, rehearsal] = await Promise.all([storedRuleChanges(db), storedRehearsal(db)]);
      if (stored.version !== version) throw changedMeanwhile();
      const changes = stored.value.changes.filter((one) => one.rule === rule).reverse();
      if ((changes[0]?.state ?? 'active') === state) refuse([{ path: ['state'], reason: 'same' }]);
      const isHeard = state === 'active' || state === 'inform';
      if (isHeard && needsRehearsal(changes, rehearsal.value.run) && !isRollback(changes, state))
        refuse([{ path: ['state'], reason: 'needs-rehearsal' }]);
      const { name } = authorOf(ctx.session);
      const change = { rule, state, reason, at: new Date().toISOString(), by: name };
      if (!(await saveRuleChange(db, stored, change, authorOf(ctx.session)))) throw changedMeanwhile();
      return rulesView(ctx.services, language);
    }),
  rehearse: unitOperation('safety.rehearse').mutation(async ({ ctx }): Promise<null> => {
    if (!ctx.services.decisionSupport.isConfigured) refuse([{ path: [], reason: 'not-configured' }]);
    if (!(await ctx.services.rehearsals.start(authorOf(ctx.session))))
      throw new TRPCError({ code: 'CONFLICT', message: 'a rehearsal is under way' });
    return null;
  }),
  cancelRehearsal: unitOperation('safety.cancel-rehearsal')
    .input(cancelRehearsalInput)
    .mutation(async ({ ctx, input: { id } }): Promise<null> => {
      if (!(await cancelRehearsal(ctx.services.db, id, authorOf(ctx.session))))
        refuse([{ path: ['id'], reason: 'unknown' }]);
      return null;
    }),
});
