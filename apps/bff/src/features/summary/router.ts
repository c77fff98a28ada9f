import { FhirError } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';
import { z } from 'zod';
import { readPerFeature } from '../../access/read-per-feature.ts';
import { rememberOpened } from '../../chart-openings.ts';
import { patientView, type PatientViewCards } from '../../decision-support/patient-view.ts';
import { chartOperation, router } from '../../trpc.ts';
import { changesOf, changeSearches, nothingBefore, writtenBy, type Changes } from './changes.ts';
import { featureOf, summarySearches, type SummaryPart } from './searches.ts';
import { summaryView } from './view.ts';

export const summaryRouter = router({
  get: chartOperation('summary.read').query(async ({ ctx }) => {
    const now = new Date();
    const searches = summarySearches(ctx.patientId, now);
    const parts = Object.keys(searches) as SummaryPart[];
    const { answers, asked } = await readPerFeature(
      ctx,
      parts.map((part) => ({ ...searches[part], feature: featureOf[part] ?? 'summary' })),
    );
    ctx.auditResources(...asked);
    const view = summaryView(
      Object.fromEntries(
        parts.map((part, i) => [part, answers[i] ?? new FhirError(502, null, 'empty')]),
      ) as Record<SummaryPart, Bundle | FhirError>,
      now,
    );
    // that a nurse is late is nothing to tell the patient
    return (await ctx.access.rights())['patients.search']
      ? view
      : { ...view, vitals: { ...view.vitals, warning: null } };
  }),

  /**
   * What others added or changed since this person's visit before: counts of what they may see, never what it says. What
   * came after this visit began is counted apart: they may have read the chart without it. The first visit has none before
   * it and is counted from its own beginning, and nothing is said until something came.
   */
  changes: chartOperation('summary.read').query(async ({ ctx }): Promise<Changes> => {
    const { patientId, session, services } = ctx;
    if (!(await ctx.access.rights())['patients.search']) return nothingBefore;
    const { userId } = session;
    const visit = await rememberOpened(services.db, { userId, patientId, now: new Date() });
    const since = visit.before ?? visit.began;
    const [{ answers, asked }, own] = await Promise.all([
      readPerFeature(ctx, changeSearches(patientId, since)),
      writtenBy(services.db, { userId, patientId, since }),
    ]);
    ctx.auditResources(...asked);
    const changes = changesOf(answers, visit, own);
    return visit.before === null && changes.items.length === 0 ? nothingBefore : changes;
  }),
  /** What decision support says of a chart that is opened; asked for once its page can be used. */
  alerts: chartOperation('summary.alerts')
    .input(z.object({ language: z.enum(['fr', 'en']) }))
    .query(({ ctx, input }): Promise<PatientViewCards> => patientView(ctx, input.language)),
});
