import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import { idOf, patientReference, type Lookup } from '@keneyapp/fhir-model/references';
import type { Bundle } from '@medplum/fhirtypes';
import type { Verdict } from '../../access/access.ts';
import { openCharts } from '../../access/open-charts.ts';
import type { Operation } from '../../access/operations.ts';
import type { Feature } from '../../access/roles.ts';
import type { Context, Visit } from '../../context.ts';
import type { MergedReads } from '../../fhir/batches.ts';
import { allOf, rowsOf, type Answers } from './rows.ts';
import { isScore } from '@keneyapp/fhir-model/early-warning';
import { olderScores, rowSearches, type Search } from './searches.ts';
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
  const searches = rowSearches(
    ids,
    stays.flatMap(({ encounter: { id } }) => id ?? []),
    now,
  );
  const people: Search = { type: 'Patient', params: { _id: ids.join(','), _count: ids.length } };
  // the server looks for them while it is decided what of them is shown, and for the rest while the most of them is read
  const { results: ofResults, reports: ofReports, ...others } = searches;
  ctx.askAhead([ofResults, ofReports]);
  ctx.askAhead([people, ...Object.values(others)]);
  const partOf = async (feature: Feature, operation: Operation, asked: Search[]) => {
    const open = await openCharts(ctx, operation, ids);
    const fhir = ctx.chartsFhir(feature, open);
    return { open, fhir, found: await fhir.batchSearch(asked) };
  };
  const [
    {
      open: forChart,
      found: [flags],
    },
    {
      found: [ofStays],
    },
    {
      found: [results, reports],
    },
    {
      open: forVitals,
      fhir: vitals,
      found: [ofVitals, pregnancy],
    },
    [ofPeople],
  ] = await Promise.all([
    // decided before, for the stays: what lies around its answers is asked for first
    partOf('summary', 'summary.read', [searches.flags]),
    partOf('encounters', 'encounters.read', [searches.stays]),
    partOf('results', 'results.read', [ofResults, ofReports]),
    partOf('vitals', 'vitals.read', [searches.vitals, searches.pregnancy]),
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
