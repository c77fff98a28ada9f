import type { VitalSign } from '@keneyapp/clinical';
import type { Coded } from '@keneyapp/fhir-model/shapes';
import type { MeasureName } from '@keneyapp/fhir-model/vital-codes';
import type { Measure, MeasureLevel } from '@keneyapp/fhir-model/vital-measure';

export type { Coded, Measure, MeasureLevel, MeasureName };

export interface VitalsSet {
  /** Names the column: two sets of one minute are two. */
  key: string;
  takenAt: string;
  recordedBy: string | null;
  note: string | null;
  measures: Measure[];
}

/** What the rules need to know about the person. */
export interface VitalsSubject {
  patientId: string;
  /** For sentences that must name the patient. */
  name: string;
  birthDate: string | null;
  ageMonths: number | null;
  sex: 'male' | 'female' | 'other' | 'unknown';
  isPregnant: boolean;
  /** The scale of the last score; 1 without any. */
  spo2Scale: 1 | 2;
  canCorrect: boolean;
  /** Scale 2 is a medical decision. */
  canChooseScale: boolean;
}

/** Newest first. `older` is true when the limit cut off older sets. */
export interface FlowsheetView {
  subject: VitalsSubject;
  sets: VitalsSet[];
  older: boolean;
}

/** What the form shows beside the fields: the last value of each measure that still stands. */
export interface VitalsFormView {
  subject: VitalsSubject;
  latest: Partial<Record<MeasureName, Measure>>;
}

export interface SeriesPoint {
  observationId: string;
  takenAt: string;
  value: number;
  digits: string;
  comparator: '<' | '<=' | '>=' | '>' | null;
  level: MeasureLevel;
  state: 'recorded' | 'corrected';
  recordedBy: string | null;
}
/** One curve: values of one sign in one unit, oldest first. `bands` are the limits by age that apply over the period. */
export interface Series {
  name: MeasureName;
  sign: VitalSign | 'bmi' | 'news2' | 'oxygenFlow';
  unit: string;
  points: SeriesPoint[];
}
export interface SeriesView {
  subject: VitalsSubject;
  series: Series[];
  /** Vital signs that have no curve. */
  unlisted: Coded[];
  from: string | null;
  to: string | null;
  older: boolean;
}

/** Versions of one Observation, newest first. */
export interface VersionsView {
  observationId: string;
  versions: (Measure & { changedAt: string; changedBy: string | null })[];
}

/** After a write: everything the write touched, in its new state. */
export interface WrittenView {
  sets: VitalsSet[];
  isReplay: boolean;
}
