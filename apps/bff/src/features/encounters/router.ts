import { chartOperation, router } from '../../trpc.ts';
import { encountersView } from './view.ts';

export const encountersRouter = router({
  list: chartOperation('encounters.read').query(async ({ ctx }) => {
    ctx.auditResources('Encounter');
    return encountersView(
      await ctx.fhir.search('Encounter', {
        patient: ctx.patientId,
        _count: 1000,
        _sort: '-date',
        _include: [
          'Encounter:location',
          'Encounter:service-provider',
          'Encounter:participant',
          'Encounter:diagnosis',
        ],
        '_include:iterate': 'Location:partof',
      }),
      new Date(),
    );
  }),
});
