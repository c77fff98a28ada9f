import { FhirError } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';
import { readPerFeature } from '../../access/read-per-feature.ts';
import { chartOperation, router } from '../../trpc.ts';
import { buildTimeline } from './build.ts';
import { featureFor, timelineSearches, type TimelinePart } from './searches.ts';

export const timelineRouter = router({
  /** Everything of the patient on one line of time, values condensed. One request to the FHIR server. */
  list: chartOperation('timeline.read').query(async ({ ctx }) => {
    const searches = timelineSearches(ctx.patientId);
    const parts = Object.keys(searches) as TimelinePart[];
    const { answers, asked } = await readPerFeature(
      ctx,
      parts.map((part) => ({
        type: searches[part].type,
        params: searches[part].params,
        feature: featureFor(searches[part].kind),
      })),
    );
    ctx.auditResources(...asked);
    return buildTimeline(
      Object.fromEntries(
        parts.map((part, i) => [part, answers[i] ?? new FhirError(502, null, 'empty')]),
      ) as Record<TimelinePart, Bundle | FhirError>,
      new Date(),
    );
  }),
});
