import type {
  Consciousness,
  Interpretation,
  News2Parameter,
  News2Risk,
  News2Scores,
  VitalSign,
} from '@keneyapp/clinical';

/** Rows of the flowsheet. Blood pressure is one measure with two numbers. */
export type MeasureName =
  | 'bloodPressure'
  | 'heartRate'
  | 'respiratoryRate'
  | 'oxygenSaturation'
  | 'oxygen'
  | 'temperature'
  | 'consciousness'
  | 'news2'
  | 'pain'
  | 'glucose'
  | 'weight'
  | 'height'
  | 'bmi'
  | 'headCircumference';

/** One Observation as the screens see it. */
export interface Measure {
  observationId: string;
  version: string;
  name: MeasureName;
  /** `recorded` as first written, `corrected` changed since, `entered-in-error` taken back. */
  state: 'recorded' | 'corrected' | 'entered-in-error';
  takenAt: string;
  /** In `unit`; systolic for a blood pressure, L/min for oxygen (0 in room air), total for NEWS2. */
  value: number | null;
  /** Diastolic. */
  second: number | null;
  /** UCUM. */
  unit: string | null;
  comparator: '<' | '<=' | '>=' | '>' | null;
  consciousness: Consciousness | null;
  /** In words, when the record holds nothing that can be computed with. */
  text: string | null;
  level: Interpretation;
  secondLevel: Interpretation;
  news2: { scores: News2Scores; redParameters: News2Parameter[]; risk: News2Risk; spo2Scale: 1 | 2 } | null;
  recordedBy: string | null;
  /** Last change and why, when corrected or taken back. */
  change: { by: string | null; at: string | null; text: string | null } | null;
  note: string | null;
  /** Computed from others: follows them, is never corrected itself. */
  isDerived: boolean;
  /** Recorded together with others that share this key. */
  setKey: string | null;
}

export interface VitalsSet {
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
  canWrite: boolean;
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
  comparator: '<' | '<=' | '>=' | '>' | null;
  level: Interpretation;
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
