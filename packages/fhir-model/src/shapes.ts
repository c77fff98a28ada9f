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

/** A number with its unit as people write it (`unit`) and in UCUM (`code`, null when not coded). */
export interface Amount {
  value: number;
  unit: string | null;
  code: string | null;
  comparator: '<' | '<=' | '>=' | '>' | null;
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
