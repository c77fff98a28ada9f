import type { Bundle } from '@medplum/fhirtypes';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { lookupIn } from '@keneyapp/fhir-model/references';
import type { ReportText } from '@keneyapp/fhir-model/report';
import type { Coded } from '@keneyapp/fhir-model/shapes';
import { nobody, type Subject } from '@keneyapp/fhir-model/observation/range';
import { ageMonthsAt } from '@keneyapp/fhir-model/observation/sign';
import type { Member } from '@keneyapp/fhir-model/members';
import { partsOf, resultsOf } from './result.ts';
import { panelOfObservation, panelOfReport } from './reports.ts';
import { seriesOf } from './series.ts';
import type { Report, ResultsView, Series } from './view.ts';

/** Everything of the page out of one batch: observations that are no vital signs, and reports with who signed them. */
export async function buildResults(
  observations: Bundle,
  reports: Bundle,
  fhirUrl: string,
  subject: Subject = nobody,
  now = new Date(),
): Promise<ResultsView> {
  const stored = matches(observations, 'Observation');
  const lookup = lookupIn(reports);
  const panels = [
    ...matches(reports, 'DiagnosticReport').flatMap((r) => panelOfReport(r, lookup, fhirUrl) ?? []),
    ...stored.flatMap((o) => panelOfObservation(o) ?? []),
  ];
  const all = [...stored, ...panels.flatMap((p) => p.members.flatMap(({ contained }) => contained ?? []))];
  const panelBy = new Map<string, Coded>();
  for (const { members, report } of panels)
    for (const { id } of members) if (id !== null && !panelBy.has(id)) panelBy.set(id, report.name);
  for (const o of all) {
    const whole = partsOf(o);
    if (o.id && whole && !panelBy.has(o.id)) panelBy.set(o.id, whole);
  }
  const { series, keyOf } = await seriesOf(
    all.flatMap((o) => resultsOf(o, subject)),
    (id) => panelBy.get(id) ?? null,
    ageMonthsAt(subject.birthDate, now.toISOString()),
  );
  return {
    series: series.sort(byName),
    reports: panels
      .map(({ report, members }) => ({ ...report, ...held(members, keyOf) }))
      .filter((r) => r.results.length > 0 || saysSomething(r) || r.missing > 0 || r.named.length > 0)
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
/** What of the members the record holds; of the others their names, or how many they are. */
function held(
  members: readonly Member[],
  keyOf: (id: string) => string[],
): Pick<Report, 'results' | 'named' | 'missing'> {
  const results = members.flatMap(({ id }) =>
    id === null ? [] : keyOf(id).map((seriesKey) => ({ observationId: id, seriesKey })),
  );
  const gone = members.filter(({ id }) => id === null || keyOf(id).length === 0);
  return {
    results,
    named: gone.flatMap(({ name }) => name ?? []),
    missing: gone.filter(({ name }) => name === null).length,
  };
}

const nameOf = (c: Coded | null) => c?.text ?? c?.codes[0]?.code ?? '\uffff';
const byName = (a: Series, b: Series) =>
  nameOf(a.panel).localeCompare(nameOf(b.panel), 'fr') || nameOf(a.name).localeCompare(nameOf(b.name), 'fr');
