import { statementId, withReason } from '../../statement-input.ts';
import { versionsOf } from '../../statement-versions.ts';
import type { ChangedStatement } from '../../statements.ts';
import { chartOperation, router } from '../../trpc.ts';
import { changeInput, recordInput } from './schema.ts';
import { proceduresView, procedureOf, type ProcedureVersions } from './view.ts';
import { change, markEnteredInError, record } from './write.ts';

export const proceduresRouter = router({
  list: chartOperation('procedures.read').query(async ({ ctx }) => {
    ctx.auditResources('Procedure');
    return proceduresView(
      await ctx.fhir.search('Procedure', {
        patient: ctx.patientId,
        _count: 1000,
        _sort: '-date',
        _include: ['Procedure:performer', 'Procedure:location', 'Procedure:reason-reference'],
      }),
    );
  }),
  versions: chartOperation('procedures.read')
    .input(statementId)
    .query(({ ctx, input }): Promise<ProcedureVersions> =>
      versionsOf(ctx, 'Procedure', input.id, procedureOf),
    ),
  record: chartOperation('procedures.record')
    .input(recordInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => record(ctx, input)),
  change: chartOperation('procedures.change')
    .input(changeInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => change(ctx, input)),
  markEnteredInError: chartOperation('procedures.mark-entered-in-error')
    .input(withReason)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => markEnteredInError(ctx, input)),
});
