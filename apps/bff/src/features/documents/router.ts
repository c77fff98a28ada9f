import { patientProcedure, router } from '../../trpc.ts';
import { documentsView } from './view.ts';

export const documentsRouter = router({
  /** All documents of the patient, described; the files come by `contentRoute`. */
  list: patientProcedure('documents', 'read').query(async ({ ctx }) => {
    ctx.touch('DocumentReference');
    return documentsView(
      await ctx.fhir.search('DocumentReference', {
        patient: ctx.patientId,
        _count: 1000,
        _sort: '-date',
        _include: ['DocumentReference:author', 'DocumentReference:custodian'],
      }),
      ctx.services.env.FHIR_URL,
    );
  }),
});
