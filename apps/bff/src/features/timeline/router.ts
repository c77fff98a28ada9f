import { FhirError } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';
import { patientProcedure, router } from '../../trpc.ts';
import { buildTimeline } from './build.ts';
import { featureOf, timelineSearches, type TimelinePart } from './searches.ts';

const nothing: Bundle = { resourceType: 'Bundle', type: 'searchset' };

export const timelineRouter = router({
  /** Everything of the patient on one line of time, values condensed. One request to the FHIR server. */
  list: patientProcedure('timeline', 'read').query(async ({ ctx }) => {
    const searches = timelineSearches(ctx.patientId), rights = await ctx.services.policy.rights(ctx.session.role);
    const all = Object.keys(searches) as TimelinePart[];
    // what a role does not see on its own page is not asked for either
    const parts = all.filter((part) => rights[featureOf[searches[part].kind]]);
    ctx.touch(...new Set(parts.map((part) => searches[part].type)));
    const answers = await ctx.fhir.batchSearch(parts.map((part) => ({ type: searches[part].type, params: searches[part].params })));
    const answered = new Map(parts.map((part, i) => [part, answers[i] ?? new FhirError(502, null, 'empty')]));
    return buildTimeline(Object.fromEntries(all.map((part) => [part, answered.get(part) ?? nothing])) as Record<TimelinePart, Bundle | FhirError>, new Date());
  }),
});
