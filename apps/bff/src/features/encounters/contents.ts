import { matches } from '@keneyapp/fhir-model/bundles';
import { coded, codedOrNull } from '@keneyapp/fhir-model/coded';
import { date, epochMs, latestFirst } from '@keneyapp/fhir-model/dates';
import { readComposition, readDocument, sortDocuments } from '@keneyapp/fhir-model/document';
import { readRequest, readStatement, type MedicationLine } from '@keneyapp/fhir-model/medication';
import type { Subject } from '@keneyapp/fhir-model/observation/range';
import { isOfVitals, readObservation } from '@keneyapp/fhir-model/observation/read';
import { isWithdrawn, observedAt } from '@keneyapp/fhir-model/observation/when';
import { readProblem, type Problem } from '@keneyapp/fhir-model/problem';
import { readProcedure } from '@keneyapp/fhir-model/procedure';
import { lookupIn } from '@keneyapp/fhir-model/references';
import { readReportText } from '@keneyapp/fhir-model/report';
import type { Coded, Direction, Level, RecordedValue, When } from '@keneyapp/fhir-model/shapes';
import { testKey } from '@keneyapp/fhir-model/test-key';
import { isVitalSign } from '@keneyapp/fhir-model/vital-sign';
import type { Bundle, Observation } from '@medplum/fhirtypes';
import type { Kind } from './searches.ts';

/** Each list the latest first. */
export interface Contents {
  documents: {
    id: string;
    source: 'document' | 'composition';
    title: string | null;
    type: Coded;
    date: string | null;
    authors: string[];
  }[];
  reports: { id: string; name: Coded; date: string | null; status: string; conclusion: string | null }[];
  /** The last value of each test, the worse first, and how many there are of it. */
  results: StayResult[];
  /** Sets of vital signs: how many, the first and the last. */
  vitals: { sets: number; first: string | null; last: string | null } | null;
  procedures: { id: string; name: Coded; performed: When | null; status: string; performers: string[] }[];
  prescriptions: MedicationLine[];
  studies: {
    id: string;
    uid: string | null;
    date: string | null;
    modalities: string[];
    description: string | null;
  }[];
  /** What was ruled out comes last. */
  problems: (Pick<Problem, 'id' | 'name' | 'verification' | 'verificationText'> & {
    date: string | null;
    status: string | null;
  })[];
}

interface StayResult {
  test: string;
  /** The last one of the stay. */
  observationId: string;
  name: Coded;
  value: RecordedValue;
  level: Level;
  direction: Direction;
  date: string | null;
  count: number;
}

export type Answers = Record<Kind, Bundle>;

export function contentsOf(answers: Answers, subject: Subject, now: Date): Contents {
  const observations = matches(answers.results, 'Observation').filter((o) => !isWithdrawn(o));
  return {
    documents: documentsOf(answers),
    reports: matches(answers.reports, 'DiagnosticReport')
      .filter(({ status }) => status !== 'entered-in-error' && status !== 'cancelled')
      .map((report) => ({
        id: report.id ?? '',
        name: coded(report.code),
        date: observedAt(report).at,
        status: report.status ?? 'unknown',
        conclusion: readReportText(report, null).conclusion,
      }))
      .sort(latestFirst((r) => r.date)),
    results: resultsOf(
      observations.filter((o) => !isVitalSign(o)),
      subject,
    ),
    vitals: setsOf([
      ...matches(answers.vitals, 'Observation').filter((o) => !isWithdrawn(o)),
      ...observations.filter((o) => isVitalSign(o) && !isOfVitals(o)),
    ]),
    procedures: proceduresOf(answers.procedures),
    prescriptions: prescriptionsOf(answers, now),
    studies: studiesOf(answers.studies),
    problems: problemsOf(answers.problems, now),
  };
}

export const isEmpty = ({ vitals, ...lists }: Contents): boolean =>
  vitals === null && Object.values(lists).every((list) => list.length === 0);

function documentsOf({ documents, texts }: Answers): Contents['documents'] {
  const read = [
    ...matches(documents, 'DocumentReference').map((d) => readDocument(d, lookupIn(documents))),
    ...matches(texts, 'Composition').map((c) => readComposition(c, lookupIn(texts))),
  ].filter((one) => one !== null);
  return sortDocuments(read)
    .filter(({ status }) => status === 'current')
    .map(({ id, source, title, type, date: on, authors }) => ({
      id,
      source,
      title,
      type,
      date: on,
      authors,
    }));
}

const worst: readonly Level[] = ['critical', 'abnormal', 'normal', 'unknown'];

function resultsOf(observations: readonly Observation[], subject: Subject): StayResult[] {
  const readings = observations
    .flatMap((o) => readObservation(o, subject))
    .sort(latestFirst((reading) => reading.at));
  const rows = [...Map.groupBy(readings, (reading) => testKey(reading.name))].flatMap(
    ([test, [last, ...before]]) =>
      last
        ? [
            {
              test,
              observationId: last.observationId,
              name: last.name,
              value: last.value,
              level: last.level,
              direction: last.direction,
              date: last.at,
              count: before.length + 1,
            },
          ]
        : [],
  );
  return rows.sort((a, b) => worst.indexOf(a.level) - worst.indexOf(b.level));
}

function setsOf(observations: readonly Observation[]): Contents['vitals'] {
  if (observations.length === 0) return null;
  const times = [...new Set(observations.map((o) => observedAt(o).at))].sort(
    (a, b) => epochMs(a) - epochMs(b),
  );
  const known = times.filter((time) => time !== null);
  return { sets: times.length, first: known[0] ?? null, last: known.at(-1) ?? null };
}

function proceduresOf(bundle: Bundle): Contents['procedures'] {
  const lookup = lookupIn(bundle);
  return matches(bundle, 'Procedure')
    .map((procedure) => readProcedure(procedure, lookup))
    .filter(({ status, absence }) => status !== 'entered-in-error' && absence === null)
    .sort(latestFirst(({ performed }) => performed?.start ?? performed?.end ?? null))
    .map(({ id, name, performed, status, performers }) => ({
      ...{ id, name, performed, status },
      performers: performers.map((one) => one.name),
    }));
}

function prescriptionsOf({ requests, statements }: Answers, now: Date): MedicationLine[] {
  const lookup = lookupIn(requests, statements);
  return [
    ...matches(requests, 'MedicationRequest').map((r) => readRequest(r, lookup, now)),
    ...matches(statements, 'MedicationStatement').map((s) => readStatement(s, lookup, now)),
  ]
    .filter(({ status, absence }) => status !== 'entered-in-error' && absence === null)
    .sort(latestFirst((line) => line.authoredOn ?? line.start));
}

function studiesOf(bundle: Bundle): Contents['studies'] {
  return matches(bundle, 'ImagingStudy')
    .filter(({ status }) => status !== 'entered-in-error' && status !== 'cancelled')
    .map((study) => {
      const series = study.series ?? [];
      const modalities = [...(study.modality ?? []), ...series.flatMap((s) => s.modality ?? [])];
      return {
        id: study.id ?? '',
        uid:
          study.identifier?.find((i) => i.system === 'urn:dicom:uid')?.value?.replace(/^urn:oid:/, '') ??
          null,
        date: date(study.started),
        modalities: [...new Set(modalities.flatMap(({ code }) => code ?? []))],
        description:
          study.description ?? codedOrNull(study.procedureCode?.[0])?.text ?? series[0]?.description ?? null,
      };
    })
    .sort(latestFirst((s) => s.date));
}

function problemsOf(bundle: Bundle, now: Date): Contents['problems'] {
  const lookup = lookupIn(bundle);
  return matches(bundle, 'Condition')
    .map((condition) => readProblem(condition, lookup, now))
    .filter(({ absence, verification }) => absence === null && verification !== 'entered-in-error')
    .map(({ id, name, verification, verificationText, recordedDate, onset, clinicalStatus }) => ({
      ...{ id, name, verification, verificationText },
      date: recordedDate ?? onset?.start ?? null,
      status: clinicalStatus,
    }))
    .sort(latestFirst((p) => p.date))
    .sort((a, b) => Number(a.verification === 'refuted') - Number(b.verification === 'refuted'));
}
