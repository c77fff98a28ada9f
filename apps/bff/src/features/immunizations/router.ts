import { statementId, withReason } from '../../statement-input.ts';
import { versionsOf } from '../../statement-versions.ts';
import type { ChangedStatement } from '../../statements.ts';
import { chartOperation, router } from '../../trpc.ts';
import { changeInput, recordInput } from './schema.ts';
import { immunizationsView, immunizationOf, type ImmunizationVersions } from './view.ts';
import { change, markEnteredInError, record } from './write.ts';

export const immunizationsRouter = router({
  list: chartOperation('immunizations.read').query(async ({ ctx }) => {
    ctx.auditResources('Immunization');
    return immunizationsView(
      await ctx.fhir.search('Immunization', {
        patient: ctx.patientId,
        _count: 500,
        _sort: '-date',
        _include: ['Immunization:performer', 'Immunization:manufacturer'],
      }),
    );
  }),
  versions: chartOperation('immunizations.read')
    .input(statementId)
    .query(({ ctx, input }): Promise<ImmunizationVersions> =>
      versionsOf(ctx, 'Immunization', input.id, immunizationOf),
    ),
  record: chartOperation('immunizations.record')
    .input(recordInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => record(ctx, input)),
  change: chartOperation('immunizations.change')
    .input(changeInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => change(ctx, input)),
  markEnteredInError: chartOperation('immunizations.mark-entered-in-error')
    .input(withReason)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => markEnteredInError(ctx, input)),
});
