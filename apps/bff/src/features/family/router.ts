import { readFamilyMemberHistory } from '@keneyapp/fhir-model/family-member-history';
import { statementId, withReason } from '../../statement-input.ts';
import { versionsOf } from '../../statement-versions.ts';
import type { ChangedStatement } from '../../statements.ts';
import { chartOperation, router } from '../../trpc.ts';
import { changeInput, recordInput, recordNoneKnownInput } from './schema.ts';
import { familyView, type FamilyVersions } from './view.ts';
import { change, markEnteredInError, record, recordNoneKnown } from './write.ts';

export const familyRouter = router({
  list: chartOperation('family.read').query(async ({ ctx }) => {
    ctx.auditResources('FamilyMemberHistory');
    return familyView(
      await ctx.fhir.search('FamilyMemberHistory', { patient: ctx.patientId, _count: 500, _sort: '-date' }),
    );
  }),
  versions: chartOperation('family.read')
    .input(statementId)
    .query(({ ctx, input }): Promise<FamilyVersions> =>
      versionsOf(ctx, 'FamilyMemberHistory', input.id, readFamilyMemberHistory),
    ),
  record: chartOperation('family.record')
    .input(recordInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => record(ctx, input)),
  recordNoneKnown: chartOperation('family.record-none-known')
    .input(recordNoneKnownInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => recordNoneKnown(ctx, input.key)),
  change: chartOperation('family.change')
    .input(changeInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => change(ctx, input)),
  markEnteredInError: chartOperation('family.mark-entered-in-error')
    .input(withReason)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => markEnteredInError(ctx, input)),
});
