import { addDays } from '../agenda-search-params.ts';

/** The days whose holidays are shown; server and browser ask the same question. */
export const holidaySpan = (today: string): { from: string; until: string } => ({
  from: today,
  until: addDays(today, 365),
});
