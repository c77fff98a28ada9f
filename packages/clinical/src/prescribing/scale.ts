import type { Dose, DoseScale, ScaleBand, ScaleMeasure, ScaleUnit } from './regimen.ts';

/** LOINC: glucose in capillary blood by glucometer, as a mass and as an amount of substance. */
export const scaleCodes: Record<ScaleMeasure, Record<ScaleUnit, string>> = {
  'capillary-glucose': { 'g/L': '41653-7', 'mmol/L': '14743-9' },
};

export const mostBands = 12;

/**
 * Between these the first and the last threshold of a scale lie. What is below the first one is the patient who gets nothing, or
 * sugar; 2.6 parts the units, so that no scale of one of them passes for a scale of the other. A meter shows "HI" from 6 g/L or
 * 33.3 mmol/L on.
 */
const thresholds: Record<ScaleUnit, { least: number; firstBelow: number; most: number }> = {
  'g/L': { least: 0.3, firstBelow: 2.6, most: 6 },
  'mmol/L': { least: 2.6, firstBelow: 18, most: 33.3 },
};

export type ScaleFault =
  | 'missing'
  | 'too-few'
  | 'open-end'
  | 'gap'
  | 'overlap'
  | 'not-ascending'
  | 'unlikely-unit'
  | 'impossible'
  | 'units'
  | 'no-dose';
export interface ScaleIssue {
  /** `bands.2.dose` */
  path: (string | number)[];
  reason: ScaleFault;
}

/** What keeps a scale from being one that a nurse can follow, each at its place; it asks nothing of the drug. */
export function judgeScale({ unit, bands }: DoseScale): ScaleIssue[] {
  const issues: ScaleIssue[] = [];
  const at = (reason: ScaleFault, ...path: ScaleIssue['path']) => void issues.push({ path, reason });
  if (unit === null) at('missing', 'unit');
  if (bands.length < 2) at('too-few', 'bands');
  bands.forEach(({ from, below, dose }, i) => {
    const before = bands[i - 1];
    const isLast = i === bands.length - 1;
    if (!before) {
      if (from !== null) at('open-end', 'bands', i, 'from');
    } else if (from === null) at('missing', 'bands', i, 'from');
    else if (before.below !== null && from !== before.below)
      at(Number(from) < Number(before.below) ? 'overlap' : 'gap', 'bands', i, 'from');
    if (isLast) {
      if (below !== null) at('open-end', 'bands', i, 'below');
    } else if (below === null) at('missing', 'bands', i, 'below');
    if (from !== null && below !== null && Number(below) <= Number(from))
      at('not-ascending', 'bands', i, 'below');
    judgeDose(dose, bands, (reason) => at(reason, 'bands', i, 'dose'));
  });
  if (bands.length > 0 && bands.every(({ dose }) => dose === 'none')) at('no-dose', 'bands', 0, 'dose');
  if (unit !== null && issues.length === 0) judgeThresholds(unit, bands, at);
  return issues;
}

function judgeDose(
  dose: ScaleBand['dose'],
  bands: readonly ScaleBand[],
  at: (reason: ScaleFault) => void,
): void {
  if (dose === null) return at('missing');
  if (dose === 'none') return;
  if (Number(dose.value) === 0) at('impossible');
  // one scale is read in one unit
  else if (dose.unit !== dosesOf(bands)[0]?.unit) at('units');
}

/** Thresholds of one unit under the name of the other would give a multiple of each dose. */
function judgeThresholds(
  unit: ScaleUnit,
  bands: readonly ScaleBand[],
  at: (reason: ScaleFault, ...path: ScaleIssue['path']) => void,
): void {
  const { least, firstBelow, most } = thresholds[unit];
  const first = Number(bands[0]?.below);
  if (first < least || first >= firstBelow) at('unlikely-unit', 'bands', 0, 'below');
  bands.forEach(({ below }, i) => {
    if (below !== null && Number(below) > most) at('unlikely-unit', 'bands', i, 'below');
  });
}

const dosesOf = (bands: readonly ScaleBand[]): Dose[] =>
  bands.flatMap(({ dose }) => (dose === null || dose === 'none' ? [] : [dose]));

/** The most that is given at a time; null where that cannot be told: a dose is missing, or doses cannot be compared. */
export function highestDose({ bands }: Pick<DoseScale, 'bands'>): Dose | null {
  const doses = dosesOf(bands);
  const [first] = doses;
  if (!first || bands.some(({ dose }) => dose === null) || doses.some(({ unit }) => unit !== first.unit))
    return null;
  return doses.reduce((most, one) => (Number(one.value) > Number(most.value) ? one : most));
}
