import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import { idOf, patientReference, type Lookup } from '@keneyapp/fhir-model/references';
import type { Bundle } from '@medplum/fhirtypes';
import type { Verdict } from '../../access/access.ts';
import { openCharts } from '../../access/open-charts.ts';
import type { Feature } from '../../access/roles.ts';
import type { Context, Visit } from '../../context.ts';
import type { MergedReads } from '../../fhir/batches.ts';
import { allOf, rowsOf, type Answers } from './rows.ts';
import { isScore } from '@keneyapp/fhir-model/early-warning';
import { olderScores, rowSearches } from './searches.ts';
import type { Stay } from './stays.ts';
import type { WardView } from './view.ts';

type WardContext = Context &
  Visit & {
    fhir: FhirClient;
    chartsFhir: (feature: Feature, verdicts: ReadonlyMap<string, Verdict>) => FhirClient;
    askAhead: MergedReads['askAhead'];
    auditResources: (...resources: string[]) => void;
  };

/** What stands in the rows: each part read under the decision on its page in each chart, all of it in one batch. */
export async function readRows(
  ctx: WardContext,
  stays: readonly Stay[],
  places: Lookup,
  now: Date,
): Promise<Pick<WardView, 'rows' | 'failed'>> {
  const ids = [...new Set(stays.flatMap(({ patientId }) => patientId ?? []))];
  if (ids.length === 0) return rowsOf(stays, { places, patients: [], answers: nothing }, now);
  const { people, ...searches } = {
    ...rowSearches(
      ids,
      stays.flatMap(({ encounter: { id } }) => id ?? []),
      now,
    ),
    people: { type: 'Patient' as const, params: { _id: ids.join(','), _count: ids.length } },
  };
  // the server looks for them while it is decided what of them is shown
  ctx.askAhead([people, ...Object.values(searches)]);
  const [forStays, forVitals, forResults, forChart] = await Promise.all([
    openCharts(ctx, 'encounters.read', ids),
    openCharts(ctx, 'vitals.read', ids),
    openCharts(ctx, 'results.read', ids),
    openCharts(ctx, 'summary.read', ids),
  ]);
  const vitals = ctx.chartsFhir('vitals', forVitals);
  const [[ofStays], [ofVitals, pregnancy], [results, reports], [flags], [ofPeople]] = await Promise.all([
    ctx.chartsFhir('encounters', forStays).batchSearch([searches.stays]),
    vitals.batchSearch([searches.vitals, searches.pregnancy]),
    ctx.chartsFhir('results', forResults).batchSearch([searches.results, searches.reports]),
    ctx.chartsFhir('summary', forChart).batchSearch([searches.flags]),
    ctx.fhir.batchSearch([people]),
  ]);
  const answers: Answers = {
    stays: ofStays ?? missing,
    vitals: await withOlderScores(vitals, ofVitals ?? missing, [...forVitals.keys()], now),
    pregnancy: pregnancy ?? missing,
    results: results ?? missing,
    reports: reports ?? missing,
    flags: flags ?? missing,
  };
  const patients = matches(allOf(ofPeople), 'Patient').filter(({ id }) => forChart.has(id ?? ''));
  ctx.auditResources(
    ...['Encounter', 'Condition', 'Observation', 'DiagnosticReport', 'Flag'],
    ...patients.map(({ id }) => patientReference(id ?? '')),
  );
  return rowsOf(stays, { places, patients, answers }, now);
}

/** A last score is shown however old it is: those who had none of late are asked for once more. */
async function withOlderScores(
  fhir: FhirClient,
  answer: Bundle | FhirError,
  ids: readonly string[],
  now: Date,
): Promise<Bundle | FhirError> {
  if (answer instanceof FhirError) return answer;
  const scored = new Set(
    matches(answer, 'Observation').flatMap((o) => (isScore(o, now) ? idOf(o.subject) : [])),
  );
  const lacking = ids.filter((id) => !scored.has(id));
  if (lacking.length === 0) return answer;
  const older = await fhir.batchSearch(olderScores(lacking, now));
  const failed = older.find((found) => found instanceof FhirError);
  if (failed) return failed;
  return {
    ...answer,
    entry: [answer, ...older].flatMap((found) => (found instanceof FhirError ? [] : (found.entry ?? []))),
  };
}

const missing = new FhirError(502, null, 'empty');
const empty: Bundle = { resourceType: 'Bundle', type: 'searchset' };
const nothing: Answers = {
  stays: empty,
  vitals: empty,
  pregnancy: empty,
  results: empty,
  reports: empty,
  flags: empty,
};
