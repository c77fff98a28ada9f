import { Decimal } from '@keneyapp/fhir-client/json';

/** A decimal as a text of its own, for where only plain JSON may go. No text of a resource holds NUL. */
const mark = '\0decimal:';

/** A copy in which each decimal is such a text. */
export function withPlaceholders(value: unknown): unknown {
  if (value instanceof Decimal) return mark + value.text;
  if (Array.isArray(value)) return value.map(withPlaceholders);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPlaceholders(item)]));
}

/** Makes decimals of them again, in place. */
export function withDecimals(node: object): void {
  const holder = node as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    const value = holder[key];
    if (typeof value === 'string') {
      if (value.startsWith(mark)) holder[key] = new Decimal(value.slice(mark.length));
    } else if (value !== null && typeof value === 'object' && !(value instanceof Decimal))
      withDecimals(value);
  }
}
