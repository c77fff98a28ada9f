/** One lead of a recorded signal. */
export interface TraceLead {
  name: string;
  /** As recorded; `mV`, `uV` and `V` are drawn to scale. */
  unit: string;
  /** Null where nothing was recorded, or where the device could not measure. */
  values: readonly (number | null)[];
}

/** Millimetres of paper for a second, and for a millivolt; the first is how an ECG is read (AHA/ACC/HRS 2007). */
export const speeds = [25, 50, 12.5] as const;
export const gains = [10, 20, 5] as const;
/** Pixels of a millimetre on the screen: the third is close to a millimetre of most of them. */
export const zooms = [2, 3, 4, 6, 8, 12] as const;
export type Speed = (typeof speeds)[number];
export type Gain = (typeof gains)[number];

/** So much of the unit is a millivolt; null for other units, which have no scale of paper. */
export const perMillivolt = (unit: string): number | null => ({ uV: 1_000, mV: 1, V: 0.001 })[unit] ?? null;

/** What a lead takes on paper, in millimetres. */
export interface Strip {
  width: number;
  height: number;
  path: string;
  /** Where a value stands, from the top. */
  yOf: (value: number) => number;
  /** Of a sample. */
  step: number;
  /** Of a unit of the lead. */
  perUnit: number;
  isToScale: boolean;
}

/** Calibration pulse and room before the line, in millimetres. */
export const lead = { pulse: 5, before: 10 };
const margin = 3;
/** Points that are drawn in a millimetre. */
const resolution = 8;
/** Millimetres of a sample where nobody says how long it is, and height of what has no scale. */
const unknown = { step: 0.25, height: 30 };

/** Geometry of one lead; null when it holds no value. `rate` in samples a second, null when nobody says it. */
export function stripOf(of: TraceLead, rate: number | null, speed: Speed, gain: Gain): Strip | null {
  let min = Infinity,
    max = -Infinity;
  for (const v of of.values)
    if (v !== null) {
      min = Math.min(min, v);
      max = Math.max(max, v);
    }
  if (max === -Infinity) return null;
  const perMv = perMillivolt(of.unit);
  const isToScale = perMv !== null;
  // the calibration pulse stands on zero, so zero is on the paper
  if (isToScale) {
    min = Math.min(min, 0);
    max = Math.max(max, perMv);
  }
  const perUnit = isToScale ? gain / perMv : unknown.height / Math.max(1e-9, max - min);
  const step = rate === null ? unknown.step : speed / rate;
  const yOf = (value: number) => margin + (max - value) * perUnit;
  const whole = (mm: number) => Math.ceil(mm / 5) * 5;
  return {
    width: whole(lead.before + of.values.length * step),
    height: whole((max - min) * perUnit + 2 * margin),
    path: linePath(of.values, step, yOf),
    yOf,
    step,
    perUnit,
    isToScale,
  };
}

/**
 * The line of a lead in millimetres: of the samples that share a point the least and the greatest, so that no spike is
 * lost; broken where nothing was recorded.
 */
export function linePath(
  values: readonly (number | null)[],
  step: number,
  yOf: (value: number) => number,
): string {
  const share = Math.max(1, 1 / (step * resolution));
  let path = '',
    isDown = false;
  for (let at = 0; at * share < values.length; at += 1) {
    const from = Math.floor(at * share);
    const known = values
      .slice(from, Math.max(from + 1, Math.floor((at + 1) * share)))
      .filter((v) => v !== null);
    if (known.length === 0) {
      isDown = false;
      continue;
    }
    for (const value of new Set([Math.min(...known), Math.max(...known)])) {
      const point = `${(lead.before + at * share * step).toFixed(2)} ${yOf(value).toFixed(2)}`;
      // a value between two gaps is a dot
      path += isDown ? `L${point}` : `M${point}h0`;
      isDown = true;
    }
  }
  return path;
}
