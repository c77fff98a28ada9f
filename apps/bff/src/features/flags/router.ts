import { readFlag } from '@keneyapp/fhir-model/flag';
import { statementId, withReason } from '../../statement-input.ts';
import { versionsOf } from '../../statement-versions.ts';
import type { ChangedStatement } from '../../statements.ts';
import { chartOperation, router } from '../../trpc.ts';
import { changeInput, recordInput } from './schema.ts';
import { flagsView, type FlagVersions } from './view.ts';
import { change, end, markEnteredInError, record } from './write.ts';

export const flagsRouter = router({
  list: chartOperation('flags.read').query(async ({ ctx }) => {
    ctx.auditResources('Flag');
    return flagsView(
      await ctx.fhir.search('Flag', { patient: ctx.patientId, _count: 500, _sort: '-date' }),
      new Date(),
    );
  }),
  versions: chartOperation('flags.read')
    .input(statementId)
    .query(({ ctx, input }): Promise<FlagVersions> => versionsOf(ctx, 'Flag', input.id, readFlag)),
  record: chartOperation('flags.record')
    .input(recordInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => record(ctx, input)),
  change: chartOperation('flags.change')
    .input(changeInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => change(ctx, input)),
  end: chartOperation('flags.end')
    .input(withReason)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => end(ctx, input)),
  markEnteredInError: chartOperation('flags.mark-entered-in-error')
    .input(withReason)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => markEnteredInError(ctx, input)),
});
