import type { Bundle } from '@medplum/fhirtypes';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { lookupIn } from '@keneyapp/fhir-model/references';
import type { ReportText } from '@keneyapp/fhir-model/report';
import type { Coded } from '@keneyapp/fhir-model/shapes';
import { readingsOf } from './readings.ts';
import { panelOfObservation, panelOfReport } from './reports.ts';
import { seriesOf } from './series.ts';
import type { ResultsView, Series } from './view.ts';

/** Everything of the page out of one batch: observations that are no vital signs, and reports with who signed them. */
export async function buildResults(
  observations: Bundle,
  reports: Bundle,
  fhirUrl: string,
): Promise<ResultsView> {
  const all = matches(observations, 'Observation');
  const lookup = lookupIn(reports);
  const panels = [
    ...matches(reports, 'DiagnosticReport').flatMap((r) => panelOfReport(r, lookup, fhirUrl) ?? []),
    ...all.flatMap((o) => panelOfObservation(o) ?? []),
  ];
  const panelBy = new Map<string, Coded>();
  for (const { members, report } of panels)
    for (const id of members) if (!panelBy.has(id)) panelBy.set(id, report.name);
  const { series, keyOf } = await seriesOf(all.flatMap(readingsOf), (id) => panelBy.get(id) ?? null);
  return {
    series: series.sort(byName),
    reports: panels
      .map(({ report, members }) => ({
        ...report,
        results: members.flatMap((observationId) =>
          keyOf(observationId).map((seriesKey) => ({ observationId, seriesKey })),
        ),
        missing: members.filter((id) => keyOf(id).length === 0).length,
      }))
      .filter((r) => r.results.length > 0 || saysSomething(r) || r.missing > 0)
      .sort(latestFirst((r) => r.date)),
    truncated: hasNext(observations) || hasNext(reports),
  };
}

/** A report without results is shown for its words, or for its state. */
const saysSomething = ({
  conclusion,
  conclusions,
  files,
  narrative,
  status,
}: ReportText & { status: string }) =>
  conclusion !== null ||
  conclusions.length + files.length > 0 ||
  narrative !== null ||
  ['registered', 'cancelled'].includes(status);

const nameOf = (c: Coded | null) => c?.text ?? c?.codes[0]?.code ?? '\uffff';
const byName = (a: Series, b: Series) =>
  nameOf(a.panel).localeCompare(nameOf(b.panel), 'fr') || nameOf(a.name).localeCompare(nameOf(b.name), 'fr');
