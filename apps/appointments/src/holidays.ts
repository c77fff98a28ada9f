// The package ships no types and a declaration of a foreign module cannot be imported: every program that reads this file must find it.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./jours-feries.d.ts" />
import holidaysOf from '@socialgouv/jours-feries';

/** Whose holidays: those of the whole country, or Good Friday and 26 December too. */
export type HolidayZone = 'metropole' | 'alsace-moselle';

const sixHours = 6 * 3_600_000;
const two = (n: number) => String(n).padStart(2, '0');

/** French public holidays between two instants, as `YYYY-MM-DD`, with those of the whole first and last year. */
export function holidays(zone: HolidayZone, from: Date, until: Date): string[] {
  const days: string[] = [];
  for (let year = from.getFullYear(); year <= until.getFullYear(); year += 1)
    for (const midnight of Object.values(holidaysOf(year, { alsace: zone === 'alsace-moselle' }))) {
      // days are added as 24 hours each: over a clock change it is no longer midnight
      const day = new Date(midnight.getTime() + sixHours);
      days.push(`${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`);
    }
  return days;
}
