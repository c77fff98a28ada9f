import type { Dosage } from '@keneyapp/fhir-model/dosage';
import type { Amount } from '@keneyapp/fhir-model/shapes';
import type { Timing } from '@keneyapp/fhir-model/timing';
import type { Drug, Strength } from './drug.ts';

/** Milligrams in one of these. */
const masses: Record<string, number> = {
  kg: 1_000_000,
  g: 1_000,
  mg: 1,
  ug: 0.001,
  µg: 0.001,
  mcg: 0.001,
  // the Greek letter, as other systems write it
  μg: 0.001,
  ng: 0.000001,
};

const unitIn = ({ unit, code }: Pick<Amount, 'unit' | 'code'>): string => code ?? unit ?? '';

/** Milligrams; null for what is no mass. */
export function milligrams({ value, unit }: Strength): number | null {
  const factor = masses[unit];
  return factor === undefined ? null : value * factor;
}

/** What can be counted out: tablets, sachets, ampoules. A drop or a puff says nothing of a strength per tablet. */
const counted = /^\{?(comprim[ée]|g[ée]lule|capsule|sachet|ampoule|suppositoire|unit[ée]?|tablet|capsule)s?/i;

/** Why an amount is not known. */
export type Unknown =
  'no-dose' | 'no-rhythm' | 'several-substances' | 'no-strength' | 'no-weight' | 'other-unit';
export type Known<T> = { known: T } | { unknown: Unknown };

export const isKnown = <T>(one: Known<T>): one is { known: T } => 'known' in one;

/** With meals, before them, after them: any of them (https://hl7.org/fhir/R4/valueset-event-timing.html). */
const eachMeal: readonly string[] = ['C', 'AC', 'PC'];
const mealsADay = 3;

/** How often it is taken on a day on which it is taken; null when nothing says so. */
export function takesADay(timing: Timing | null): number | null {
  if (!timing) return null;
  const { frequency, frequencyMax, period, periodUnit, timesOfDay, events, count } = timing;
  if (timesOfDay.length > 0) return timesOfDay.length;
  const atMeals = events.filter((one) => eachMeal.includes(one)).length;
  // before meals is three times, unless how often is said: once a day before a meal is once
  if (events.length > 0 && (atMeals === 0 || period === null))
    return events.length - atMeals + atMeals * mealsADay;
  if (period !== null && periodUnit !== null) {
    const often = frequencyMax ?? frequency ?? 1;
    if (periodUnit === 'min') return (often * 1_440) / period;
    if (periodUnit === 'h') return Math.max(1, (often * 24) / period);
    return periodUnit === 'd' && period <= 1
      ? often / period
      : Math.max(1, Math.ceil(often / daysIn(period, periodUnit)));
  }
  if (timing.daysOfWeek.length > 0 || count === 1) return 1;
  return null;
}

const daysIn = (period: number, unit: string): number =>
  period * ({ d: 1, wk: 7, mo: 30, a: 365 }[unit] ?? 1);

/** On how many days of a week it is taken, at most; null when nothing says so. */
export function daysAWeek(timing: Timing | null): number | null {
  if (!timing) return null;
  const { frequency, frequencyMax, period, periodUnit, daysOfWeek, count, events, timesOfDay } = timing;
  if (daysOfWeek.length > 0) return daysOfWeek.length;
  if (count === 1) return 1;
  if (period !== null && periodUnit !== null) {
    if (periodUnit === 'min') return 7;
    // seven times in 168 hours is daily
    const days = periodUnit === 'h' ? period / 24 : daysIn(period, periodUnit);
    return Math.min(7, ((frequencyMax ?? frequency ?? 1) * 7) / days);
  }
  return events.length > 0 || timesOfDay.length > 0 ? 7 : null;
}

const substanceIn = ({ substances }: Drug, names: readonly string[]): Strength | null =>
  substances.find(({ key, base, strength }) => strength && (names.includes(key) || names.includes(base)))
    ?.strength ?? null;

/** One amount of a drug in milligrams (or international units) of a substance. */
function amountOf(
  amount: Amount | null,
  drug: Drug,
  names: readonly string[],
  weightKg: number | null,
): Known<Strength> {
  if (!amount) return { unknown: 'no-dose' };
  const written = unitIn(amount);
  const isPerKilogram = /\/kg\b/.test(written);
  const unit = written.replace(/\/kg\b.*/, '');
  if (isPerKilogram && weightKg === null) return { unknown: 'no-weight' };
  const value = amount.value * (isPerKilogram ? (weightKg ?? 0) : 1);
  const mass = milligrams({ value, unit });
  // 500 mg of a combination say nothing of either substance
  if (mass !== null && new Set(drug.substances.map(({ base }) => base)).size > 1)
    return { unknown: 'several-substances' };
  if (mass !== null) return { known: { value: mass, unit: 'mg' } };
  if (unit === '[iU]' || unit === 'UI') return { known: { value, unit: '[iU]' } };
  if (!counted.test(unit)) return { unknown: 'other-unit' };
  const strength = substanceIn(drug, names);
  if (!strength) return { unknown: 'no-strength' };
  const each = milligrams(strength);
  return {
    known:
      each === null
        ? { value: value * strength.value, unit: strength.unit }
        : { value: value * each, unit: 'mg' },
  };
}

/** What one dosage may give at a time: the ends of a range, each dose of a scale, both where both are written. Null: it is not said. */
export function amountsOf({ dose, scale }: Pick<Dosage, 'dose' | 'scale'>): (Amount | null)[] {
  return [
    ...(dose ? [dose.low, dose.high].filter((one) => one !== null) : []),
    ...(scale?.bands ?? []).flatMap(({ dose: ofBand }) =>
      ofBand === 'none'
        ? []
        : [
            ofBand && {
              value: Number(ofBand.value),
              digits: ofBand.value,
              unit: ofBand.unit,
              code: ofBand.unit,
              comparator: null,
            },
          ],
    ),
  ];
}

/** The largest of them. */
function mostOf(dosage: Dosage, drug: Drug, names: readonly string[], weightKg: number | null) {
  return largest(amountsOf(dosage).map((one) => amountOf(one, drug, names, weightKg)));
}

/** The largest amount that is taken at a time. */
export function mostAtOnce(drug: Drug, names: readonly string[], weightKg: number | null): Known<Strength> {
  return largest(drug.dosages.map((dosage) => mostOf(dosage, drug, names, weightKg)));
}

/** How much of a substance a drug makes in a day, at most: its steps one after another, what goes together added. */
export function mostADay(drug: Drug, names: readonly string[], weightKg: number | null): Known<Strength> {
  if (drug.dosages.length === 0) return { unknown: 'no-dose' };
  const steps = new Map<number, Known<Strength>[]>();
  for (const dosage of drug.dosages) {
    const step = dosage.sequence ?? 0;
    steps.set(step, [...(steps.get(step) ?? []), dayOf(dosage, drug, names, weightKg)]);
  }
  return largest([...steps.values()].map(added));
}

function dayOf(
  dosage: Dosage,
  drug: Drug,
  names: readonly string[],
  weightKg: number | null,
): Known<Strength> {
  const { max } = dosage;
  const one = mostOf(dosage, drug, names, weightKg);
  // a limit of 24 h holds for what is taken as needed; of one that is below a dose, the dose is given
  if (dosage.asNeeded && max && isOfADay(max.per)) {
    const limit = amountOf(max.amount, drug, names, weightKg);
    return isKnown(one) ? largest([limit, one]) : limit;
  }
  if (!isKnown(one)) return one;
  const times = takesADay(dosage.timing);
  return times === null
    ? { unknown: 'no-rhythm' }
    : { known: { ...one.known, value: one.known.value * times } };
}

const isOfADay = (per: Amount | null): boolean =>
  (per?.value === 24 && unitIn(per) === 'h') || (per?.value === 1 && unitIn(per) === 'd');

export function added(parts: readonly Known<Strength>[]): Known<Strength> {
  return parts.reduce((sum, one) => {
    if (!isKnown(sum)) return sum;
    if (!isKnown(one)) return one;
    return sum.known.unit === one.known.unit
      ? { known: { unit: sum.known.unit, value: sum.known.value + one.known.value } }
      : { unknown: 'other-unit' };
  });
}

/** What is not known leaves the whole unknown: the largest may be the one nobody can read. */
function largest(all: readonly Known<Strength>[]): Known<Strength> {
  const unknown = all.find((one) => !isKnown(one));
  if (unknown || all.length === 0) return unknown ?? { unknown: 'no-dose' };
  const values = all.flatMap((one) => (isKnown(one) ? [one.known] : []));
  if (values.some(({ unit }) => unit !== values[0]?.unit)) return { unknown: 'other-unit' };
  return { known: values.reduce((a, b) => (b.value > a.value ? b : a)) };
}
