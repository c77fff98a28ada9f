import { chartOperation, router } from '../../trpc.ts';
import { allergiesView } from './view.ts';

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
});
