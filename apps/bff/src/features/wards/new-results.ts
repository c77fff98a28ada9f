import { epochMs } from '@keneyapp/fhir-model/dates';
import type { Subject } from '@keneyapp/fhir-model/observation/range';
import { isOfVitals, readObservation } from '@keneyapp/fhir-model/observation/read';
import { isWithdrawn, observedAt } from '@keneyapp/fhir-model/observation/when';
import type { Level } from '@keneyapp/fhir-model/shapes';
import { isVitalSign } from '@keneyapp/fhir-model/vital-sign';
import type { DiagnosticReport, Observation } from '@medplum/fhirtypes';
import { newHours } from './searches.ts';
import type { NewResults } from './view.ts';

const worse: readonly Level[] = ['unknown', 'normal', 'abnormal', 'critical'];

/** Somebody can read it; of what is only registered there is nothing yet, and what was taken back is not new. */
const isOut = new Set<DiagnosticReport['status']>([
  'partial',
  'preliminary',
  'final',
  'amended',
  'corrected',
  'appended',
]);

/** Results that came in within a day: issued then, or taken then where nobody says when they were issued. */
export function newResultsOf(
  { observations, reports }: { observations: readonly Observation[]; reports: readonly DiagnosticReport[] },
  subject: Subject,
  now: Date,
): NewResults {
  const since = now.getTime() - newHours * 3_600_000;
  const readings = observations
    .filter((o) => !isWithdrawn(o) && !isOfVitals(o) && !isVitalSign(o))
    .filter((o) => epochMs(o.issued ?? observedAt(o).at) >= since)
    .flatMap((o) => readObservation(o, subject))
    // without a value, and judged or told all the same (a culture that grows): it came in
    .filter(({ value, level, note }) => value.kind !== 'absent' || level !== 'unknown' || note !== null);
  const inWords = reports.filter(
    ({ status, issued, meta, result = [] }) =>
      result.length === 0 && isOut.has(status) && epochMs(issued ?? meta?.lastUpdated ?? null) >= since,
  );
  if (readings.length === 0)
    return { count: 0, critical: 0, abnormal: 0, reports: inWords.length, worst: calm };
  const worst = readings.reduce((a, b) => (worse.indexOf(b.level) > worse.indexOf(a.level) ? b : a));
  const ofLevel = (level: Level) => readings.filter((reading) => reading.level === level).length;
  return {
    count: readings.length,
    critical: ofLevel('critical'),
    abnormal: ofLevel('abnormal'),
    reports: inWords.length,
    worst: { level: worst.level, direction: worst.direction },
  };
}

const calm: NewResults['worst'] = { level: 'unknown', direction: null };
