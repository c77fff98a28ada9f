/** µmol/L in 1 mg/dL of creatinine. */
const micromolesPerMilligram = 88.42;

/** mg/dL from µmol/L. */
export function creatinineMgDl(micromolesPerLitre: number): number {
  return micromolesPerLitre / micromolesPerMilligram;
}

/**
 * Estimated glomerular filtration rate of adults, mL/min/1.73 m², whole number.
 * Source: CKD-EPI creatinine equation without race, Inker et al., N Engl J Med 2021;385:1737-1749.
 * @param creatinine mg/dL (standardised assay), above 0
 * @returns null below 18 years (use Schwartz) or without a positive creatinine.
 */
export function egfrCkdEpi2021(creatinine: number, ageYears: number, sex: 'female' | 'male'): number | null {
  if (!(creatinine > 0) || !(ageYears >= 18)) return null;
  const kappa = sex === 'female' ? 0.7 : 0.9;
  const alpha = sex === 'female' ? -0.241 : -0.302;
  const ratio = creatinine / kappa;
  return Math.round(
    142 *
      Math.min(ratio, 1) ** alpha *
      Math.max(ratio, 1) ** -1.2 *
      0.9938 ** ageYears *
      (sex === 'female' ? 1.012 : 1),
  );
}

/**
 * Estimated glomerular filtration rate of children, mL/min/1.73 m², whole number.
 * Source: bedside equation, Schwartz et al., J Am Soc Nephrol 2009;20:629-637 (1 to 16 years, used below 18).
 * @param creatinine mg/dL (enzymatic assay), above 0
 * @returns null outside 1 to 17 years or without positive values.
 */
export function egfrSchwartz(creatinine: number, ageYears: number, heightCm: number): number | null {
  if (!(creatinine > 0) || !(heightCm > 0) || !(ageYears >= 1 && ageYears < 18)) return null;
  return Math.round((0.413 * heightCm) / creatinine);
}

/**
 * Clearance of creatinine of adults, mL/min, whole number: what the doses of most summaries of products are given for.
 * Source: Cockcroft and Gault, Nephron 1976;16:31-41.
 * @param creatinine mg/dL, above 0
 * @returns null below 18 years or without positive values.
 */
export function creatinineClearance(
  creatinine: number,
  ageYears: number,
  sex: 'female' | 'male',
  weightKg: number,
): number | null {
  if (!(creatinine > 0) || !(weightKg > 0) || !(ageYears >= 18)) return null;
  const clearance = ((140 - ageYears) * weightKg) / (72 * creatinine);
  return Math.max(0, Math.round(clearance * (sex === 'female' ? 0.85 : 1)));
}

export type CkdStage = 'G1' | 'G2' | 'G3a' | 'G3b' | 'G4' | 'G5';

/** Category of the filtration rate. Source: KDIGO 2012 clinical practice guideline, table 5. */
export function ckdStage(egfr: number): CkdStage {
  if (egfr >= 90) return 'G1';
  if (egfr >= 60) return 'G2';
  if (egfr >= 45) return 'G3a';
  if (egfr >= 30) return 'G3b';
  return egfr >= 15 ? 'G4' : 'G5';
}
