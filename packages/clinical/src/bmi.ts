import { roundTo } from './typed-number.ts';

/**
 * Body mass index, kg/m², to one decimal.
 * Source: WHO, Obesity: preventing and managing the global epidemic (TRS 894, 2000).
 * @param weightKg kilograms, above 0
 * @param heightCm centimetres, above 0
 * @returns null when either is not positive.
 */
export function bodyMassIndex(weightKg: number, heightCm: number): number | null {
  if (!(weightKg > 0) || !(heightCm > 0)) return null;
  const metres = heightCm / 100;
  return roundTo(weightKg / (metres * metres), 1);
}

export type BmiClass = 'underweight' | 'normal' | 'overweight' | 'obesity-1' | 'obesity-2' | 'obesity-3';

/** WHO classes of adults; null below 18 years, where centiles by sex and age are needed instead. */
export function bmiClass(bmi: number, ageYears: number): BmiClass | null {
  if (ageYears < 18) return null;
  if (bmi < 18.5) return 'underweight';
  if (bmi < 25) return 'normal';
  if (bmi < 30) return 'overweight';
  if (bmi < 35) return 'obesity-1';
  return bmi < 40 ? 'obesity-2' : 'obesity-3';
}
