import { FhirError } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';
import { patientProcedure, router } from '../../trpc.ts';
import { buildTimeline } from './build.ts';
import { timelineSearches, type TimelinePart } from './searches.ts';

export const timelineRouter = router({
  /** Everything of the patient on one line of time, values condensed. One request to the FHIR server. */
  list: patientProcedure('timeline', 'read').query(async ({ ctx }) => {
    const searches = timelineSearches(ctx.patientId);
    const parts = Object.keys(searches) as TimelinePart[];
    ctx.touch(...new Set(Object.values(searches).map((s) => s.type)));
    const answers = await ctx.fhir.batchSearch(Object.values(searches).map(({ type, params }) => ({ type, params })));
    return buildTimeline(Object.fromEntries(parts.map((part, i) => [part, answers[i] ?? new FhirError(502, null, 'empty')])) as Record<TimelinePart, Bundle | FhirError>, new Date());
  }),
});
