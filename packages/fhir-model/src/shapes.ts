import type { Consciousness } from '@keneyapp/clinical';

/**
 * Small shapes that the views of several features share. Plain JSON: codes and ISO dates as recorded; the web
 * formats dates, numbers, units and languages, and translates codes it knows.
 */

export interface Code {
  system: string;
  code: string;
}

/** What was recorded, in the words it was recorded with; `text` is null when there are only codes nobody named. */
export interface Coded {
  text: string | null;
  codes: Code[];
}

/**
 * A number with its unit as people write it (`unit`) and in UCUM (`code`, null when not coded). `value` is for
 * calculating, `digits` is what was written (`1.00`, `12345678901234567890.123`) and what is shown.
 */
export interface Amount {
  value: number;
  digits: string;
  unit: string | null;
  code: string | null;
  comparator: '<' | '<=' | '>=' | '>' | null;
}

/** One amount, or from `low` to `high`; a range with one end alone is an amount with a comparator. */
export interface Span {
  low: Amount;
  high: Amount | null;
}

/** A value of the record in whatever form it has; the web words it, in one place, in the language of the reader. */
export type RecordedValue =
  | { kind: 'quantity'; amount: Amount }
  | { kind: 'integer'; value: number }
  | { kind: 'coded'; coded: Coded }
  /** Line breaks and indents as written: a culture is a table. */
  | { kind: 'text'; text: string }
  | { kind: 'boolean'; value: boolean }
  /** Either end may be open. */
  | { kind: 'range'; low: Amount | null; high: Amount | null }
  | { kind: 'ratio'; numerator: Amount | null; denominator: Amount | null }
  | { kind: 'sampled'; sampled: SampledData }
  | { kind: 'dateTime'; at: string }
  /** `07:30:00`. */
  | { kind: 'time'; at: string }
  | { kind: 'period'; start: string | null; end: string | null }
  | { kind: 'pressure'; systolic: Amount | null; diastolic: Amount | null }
  | { kind: 'consciousness'; level: Consciousness }
  | { kind: 'roomAir' }
  /** No value, and why as far as it was said. */
  | { kind: 'absent'; reason: Coded | null };

/** A series of samples (an ECG): what it is made of, and its beginning as written. */
export interface SampledData {
  /** Samples; those that are errors (`E`) and those beyond the limits of the device (`L`, `U`) are counted apart. */
  count: number;
  errors: number;
  below: number;
  above: number;
  dimensions: number;
  /** Milliseconds between two samples, as written. */
  period: string | null;
  /** Of the samples, in `unit`, with factor and origin applied. */
  least: number | null;
  most: number | null;
  unit: string | null;
  code: string | null;
  lowerLimit: string | null;
  upperLimit: string | null;
  start: string;
}

/** The four clinical states of the house, with the direction where there is one. */
export type Level = 'critical' | 'abnormal' | 'normal' | 'unknown';
export type Direction = 'high' | 'low' | null;

/** The limits a value was judged by, in the unit of the value. */
export interface Range {
  low: number | null;
  high: number | null;
  criticalLow: number | null;
  criticalHigh: number | null;
  /** Low and high as they are written. */
  digits: { low: string | null; high: string | null };
  text: string | null;
}

/** A range as it was recorded, with whom and what it is meant for. */
export interface RecordedRange {
  low: Amount | null;
  high: Amount | null;
  text: string | null;
  sex: 'male' | 'female' | null;
  age: { low: Amount | null; high: Amount | null } | null;
  /** Other qualifiers (pregnancy, origin) and what the range means when it is not simply the normal one. */
  appliesTo: Coded[];
  meaning: Coded | null;
}

/** Why nothing is said about a value: why the ranges that came with it do not fit, or that it is `impossible` at this age. */
export type NotJudged =
  | 'sex'
  | 'age'
  | 'population'
  | 'meaning'
  | 'unit'
  | 'several'
  | 'text'
  | 'comparator'
  | 'value'
  | 'impossible';

/** What is said about a value: by its author (`said`), by the range that fits, or by the ranges of its age. */
export interface Judgement {
  level: Level;
  direction: Direction;
  range: Range | null;
  /** All ranges that came with it. */
  ranges: RecordedRange[];
  notJudged: NotJudged | null;
  /** Interpretations in words or codes that are no level. */
  said: Coded[];
}

/**
 * Onset, abatement or occurrence in whatever form it was recorded. Dates are FHIR dates of any precision
 * (`2019`, `2019-03`, `2019-03-04`, `2019-03-04T10:00:00+01:00`); ages are UCUM (`a`, `mo`, `wk`, `d`).
 */
export interface When {
  start: string | null;
  end: string | null;
  age: { low: number; high: number | null; unit: string } | null;
  text: string | null;
}

/** An age as it is said (the rule is `age` of @keneyapp/clinical): days, weeks, months, then years. */
export interface Age {
  value: number;
  unit: 'day' | 'week' | 'month' | 'year';
  /** Said with "about": of a birth or a death only the year or the month is known. */
  isAbout?: true;
}

/** A part of a page: `failed` when the server could not answer for this part alone. `total` counts all of it, shown or not; null when unknown. */
export interface Section<T> {
  items: T[];
  total: number | null;
  failed: boolean;
}
