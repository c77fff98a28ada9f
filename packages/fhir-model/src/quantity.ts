import { printUnit } from '@keneyapp/clinical';
import type { Quantity, Range } from '@medplum/fhirtypes';
import type { Amount, Span } from './shapes.ts';
import { words } from './text.ts';

export function amount(quantity: Quantity | undefined): Amount | null {
  if (typeof quantity?.value !== 'number' || !Number.isFinite(quantity.value)) return null;
  const isUcum = quantity.system === 'http://unitsofmeasure.org';
  const code = isUcum ? words(quantity.code) : null;
  return {
    value: tidy(quantity.value),
    unit:
      code === null ? (words(quantity.unit) ?? words(quantity.code)) : shownUnit(words(quantity.unit), code),
    code,
    comparator: quantity.comparator ?? null,
  };
}

/** The unit as its author wrote it, unless that is the UCUM code itself (`mm[Hg]`, `{score}`): then as it is printed. */
export function shownUnit(unit: string | null, code: string | null): string | null {
  if (code === null || (unit !== null && unit !== code)) return unit;
  return printUnit(code) || null;
}

/**
 * A number as it can have been measured: generated records carry fifteen digits (`173.4217404631797`).
 * Up to three decimals stay as they are; beyond that four significant digits.
 */
export function tidy(value: number): number {
  if (Number.isInteger(value) || Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-9) return value;
  const rounded = Number(value.toPrecision(4));
  return Math.abs(value) >= 1000 ? Math.round(value) : rounded;
}

/** An amount that is given, not measured: every digit of it counts. */
export function exactAmount(quantity: Quantity | undefined): Amount | null {
  const read = amount(quantity);
  return read && { ...read, value: quantity?.value ?? read.value };
}

/** What is given as one amount or as a range of them; of a range with one end alone the other is open: `≥ 5 mg`. */
export function spanOf(single: Quantity | undefined, range: Range | undefined): Span | null {
  const [one, low, high] = [exactAmount(single), exactAmount(range?.low), exactAmount(range?.high)];
  if (one) return { low: one, high: null };
  if (low) return high ? { low, high } : { low: { ...low, comparator: '>=' }, high: null };
  return high && { low: { ...high, comparator: '<=' }, high: null };
}
