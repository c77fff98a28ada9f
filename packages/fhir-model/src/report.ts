import type { DiagnosticReport } from '@medplum/fhirtypes';
import { readAttachment, type FileEntry } from './attachment.ts';
import { codedOrNull } from './coded.ts';
import type { Coded } from './shapes.ts';
import { lines, narrative } from './text.ts';

/** What a report says in words, besides its results. */
export interface ReportText {
  /** With the lines its author gave it. */
  conclusion: string | null;
  /** What was concluded, coded. */
  conclusions: Coded[];
  /** The report as it was sent out: PDF, text, image. */
  files: FileEntry[];
  /** The summary that goes with the resource, where nothing else says anything. */
  narrative: string | null;
}

export function readReportText(report: DiagnosticReport, fhirUrl: string | null): ReportText {
  const conclusion = lines(report.conclusion);
  const conclusions = (report.conclusionCode ?? []).flatMap((c) => codedOrNull(c) ?? []);
  const files = (report.presentedForm ?? []).map((form, index) => readAttachment(form, index, fhirUrl));
  const isSilent =
    conclusion === null && conclusions.length + files.length === 0 && (report.result ?? []).length === 0;
  return { conclusion, conclusions, files, narrative: isSilent ? narrative(report.text?.div) : null };
}
