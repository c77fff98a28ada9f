import { chartOperation, router } from '../../trpc.ts';
import { immunizationsView } from './view.ts';

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
});
