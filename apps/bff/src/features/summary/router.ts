import { FhirError } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';
import { readPerFeature } from '../../access/read-per-feature.ts';
import { chartOperation, router } from '../../trpc.ts';
import { featureOf, summarySearches, type SummaryPart } from './searches.ts';
import { summaryView } from './view.ts';

export const summaryRouter = router({
  get: chartOperation('summary.read').query(async ({ ctx }) => {
    const searches = summarySearches(ctx.patientId);
    const parts = Object.keys(searches) as SummaryPart[];
    const { answers, asked } = await readPerFeature(
      ctx,
      parts.map((part) => ({ ...searches[part], feature: featureOf[part] ?? 'summary' })),
    );
    ctx.auditResources(...asked);
    return summaryView(
      Object.fromEntries(
        parts.map((part, i) => [part, answers[i] ?? new FhirError(502, null, 'empty')]),
      ) as Record<SummaryPart, Bundle | FhirError>,
      new Date(),
    );
  }),
});
