import { chartOperation, router } from '../../trpc.ts';
import { proceduresView } from './view.ts';

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
});
