import type { VitalSign } from './vital-signs.ts';

/**
 * Ranges of vital signs by age, as data. Ages are months, from inclusive, to exclusive; so are values: each age and each
 * value lies in exactly one band. Not a diagnosis: they colour a value and decide which one is asked about twice.
 *
 * Sources
 * - [N] 16 years and over: RCP, National Early Warning Score (NEWS) 2, 2017: a parameter scoring 3 is critical, 1 or 2 abnormal.
 * - [E] 16 years and over, high blood pressure: ESC/ESH 2018 guidelines, table 3: from 140/90 abnormal, from 180/110 (grade 3) critical.
 * - [P] below 16, low limits of heart rate, breathing and blood pressure, high limit of blood pressure: AHA, Pediatric Advanced
 *   Life Support 2015, normal ranges awake; heart rate below 60, breathing below 10 and its hypotension limits are critical.
 * - [S] below 16, high limits of heart rate and breathing: NICE NG51 (sepsis), moderate risk abnormal, high risk critical.
 * - [F] below 5, temperature: NICE NG143 (fever), from 38.0 °C below 3 months high risk.
 * - [A] below 16, very high blood pressure: AAP 2017, 30 mmHg above the 95th centile needs care at once; the upper limit of [P]
 *   stands for the centile, which needs sex and height.
 * - [G] glucose: ADA Standards of Care 2024, levels 1 (0.70 g/L) and 2 (0.54 g/L) of hypoglycaemia; 1.80 above target; from 2.50
 *   ketones are to be measured (Société francophone du diabète).
 * - Pain: from 4 of 10 treatment is due (HAS, ANAES 1999 and 2002).
 */
export interface AgeBand {
  from: number;
  to: number;
  /** Outside [lowest, highest] a value is impossible: a slip of the hand, refused. */
  lowest: number;
  highest: number;
  /** Below `low` abnormal, below `criticalLow` critical; null when that side has no limit. */
  criticalLow: number | null;
  low: number | null;
  /** From `high` abnormal, from `criticalHigh` critical. */
  high: number | null;
  criticalHigh: number | null;
}
export type VitalRanges = readonly AgeBand[];

const adult = 192;
type Limits = readonly [
  criticalLow: number | null,
  low: number | null,
  high: number | null,
  criticalHigh: number | null,
];

/** Rows of [age from, limits…]; each row ends where the next begins, the last never. */
function byAge(
  lowest: number,
  highest: number,
  rows: readonly (readonly [from: number, ...limits: Limits])[],
): VitalRanges {
  return rows.map(([from, criticalLow, low, high, criticalHigh], i) => ({
    from,
    to: rows[i + 1]?.[0] ?? Infinity,
    lowest,
    highest,
    criticalLow,
    low,
    high,
    criticalHigh,
  }));
}

/** Measures without normal limits: only what is possible at an age. */
function possible(rows: readonly (readonly [from: number, lowest: number, highest: number])[]): VitalRanges {
  return rows.map(([from, lowest, highest], i) => ({
    from,
    to: rows[i + 1]?.[0] ?? Infinity,
    lowest,
    highest,
    criticalLow: null,
    low: null,
    high: null,
    criticalHigh: null,
  }));
}

export const vitalRanges: Record<VitalSign, VitalRanges> = {
  systolic: byAge(20, 320, [
    // [P] [A]
    [0, 60, 67, 85, 115],
    [1, 70, 72, 105, 135],
    [12, 72, 86, 107, 137],
    [24, 74, 86, 107, 137],
    [36, 76, 89, 113, 143],
    [48, 78, 89, 113, 143],
    [60, 80, 89, 113, 143],
    [72, 82, 97, 116, 146],
    [84, 84, 97, 116, 146],
    [96, 86, 97, 116, 146],
    [108, 88, 97, 116, 146],
    [120, 90, 102, 121, 151],
    [144, 90, 110, 132, 162],
    [adult, 91, 101, 140, 180], // [N] [E]; NEWS2 gives 1 point up to 110, too common to be called abnormal alone
  ]),
  diastolic: byAge(10, 220, [
    // [P] [A] [E]
    [0, null, 35, 54, 84],
    [1, null, 37, 57, 87],
    [12, null, 42, 64, 94],
    [36, null, 46, 73, 103],
    [72, null, 57, 77, 107],
    [120, null, 61, 81, 111],
    [144, null, 64, 84, 114],
    [adult, null, 60, 90, 110],
  ]),
  heartRate: byAge(10, 320, [
    // [P] [S]
    [0, 60, 100, 150, 160],
    [12, 60, 98, 140, 150],
    [36, 60, 80, 130, 140],
    [60, 60, 80, 120, 130],
    [72, 60, 75, 110, 120],
    [96, 60, 75, 105, 115],
    [144, 41, 60, 91, 131],
    [adult, 41, 51, 91, 131], // [N]
  ]),
  respiratoryRate: byAge(1, 120, [
    // [P] [S]
    [0, 10, 30, 50, 60],
    [12, 10, 22, 40, 50],
    [36, 10, 20, 35, 40],
    [60, 10, 20, 24, 29],
    [72, 10, 18, 24, 27],
    [96, 10, 18, 22, 25],
    [144, 10, 12, 21, 25],
    [adult, 9, 12, 21, 25], // [N]
  ]),
  oxygenSaturation: byAge(30, 100, [
    [0, 90, 92, null, null],
    [adult, 92, 96, null, null],
  ]), // [S] [N] scale 1
  temperature: byAge(20, 45, [
    // [F] [S] [N]; hyperpyrexia from 41
    [0, 36, 36, 38, 38],
    [3, 36, 36, 38, 39],
    [6, 36, 36, 38, 41],
    [60, 35.1, 36, 38, 41],
    [adult, 35.1, 36.1, 38.1, 41],
  ]),
  pain: byAge(0, 10, [[0, null, null, 4, null]]),
  glucose: byAge(0.1, 15, [[0, 0.54, 0.7, 1.8, 2.5]]), // [G]
  weight: possible([
    [0, 0.2, 15],
    [6, 1, 25],
    [24, 3, 60],
    [60, 5, 200],
    [120, 8, 400],
    [adult, 12, 650],
  ]),
  height: possible([
    [0, 20, 90],
    [6, 35, 120],
    [24, 45, 150],
    [60, 60, 220],
    [adult, 50, 275],
  ]),
  headCircumference: possible([
    [0, 12, 60],
    [12, 25, 70],
    [60, 30, 90],
  ]),
};

/** Target of 88-92 % (NEWS2 scale 2, hypercapnic respiratory failure); the high side only counts on oxygen. */
export const saturationScale2 = { onAir: band(84, 88, null, null), onOxygen: band(84, 88, 93, 97) };

function band(...[criticalLow, low, high, criticalHigh]: Limits): AgeBand {
  return { from: adult, to: Infinity, lowest: 30, highest: 100, criticalLow, low, high, criticalHigh };
}
