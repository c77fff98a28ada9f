import type { Dose, Regimen, RegimenTiming } from '../prescribing/regimen.ts';
import type { VitalSign } from '../vital-signs.ts';
import type { Weekday } from '../prescribing/regimen.ts';
import type { CivilDate } from '../age.ts';

/** Something that can be ordered, in its code system. */
export interface Candidate {
  system: string;
  code: string;
  display: string;
}

/**
 * What can be named in a line. `exact` is called so, word for word (folded, one blank between words): one of them is read,
 * several are an error. What only begins so is never read.
 */
export interface Lexicon {
  drugs: (words: string) => readonly Candidate[];
  tests: (words: string) => readonly Candidate[];
}

/** Where it stands in the line: UTF-16 places, the end is exclusive. */
export interface Span {
  start: number;
  end: number;
}

export type LineErrorCode =
  | 'ambiguous-drug'
  | 'ambiguous-kind'
  | 'ambiguous-number'
  | 'ambiguous-rhythm'
  | 'ambiguous-test'
  | 'ambiguous-time'
  | 'ambiguous-unit'
  | 'dangerous-abbreviation'
  | 'divided-dose'
  | 'impossible-number'
  | 'incomplete-pressure'
  | 'max-without-as-needed'
  | 'missing-dose'
  | 'missing-unit'
  | 'missing-value'
  | 'not-for-drugs'
  | 'not-for-tests'
  | 'nothing-named'
  | 'two-doses'
  | 'two-drugs'
  | 'two-durations'
  | 'two-rhythms'
  | 'two-routes'
  | 'two-times'
  | 'two-values'
  | 'uneven-doses'
  | 'unknown-word';

export interface LineError extends Span {
  code: LineErrorCode;
  /** What could be meant, where something is named that has several meanings. */
  candidates: readonly Candidate[];
  /** What to write instead of a dangerous abbreviation; empty when it depends on what was meant. */
  instead: string;
}

/** A part of the line that was read, by what it tells. */
export interface LineField extends Span {
  part: VitalSign | 'bloodPressure' | 'oxygen' | 'drug' | 'test' | 'dose' | 'timing' | 'route' | 'words';
}

export interface VitalsReading {
  kind: 'vitals';
  /** In the unit of `vitalDefinitions`. */
  values: Partial<Record<VitalSign, number>>;
  /** `flow` in L/min; air has none. */
  oxygen: { source: 'air' } | { source: 'oxygen'; flow: number } | null;
}

export interface DrugReading {
  kind: 'drug';
  drug: Candidate;
  /** Of the product, where a count of it was prescribed: `amlodipine 5 mg, 1 cp`. */
  strength: Dose | null;
  regimen: Regimen;
}

/** The day as it was said, for what has to be counted from the day of the order. */
export interface TestsWhen {
  day: { in: number } | { weekday: Weekday } | { date: string } | null;
  part: 'MORN' | 'NOON' | 'EVE' | 'NIGHT' | null;
  time: string | null;
}

export interface TestsReading {
  kind: 'tests';
  /** `count`: so many samples, where it was said. */
  tests: { test: Candidate; count: number | null }[];
  when: TestsWhen;
  timing: RegimenTiming | null;
  isUrgent: boolean;
  instruction: string;
}

export interface ReadLine {
  /** null as long as there is one error: half an order is none. */
  reading: VitalsReading | DrugReading | TestsReading | null;
  fields: LineField[];
  errors: LineError[];
}

export interface LineOptions {
  /** For dates without a year. */
  today: CivilDate;
}
