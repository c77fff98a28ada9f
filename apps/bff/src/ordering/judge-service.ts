import type { ServiceCategory } from '@keneyapp/fhir-model/service-request';
import { systemOf, systems } from '@keneyapp/fhir-model/systems';
import { judgeTiming } from './judge-timing.ts';
import { issue, isTooLong, type LineIssue } from './line-issue.ts';
import type { FullServiceLine } from './order-lines.ts';

/**
 * What codes orders of a kind: tests by LOINC, images by the acts of the CCAM or by LOINC. For nursing acts and requests of
 * advice no system is free of charge: they are words, marked as such.
 */
const systemsOfCategory: Record<ServiceCategory, readonly string[]> = {
  laboratory: [systems.loinc],
  imaging: [systems.ccam, systems.loinc],
  nursing: [],
  advice: [],
};
/** Whoever is asked to look or to advise has to know why. */
const needsReason: readonly ServiceCategory[] = ['imaging', 'advice'];
const mayRepeat: readonly ServiceCategory[] = ['laboratory', 'nursing'];

export function* judgeService(line: FullServiceLine): Generator<LineIssue> {
  const { category, coded, timing, duration, reason, addressee } = line;
  if (coded.code !== null && !systemsOfCategory[category].includes(systemOf(coded.code)))
    yield issue('other-category', 'coded');
  if (reason === '' && needsReason.includes(category)) yield issue('missing', 'reason');
  if (category === 'advice' && addressee === '') yield issue('missing', 'addressee');
  if (category !== 'advice' && addressee !== '') yield issue('only-for-advice', 'addressee');
  if (!mayRepeat.includes(category)) {
    if (timing) yield issue('not-repeated', 'timing');
    if (duration) yield issue('not-repeated', 'duration');
    return;
  }
  if (timing) yield* judgeTiming(timing);
  if (!duration) return;
  if (isTooLong(duration)) yield issue('too-long', 'duration');
  // once for five days is one or the other
  if (timing?.once || (category === 'laboratory' && !timing)) yield issue('contradiction', 'duration');
  // six hours from Monday end at no known moment
  const isOfHours = duration.unit === 'h' || duration.unit === 'min';
  if (isOfHours && line.start.length <= 10) yield issue('needs-time', 'duration');
}
