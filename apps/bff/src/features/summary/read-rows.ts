import type { DiagnosticReport, DocumentReference, ImagingStudy } from '@medplum/fhirtypes';
import { coded, codedOfCoding } from '@keneyapp/fhir-model/coded';
import { date } from '@keneyapp/fhir-model/dates';
import { words } from '@keneyapp/fhir-model/text';
import { readDocument } from '@keneyapp/fhir-model/document';
import type { Lookup } from '@keneyapp/fhir-model/references';
import { observedAt } from '@keneyapp/fhir-model/observation/when';
import { readReportText } from '@keneyapp/fhir-model/report';
import type { ConclusionRow, DocumentRow, ImagingRow } from './rows.ts';

export function readImaging(study: ImagingStudy): ImagingRow {
  const uid =
    study.identifier?.find((i) => i.system === 'urn:dicom:uid')?.value ??
    study.identifier?.find((i) => /^urn:oid:[\d.]+$/.test(i.value ?? ''))?.value;
  const modalities = [
    ...(study.modality ?? []),
    ...(study.series ?? []).flatMap((s) => s.modality ?? []),
  ].flatMap((m) => m.code ?? []);
  const sites = (study.series ?? [])
    .flatMap((s) => codedOfCoding(s.bodySite) ?? [])
    .filter((c) => c.text !== null && c.text !== c.codes[0]?.code);
  return {
    id: study.id ?? '',
    studyUid: uid?.replace('urn:oid:', '') ?? null,
    date: date(study.started),
    modalities: [...new Set(modalities)],
    description:
      words(study.description) ??
      coded(study.procedureCode?.[0]).text ??
      (study.series ?? []).map((s) => words(s.description)).find((d) => d !== null) ??
      null,
    bodySites: sites.filter((s, i) => sites.findIndex((t) => t.text === s.text) === i),
    series: study.numberOfSeries ?? study.series?.length ?? null,
    instances:
      study.numberOfInstances ??
      (study.series
        ? study.series.reduce((n, s) => n + (s.numberOfInstances ?? s.instance?.length ?? 0), 0)
        : null),
  };
}

/** Null for a report that concludes nothing, or that was withdrawn. */
export function readConclusion(report: DiagnosticReport): ConclusionRow | null {
  if (report.status === 'entered-in-error' || report.status === 'cancelled') return null;
  const { conclusion, conclusions } = readReportText(report, null);
  if (conclusion === null && conclusions.length === 0) return null;
  return {
    id: report.id ?? '',
    name: coded(report.code),
    date: observedAt(report).at,
    status: report.status ?? 'unknown',
    text: conclusion,
    codes: conclusions,
  };
}

export function readDocumentRow(document: DocumentReference, lookup: Lookup): DocumentRow | null {
  const read = readDocument(document, lookup);
  return (
    read && {
      id: read.id,
      type: read.type,
      title: read.title,
      date: read.date,
      author: read.authors[0] ?? null,
      status: read.status,
      docStatus: read.docStatus,
      files: read.contents.length,
    }
  );
}
