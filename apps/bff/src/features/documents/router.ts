import { orThrow } from '@keneyapp/fhir-model/bundles';
import { chartOperation, router } from '../../trpc.ts';
import { documentsView } from './view.ts';

export const documentsRouter = router({
  /** All documents of the patient, described; the files come by `documentContent`. */
  list: chartOperation('documents.read').query(async ({ ctx }) => {
    ctx.auditResources('DocumentReference', 'Composition');
    const { patientId: patient } = ctx;
    const [documents, compositions] = await ctx.fhir.batchSearch([
      {
        type: 'DocumentReference',
        params: {
          patient,
          _count: 1000,
          _sort: '-date',
          _include: ['DocumentReference:author', 'DocumentReference:custodian'],
        },
      },
      {
        type: 'Composition',
        params: { patient, _count: 500, _sort: '-date', _include: 'Composition:author' },
      },
    ]);
    return documentsView(orThrow(documents), orThrow(compositions), ctx.services.env.FHIR_URL);
  }),
});
