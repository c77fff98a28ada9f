import {
  isAmount,
  type Dose,
  type DoseScale,
  type ScaleBand,
  type ScaleMeasure,
  type ScaleUnit,
} from './regimen.ts';

/** LOINC: glucose in capillary blood by glucometer, as a mass and as an amount of substance. */
export const scaleCodes: Record<ScaleMeasure, Record<ScaleUnit, string>> = {
  'capillary-glucose': { 'g/L': '41653-7', 'mmol/L': '14743-9' },
};

export const mostBands = 12;

/** UCUM's international units: what is given in them by glucose is insulin (never event 8 allows it no other unit). */
const insulinUnit = '[iU]';
/**
 * Hypoglycaemia, in which no insulin is given: below 0.70 g/L or 3.9 mmol/L.
 * Source: ADA, Standards of Care 2025, section 6 (level 1); SFD, hypoglycémie de l'adulte (the same value).
 */
const hypoglycaemia: Record<ScaleUnit, number> = { 'g/L': 0.7, 'mmol/L': 3.9 };
/** A meter shows "HI" from the upper ones on; below the lower ones nobody sets a threshold. */
const thresholds: Record<ScaleUnit, { least: number; most: number }> = {
  'g/L': { least: 0.3, most: 6 },
  'mmol/L': { least: 1.5, most: 33.3 },
};

export type ScaleFault =
  | 'missing'
  | 'too-few'
  | 'open-end'
  | 'gap'
  | 'overlap'
  | 'not-ascending'
  /** Thresholds of neither unit, of the other one, of both. */
  | 'unlikely-unit'
  | 'rather-g'
  | 'rather-mmol'
  | 'ambiguous-unit'
  /** Insulin for a glucose that is too low already; less of it where glucose is higher. */
  | 'hypoglycaemia'
  | 'falling'
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
  const at: At = (reason, ...path) => void issues.push({ path, reason });
  if (unit === null) at('missing', 'unit');
  if (bands.length < 2) at('too-few', 'bands');
  bands.forEach(({ from, below, dose }, i) => {
    const before = bands[i - 1];
    const isLast = i === bands.length - 1;
    if (!before) {
      if (from !== null) at('open-end', 'bands', i, 'from');
    } else if (from === null) at('missing', 'bands', i, 'from');
    else if (before.below !== null && from !== before.below && Number(from) !== Number(before.below))
      at(Number(from) < Number(before.below) ? 'overlap' : 'gap', 'bands', i, 'from');
    if (isLast) {
      if (below !== null) at('open-end', 'bands', i, 'below');
    } else if (below === null) at('missing', 'bands', i, 'below');
    if (below !== null && !isAmount(below)) at('impossible', 'bands', i, 'below');
    else if (from !== null && below !== null && Number(below) <= Number(from))
      at('not-ascending', 'bands', i, 'below');
    judgeDose(dose, bands, (reason) => at(reason, 'bands', i, 'dose'));
  });
  if (bands.length > 0 && bands.every(({ dose }) => dose === 'none')) at('no-dose', 'bands', 0, 'dose');
  if (unit !== null && issues.length === 0) {
    judgeUnit(unit, bands, at);
    // in the wrong unit nothing can be said of its doses
    if (issues.length === 0 && isOfInsulin(bands)) judgeInsulin(unit, bands, at);
  }
  return issues;
}

type At = (reason: ScaleFault, ...path: ScaleIssue['path']) => void;
const isOfInsulin = (bands: readonly ScaleBand[]): boolean => dosesOf(bands)[0]?.unit === insulinUnit;

function judgeDose(
  dose: ScaleBand['dose'],
  bands: readonly ScaleBand[],
  at: (reason: ScaleFault) => void,
): void {
  if (dose === null) return at('missing');
  if (dose === 'none') return;
  if (!isAmount(dose.value)) at('impossible');
  // one scale is read in one unit
  else if (dose.unit !== dosesOf(bands)[0]?.unit) at('units');
}

/** Thresholds of one unit under the name of the other would give many times each dose, or none: what may be either is refused. */
function judgeUnit(unit: ScaleUnit, bands: readonly ScaleBand[], at: At): void {
  const ends = bands.flatMap(({ below }) => (below === null ? [] : [Number(below)]));
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const written = unitsOf(bands, { least, most });
  if (written.length > 1) return at('ambiguous-unit', 'unit');
  const [only] = written;
  if (only && only !== unit) return at(only === 'g/L' ? 'rather-g' : 'rather-mmol', 'unit');
  const limits = thresholds[unit];
  if (least < limits.least) at('unlikely-unit', 'bands', 0, 'below');
  if (most > limits.most) at('unlikely-unit', 'bands', bands.length - 2, 'below');
}

/**
 * The units that a scale may be written in. Above 6 it is mmol/L, whatever the others are. Up to 6 it is g/L where one threshold
 * could not be measured in mmol/L, or where insulin would be given in hypoglycaemia if it were mmol/L. `from 4 on, 8 UI` may be
 * either: 4 g/L is where a correction begins, 4 mmol/L is where hypoglycaemia ends.
 */
function unitsOf(
  bands: readonly ScaleBand[],
  { least, most }: { least: number; most: number },
): readonly ScaleUnit[] {
  if (most > thresholds['g/L'].most) return ['mmol/L'];
  const lowest = bands.find(({ dose }) => dose !== 'none');
  const isTooLow = isOfInsulin(bands) && Number(lowest?.from ?? 0) < hypoglycaemia['mmol/L'];
  return least < thresholds['mmol/L'].least || isTooLow ? ['g/L'] : ['g/L', 'mmol/L'];
}

/** No insulin in hypoglycaemia, and no less of it for a higher glucose; none from a threshold on says what is done instead. */
function judgeInsulin(unit: ScaleUnit, bands: readonly ScaleBand[], at: At): void {
  let before = 0;
  for (const [i, { from, dose, instruction }] of bands.entries()) {
    if (dose === null) continue;
    const value = dose === 'none' ? 0 : Number(dose.value);
    if (value > 0 && Number(from ?? 0) < hypoglycaemia[unit]) at('hypoglycaemia', 'bands', i, 'dose');
    const isLeftToDoctor = dose === 'none' && instruction !== '' && i === bands.length - 1;
    if (value < before && !isLeftToDoctor) at('falling', 'bands', i, 'dose');
    before = value;
  }
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
