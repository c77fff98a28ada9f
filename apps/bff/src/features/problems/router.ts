import { chartOperation, router } from '../../trpc.ts';
import { statementId, withReason } from '../../statement-input.ts';
import { versionsOf } from '../../statement-versions.ts';
import type { ChangedStatement } from '../../statements.ts';
import { change, markEnteredInError, reopen, resolve } from './change.ts';
import { record } from './record.ts';
import { changeInput, recordInput, resolveInput } from './schema.ts';
import { problemOf, problemsView, type ProblemVersions } from './view.ts';

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
  versions: chartOperation('problems.read')
    .input(statementId)
    .query(({ ctx, input }): Promise<ProblemVersions> => versionsOf(ctx, 'Condition', input.id, problemOf)),
  record: chartOperation('problems.record')
    .input(recordInput)
    .mutation(({ ctx, input }): Promise<{ id: string; isReplay: boolean }> => record(ctx, input)),
  change: chartOperation('problems.change')
    .input(changeInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => change(ctx, input)),
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
