import type { Dose } from '@keneyapp/clinical/prescribing';
import { digitsOf, parseWithDigits } from '@keneyapp/fhir-client/json';
import type { Quantity } from '@medplum/fhirtypes';
import { unitText } from './regimen-words.ts';
import { systems } from './systems.ts';

/** The number keeps the digits that were typed. @param value a decimal of JSON */
export const ucum = (value: string, code: string, unit = code): Quantity => ({
  ...(parseWithDigits(`{"value":${value}}`) as Pick<Quantity, 'value'>),
  unit,
  system: systems.ucum,
  code,
});

/** UCUM's annotations are ASCII: `{comprimé}` is `comprimé` to read and `{comprime}` as a code. */
export function quantityOf({ value, unit }: Dose): Quantity {
  const code = unit.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s/g, '_');
  return ucum(value, code, unitText(unit));
}

/** `{comprime}` was `{comprimé}`: what people read tells it; any other unit is its code. */
export function doseOf(quantity: Quantity | undefined, isPerKilogram = false): Dose | null {
  const value = quantity ? digitsOf(quantity, 'value') : null;
  if (value === null || quantity?.code === undefined) return null;
  const [code, unit] = [quantity.code, quantity.unit ?? ''].map((one) =>
    isPerKilogram ? one.replace(/\/kg$/, '') : one,
  ) as [string, string];
  const counted = `{${unit}}`;
  const isCounted = code.startsWith('{') && quantityOf({ value, unit: counted }).code === code;
  return { value, unit: isCounted ? counted : code };
}
