import { FhirError } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';
import { patientProcedure, router } from '../../trpc.ts';
import { summarySearches, type SummaryPart } from './searches.ts';
import { summaryView } from './view.ts';

export const summaryRouter = router({
  get: patientProcedure('summary', 'read').query(async ({ ctx }) => {
    const searches = summarySearches(ctx.patientId);
    const parts = Object.keys(searches) as SummaryPart[];
    ctx.touch(...new Set(Object.values(searches).map((s) => s.type)));
    const answers = await ctx.fhir.batchSearch(Object.values(searches));
    return summaryView(Object.fromEntries(parts.map((part, i) => [part, answers[i] ?? new FhirError(502, null, 'empty')])) as Record<SummaryPart, Bundle | FhirError>, new Date());
  }),
});
