import { chartOperation, router } from '../../trpc.ts';
import { statementId, withReason } from '../../statement-input.ts';
import { versionsOf } from '../../statement-versions.ts';
import type { ChangedStatement } from '../../statements.ts';
import { change, markEnteredInError, refute } from './change.ts';
import { record, recordNoneKnown, type RecordedAllergy } from './record.ts';
import { changeInput, recordInput, recordNoneKnownInput } from './schema.ts';
import { allergiesView, allergyOf, type AllergyVersions } from './view.ts';

export const allergiesRouter = router({
  list: chartOperation('allergies.read').query(async ({ ctx }) => {
    ctx.auditResources('AllergyIntolerance');
    return allergiesView(
      await ctx.fhir.search('AllergyIntolerance', {
        patient: ctx.patientId,
        _count: 500,
        _include: 'AllergyIntolerance:recorder',
      }),
    );
  }),
  versions: chartOperation('allergies.read')
    .input(statementId)
    .query(({ ctx, input }): Promise<AllergyVersions> =>
      versionsOf(ctx, 'AllergyIntolerance', input.id, allergyOf),
    ),
  record: chartOperation('allergies.record')
    .input(recordInput)
    .mutation(({ ctx, input }): Promise<RecordedAllergy> => record(ctx, input)),
  recordNoneKnown: chartOperation('allergies.record-none-known')
    .input(recordNoneKnownInput)
    .mutation(({ ctx, input }): Promise<RecordedAllergy> => recordNoneKnown(ctx, input.key)),
  change: chartOperation('allergies.change')
    .input(changeInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => change(ctx, input)),
  refute: chartOperation('allergies.refute')
    .input(withReason)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => refute(ctx, input)),
  markEnteredInError: chartOperation('allergies.mark-entered-in-error')
    .input(withReason)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => markEnteredInError(ctx, input)),
});
