import { freshForDays, testRank } from '@keneyapp/clinical';
import { epochMs, latestFirst } from '@keneyapp/fhir-model/dates';
import { isOfVitals, readObservation, type Reading } from '@keneyapp/fhir-model/observation/read';
import { recordedTogether } from '@keneyapp/fhir-model/observation/recording';
import { ageMonthsAt } from '@keneyapp/fhir-model/observation/sign';
import type { Subject } from '@keneyapp/fhir-model/observation/range';
import { isWithdrawn } from '@keneyapp/fhir-model/observation/when';
import { testKey } from '@keneyapp/fhir-model/test-key';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Level } from '@keneyapp/fhir-model/shapes';
import type { Observation } from '@medplum/fhirtypes';
import type { ResultRow } from './rows.ts';

/** The values of one Observation as rows of the summary; a recording with all its leads is one. */
export function readResults(observation: Observation, subject: Subject, now: Date): ResultRow[] {
  const ageMonths = ageMonthsAt(subject.birthDate, now.toISOString());
  return withConclusion(recordedTogether(observation, readObservation(observation, subject))).map(
    ({ observationId, at, of: _of, note: _note, ...reading }, i) => ({
      ...reading,
      id: i === 0 ? observationId : `${observationId}.${i}`,
      test: testKey(reading.name),
      date: at,
      freshForDays: freshForDays(
        { loinc: reading.name.codes.filter((c) => c.system === systems.loinc).map((c) => c.code) },
        ageMonths,
      ),
    }),
  );
}

type Concluded = Reading & Pick<ResultRow, 'concluded'>;

/** What is said in words beside a recording stands with it, as grave as the worst of it; what was measured of it is a result of its own. */
function withConclusion(readings: readonly Reading[]): Concluded[] {
  const recording = readings.find(({ value }) => value.kind === 'sampled');
  const isSaid = ({ value: { kind } }: Reading) => kind === 'text' || kind === 'coded';
  const said = recording ? readings.filter(isSaid) : [];
  return readings
    .filter((one) => !said.includes(one))
    .map((one) => {
      if (one !== recording || said.length === 0) return { ...one, concluded: [] };
      const [worst = one] = [one, ...said].sort((a, b) => severity[a.level] - severity[b.level]);
      const { level, direction } = worst;
      return { ...one, level, direction, concluded: said.map(({ value }) => value) };
    });
}

const severity: Record<Level, number> = { critical: 0, abnormal: 1, normal: 2, unknown: 3 };

/** What is asked or told at every visit, not examined. */
const told = ['social-history', 'survey', 'activity'];
const isTold = (o: Observation): boolean =>
  (o.category ?? []).some((c) =>
    (c.coding ?? []).some(({ code }) => code !== undefined && told.includes(code)),
  );

/** Of so many days the worst stands first; of what is older, the latest. */
const freshDays = 7;

/**
 * The last value of each test: of the last days the worst first, then what is older, the latest first; of one day and one
 * level in the order tests are read in; what was told after what was examined. Panels without a value of their own are left
 * out.
 */
export function recentResults(
  observations: readonly Observation[],
  subject: Subject,
  now: Date,
): ResultRow[] {
  const rows = observations
    .filter((o) => !isWithdrawn(o) && !isOfVitals(o))
    .flatMap((o) => readResults(o, subject, now).map((row) => ({ row, rank: isTold(o) ? 1 : 0 })))
    .sort(latestFirst(({ row }) => row.date));
  const seen = new Set<string>();
  const last = rows.filter(({ row: r }) => {
    const key = r.name.codes[0] ? `${r.name.codes[0].system}|${r.name.codes[0].code}` : (r.name.text ?? r.id);
    return !seen.has(key) && Boolean(seen.add(key));
  });
  const latest = latestFirst<{ row: ResultRow }>(({ row }) => row.date?.slice(0, 10) ?? null);
  const isFresh = ({ row }: { row: ResultRow }) =>
    epochMs(row.date) >= now.getTime() - freshDays * 86_400_000;
  return last
    .map((one) => ({ ...one, isFresh: isFresh(one), test: testRank(one.row.name) }))
    .sort((a, b) => {
      const [worst, day] = [severity[a.row.level] - severity[b.row.level], latest(a, b)];
      return (
        a.rank - b.rank ||
        Number(b.isFresh) - Number(a.isFresh) ||
        (a.isFresh ? worst || day : day || worst) ||
        a.test.family - b.test.family ||
        a.test.place - b.test.place
      );
    })
    .map(({ row }) => row);
}
