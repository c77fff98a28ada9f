import type { Age as FhirAge, Duration, Period, Quantity, Range } from '@medplum/fhirtypes';
import { dayOf } from './hospital-days.ts';
import { tidy } from './quantity.ts';
import type { When } from './shapes.ts';
import { words } from './text.ts';

export function whenOf(value: {
  dateTime?: string | undefined;
  period?: Period | undefined;
  age?: FhirAge | Duration | undefined;
  range?: Range | undefined;
  text?: string | undefined;
}): When | null {
  const { dateTime, period, age, range, text } = value;
  const years = (q: Quantity | undefined) => (typeof q?.value === 'number' ? tidy(q.value) : null);
  const low = years(age) ?? years(range?.low) ?? years(range?.high);
  const when: When = {
    start: date(dateTime) ?? date(period?.start),
    end: date(period?.end),
    age:
      low === null
        ? null
        : {
            low,
            high: age ? null : years(range?.high),
            unit: (age ?? range?.low ?? range?.high)?.code ?? 'a',
          },
    text: words(text),
  };
  return (when.start ?? when.end ?? when.age ?? when.text) ? when : null;
}

/** A FHIR date or dateTime of any precision, or null for what is none. */
export function date(text: string | undefined): string | null {
  return text !== undefined &&
    /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/.test(text)
    ? text
    : null;
}

/**
 * An instant that can be computed with. FHIR allows a leap second, which JavaScript has not, and servers keep years that no
 * database takes.
 */
export function isInstant(text: string | undefined): text is string {
  const at = new Date(date(text) ?? '');
  return !Number.isNaN(at.getTime()) && at.getUTCFullYear() >= 1900 && at.getUTCFullYear() < 3000;
}

/** Milliseconds for ordering: the beginning of what a partial date covers; `-Infinity` without a date, so unknown sorts last when latest comes first. */
export function epochMs(text: string | null): number {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}

export const latestFirst =
  <T>(dateOf: (row: T) => string | null) =>
  (a: T, b: T): number => {
    const [x, y] = [epochMs(dateOf(a)), epochMs(dateOf(b))];
    return x === y ? 0 : y - x;
  };

/** True when the whole of `text` is before `now`: a date that is only a day, month or year is over when that has ended. */
export function isOver(text: string | null, now: Date): boolean {
  if (text === null) return false;
  if (text.length > 10) return epochMs(text) < now.getTime();
  return text < dayOf(now).slice(0, text.length);
}
