import type { Bundle, DiagnosticReport, ImagingStudy, ImagingStudySeries } from '@medplum/fhirtypes';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import type { ListedPerson } from '@keneyapp/fhir-model/listed-person';
import { seriesKind, type SeriesKind } from './series-kind.ts';

export interface SeriesRow {
  /** SeriesInstanceUID. */
  uid: string;
  number: number | null;
  modality: string | null;
  description: string | null;
  bodySite: string | null;
  /** Objects as the record counts them; null when it does not say. */
  instances: number | null;
  kind: SeriesKind;
}

interface ReportLink {
  id: string;
  status: 'preliminary' | 'final' | 'amended' | 'other';
  title: string | null;
  conclusion: string | null;
  issued: string | null;
  documentUrl: string | null;
}

export interface StudyRow {
  /** Id of the ImagingStudy. */
  id: string;
  /** StudyInstanceUID; null when the record does not name one, then nothing can be opened. */
  uid: string | null;
  /** When it was made, ISO 8601 of any precision. */
  date: string | null;
  description: string | null;
  modalities: string[];
  bodySites: string[];
  accession: string | null;
  reason: string | null;
  instances: number | null;
  /** `available`: images can be opened; `expected`: announced, none yet; `none`: nothing to open. */
  state: 'available' | 'expected' | 'none';
  series: SeriesRow[];
  report: ReportLink | null;
}

export interface ImagingView {
  /** Latest first. */
  studies: StudyRow[];
  total: number;
  truncated: boolean;
  /** The reports could not be read: their absence means nothing. */
  reportsFailed: boolean;
}

/** @param reports null when their search failed. */
export function imagingView(studies: Bundle, reports: Bundle | null): ImagingView {
  const byStudy = reportsByStudy(reports ? matches(reports, 'DiagnosticReport') : []);
  const rows = matches(studies, 'ImagingStudy')
    .filter((s) => s.status !== 'entered-in-error' && s.status !== 'cancelled')
    .map((study) => readStudy(study, byStudy.get(study.id ?? '')))
    .sort(latestFirst((s) => s.date));
  return {
    studies: rows,
    total: Math.max(studies.total ?? 0, rows.length),
    truncated: hasNext(studies),
    reportsFailed: reports === null,
  };
}

/** Of each study its latest report that stands. */
export function reportsByStudy(reports: readonly DiagnosticReport[]): Map<string, DiagnosticReport> {
  const byStudy = new Map<string, DiagnosticReport>();
  for (const report of reports) {
    if (report.status === 'entered-in-error' || report.status === 'cancelled') continue;
    for (const { reference } of report.imagingStudy ?? []) {
      const id = /(?:^|\/)ImagingStudy\/([^/]+)/.exec(reference ?? '')?.[1];
      if (id && !isNewer(byStudy.get(id), report)) byStudy.set(id, report);
    }
  }
  return byStudy;
}

function isNewer(known: DiagnosticReport | undefined, candidate: DiagnosticReport): boolean {
  return known !== undefined && Date.parse(known.issued ?? '') > Date.parse(candidate.issued ?? '');
}

export function readStudy(study: ImagingStudy, report: DiagnosticReport | undefined): StudyRow {
  const uid =
    study.identifier?.find((i) => i.system === 'urn:dicom:uid')?.value?.replace(/^urn:oid:/, '') ?? null;
  const series = (study.series ?? [])
    .flatMap((s) => (s.uid ? [readSeries(s)] : []))
    .sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity));
  const modalities = [
    ...new Set(
      [...(study.modality ?? []).map((m) => m.code), ...series.map((s) => s.modality)].filter(
        (m): m is string => m !== null && m !== undefined && m !== '',
      ),
    ),
  ];
  const counted =
    series.every((s) => s.instances !== null) && series.length > 0
      ? series.reduce((n, s) => n + (s.instances ?? 0), 0)
      : null;
  return {
    id: study.id ?? '',
    uid,
    date: study.started ?? null,
    description: study.description ?? study.procedureCode?.[0]?.text ?? series[0]?.description ?? null,
    modalities,
    bodySites: [...new Set(series.map((s) => s.bodySite).filter((s) => s !== null))],
    accession: study.identifier?.find((i) => i.type?.coding?.some((c) => c.code === 'ACSN'))?.value ?? null,
    reason: study.reasonCode?.[0]?.text ?? study.reasonCode?.[0]?.coding?.[0]?.display ?? null,
    instances: study.numberOfInstances ?? counted,
    state: uid === null ? 'none' : study.status === 'registered' ? 'expected' : 'available',
    series,
    report: report ? readReport(report) : null,
  };
}

function readSeries(series: ImagingStudySeries): SeriesRow {
  const sopClass = series.instance?.[0]?.sopClass?.code?.replace(/^urn:oid:/, '') ?? null;
  const modality = series.modality?.code ?? null;
  return {
    uid: series.uid ?? '',
    number: series.number ?? null,
    modality,
    description: series.description ?? null,
    bodySite: series.bodySite?.display ?? series.bodySite?.code ?? null,
    instances: series.numberOfInstances ?? series.instance?.length ?? null,
    kind: seriesKind(sopClass, modality),
  };
}

const statuses: Record<string, ReportLink['status']> = {
  preliminary: 'preliminary',
  partial: 'preliminary',
  registered: 'preliminary',
  final: 'final',
  amended: 'amended',
  corrected: 'amended',
  appended: 'amended',
};

function readReport(report: DiagnosticReport): ReportLink {
  const form = report.presentedForm?.[0];
  return {
    id: report.id ?? '',
    status: statuses[report.status] ?? 'other',
    title: form?.title ?? report.code?.text ?? report.code?.coding?.[0]?.display ?? null,
    conclusion: report.conclusion ?? null,
    issued: report.issued ?? report.effectiveDateTime ?? null,
    documentUrl: form?.url ?? null,
  };
}

/** A study that nobody has reported on for good. */
export interface UnreadStudy {
  patient: ListedPerson;
  /** Somebody else of this list has a name like theirs. */
  isHomonym: boolean;
  /** As it was ordered: stat, asap, urgent. */
  priority: 'urgent' | 'asap' | 'stat' | null;
  study: StudyRow;
}

export interface UnreadStudies {
  /** What is urgent first, then the oldest. */
  rows: UnreadStudy[];
  /** There are more than could be read. */
  isTruncated: boolean;
  /** So many days back. */
  days: number;
  readAt: string;
}
