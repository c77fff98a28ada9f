/**
 * National Early Warning Score 2.
 * Source: Royal College of Physicians, National Early Warning Score (NEWS) 2, London 2017, charts 1 and 2.
 * For people of 16 years and over; not in pregnancy. Each band holds its lower bound and ends below the next one.
 */
export type Consciousness = 'alert' | 'confusion' | 'voice' | 'pain' | 'unresponsive';

export interface News2Input {
  /** Breaths per minute. */
  respiratoryRate?: number | undefined;
  /** %. */
  oxygenSaturation?: number | undefined;
  /** True when breathing supplemental oxygen. */
  supplementalOxygen?: boolean | undefined;
  /** mmHg. */
  systolic?: number | undefined;
  /** Beats per minute. */
  heartRate?: number | undefined;
  consciousness?: Consciousness | undefined;
  /** °C. */
  temperature?: number | undefined;
}
export interface News2Subject {
  /** Completed years; null when the birth date is not known. */
  ageYears: number | null;
  isPregnant?: boolean;
  /** 2 only when a clinician decided on the 88-92 % target (hypercapnic respiratory failure). */
  spo2Scale: 1 | 2;
}
export const news2Parameters = [
  'respiratoryRate',
  'oxygenSaturation',
  'supplementalOxygen',
  'systolic',
  'heartRate',
  'consciousness',
  'temperature',
] as const;
export type News2Parameter = (typeof news2Parameters)[number];
export type News2Risk = 'low' | 'low-medium' | 'medium' | 'high';
export type News2Scores = Partial<Record<News2Parameter, number>>;
export type News2Result =
  | {
      status: 'complete';
      scores: Record<News2Parameter, number>;
      total: number;
      redParameters: News2Parameter[];
      risk: News2Risk;
    }
  | { status: 'incomplete'; scores: News2Scores; partialTotal: number; missing: News2Parameter[] }
  | { status: 'not-applicable'; reason: 'age-unknown' | 'under-16' | 'pregnancy' };

/** Score per parameter, total and clinical risk; with missing parameters it names them instead of a total. */
export function news2(input: News2Input, subject: News2Subject): News2Result {
  if (subject.ageYears === null) return { status: 'not-applicable', reason: 'age-unknown' };
  if (subject.ageYears < 16) return { status: 'not-applicable', reason: 'under-16' };
  if (subject.isPregnant) return { status: 'not-applicable', reason: 'pregnancy' };
  const scores = scoresOf(input, subject.spo2Scale);
  const missing = news2Parameters.filter((p) => scores[p] === undefined);
  const total = news2Parameters.reduce((sum, p) => sum + (scores[p] ?? 0), 0);
  if (missing.length > 0) return { status: 'incomplete', scores, partialTotal: total, missing };
  const redParameters = news2Parameters.filter((p) => scores[p] === 3);
  return {
    status: 'complete',
    scores: scores as Record<News2Parameter, number>,
    total,
    redParameters,
    risk: news2Risk(total, redParameters.length > 0),
  };
}

/** Thresholds of the response: 7 or more high; 5 or 6 medium; a single parameter at 3 low-medium; else low. */
export function news2Risk(total: number, hasRedScore: boolean): News2Risk {
  if (total >= 7) return 'high';
  if (total >= 5) return 'medium';
  return hasRedScore ? 'low-medium' : 'low';
}

type Bands = readonly (readonly [from: number, score: number])[];
const respiratoryRate: Bands = [
  [25, 3],
  [21, 2],
  [12, 0],
  [9, 1],
  [-Infinity, 3],
];
const saturationScale1: Bands = [
  [96, 0],
  [94, 1],
  [92, 2],
  [-Infinity, 3],
];
const saturationScale2OnAir: Bands = [
  [88, 0],
  [86, 1],
  [84, 2],
  [-Infinity, 3],
];
const saturationScale2OnOxygen: Bands = [
  [97, 3],
  [95, 2],
  [93, 1],
  [88, 0],
  [86, 1],
  [84, 2],
  [-Infinity, 3],
];
const systolic: Bands = [
  [220, 3],
  [111, 0],
  [101, 1],
  [91, 2],
  [-Infinity, 3],
];
const heartRate: Bands = [
  [131, 3],
  [111, 2],
  [91, 1],
  [51, 0],
  [41, 1],
  [-Infinity, 3],
];
const temperature: Bands = [
  [39.1, 2],
  [38.1, 1],
  [36.1, 0],
  [35.1, 1],
  [-Infinity, 3],
];

function scoresOf(input: News2Input, scale: 1 | 2): News2Scores {
  const scores: News2Scores = {};
  const set = (parameter: News2Parameter, score: number | undefined) => {
    if (score !== undefined) scores[parameter] = score;
  };
  set('respiratoryRate', inBands(respiratoryRate, input.respiratoryRate));
  set('oxygenSaturation', saturationScore(input, scale));
  set(
    'supplementalOxygen',
    input.supplementalOxygen === undefined ? undefined : input.supplementalOxygen ? 2 : 0,
  );
  set('systolic', inBands(systolic, input.systolic));
  set('heartRate', inBands(heartRate, input.heartRate));
  set(
    'consciousness',
    input.consciousness === undefined ? undefined : input.consciousness === 'alert' ? 0 : 3,
  );
  set('temperature', inBands(temperature, input.temperature));
  return scores;
}

/** On scale 2 a saturation of 93 % and more scores only on oxygen: without that answer it cannot be scored. */
function saturationScore(
  { oxygenSaturation, supplementalOxygen }: News2Input,
  scale: 1 | 2,
): number | undefined {
  if (scale === 1) return inBands(saturationScale1, oxygenSaturation);
  if (oxygenSaturation !== undefined && oxygenSaturation >= 93 && supplementalOxygen === undefined)
    return undefined;
  return inBands(supplementalOxygen ? saturationScale2OnOxygen : saturationScale2OnAir, oxygenSaturation);
}

function inBands(bands: Bands, value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : bands.find(([from]) => value >= from)?.[1];
}
