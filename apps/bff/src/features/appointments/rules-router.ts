import { chartOperation, unitOperation } from '../../trpc.ts';
import { absentDay } from './absent-day.ts';
import { clashes, seeClash } from './clashes.ts';
import { newcomers } from './newcomers.ts';
import { agendas, previewRules, removeRule, rulesOf, saveKind, saveResource, saveRule } from './rules.ts';
import {
  absentDayInput,
  addToWaitingInput,
  holidaysInput,
  ownOrAllInput,
  previewRulesInput,
  removeRuleInput,
  rulesOfInput,
  saveKindInput,
  saveResourceInput,
  saveRuleInput,
  seeClashInput,
  withdrawWaitingInput,
} from './rules-schema.ts';
import type {
  AbsentDayView,
  AgendasView,
  ClashesView,
  HolidayView,
  Newcomer,
  PreviewView,
  RulesView,
  WaitingListView,
} from './rules-view.ts';
import { addToWaiting, waitingList, withdrawWaiting } from './waiting.ts';

/** When something can be booked, who waits, and what has to be put right: what stands beside the agenda. */
export const rulesProcedures = {
  agendas: unitOperation('appointments.read-rules').query(({ ctx }): Promise<AgendasView> => agendas(ctx)),

  /** Who can be given an agenda. */
  newcomers: unitOperation('appointments.read-rules').query(({ ctx }): Promise<Newcomer[]> => newcomers(ctx)),

  rulesOf: unitOperation('appointments.read-rules')
    .input(rulesOfInput)
    .query(({ ctx, input }): Promise<RulesView> => rulesOf(ctx, input.resource)),

  holidays: unitOperation('appointments.read-rules')
    .input(holidaysInput)
    .query(async ({ ctx, input }): Promise<HolidayView[]> => {
      const { holidays } = await ctx.services.appointments.call('holidays.list', input);
      return holidays;
    }),

  /** What a change does to what is booked, before it is saved. */
  previewRules: unitOperation('appointments.read-rules')
    .input(previewRulesInput)
    .query(({ ctx, input }): Promise<PreviewView> => previewRules(ctx, input)),
  saveRule: unitOperation('appointments.save-rule')
    .input(saveRuleInput)
    .mutation(({ ctx, input }): Promise<{ version: number }> => saveRule(ctx, input)),
  removeRule: unitOperation('appointments.remove-rule')
    .input(removeRuleInput)
    .mutation(({ ctx, input }): Promise<void> => removeRule(ctx, input)),
  saveResource: unitOperation('appointments.save-resource')
    .input(saveResourceInput)
    .mutation(({ ctx, input }): Promise<{ version: number }> => saveResource(ctx, input)),
  saveKind: unitOperation('appointments.save-kind')
    .input(saveKindInput)
    .mutation(({ ctx, input }): Promise<{ version: number }> => saveKind(ctx, input)),

  /** Appointments of somebody who will be away, with where each could go; each is moved in its own chart (`move`). */
  absentDay: unitOperation('appointments.absent-day')
    .input(absentDayInput)
    .query(({ ctx, input }): Promise<AbsentDayView> => absentDay(ctx, input, new Date())),

  waiting: unitOperation('appointments.read-waiting')
    .input(ownOrAllInput)
    .query(({ ctx, input }): Promise<WaitingListView> => waitingList(ctx, input)),
  addToWaiting: chartOperation('appointments.add-to-waiting')
    .input(addToWaitingInput)
    .mutation(({ ctx, input }): Promise<{ id: string }> => addToWaiting(ctx, input, new Date())),
  withdrawWaiting: chartOperation('appointments.withdraw-waiting')
    .input(withdrawWaitingInput)
    .mutation(({ ctx, input }): Promise<void> => withdrawWaiting(ctx, input)),

  clashes: unitOperation('appointments.read-clashes')
    .input(ownOrAllInput)
    .query(({ ctx, input }): Promise<ClashesView> => clashes(ctx, input)),
  seeClash: unitOperation('appointments.see-clash')
    .input(seeClashInput)
    .mutation(({ ctx, input }): Promise<void> => seeClash(ctx, input)),
};
