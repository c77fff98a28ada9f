/**
 * How a drug is to be taken, as a person states it: what the typed line is read into, what the form of a prescription
 * holds and what the checks judge. FHIR's `Dosage` is written from it (https://hl7.org/fhir/R4/dosage.html).
 */

/** An amount with its unit; the number as it was typed, with a point (`0.5`), so that no digit is made or lost. */
export interface Dose {
  value: string;
  /** UCUM (`mg`, `ug`, `[iU]`, `mL`), or what is counted in braces: `{comprimé}`, `{goutte}`, `{bouffée}`. */
  unit: string;
}

/** Digits of something: neither zero, nor below it, nor what is no plain number. */
export const isAmount = (value: string): boolean => /^\d+(\.\d+)?$/.test(value) && Number(value) > 0;

/** Routes that can be prescribed; the words of a reader's language and FHIR's codes stand in one table each. */
export const regimenRoutes = [
  'oral',
  'sublingual',
  'buccal',
  'intravenous',
  'intramuscular',
  'subcutaneous',
  'intradermal',
  'intrathecal',
  'inhalation',
  'nasal',
  'ocular',
  'auricular',
  'cutaneous',
  'transdermal',
  'rectal',
  'vaginal',
  'enteral-tube',
] as const;
export type RegimenRoute = (typeof regimenRoutes)[number];

/** UCUM's units of time. */
export type TimeUnit = 'min' | 'h' | 'd' | 'wk' | 'mo';

/** FHIR's EventTiming, as far as prescriptions use it (https://hl7.org/fhir/R4/valueset-event-timing.html). */
export const mealTimes = ['MORN', 'NOON', 'EVE', 'NIGHT', 'HS', 'AC', 'PC', 'ACM', 'ACD', 'ACV'] as const;
export type MealTime = (typeof mealTimes)[number];

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** When it is taken. At least one of `times`, `every`, `at`, `clock` or `once` says something; else the timing is missing. */
export interface RegimenTiming {
  /** So many times per `per`: `3` a day. */
  times?: { count: number; countMax?: number; per: { value: number; unit: TimeUnit } };
  /** Every so long: every 6 hours. */
  every?: { value: number; valueMax?: number; unit: TimeUnit };
  /** At these moments of the day. */
  at?: MealTime[];
  /** At these times of the day: `08:00`. */
  clock?: string[];
  /** On these days of the week only. */
  days?: Weekday[];
  /** One single time. */
  once?: true;
}

/** What `as needed` has to say before it can be signed: for what, how far apart, how much at most in 24 h. */
export interface AsNeeded {
  /** `douleur`, `EVA > 4`; empty when it was not said. */
  condition: string;
  /** The shortest time between two doses. */
  interval: { value: number; unit: 'min' | 'h' } | null;
  maxPerDay: Dose | null;
}

/**
 * A dose that depends on what is measured before it is given: rapid insulin by capillary glucose. Bands are half-open and lie
 * end to end, so that each value that can be measured has one dose and no value has two.
 */
export interface DoseScale {
  measure: ScaleMeasure;
  /** In what the thresholds are written: it is chosen, and nothing is ever converted. Null when it was not said. */
  unit: ScaleUnit | null;
  /** In ascending order; the first is open downwards, the last upwards. */
  bands: ScaleBand[];
}

export interface ScaleBand {
  /** This value belongs to it; null: there is no lower end. As it was typed, as doses are. */
  from: string | null;
  /** This value belongs to the next one; null: there is no upper end. */
  below: string | null;
  /** `none`: nothing is given. Null when it was not said. */
  dose: Dose | 'none' | null;
  /** `resucrer`, `appeler le médecin`; empty when nothing. */
  instruction: string;
}

export const scaleMeasures = ['capillary-glucose'] as const;
export type ScaleMeasure = (typeof scaleMeasures)[number];

/** Both are in use in France: meters show g/L, some laboratories and hospitals mmol/L. */
export const scaleUnits = ['g/L', 'mmol/L'] as const;
export type ScaleUnit = (typeof scaleUnits)[number];

/** One step: a dose, a way, a rhythm, so long. A taper or a titration is several in a row. */
export interface RegimenStep {
  /** null when it was not said, and where the dose follows a scale. */
  dose: Dose | null;
  /** The dose by what is measured each time; then nothing else says how much. */
  scale?: DoseScale;
  /** The upper end where a range was prescribed: `1 à 2 comprimés`. */
  doseMax: Dose | null;
  /** Per kilogram of body weight: the dose is `value` of `dose` × kg. */
  isPerKilogram: boolean;
  /** How fast an infusion runs: `100 mL` per `1 h`. */
  rate: { amount: Dose; per: { value: number; unit: 'min' | 'h' | 'd' } } | null;
  /** How long one administration takes. */
  over: { value: number; unit: 'min' | 'h' } | null;
  timing: RegimenTiming | null;
  duration: { value: number; unit: TimeUnit } | null;
}

export interface Regimen {
  route: RegimenRoute | null;
  /** In order; never empty. */
  steps: RegimenStep[];
  asNeeded: AsNeeded | null;
  /** What goes into the bag with it: `KCl 2 g`. */
  additives: { text: string; dose: Dose | null }[];
  /** What the patient or the nurse is told besides; empty when nothing. */
  instruction: string;
}

export const emptyStep: RegimenStep = {
  dose: null,
  doseMax: null,
  isPerKilogram: false,
  rate: null,
  over: null,
  timing: null,
  duration: null,
};
export const emptyRegimen: Regimen = {
  route: null,
  steps: [emptyStep],
  asNeeded: null,
  additives: [],
  instruction: '',
};
