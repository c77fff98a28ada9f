// The package ships no types and a declaration of a foreign module cannot be imported: every program that reads this file must find it.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./jours-feries.d.ts" />
import holidaysOf from '@socialgouv/jours-feries';

/** Whose holidays: those of the whole country, or Good Friday and 26 December too. */
export type HolidayZone = 'metropole' | 'alsace-moselle';

const sixHours = 6 * 3_600_000;
const two = (n: number) => String(n).padStart(2, '0');

/** What the package calls a holiday, and what the contract does. */
const names = {
  "Jour de l'an": 'new-year',
  'Vendredi Saint': 'good-friday',
  'Lundi de Pâques': 'easter-monday',
  'Fête du travail': 'labour-day',
  'Victoire des alliés': 'victory-1945',
  Ascension: 'ascension',
  'Lundi de Pentecôte': 'whit-monday',
  'Fête Nationale': 'national-day',
  Assomption: 'assumption',
  Toussaint: 'all-saints',
  Armistice: 'armistice-1918',
  Noël: 'christmas',
  'Saint Étienne': 'saint-stephen',
} as const;
export type HolidayName = (typeof names)[keyof typeof names];

/** French public holidays of the whole years between two instants, as `YYYY-MM-DD`, by name. */
export function namedHolidays(
  zone: HolidayZone,
  from: Date,
  until: Date,
): { day: string; name: HolidayName }[] {
  const found: { day: string; name: HolidayName }[] = [];
  for (let year = from.getFullYear(); year <= until.getFullYear(); year += 1)
    for (const [called, midnight] of Object.entries(
      holidaysOf(year, { alsace: zone === 'alsace-moselle' }),
    )) {
      const name = names[called as keyof typeof names] as HolidayName | undefined;
      // a new one has a word before it closes anything
      if (name === undefined) throw new Error(`the holiday ${called} has no name in the contract`);
      // days are added as 24 hours each: over a clock change it is no longer midnight
      const day = new Date(midnight.getTime() + sixHours);
      found.push({ day: `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`, name });
    }
  return found.sort((a, b) => a.day.localeCompare(b.day));
}

/** French public holidays between two instants, as `YYYY-MM-DD`, with those of the whole first and last year. */
export const holidays = (zone: HolidayZone, from: Date, until: Date): string[] =>
  namedHolidays(zone, from, until).map(({ day }) => day);
