import type { Observation } from '@medplum/fhirtypes';
import { epochMs } from './dates.ts';
import { addDays, dayOf } from './hospital-days.ts';

/** LOINC Pregnancy status; its answer LA15173-0 or SNOMED 77386006 says pregnant. */
export const pregnancyStatus = '82810-3';
const pregnantCodes = new Set(['LA15173-0', '77386006']);

/** No pregnancy lasts longer: an older "pregnant" says nothing about today. */
const pregnantDays = 300;
/** Any other answer of longer ago says nothing of today. */
export const answerDays = 30;

/** Recorded within the last ten months: an older answer says nothing about today. */
export function isPregnant(observation: Observation | undefined, now: string): boolean {
  const answered =
    observation?.valueCodeableConcept?.coding?.some((c) => pregnantCodes.has(c.code ?? '')) ?? false;
  const at = Date.parse(observation?.effectiveDateTime ?? '');
  return answered && Date.parse(now) - at < pregnantDays * 86_400_000;
}

/** Whether checks take it as if nobody had asked. */
export const isAnswerOld = (answer: string, at: string | null, now: Date): boolean =>
  (now.getTime() - epochMs(at)) / 86_400_000 > (answer === 'yes' ? pregnantDays : answerDays);

/** Within these a pregnancy is thought of, in years. */
const [fromYears, toYears] = [12, 55];

/** Whether it is asked for: not of a man, a child, or past that age. Where sex or age is not known it may be. */
export const mayBePregnant = ({
  sex,
  ageMonths,
}: {
  sex: string | null;
  ageMonths: number | null;
}): boolean =>
  sex !== 'male' && (ageMonths === null || (ageMonths >= fromYears * 12 && ageMonths < (toYears + 1) * 12));

/** In France the expected day is that of 41 weeks of amenorrhoea; elsewhere it is that of 40. */
export const weeksAtTerm = 41;

/** Weeks and days of amenorrhoea on the day of `now`, from the expected day of delivery; null before the beginning, and long after the end. */
export function termOn(due: string, now: Date): { weeks: number; days: number } | null {
  const start = Date.parse(addDays(due, -7 * weeksAtTerm));
  const passed = Math.round((Date.parse(dayOf(now)) - start) / 86_400_000);
  return passed >= 0 && passed <= 7 * (weeksAtTerm + 4)
    ? { weeks: Math.floor(passed / 7), days: passed % 7 }
    : null;
}
