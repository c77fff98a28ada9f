import { FhirError } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import { readPerFeature } from '../../access/read-per-feature.ts';
import { chartOperation, router } from '../../trpc.ts';
import { stayInput } from './schema.ts';
import { aroundStay, inTimeOfStay, timeOfStay } from './searches.ts';
import { stayView, type StayView } from './stay-view.ts';
import { encountersView } from './view.ts';

/** What tells where it was, who was there and what for. */
const included = {
  _include: [
    'Encounter:location',
    'Encounter:service-provider',
    'Encounter:participant',
    'Encounter:diagnosis',
  ],
  '_include:iterate': 'Location:partof',
};

export const encountersRouter = router({
  list: chartOperation('encounters.read').query(async ({ ctx }) => {
    ctx.auditResources('Encounter');
    return encountersView(
      await ctx.fhir.search('Encounter', {
        patient: ctx.patientId,
        _count: 1000,
        _sort: '-date',
        ...included,
      }),
      new Date(),
    );
  }),

  /** One stay, with what the record says belongs to it, and apart from that what only lies in its time. */
  open: chartOperation('encounters.read')
    .input(stayInput)
    .query(async ({ ctx, input: { id } }): Promise<StayView> => {
      const { patientId } = ctx;
      ctx.auditResources(`Encounter/${id}`);
      const [found, around] = await Promise.all([
        ctx.fhir.search('Encounter', {
          _id: id,
          patient: patientId,
          ...included,
          _include: [...included._include, 'Encounter:reason-reference'],
        }),
        readPerFeature(ctx, aroundStay(patientId, id)),
      ]);
      const stay = matches(found, 'Encounter')[0];
      // another chart's, one that is hidden and one that never was are the same to this reader
      if (!stay) throw new FhirError(404, null);
      const now = new Date();
      const time = timeOfStay(stay, now);
      const within = time && (await readPerFeature(ctx, inTimeOfStay(patientId, time)));
      ctx.auditResources(...around.asked, ...(within?.asked ?? []));
      return stayView({ found, stay, around: around.answers, within: within?.answers ?? null }, now);
    }),
});
