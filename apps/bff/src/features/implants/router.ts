import { orThrow } from '@keneyapp/fhir-model/bundles';
import { statementId, withReason } from '../../statement-input.ts';
import type { ChangedStatement } from '../../statements.ts';
import { chartOperation, router } from '../../trpc.ts';
import { changeInput, recordInput } from './schema.ts';
import { implantsView, type ImplantVersions } from './view.ts';
import { versions } from './versions.ts';
import { change, markEnteredInError, record } from './write.ts';

export const implantsRouter = router({
  list: chartOperation('implants.read').query(async ({ ctx }) => {
    ctx.auditResources('Device', 'DeviceUseStatement');
    const [devices, uses] = await ctx.fhir.batchSearch([
      { type: 'Device', params: { patient: ctx.patientId, _count: 500 } },
      { type: 'DeviceUseStatement', params: { patient: ctx.patientId, _count: 500 } },
    ]);
    return implantsView(orThrow(devices), orThrow(uses));
  }),
  versions: chartOperation('implants.read')
    .input(statementId)
    .query(({ ctx, input }): Promise<ImplantVersions> => versions(ctx, input.id)),
  record: chartOperation('implants.record')
    .input(recordInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => record(ctx, input)),
  change: chartOperation('implants.change')
    .input(changeInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => change(ctx, input)),
  markEnteredInError: chartOperation('implants.mark-entered-in-error')
    .input(withReason)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => markEnteredInError(ctx, input)),
});
