/**
 * Search values that find who was recorded with the year or the month alone, when more was typed; `null` when no less can be
 * known. `1984` stands for all its days (https://hl7.org/fhir/R4/search.html#date): it reaches from any of them on, and up to
 * it. One bound below and one above, for HAPI takes no second one of either.
 */
export function recordedLess(typed: string): string[] | null {
  const [year, month, day = '01'] = typed.split('-');
  if (month === undefined) return null;
  const date = `${year}-${month}-${day}`;
  return [`ge${date}`, `le${date}`];
}

/** Whether two dates of any precision may be the same day. */
export const mayBeSame = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
