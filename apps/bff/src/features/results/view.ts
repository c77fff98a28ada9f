import type { ReportText } from '@keneyapp/fhir-model/report';
import type { Amount, Coded } from '@keneyapp/fhir-model/shapes';

export type { Amount, Coded };
export type Level = 'critical' | 'abnormal' | 'normal' | 'unknown';
export type Direction = 'high' | 'low' | null;

/** Normal range, and the limits beyond which the laboratory calls; in the unit of the series. */
export interface Range {
  low: number | null;
  high: number | null;
  criticalLow: number | null;
  criticalHigh: number | null;
  text: string | null;
}

export interface Point {
  observationId: string;
  date: string | null;
  /** In the unit of the series; null for a result in words. */
  value: number | null;
  /** The true value is only known to be below or above `value`. */
  comparator: Amount['comparator'];
  text: string | null;
  range: Range | null;
  level: Level;
  direction: Direction;
  /** FHIR status: final, preliminary, amended, corrected… */
  status: string;
  note: string | null;
  /** As it was recorded, where the series is in another unit. */
  recorded: { value: number; unit: string | null; code: string | null } | null;
}

/** Every result of one test in one unit. Two units of a test are converted, or stay two series: never mixed. */
export interface Series {
  /** `<code>` or `<code>~<unit>`: names the series in the address. */
  key: string;
  name: Coded;
  unit: string | null;
  unitCode: string | null;
  category: Category;
  /** Panel the test mostly comes in; null outside panels. */
  panel: Coded | null;
  /** Newest first. */
  points: Point[];
}

export const categories = [
  'laboratory',
  'exam',
  'imaging',
  'procedure',
  'survey',
  'social-history',
  'activity',
  'therapy',
  'other',
] as const;
export type Category = (typeof categories)[number];

/** A report: the panel as it was sent, with what its author concluded. */
export interface Report extends ReportText {
  id: string;
  name: Coded;
  category: Coded | null;
  date: string | null;
  status: string;
  performers: string[];
  /** Its results in their order; `seriesKey` leads to the course of each. */
  results: { observationId: string; seriesKey: string }[];
  /** Results that the report names but the record does not hold. */
  missing: number;
}

export interface ResultsView {
  /** By name of the panel, then of the test. */
  series: Series[];
  /** Newest first. */
  reports: Report[];
  /** The server holds more than one answer gives: the oldest are not here. */
  truncated: boolean;
}
