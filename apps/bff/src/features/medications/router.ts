import { orThrow } from '@keneyapp/fhir-model/bundles';
import { chartOperation, router } from '../../trpc.ts';
import { listRecent } from './list-recent.ts';
import { medicationsView } from './view.ts';

export const medicationsRouter = router({
  listRecent,

  list: chartOperation('medications.read').query(async ({ ctx }) => {
    ctx.auditResources('MedicationRequest', 'MedicationStatement');
    const { patientId: patient } = ctx;
    const [requests, statements] = await ctx.fhir.batchSearch([
      {
        type: 'MedicationRequest',
        params: {
          patient,
          _count: 500,
          _sort: '-authoredon',
          _include: ['MedicationRequest:medication', 'MedicationRequest:requester'],
        },
      },
      {
        type: 'MedicationStatement',
        params: {
          patient,
          _count: 500,
          _sort: '-effective',
          _include: ['MedicationStatement:medication', 'MedicationStatement:source'],
        },
      },
    ]);
    return medicationsView(orThrow(requests), orThrow(statements), new Date());
  }),
});
