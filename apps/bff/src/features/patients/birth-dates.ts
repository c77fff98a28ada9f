/**
 * Search values that find who was recorded with the year or the month alone, when more was typed. A date that stands for
 * `1984` covers all of it: it begins before the second day of the year and ends after the last but one, as no day does
 * (https://hl7.org/fhir/R4/search.html#date).
 */
export function recordedLess(typed: string): string[][] {
  const [year = '', month, day] = typed.split('-');
  const whole = (period: string, first: string, last: string) => [period, `lt${first}`, `gt${last}`];
  const ofYear = whole(year, `${year}-01-02`, `${year}-12-30`);
  if (month === undefined) return [];
  if (day === undefined) return [ofYear];
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return [ofYear, whole(`${year}-${month}`, `${year}-${month}-02`, `${year}-${month}-${lastDay - 1}`)];
}

/** Whether two dates of any precision may be the same day. */
export const mayBeSame = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
