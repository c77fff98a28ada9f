import type { Amount, Coded } from './shapes.ts';

/** When and how often, structured; `text` only when nothing structured says it. */
export interface Timing {
  frequency: number | null;
  frequencyMax: number | null;
  /** `frequency` times per `period` `periodUnit` (UCUM s, min, h, d, wk, mo, a). */
  period: number | null;
  periodMax: number | null;
  periodUnit: string | null;
  daysOfWeek: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
  /** `08:00` */
  timesOfDay: string[];
  /** FHIR EventTiming: MORN, NOON, EVE, NIGHT, AC, PC, ACM, HS, … with `offset` minutes. */
  events: string[];
  offset: number | null;
  /** Known abbreviations: BID, TID, QD, Q4H, … */
  code: string | null;
  /** Repeat at most this often in all. */
  count: number | null;
  text: string | null;
}

export interface Dosage {
  /** As written by the prescriber; the only thing there is for many records. */
  text: string | null;
  dose: { low: Amount; high: Amount | null } | null;
  rate: { low: Amount; high: Amount | null; per: Amount | null } | null;
  route: Coded | null;
  site: Coded | null;
  method: Coded | null;
  timing: Timing | null;
  asNeeded: boolean;
  asNeededFor: Coded | null;
  /** How long: a duration, or bounds. */
  duration: Amount | null;
  start: string | null;
  end: string | null;
  max: { amount: Amount; per: Amount } | null;
  additional: Coded[];
}

/** One line of treatment, whatever resource it comes from. Shown in the order of the NHS guidance: INN, brand, dose, route, timing, duration. */
export interface MedicationLine {
  id: string;
  version: string | null;
  source: 'request' | 'statement';
  /** Substance(s), international name; null when the record has only a product text: then show `name`. */
  inn: string | null;
  brand: string | null;
  /** `500 mg`, `50 mg / 12,5 mg`, as recorded. */
  strength: string | null;
  form: string | null;
  /** The whole as recorded; never empty unless the record names nothing at all. */
  name: Coded;
  status: 'active' | 'on-hold' | 'cancelled' | 'completed' | 'entered-in-error' | 'stopped' | 'draft' | 'intended' | 'not-taken' | 'unknown';
  statusReason: Coded | null;
  /** Being taken now, as far as the record says (status and end). */
  isCurrent: boolean;
  intent: string | null;
  dosages: Dosage[];
  /** Start and end of the treatment as far as known. */
  start: string | null;
  end: string | null;
  authoredOn: string | null;
  prescriber: string | null;
  reason: Coded | null;
  note: string | null;
}
