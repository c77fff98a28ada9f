import type { DoseScale } from '@keneyapp/clinical/prescribing';
import type { Dosage as FhirDosage, DosageDoseAndRate, Quantity, Ratio } from '@medplum/fhirtypes';
import { codedOrNull, oneOf } from './coded.ts';
import { date } from './dates.ts';
import { isMostOfScale, readScale } from './dose-scale.ts';
import { exactAmount, spanOf } from './quantity.ts';
import type { Amount, Coded, Span } from './shapes.ts';
import { lines } from './text.ts';
import { readTiming, type Timing } from './timing.ts';
import { readRoute, type Route } from './route.ts';

/** How fast: `100 mL/h`, `5 – 10 mL/h`, `50 mL` per `30 min`. */
interface Rate extends Span {
  per: Amount | null;
}

/** What is given at a time; `kind` as recorded: ordered, calculated. */
interface Given {
  kind: Coded | null;
  dose: Span | null;
  rate: Rate | null;
}

/** At most `amount`, in `per` where the limit is one of a period. */
interface Most {
  amount: Amount;
  per: Amount | null;
}

export interface Dosage {
  /** Steps with a higher number follow, those with the same go together; null when nothing says so. */
  sequence: number | null;
  /** As written by the prescriber, with its lines; the only thing there is for many records. */
  text: string | null;
  /** What the patient was told. */
  patientInstruction: string | null;
  dose: Span | null;
  /** The dose by what is measured each time. */
  scale: DoseScale | null;
  rate: Rate | null;
  /** What kind of dose this is, where it was not simply ordered: calculated. */
  kind: Coded | null;
  /** Further doses and rates of the same dosage: what was calculated beside what was ordered. */
  others: Given[];
  route: Route | null;
  site: Coded | null;
  method: Coded | null;
  timing: Timing | null;
  asNeeded: boolean;
  asNeededFor: Coded | null;
  /** How long: a duration, or bounds. */
  duration: Span | null;
  start: string | null;
  end: string | null;
  max: Most | null;
  maxPerAdministration: Amount | null;
  maxPerLifetime: Amount | null;
  additional: Coded[];
}

/** In the order of their steps; a dosage that says nothing is left out. */
export function readDosages(dosages: FhirDosage[] | undefined): Dosage[] {
  return (dosages ?? [])
    .toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))
    .map(readDosage)
    .filter((d) => !isEmpty(d));
}

function readDosage(dosage: FhirDosage): Dosage {
  const all = dosage.doseAndRate ?? [];
  const main = all.find((d) => oneOf(['ordered'], d.type)) ?? all[0];
  const bounds = dosage.timing?.repeat;
  const { scale, others: instructions } = readScale(dosage);
  const mostAtOnce = dosage.maxDosePerAdministration;
  return {
    sequence: dosage.sequence ?? null,
    text: lines(dosage.text),
    patientInstruction: lines(dosage.patientInstruction),
    dose: doseOf(main),
    scale,
    rate: rateOf(main),
    kind: oneOf(['ordered'], main?.type) ? null : codedOrNull(main?.type),
    others: all
      .filter((d) => d !== main)
      .map((d) => ({ kind: codedOrNull(d.type), dose: doseOf(d), rate: rateOf(d) }))
      .filter(({ dose, rate }) => dose ?? rate),
    route: readRoute(dosage.route),
    site: codedOrNull(dosage.site),
    method: codedOrNull(dosage.method),
    timing: readTiming(dosage.timing),
    asNeeded: dosage.asNeededBoolean ?? dosage.asNeededCodeableConcept !== undefined,
    asNeededFor: codedOrNull(dosage.asNeededCodeableConcept),
    duration: spanOf(bounds?.boundsDuration, bounds?.boundsRange),
    start: date(bounds?.boundsPeriod?.start),
    end: date(bounds?.boundsPeriod?.end),
    max: maxOf(dosage.maxDosePerPeriod),
    // of a scale it is the highest dose, which the scale says
    maxPerAdministration: scale && isMostOfScale(scale, mostAtOnce) ? null : counted(exactAmount(mostAtOnce)),
    maxPerLifetime: counted(exactAmount(dosage.maxDosePerLifetime)),
    additional: instructions.flatMap((a) => codedOrNull(a) ?? []),
  };
}

function isEmpty({ sequence: _sequence, ...said }: Dosage): boolean {
  return Object.values(said).every(
    (value) => value === null || value === false || (Array.isArray(value) && value.length === 0),
  );
}

/** Of a dose the annotation is the unit: `{tablet}` is a tablet, nothing to leave out. */
const counted = <A extends Amount | null>(amount: A): A =>
  amount && { ...amount, unit: amount.unit ?? /^\{(.+)\}$/.exec(amount.code ?? '')?.[1] ?? null };

function doseOf(given: DosageDoseAndRate | undefined): Span | null {
  const dose = spanOf(given?.doseQuantity as Quantity | undefined, given?.doseRange);
  return dose && { low: counted(dose.low), high: counted(dose.high) };
}

export function rateOf(
  given: Pick<DosageDoseAndRate, 'rateRatio' | 'rateQuantity' | 'rateRange'> | undefined,
): Rate | null {
  const above = exactAmount(given?.rateRatio?.numerator);
  if (above) return { low: above, high: null, per: exactAmount(given?.rateRatio?.denominator) };
  const rate = spanOf(given?.rateQuantity as Quantity | undefined, given?.rateRange);
  return rate && { ...rate, per: null };
}

function maxOf(ratio: Ratio | undefined): Most | null {
  const amount = counted(exactAmount(ratio?.numerator));
  return amount && { amount, per: exactAmount(ratio?.denominator) };
}
