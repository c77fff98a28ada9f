import { chartOperation, router } from '../../trpc.ts';
import { withReason } from '../../statement-input.ts';
import type { ChangedStatement } from '../../statements.ts';
import { markEnteredInError, reopen, resolve } from './change.ts';
import { record } from './record.ts';
import { recordInput, resolveInput } from './schema.ts';
import { problemsView } from './view.ts';

export const problemsRouter = router({
  list: chartOperation('problems.read').query(async ({ ctx }) => {
    ctx.auditResources('Condition');
    return problemsView(
      await ctx.fhir.search('Condition', {
        patient: ctx.patientId,
        _count: 500,
        _sort: '-recorded-date',
        _include: 'Condition:asserter',
      }),
      new Date(),
    );
  }),
  record: chartOperation('problems.record')
    .input(recordInput)
    .mutation(({ ctx, input }): Promise<{ id: string; isReplay: boolean }> => record(ctx, input)),
  resolve: chartOperation('problems.resolve')
    .input(resolveInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => resolve(ctx, input)),
  reopen: chartOperation('problems.reopen')
    .input(withReason)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => reopen(ctx, input)),
  markEnteredInError: chartOperation('problems.mark-entered-in-error')
    .input(withReason)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => markEnteredInError(ctx, input)),
});
