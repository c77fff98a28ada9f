import type { Dosage as FhirDosage, Quantity, Timing as FhirTiming } from '@medplum/fhirtypes';
import { coded, codedOrNull, oneOf } from './coded.ts';
import { date } from './dates.ts';
import { amount } from './quantity.ts';
import { words } from './text.ts';
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

export function readDosages(dosages: FhirDosage[] | undefined): Dosage[] {
  return (dosages ?? [])
    .toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))
    .map(readDosage)
    .filter((d) => d !== null);
}

/** null for a dosage that says nothing. */
function readDosage(dosage: FhirDosage): Dosage | null {
  const rate = dosage.doseAndRate?.find((d) => oneOf(['ordered'], d.type)) ?? dosage.doseAndRate?.[0];
  const bounds = dosage.timing?.repeat;
  const [single, low, high] = [
    doseAmount(rate?.doseQuantity),
    doseAmount(rate?.doseRange?.low),
    doseAmount(rate?.doseRange?.high),
  ];
  const read: Dosage = {
    text: words(dosage.text) ?? words(dosage.patientInstruction),
    dose: doseOf(single ?? low ?? high, single === null && low !== null ? high : null),
    rate: rateOf(rate),
    route: codedOrNull(dosage.route),
    site: codedOrNull(dosage.site),
    method: codedOrNull(dosage.method),
    timing: readTiming(dosage.timing),
    asNeeded: dosage.asNeededBoolean ?? dosage.asNeededCodeableConcept !== undefined,
    asNeededFor: codedOrNull(dosage.asNeededCodeableConcept),
    duration:
      amount(bounds?.boundsDuration) ?? amount(bounds?.boundsRange?.high) ?? amount(bounds?.boundsRange?.low),
    start: date(bounds?.boundsPeriod?.start),
    end: date(bounds?.boundsPeriod?.end),
    max: maxOf(dosage.maxDosePerPeriod),
    additional: (dosage.additionalInstruction ?? []).flatMap((a) => codedOrNull(a) ?? []),
  };
  const isEmpty =
    !read.text &&
    !read.dose &&
    !read.rate &&
    !read.route &&
    !read.timing &&
    !read.asNeeded &&
    !read.duration &&
    !read.start &&
    !read.end &&
    read.additional.length === 0;
  return isEmpty ? null : read;
}

/** Of a dose the annotation is the unit: `{tablet}` is a tablet, nothing to leave out. */
function doseAmount(quantity: Quantity | undefined): Amount | null {
  const dose = amount(quantity);
  return dose && { ...dose, unit: dose.unit ?? /^\{(.+)\}$/.exec(dose.code ?? '')?.[1] ?? null };
}

const doseOf = (low: Amount | null, high: Amount | null): Dosage['dose'] =>
  low === null ? null : { low, high };

function rateOf(rate: NonNullable<FhirDosage['doseAndRate']>[number] | undefined): Dosage['rate'] {
  const [quantity, low, high, above] = [
    amount(rate?.rateQuantity),
    amount(rate?.rateRange?.low),
    amount(rate?.rateRange?.high),
    amount(rate?.rateRatio?.numerator),
  ];
  if (above !== null) return { low: above, high: null, per: amount(rate?.rateRatio?.denominator) };
  if (quantity !== null) return { low: quantity, high: null, per: null };
  return (low ?? high) ? { low: (low ?? high) as Amount, high: low ? high : null, per: null } : null;
}

function maxOf(ratio: FhirDosage['maxDosePerPeriod']): Dosage['max'] {
  const [above, below] = [amount(ratio?.numerator), amount(ratio?.denominator)];
  return above && below ? { amount: above, per: below } : null;
}

function readTiming(timing: FhirTiming | undefined): Timing | null {
  if (!timing) return null;
  const { repeat } = timing;
  const code = timing.code?.coding?.find((c) => c.code !== undefined)?.code ?? null;
  const read: Timing = {
    frequency: repeat?.frequency ?? (repeat?.period !== undefined ? 1 : null),
    frequencyMax: repeat?.frequencyMax ?? null,
    period: repeat?.period ?? null,
    periodMax: repeat?.periodMax ?? null,
    periodUnit: repeat?.periodUnit ?? null,
    daysOfWeek: (repeat?.dayOfWeek ?? []).flatMap(
      (d) => oneOf(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], d) ?? [],
    ),
    timesOfDay: (repeat?.timeOfDay ?? []).map((t) => t.slice(0, 5)),
    events: repeat?.when ?? [],
    offset: repeat?.offset ?? null,
    code,
    count: repeat?.count ?? null,
    text: words(timing.code?.text) ?? (code === null ? coded(timing.code).text : null),
  };
  const isEmpty =
    read.frequency === null &&
    read.period === null &&
    read.daysOfWeek.length + read.timesOfDay.length + read.events.length === 0 &&
    !read.code &&
    read.count === null &&
    !read.text;
  return isEmpty ? null : read;
}
