import type {
  Consciousness,
  Interpretation,
  News2Parameter,
  News2Risk,
  News2Scores,
} from '@keneyapp/clinical';
import type { Amount, Coded, Direction, Level, NotJudged, RecordedValue } from './shapes.ts';
import type { MeasureName } from './vital-codes.ts';

/** `critical` and `abnormal` where nobody said to which side. */
export type MeasureLevel = Interpretation | 'critical' | 'abnormal';

/** A number in the unit of the house, with the digits it is shown by. */
export interface Shown {
  value: number;
  digits: string;
  comparator: Amount['comparator'];
}
/** What was recorded with a measure and is no number of it: words, other units, other components, a missing half. */
export interface Part {
  /** Null for the value of the measure itself. */
  name: Coded | null;
  value: RecordedValue;
  level: Level;
  direction: Direction;
}

/** One Observation of a vital sign as every page reads it. */
export interface Measure {
  observationId: string;
  version: string;
  name: MeasureName;
  /** As it was recorded; the row of an `other` measure. */
  label: Coded;
  /** Names the row: of a listed measure its name. */
  row: string;
  /** `recorded` as first written, `corrected` changed since, `entered-in-error` taken back. */
  state: 'recorded' | 'corrected' | 'entered-in-error';
  /** Empty when nobody wrote when. */
  takenAt: string;
  /** End of a period. */
  until: string | null;
  /** In `unit`; systolic for a blood pressure, L/min for oxygen (0 in room air), total for NEWS2. */
  value: number | null;
  digits: string | null;
  comparator: Amount['comparator'];
  /** Diastolic. */
  second: number | null;
  secondDigits: string | null;
  secondComparator: Amount['comparator'];
  /** UCUM. */
  unit: string | null;
  /** As it was recorded, where that was another unit. */
  recorded: Amount | null;
  consciousness: Consciousness | null;
  parts: Part[];
  /** Of the first number, or of what stands for it; and of the second. */
  level: MeasureLevel;
  secondLevel: MeasureLevel;
  /** The worst of all of it. */
  worst: { level: Level; direction: Direction };
  notJudged: NotJudged | null;
  said: Coded[];
  news2: { scores: News2Scores; redParameters: News2Parameter[]; risk: News2Risk; spo2Scale: 1 | 2 } | null;
  recordedBy: string | null;
  /** Last change and why, when corrected or taken back. */
  change: { by: string | null; at: string | null; text: string | null } | null;
  note: string | null;
  /** Computed from others: follows them, is never corrected itself. */
  isDerived: boolean;
  /** False where a correction could not say all that is recorded. */
  isCorrectable: boolean;
  /** Recorded together with others that share this key. */
  setKey: string | null;
}
