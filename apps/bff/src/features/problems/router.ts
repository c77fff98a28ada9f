import { chartOperation, router } from '../../trpc.ts';
import { record } from './record.ts';
import { recordInput } from './schema.ts';
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
});
