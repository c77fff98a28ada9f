import { FhirError } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';
import { patientProcedure, router } from '../../trpc.ts';
import { featureOf, summarySearches, type SummaryPart } from './searches.ts';
import { summaryView } from './view.ts';

const nothing: Bundle = { resourceType: 'Bundle', type: 'searchset' };

export const summaryRouter = router({
  get: patientProcedure('summary', 'read').query(async ({ ctx }) => {
    const searches = summarySearches(ctx.patientId), rights = await ctx.services.policy.rights(ctx.session.role);
    const all = Object.keys(searches) as SummaryPart[];
    // what a role does not see on its own page is not asked for either
    const parts = all.filter((part) => { const feature = featureOf[part]; return feature === null || rights[feature]; });
    ctx.touch(...new Set(parts.map((part) => searches[part].type)));
    const answers = await ctx.fhir.batchSearch(parts.map((part) => searches[part]));
    const answered = new Map(parts.map((part, i) => [part, answers[i] ?? new FhirError(502, null, 'empty')]));
    return summaryView(Object.fromEntries(all.map((part) => [part, answered.get(part) ?? nothing])) as Record<SummaryPart, Bundle | FhirError>, new Date());
  }),
});
