import {
  assessVital,
  impossiblePair,
  isCritical,
  roundTo,
  vitalDefinitions,
  type VitalSign,
} from '@keneyapp/clinical';
import { ageMonthsAt } from '@keneyapp/fhir-model/observation/sign';
import { refuse } from '../../errors.ts';
import type { VitalValues } from './schema.ts';
import type { VitalsSubject } from './view.ts';

export interface Reading {
  values: VitalValues;
  consciousness?: 'alert' | 'confusion' | 'voice' | 'pain' | 'unresponsive' | undefined;
  oxygen?: { source: 'air' } | { source: 'oxygen'; flow: number } | undefined;
}
export type Confirmable = VitalSign | 'consciousness';

/** A set cannot be taken in the future (five minutes for clocks that differ) nor before birth. */
export function checkTime(takenAt: string, subject: VitalsSubject, now: Date): void {
  if (Date.parse(takenAt) > now.getTime() + 300_000) refuse([{ path: ['takenAt'], reason: 'future' }]);
  if (subject.birthDate !== null && takenAt.slice(0, subject.birthDate.length) < subject.birthDate)
    refuse([{ path: ['takenAt'], reason: 'before-birth' }]);
}

/**
 * The rules of the form once more: impossible values are refused, critical ones need to have been confirmed.
 * `pressure` is the other half of a blood pressure when only one is given. Rounds to the decimals that are kept.
 */
export function checkReading(
  reading: Reading,
  confirmed: readonly Confirmable[],
  subject: VitalsSubject,
  takenAt: string,
  spo2Scale: 1 | 2,
): Reading {
  const person = {
    ageMonths: ageMonthsAt(subject.birthDate, takenAt),
    spo2Scale,
    supplementalOxygen: reading.oxygen?.source === 'oxygen',
  };
  const entries = (Object.entries(reading.values) as [VitalSign, number][]).map(
    ([sign, value]) => [sign, roundTo(value, vitalDefinitions[sign].decimals)] as const,
  );
  const issues = entries.flatMap(([sign, value]) => {
    const level = assessVital(sign, value, person);
    if (level === 'impossible') return [{ path: ['values', sign], reason: 'impossible' }];
    return isCritical(level) && !confirmed.includes(sign)
      ? [{ path: ['values', sign], reason: 'needs-confirmation' }]
      : [];
  });
  const values = Object.fromEntries(entries) as VitalValues;
  if ((values.systolic === undefined) !== (values.diastolic === undefined))
    issues.push({
      path: ['values', values.systolic === undefined ? 'systolic' : 'diastolic'],
      reason: 'incomplete-pressure',
    });
  if (impossiblePair(values))
    issues.push({ path: ['values', 'diastolic'], reason: 'diastolic-not-below-systolic' });
  if (
    reading.consciousness !== undefined &&
    reading.consciousness !== 'alert' &&
    !confirmed.includes('consciousness')
  )
    issues.push({ path: ['consciousness'], reason: 'needs-confirmation' });
  if (issues.length > 0) refuse(issues);
  return { ...reading, values };
}
