// Each block of the summary with what it keeps, in one file: what a block leaves out is seen beside what the others do.
import { FhirError } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';
import { readAllergy, sortAllergies, type Allergy, type AllergyState } from '@keneyapp/fhir-model/allergy';
import type { AbsenceKind, Statement } from '@keneyapp/fhir-model/absence';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { hasNext, matches, readAll } from '@keneyapp/fhir-model/bundles';
import { membersOf } from '@keneyapp/fhir-model/members';
import { isVitalSign } from '@keneyapp/fhir-model/vital-sign';
import { lookupIn } from '@keneyapp/fhir-model/references';
import { warningOf, type Score } from '@keneyapp/fhir-model/early-warning';
import { readEncounter, type EncounterRow } from '@keneyapp/fhir-model/encounter';
import { readImmunization, sortImmunizations, type ImmunizationRow } from '@keneyapp/fhir-model/immunization';
import {
  readRequest,
  readStatement,
  sortMedications,
  type MedicationLine,
} from '@keneyapp/fhir-model/medication';
import {
  problemDate,
  readProblem,
  sortProblems,
  withoutRepeats,
  type Problem,
} from '@keneyapp/fhir-model/problem';
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
import { upcoming } from './appointments.ts';
import { readConclusion, readDocumentRow, readImaging } from './read-rows.ts';
import type { AppointmentRow, ConclusionRow, DocumentRow, ImagingRow, ResultRow, VitalTile } from './rows.ts';
import { shown, type SummaryPart } from './searches.ts';
import { vitalTiles } from './vitals.ts';

export type { Amount, Coded, Direction, Level, NotJudged, Range, RecordedRange, RecordedValue };
export type { VitalTile, ResultRow };
export type { Changes } from './changes.ts';
export type { PatientViewCards } from '../../decision-support/patient-view.ts';

export interface SummaryView {
  problems: Section<Problem> & Said;
  allergies: Section<Allergy> & Said & { state: AllergyState; noneOf: AbsenceKind[] };
  /** `prohibited`: what must not be given, apart from what is. */
  medications: Section<MedicationLine> & Said & { prohibited: MedicationLine[] };
  /** `warning`: of who is in the house, the early-warning score and when the next is late; null of others, and where it could not be read. */
  vitals: Section<VitalTile> & { warning: Score | null };
  /** `hasReports`: there are some to read, with values or without. */
  results: Section<ResultRow> & { hasReports: boolean };
  /** Of images, tissue or a function, and of the laboratory where it concludes in words. */
  conclusions: Section<ConclusionRow>;
  imaging: Section<ImagingRow>;
  documents: Section<DocumentRow>;
  encounters: Section<EncounterRow>;
  immunizations: Section<ImmunizationRow> & Said;
  /** From today on, the next first. */
  appointments: Section<AppointmentRow>;
}

/** Statements that there is nothing to list, or that nobody knows. */
interface Said {
  statements: Statement[];
}

type Answers = Record<SummaryPart, Bundle | FhirError>;

/** Throws only when no part could be had at all. */
export function summaryView(answers: Answers, now: Date): SummaryView {
  const all = Object.values(answers);
  const [first] = all;
  if (first instanceof FhirError && all.every((a) => a instanceof FhirError)) throw first;
  const subject = subjectIn(answers);
  return {
    problems: problemSection(answers, now),
    allergies: allergySection(answers.allergies),
    medications: medicationSection(answers, now),
    vitals: { ...vitalSection(answers, subject, now), warning: warningIn(answers, now) },
    results: resultSection(answers, subject, now),
    conclusions: section(
      [answers.conclusions, answers.reports],
      (bundles) => {
        const reports = bundles.flatMap((bundle) => matches(bundle, 'DiagnosticReport'));
        return [...new Map(reports.map((report) => [report.id, report])).values()]
          .flatMap((report) => readConclusion(report) ?? [])
          .sort(latestFirst((c) => c.date));
      },
      shown.conclusions,
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
        readAll(bundle, 'DocumentReference', readDocumentRow)
          .filter((d) => d !== null)
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
    immunizations: immunizationSection(answers.immunizations),
    appointments: section([answers.appointments], ([bundle]) => upcoming(bundle, now), shown.appointments),
  };
}

/** One part of the page; it fails alone. `total` is what the server counts, or what was read when that was all. */
function section<T, const B extends readonly (Bundle | FhirError)[]>(
  answers: B,
  read: (bundles: { [K in keyof B]: Bundle }) => T[],
  max: number,
  total?: number | null,
): Section<T> {
  if (answers.some((a) => a instanceof FhirError)) return { items: [], total: null, failed: true };
  const bundles = answers as { [K in keyof B]: Bundle };
  const items = read(bundles);
  const counted = total ?? ((answers as readonly Bundle[]).some(hasNext) ? null : items.length);
  return { items: items.slice(0, max), total: counted, failed: false };
}

const totalOf = (answer: Bundle | FhirError): number | null =>
  answer instanceof FhirError ? null : (answer.total ?? null);

/** Without an answer about the person nothing is judged by age or sex. */
function subjectIn({ patient, score }: Answers): Subject {
  if (patient instanceof FhirError) return nobody;
  const scores = score instanceof FhirError ? [] : matches(score, 'Observation');
  return subjectOf(matches(patient, 'Patient')[0], scores);
}

function warningIn({ patient, stays, scored, score, pregnancy }: Answers, now: Date): Score | null {
  const answered = [patient, stays, scored, score, pregnancy].filter((a) => !(a instanceof FhirError));
  if (answered.length < 5) return null;
  const [ofPatient, ofStays, ofScored, ofScore, ofPregnancy] = answered as [
    Bundle,
    Bundle,
    Bundle,
    Bundle,
    Bundle,
  ];
  return warningOf(
    {
      patient: matches(ofPatient, 'Patient')[0],
      stays: readAll(ofStays, 'Encounter', (e, lookup) => readEncounter(e, lookup, now)),
      observations: [ofScored, ofScore].flatMap((bundle) => matches(bundle, 'Observation')),
      pregnancies: matches(ofPregnancy, 'Observation'),
    },
    now,
  );
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

/** The last value of each test, wherever it was written: an Observation of any category, or inside a report. */
function resultSection(
  { laboratory, otherResults, reports }: Answers,
  subject: Subject,
  now: Date,
): SummaryView['results'] {
  return saidSection(
    [laboratory, otherResults, reports],
    ([ofLaboratory, others, reported]) => {
      const standing = matches(reported, 'DiagnosticReport').filter(
        ({ status }) => status !== 'entered-in-error' && status !== 'cancelled',
      );
      const contained = standing.flatMap((r) => membersOf(r).flatMap((m) => m.contained ?? []));
      const items = recentResults(
        [
          ...matches(ofLaboratory, 'Observation'),
          // a vital sign without its category has its tile already
          ...matches(others, 'Observation').filter((o) => !isVitalSign(o)),
          ...contained,
        ],
        subject,
        now,
      );
      return { items, said: { hasReports: standing.length > 0 } };
    },
    { hasReports: false },
    shown.results,
  );
}

/** A part with what its reader says besides its items (`said`); `nothing` of that when the part could not be read. */
function saidSection<T, X, const B extends readonly (Bundle | FhirError)[]>(
  answers: B,
  read: (bundles: { [K in keyof B]: Bundle }) => { items: T[]; said: X },
  nothing: X,
  max: number,
  total?: number | null,
): Section<T> & X {
  let said = nothing;
  const part = section(
    answers,
    (bundles) => {
      const found = read(bundles);
      said = found.said;
      return found.items;
    },
    max,
    total,
  );
  return { ...part, ...said };
}

function problemSection({ problems, problemsWithoutStatus }: Answers, now: Date): SummaryView['problems'] {
  return saidSection(
    [problems, problemsWithoutStatus],
    (bundles) => {
      const { current, statements } = sortProblems(
        bundles.flatMap((b) => readAll(b, 'Condition', (c, lookup) => readProblem(c, lookup, now))),
      );
      return { items: withoutRepeats(current).sort(latestFirst(problemDate)), said: { statements } };
    },
    { statements: [] as Statement[] },
    shown.problems,
  );
}

function allergySection(answer: Bundle | FhirError): SummaryView['allergies'] {
  return saidSection(
    [answer],
    ([bundle]) => {
      const {
        current,
        past: _past,
        ...said
      } = sortAllergies(readAll(bundle, 'AllergyIntolerance', readAllergy));
      return { items: current, said };
    },
    { state: 'not-recorded' as AllergyState, noneOf: [] as AbsenceKind[], statements: [] as Statement[] },
    shown.allergies,
  );
}

function medicationSection({ requests, statements: stated }: Answers, now: Date): SummaryView['medications'] {
  return saidSection(
    [requests, stated],
    ([r, s]) => {
      const lookup = lookupIn(r, s);
      const { current, prohibited, statements } = sortMedications([
        ...matches(r, 'MedicationRequest').map((m) => readRequest(m, lookup, now)),
        ...matches(s, 'MedicationStatement').map((m) => readStatement(m, lookup, now)),
      ]);
      return { items: current, said: { prohibited, statements } };
    },
    { prohibited: [] as MedicationLine[], statements: [] as Statement[] },
    shown.medications,
  );
}

/** What was given; what was not is told by the page. Statements are not counted as vaccinations. */
function immunizationSection(answer: Bundle | FhirError): SummaryView['immunizations'] {
  const all = answer instanceof FhirError ? [] : readAll(answer, 'Immunization', readImmunization);
  const { items, statements } = sortImmunizations(all);
  const total = totalOf(answer);
  return saidSection(
    [answer],
    () => ({ items: items.filter((i) => i.status === 'completed'), said: { statements } }),
    { statements: [] as Statement[] },
    shown.immunizations,
    total === null ? null : total - statements.length,
  );
}
