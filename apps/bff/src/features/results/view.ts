import type { ReportText } from '@keneyapp/fhir-model/report';
import type { Amount, Coded, Judgement, Range, RecordedValue } from '@keneyapp/fhir-model/shapes';

export type { Amount, Coded, Range };
export type { Trace as TraceView } from '@keneyapp/fhir-model/observation/trace';

/** One value of a test. `range` is in the unit of the series, `ranges` are as they were recorded. */
export interface Point extends Judgement {
  observationId: string;
  date: string | null;
  /** End of a period. */
  end: string | null;
  /** The date is only that of the answer. */
  isIssued: boolean;
  /** As it is shown; a number in the unit of the series. */
  shown: RecordedValue;
  /** The number, to draw and to sort by; null for a result that is none. */
  value: number | null;
  /** The true value is only known to be below or above `value`. */
  comparator: Amount['comparator'];
  /** FHIR status: final, preliminary, amended, corrected… */
  status: string;
  note: string | null;
  /** As it was recorded, where the series is in another unit. */
  recorded: Amount | null;
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
  /** After so many days a last value is shown as an old one. */
  freshForDays: number;
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
  /** A panel may be an Observation that groups others. */
  type: 'DiagnosticReport' | 'Observation';
  id: string;
  name: Coded;
  category: Coded | null;
  date: string | null;
  status: string;
  performers: string[];
  /** Its results in their order; `seriesKey` leads to the course of each. */
  results: { observationId: string; seriesKey: string }[];
  /** Results that the report names but the record does not hold; and how many it refers to without a name. */
  named: string[];
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

/** The newest value of each, in its own unit; null when none is recorded under a code that is known to be one. */
export interface RenalView {
  egfr: LastValue | null;
  creatinine: LastValue | null;
  potassium: LastValue | null;
}
export interface LastValue {
  name: Coded;
  point: Point;
  freshForDays: number;
}
