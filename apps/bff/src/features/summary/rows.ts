import type { DocumentItem } from '@keneyapp/fhir-model/document';
import type { Amount, Coded } from '@keneyapp/fhir-model/shapes';

/** The four clinical states of the house, with the direction where there is one. */
export type Level = 'critical' | 'abnormal' | 'normal' | 'unknown';
export type Direction = 'high' | 'low' | null;

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
  | 'head-circumference';

/** Last value of one vital sign and the way it went; `second` is the diastolic of a blood pressure. */
export interface VitalTile {
  kind: VitalKind;
  observationId: string;
  date: string | null;
  value: number | null;
  second: number | null;
  unit: string | null;
  unitCode: string | null;
  /** For what is not a number (consciousness). */
  text: string | null;
  level: Level;
  direction: Direction;
  /** Oldest first, same unit as `value`, at most 12. */
  points: { date: string; value: number; second: number | null }[];
}

export interface ResultRow {
  id: string;
  name: Coded;
  date: string | null;
  value: Amount | null;
  /** For what is not a number. */
  text: string | null;
  range: { low: number | null; high: number | null; text: string | null } | null;
  level: Level;
  direction: Direction;
  status: string;
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
