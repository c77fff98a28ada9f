import { creatinineClearance, creatinineMgDl, egfrCkdEpi2021 } from '@keneyapp/clinical';
import { epochMs } from '@keneyapp/fhir-model/dates';
import { daysSince, type Measured } from './measured.ts';

type Estimate = 'laboratory' | 'ckd-epi' | 'cockcroft';
export interface Kidney {
  value: number;
  by: Estimate;
  at: string;
  isOld: boolean;
}
export interface KidneyFacts {
  creatinines: readonly Measured[];
  filtrations: readonly Measured[];
  weightKg: number | null;
  ageYears: number | null;
  sex: 'female' | 'male' | null;
  now: Date;
  maxDays: number;
}

/** How much passes, by the laboratory's estimate first; null when nothing tells. */
export function filtrationRate(facts: KidneyFacts): Kidney | null {
  const {
    creatinines: [creatinine],
    filtrations: [measured],
    ageYears,
    sex,
  } = facts;
  const isLater = creatinine && measured && epochMs(creatinine.at) - epochMs(measured.at) > 86_400_000;
  // a creatinine of a later day makes the estimate of an earlier one old
  if (measured && !isLater) return dated(facts, measured.value, 'laboratory', measured.at);
  if (!creatinine || ageYears === null || sex === null)
    return measured ? dated(facts, measured.value, 'laboratory', measured.at) : null;
  const value = egfrCkdEpi2021(creatinineMgDl(creatinine.value), ageYears, sex);
  return value === null ? null : dated(facts, value, 'ckd-epi', creatinine.at);
}

/** The clearance that doses of the summaries of products are given for; where weight or age is missing, null. */
export function clearance(facts: KidneyFacts): Kidney | null {
  const {
    creatinines: [creatinine],
    ageYears,
    sex,
    weightKg,
  } = facts;
  if (!creatinine || ageYears === null || sex === null || weightKg === null) return null;
  const value = creatinineClearance(creatinineMgDl(creatinine.value), ageYears, sex, weightKg);
  return value === null ? null : dated(facts, value, 'cockcroft', creatinine.at);
}

const dated = ({ now, maxDays }: KidneyFacts, value: number, by: Estimate, at: string): Kidney => ({
  value,
  by,
  at,
  isOld: daysSince(at, now) > maxDays,
});

/**
 * Whether creatinine moves, so that no equation holds: up or down by 26.5 µmol/L within 48 h, or by half within seven days.
 * Source: KDIGO Clinical Practice Guideline for Acute Kidney Injury, 2012, section 2.1 (criteria of a rise).
 */
export function isUnstable({ creatinines, now }: Pick<KidneyFacts, 'creatinines' | 'now'>): boolean {
  const [latest, ...earlier] = creatinines;
  if (!latest || daysSince(latest.at, now) > 7) return false;
  return earlier.some(({ value, at }) => {
    const days = (epochMs(latest.at) - epochMs(at)) / 86_400_000;
    const [low, high] = [Math.min(value, latest.value), Math.max(value, latest.value)];
    return (days <= 2 && high - low >= 26.5) || (days <= 7 && high >= low * 1.5);
  });
}
