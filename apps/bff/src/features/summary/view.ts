import { FhirError } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';
import { readAllergy, sortAllergies, type Allergy, type AllergyState } from '@keneyapp/fhir-model/allergy';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { hasNext, matches, readAll } from '@keneyapp/fhir-model/bundles';
import { lookupIn } from '@keneyapp/fhir-model/references';
import { readEncounter, type EncounterRow } from '@keneyapp/fhir-model/encounter';
import { readImmunization, type ImmunizationRow } from '@keneyapp/fhir-model/immunization';
import { byName, readRequest, readStatement, type MedicationLine } from '@keneyapp/fhir-model/medication';
import { problemDate, readProblem, withoutRepeats, type Problem } from '@keneyapp/fhir-model/problem';
import type {
  Amount,
  Coded,
  Direction,
  Level,
  NotJudged,
  Range,
  RecordedRange,
  RecordedValue,
  Section,
} from '@keneyapp/fhir-model/shapes';
import { nobody, type Subject } from '@keneyapp/fhir-model/observation/range';
import { subjectOf } from '@keneyapp/fhir-model/subject';
import { recentResults } from './observation.ts';
import { readDocument, readImaging } from './others.ts';
import type { DocumentRow, ImagingRow, ResultRow, VitalTile } from './rows.ts';
import { shown, type SummaryPart } from './searches.ts';
import { vitalTiles } from './vitals.ts';

export type { Amount, Coded, Direction, Level, NotJudged, Range, RecordedRange, RecordedValue };
export type { VitalTile, ResultRow };

export interface SummaryView {
  problems: Section<Problem>;
  allergies: Section<Allergy> & { state: AllergyState };
  medications: Section<MedicationLine>;
  vitals: Section<VitalTile>;
  results: Section<ResultRow>;
  imaging: Section<ImagingRow>;
  documents: Section<DocumentRow>;
  encounters: Section<EncounterRow>;
  immunizations: Section<ImmunizationRow>;
}

type Answers = Record<SummaryPart, Bundle | FhirError>;

/** Throws only when no part could be had at all. */
export function summaryView(answers: Answers, now: Date): SummaryView {
  const all = Object.values(answers);
  const [first] = all;
  if (first instanceof FhirError && all.every((a) => a instanceof FhirError)) throw first;
  const { state, ...allergies } = allergySection(answers.allergies);
  const subject = subjectIn(answers);
  return {
    problems: problemSection(answers, now),
    allergies: { ...allergies, state },
    medications: medicationSection(answers, now),
    vitals: vitalSection(answers, subject, now),
    results: section(
      [answers.results],
      ([bundle]) => recentResults(matches(bundle, 'Observation'), subject, now),
      shown.results,
      totalOf(answers.results),
    ),
    imaging: section(
      [answers.imaging],
      ([bundle]) =>
        matches(bundle, 'ImagingStudy')
          .filter((s) => s.status !== 'entered-in-error' && s.status !== 'cancelled')
          .map(readImaging)
          .sort(latestFirst((i) => i.date)),
      shown.imaging,
      totalOf(answers.imaging),
    ),
    documents: section(
      [answers.documents],
      ([bundle]) =>
        readAll(bundle, 'DocumentReference', readDocument)
          .filter((d) => d.status !== 'entered-in-error')
          .sort(latestFirst((d) => d.date)),
      shown.documents,
      totalOf(answers.documents),
    ),
    encounters: section(
      [answers.encounters],
      ([bundle]) =>
        readAll(bundle, 'Encounter', (e, lookup) => readEncounter(e, lookup, now))
          .filter((e) => e.status !== 'entered-in-error')
          .sort(latestFirst((e) => e.start)),
      shown.encounters,
      totalOf(answers.encounters),
    ),
    immunizations: section(
      [answers.immunizations],
      ([bundle]) =>
        readAll(bundle, 'Immunization', readImmunization)
          .filter((i) => i.status === 'completed')
          .sort(latestFirst((i) => i.date)),
      shown.immunizations,
      totalOf(answers.immunizations),
    ),
  };
}

/** One part of the page; it fails alone. `total` is what the server counts, or what was read when that was all. */
function section<T, const B extends readonly (Bundle | FhirError)[]>(
  answers: B,
  read: (bundles: { [K in keyof B]: Bundle }) => T[],
  most: number,
  total?: number | null,
): Section<T> {
  if (answers.some((a) => a instanceof FhirError)) return { items: [], total: null, failed: true };
  const bundles = answers as { [K in keyof B]: Bundle };
  const items = read(bundles);
  const counted = total ?? ((answers as readonly Bundle[]).some(hasNext) ? null : items.length);
  return { items: items.slice(0, most), total: counted, failed: false };
}

const totalOf = (answer: Bundle | FhirError): number | null =>
  answer instanceof FhirError ? null : (answer.total ?? null);

/** Without an answer about the person nothing is judged by age or sex. */
function subjectIn({ patient, score }: Answers): Subject {
  if (patient instanceof FhirError) return nobody;
  const scores = score instanceof FhirError ? [] : matches(score, 'Observation');
  return subjectOf(matches(patient, 'Patient')[0], scores);
}

/** One tile a sign: all there are, however many measures. */
function vitalSection({ vitals, vitalsByCode }: Answers, subject: Subject, now: Date): Section<VitalTile> {
  const part = section(
    [vitals, vitalsByCode],
    (bundles) =>
      vitalTiles(
        bundles.flatMap((b) => matches(b, 'Observation')),
        subject,
        now,
      ),
    Number.POSITIVE_INFINITY,
  );
  return { ...part, total: part.failed ? null : part.items.length };
}

function problemSection({ problems, problemsWithoutStatus }: Answers, now: Date): Section<Problem> {
  return section(
    [problems, problemsWithoutStatus],
    (bundles) => {
      const all = bundles
        .flatMap((b) => readAll(b, 'Condition', (c, lookup) => readProblem(c, lookup, now)))
        .filter((p) => p.isCurrent);
      return withoutRepeats(all).sort(latestFirst(problemDate));
    },
    shown.problems,
  );
}

function allergySection(answer: Bundle | FhirError): SummaryView['allergies'] {
  let state: AllergyState = 'not-recorded';
  const part = section(
    [answer],
    ([bundle]) => {
      const sorted = sortAllergies(readAll(bundle, 'AllergyIntolerance', readAllergy));
      state = sorted.state;
      return sorted.current;
    },
    shown.allergies,
  );
  return { ...part, state };
}

function medicationSection({ requests, statements }: Answers, now: Date): Section<MedicationLine> {
  return section(
    [requests, statements],
    ([r, s]) => {
      const lookup = lookupIn(r, s);
      return [
        ...matches(r, 'MedicationRequest').map((m) => readRequest(m, lookup, now)),
        ...matches(s, 'MedicationStatement').map((m) => readStatement(m, lookup, now)),
      ]
        .filter((l) => l.isCurrent)
        .sort(byName);
    },
    shown.medications,
  );
}
