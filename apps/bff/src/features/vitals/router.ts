import type { SearchParams } from '@keneyapp/fhir-client';
import { hasNext } from '@keneyapp/fhir-model/bundles';
import type { Bundle, Observation } from '@medplum/fhirtypes';
import { chartOperation, router } from '../../trpc.ts';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { listedCodes } from '@keneyapp/fhir-model/vital-codes';
import { readMeasure } from '@keneyapp/fhir-model/vital-sign';
import { observedAt } from '@keneyapp/fhir-model/observation/when';
import { correct, markEnteredInError } from './correct.ts';
import { record } from './record.ts';
import {
  correctInput,
  enteredInErrorInput,
  flowsheetInput,
  periodInput,
  recordInput,
  versionsInput,
} from './schema.ts';
import { seriesOf, unlistedIn } from './series.ts';
import { groupSets, latestOf, readMeasures } from './sets.ts';
import { readSubject, resources, subjectSearches } from './subject.ts';
import { readOwn, type WriteContext } from './write.ts';
import type {
  FlowsheetView,
  Measure,
  SeriesView,
  VersionsView,
  VitalsFormView,
  VitalsSubject,
  WrittenView,
} from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

/** Points of all curves of one page; older ones are asked for by period. */
const seriesLimit = 5000;

export const vitalsRouter = router({
  /** What the form needs: the person, and the last value of each measure (three months at most, heights and weights of any age). */
  form: chartOperation('vitals.read').query(async ({ ctx }): Promise<VitalsFormView> => {
    const { subject, measures } = await load(ctx, {}, 200);
    return { subject, latest: latestOf(measures) };
  }),
  flowsheet: chartOperation('vitals.read')
    .input(flowsheetInput)
    .query(async ({ ctx, input }): Promise<FlowsheetView> => {
      const { subject, measures, older } = await load(ctx, input, input.limit);
      return {
        subject,
        older,
        sets: groupSets(measures.filter((m) => input.withErrors || m.state !== 'entered-in-error')),
      };
    }),
  series: chartOperation('vitals.read')
    .input(periodInput)
    .query(async ({ ctx, input }): Promise<SeriesView> => {
      const { subject, measures, older } = await load(ctx, input, seriesLimit);
      return {
        subject,
        older,
        from: input.from ?? null,
        to: input.to ?? null,
        series: seriesOf(measures),
        unlisted: unlistedIn(measures),
      };
    }),
  /** Every version of one Observation, newest first: what two people who correct at once need to see. */
  versions: chartOperation('vitals.read')
    .input(versionsInput)
    .query(async ({ ctx, input }): Promise<VersionsView> => {
      await readOwn(ctx, [input.observationId]);
      const [answers, history] = await Promise.all([
        ctx.fhir.batchSearch(subjectSearches(ctx.patientId)),
        ctx.fhir.history('Observation', input.observationId),
      ]);
      const subject = await readSubject(ctx, answers, new Date().toISOString());
      ctx.auditResources(`Observation/${input.observationId}`);
      const versions = resources<Observation>(history).flatMap((o) => {
        const measure = readMeasure(o, subject);
        return measure && o.subject?.reference === patientReference(ctx.patientId)
          ? [
              {
                ...measure,
                changedAt: o.meta?.lastUpdated ?? measure.takenAt,
                changedBy: measure.change?.by ?? measure.recordedBy,
              },
            ]
          : [];
      });
      return {
        observationId: input.observationId,
        versions: versions.sort((a, b) => Date.parse(b.changedAt) - Date.parse(a.changedAt)),
      };
    }),
  record: chartOperation('vitals.record')
    .input(recordInput)
    .mutation(({ ctx, input }): Promise<WrittenView> => record(ctx, input)),
  correct: chartOperation('vitals.correct')
    .input(correctInput)
    .mutation(({ ctx, input }): Promise<WrittenView> => correct(ctx, input)),
  markEnteredInError: chartOperation('vitals.mark-entered-in-error')
    .input(enteredInErrorInput)
    .mutation(({ ctx, input }): Promise<WrittenView> => markEnteredInError(ctx, input)),
});

/**
 * One batch: the person and the newest vital signs of a period, those of the category whatever their code, and those of a
 * listed code whatever their category. Pages on only when the first page is not enough.
 */
async function load(
  ctx: WriteContext,
  { from, to }: { from?: string | undefined; to?: string | undefined },
  limit: number,
): Promise<{ subject: VitalsSubject; measures: Measure[]; older: boolean }> {
  const of = (which: SearchParams): SearchParams => ({
    patient: patientReference(ctx.patientId),
    ...which,
    _sort: '-date',
    _count: Math.min(limit, 1000),
    date: [...(from ? [`ge${from}`] : []), ...(to ? [`lt${to}`] : [])],
  });
  const searches = [
    of({ category: 'vital-signs' }),
    of({ code: listedCodes, 'category:not': 'vital-signs' }),
  ];
  const answers = await ctx.fhir.batchSearch([
    ...subjectSearches(ctx.patientId),
    ...searches.map((params) => ({ type: 'Observation' as const, params })),
  ]);
  const subject = await readSubject(ctx, answers, new Date().toISOString());
  let hasMore = false;
  const found = await Promise.all(
    searches.map(async (params, i) => {
      const answer = answers[3 + i];
      const first = resources<Observation>(answer);
      if (!hasNext(answer as Bundle)) return first;
      hasMore = true;
      return first.length < limit ? await ctx.fhir.searchAll('Observation', params, limit + 1) : first;
    }),
  );
  ctx.auditResources('Observation');
  const all = found.flat().sort(latestFirst((o) => observedAt(o).at));
  return {
    subject,
    measures: readMeasures(all.slice(0, limit), subject),
    older: (hasMore && all.length >= limit) || all.length > limit,
  };
}
