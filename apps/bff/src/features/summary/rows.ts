import type { DocumentItem } from '@keneyapp/fhir-model/document';
import type { Amount, Coded, Judgement, RecordedValue } from '@keneyapp/fhir-model/shapes';
import type { Part } from '@keneyapp/fhir-model/vital-measure';

export type VitalKind =
  | 'blood-pressure'
  | 'heart-rate'
  | 'temperature'
  | 'respiratory-rate'
  | 'oxygen-saturation'
  | 'weight'
  | 'height'
  | 'bmi'
  | 'pain'
  | 'consciousness'
  | 'glucose'
  | 'head-circumference'
  | 'oxygen'
  | 'news2'
  | 'other';

/** Last value of one vital sign and the way it went; `second` is the diastolic of a blood pressure. */
export interface VitalTile extends Pick<Judgement, 'level' | 'direction' | 'notJudged' | 'said'> {
  kind: VitalKind;
  /** Names its row on the page of vital signs (`Measure.row`). */
  row: string;
  /** As it was recorded: the name of what is no listed sign. */
  label: Coded;
  observationId: string;
  date: string | null;
  until: string | null;
  /** All that was recorded, the value itself first. */
  values: Part[];
  /** As it was recorded, where that was another unit. */
  recorded: Amount | null;
  /** The number of the sparkline. */
  value: number | null;
  second: number | null;
  unit: string | null;
  unitCode: string | null;
  /** How many more were recorded at the same moment. */
  alsoThen: number;
  /** After so many days it is shown as an old one. */
  freshForDays: number;
  /** Oldest first, same unit as `value`, at most 12. */
  points: { date: string; value: number; second: number | null }[];
}

export interface ResultRow extends Judgement {
  id: string;
  /** What its trend is found by (`testKey`). */
  test: string;
  name: Coded;
  date: string | null;
  end: string | null;
  /** The date is only that of the answer. */
  isIssued: boolean;
  value: RecordedValue;
  /** Of a recording (an ECG), what was said of it in words, its conclusion first of all. */
  concluded: RecordedValue[];
  status: string;
  freshForDays: number;
}

/** What a report concludes, in its author's words. */
export interface ConclusionRow {
  /** Of the DiagnosticReport. */
  id: string;
  name: Coded;
  date: string | null;
  /** FHIR's DiagnosticReport.status. */
  status: string;
  text: string | null;
  codes: Coded[];
}

export interface ImagingRow {
  id: string;
  /** DICOM Study Instance UID; null when the record has none: then nothing can be opened. */
  studyUid: string | null;
  date: string | null;
  modalities: string[];
  description: string | null;
  bodySites: Coded[];
  series: number | null;
  instances: number | null;
}

export interface DocumentRow {
  id: string;
  type: Coded;
  title: string | null;
  date: string | null;
  author: string | null;
  status: DocumentItem['status'];
  docStatus: DocumentItem['docStatus'];
  /** How many files it has. */
  files: number;
}

export interface AppointmentRow {
  id: string;
  /** Of the beginning; `day` in the calendar of the hospital. */
  start: string;
  day: string;
  /** `booked`, `arrived`, `pending`… */
  status: string;
  reason: Coded | null;
  who: string[];
  where: string[];
}
