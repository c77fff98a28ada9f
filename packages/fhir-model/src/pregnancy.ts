import type { Observation } from '@medplum/fhirtypes';

/** LOINC Pregnancy status; its answer LA15173-0 or SNOMED 77386006 says pregnant. */
export const pregnancyStatus = '82810-3';
const pregnantCodes = new Set(['LA15173-0', '77386006']);

/** Recorded within the last ten months: an older answer says nothing about today. */
export function isPregnant(observation: Observation | undefined, now: string): boolean {
  const answered =
    observation?.valueCodeableConcept?.coding?.some((c) => pregnantCodes.has(c.code ?? '')) ?? false;
  const at = Date.parse(observation?.effectiveDateTime ?? '');
  return answered && Date.parse(now) - at < 300 * 86_400_000;
}
