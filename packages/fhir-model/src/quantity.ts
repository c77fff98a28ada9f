import { printUnit } from '@keneyapp/clinical';
import { digitsOf } from '@keneyapp/fhir-client/json';
import type { Quantity, Range } from '@medplum/fhirtypes';
import type { Amount, Span } from './shapes.ts';
import { words } from './text.ts';

const ucumSystems = ['http://unitsofmeasure.org', 'urn:oid:2.16.840.1.113883.6.8'];

export function amount(quantity: Quantity | undefined): Amount | null {
  const digits = quantity ? digitsOf(quantity, 'value') : null;
  if (!quantity || digits === null || Number.isNaN(quantity.value)) return null;
  const code = ucumSystems.includes(quantity.system ?? '') ? words(quantity.code) : null;
  return {
    value: finite(quantity.value ?? 0),
    digits,
    unit:
      code === null ? (words(quantity.unit) ?? words(quantity.code)) : shownUnit(words(quantity.unit), code),
    code,
    comparator: quantity.comparator ?? null,
  };
}

/** JSON has no infinity; `1e400` is one to JavaScript. */
const finite = (value: number) => (Number.isFinite(value) ? value : Math.sign(value) * Number.MAX_VALUE);

/** The unit of an amount for comparing. */
export const unitOf = ({ unit, code }: Pick<Amount, 'unit' | 'code'>): string => code ?? unit ?? '';

/**
 * The unit as its author wrote it, unless that is the UCUM code itself (`mm[Hg]`, `{score}`): then as it is printed. Null
 * where that depends on the language (`[iU]/mL`), which the web knows.
 */
export function shownUnit(unit: string | null, code: string | null): string | null {
  if (code === null || (unit !== null && unit !== code)) return unit;
  const printed = printUnit(code);
  return printed === printUnit(code, 'en') ? printed || null : null;
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
