import { saturationScale2, vitalRanges, type AgeBand } from './vital-ranges.ts';
import type { VitalSign } from './vital-signs.ts';
import type { Interpretation } from './reference-range.ts';

export interface VitalSubject {
  /** Completed months; null when the birth date is not known: then only what nobody can have is refused. */
  ageMonths: number | null;
  /** NEWS2 saturation scale; 2 only by a clinician's decision. */
  spo2Scale?: 1 | 2 | undefined;
  supplementalOxygen?: boolean | undefined;
}
export type VitalAssessment = Interpretation | 'impossible';

/** The band that applies to this person; null when the age is not known. */
export function vitalBand(
  sign: VitalSign,
  { ageMonths, spo2Scale, supplementalOxygen }: VitalSubject,
): AgeBand | null {
  if (ageMonths === null || ageMonths < 0) return null;
  if (sign === 'oxygenSaturation' && spo2Scale === 2 && ageMonths >= 192)
    return supplementalOxygen ? saturationScale2.onOxygen : saturationScale2.onAir;
  return vitalRanges[sign].find((band) => ageMonths >= band.from && ageMonths < band.to) ?? null;
}

/** The limits outside which a value is refused; without an age the widest of all. */
export function possibleRange(sign: VitalSign, subject: VitalSubject): { lowest: number; highest: number } {
  const band = vitalBand(sign, subject);
  if (band) return { lowest: band.lowest, highest: band.highest };
  const all = vitalRanges[sign];
  return { lowest: Math.min(...all.map((b) => b.lowest)), highest: Math.max(...all.map((b) => b.highest)) };
}

/** Where a value stands for this person: impossible, critical, abnormal, normal, or unknown without limits to judge by. */
export function assessVital(sign: VitalSign, value: number, subject: VitalSubject): VitalAssessment {
  const { lowest, highest } = possibleRange(sign, subject);
  if (!(value >= lowest && value <= highest)) return 'impossible';
  const band = vitalBand(sign, subject);
  return band ? levelIn(band, value) : 'unknown';
}

/** Critical hides abnormal. */
export function levelIn(
  { criticalLow, low, high, criticalHigh }: Omit<AgeBand, 'from' | 'to'>,
  value: number,
): Interpretation {
  if (criticalLow !== null && value < criticalLow) return 'critical-low';
  if (criticalHigh !== null && value >= criticalHigh) return 'critical-high';
  if (low !== null && value < low) return 'low';
  if (high !== null && value >= high) return 'high';
  return low === null && high === null ? 'unknown' : 'normal';
}

export type PairProblem = 'diastolic-not-below-systolic';

/** What two values cannot be together. */
export function impossiblePair(values: {
  systolic?: number | undefined;
  diastolic?: number | undefined;
}): PairProblem | null {
  return values.systolic !== undefined &&
    values.diastolic !== undefined &&
    values.diastolic >= values.systolic
    ? 'diastolic-not-below-systolic'
    : null;
}

export function isCritical(level: VitalAssessment): boolean {
  return level === 'critical-low' || level === 'critical-high';
}
