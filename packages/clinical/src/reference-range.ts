/** A reference range as laboratories give it; either end may be open. Ends belong to the normal range. */
export interface ReferenceRange {
  low?: number | undefined;
  high?: number | undefined;
  criticalLow?: number | undefined;
  criticalHigh?: number | undefined;
}
export type Comparator = '<' | '<=' | '>=' | '>';
export type Interpretation = 'critical-low' | 'low' | 'normal' | 'high' | 'critical-high' | 'unknown';

/** Codes of `http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation`. */
export const interpretationCodes: Record<Exclude<Interpretation, 'unknown'>, string> = {
  'critical-low': 'LL',
  low: 'L',
  normal: 'N',
  high: 'H',
  'critical-high': 'HH',
};

const byCode: Record<string, Interpretation> = {
  LL: 'critical-low',
  LU: 'critical-low',
  L: 'low',
  N: 'normal',
  H: 'high',
  HH: 'critical-high',
  HU: 'critical-high',
  '<': 'low',
  '>': 'high',
};

/** From a v3-ObservationInterpretation code; `unknown` for the rest (A and AA do not say the side). */
export function interpretationFromCode(code: string | undefined): Interpretation {
  return (code === undefined ? undefined : byCode[code]) ?? 'unknown';
}

/** The range written on the observation beats the range of the test, because the laboratory knew method, age and sex. */
export function effectiveRange(
  ofObservation: ReferenceRange | undefined,
  ofTest: ReferenceRange | undefined,
): ReferenceRange | null {
  for (const range of [ofObservation, ofTest]) {
    if (
      range &&
      (range.low !== undefined ||
        range.high !== undefined ||
        range.criticalLow !== undefined ||
        range.criticalHigh !== undefined)
    )
      return range;
  }
  return null;
}

/**
 * Where a value stands in a range. A result with a comparator is only judged when every value it may stand for has the same answer:
 * `< 5` in 3-10 is unknown, `< 3` is low, `> 10` is high.
 */
export function interpret(
  value: number,
  range: ReferenceRange | null,
  comparator?: Comparator,
): Interpretation {
  if (!range || Number.isNaN(value)) return 'unknown';
  if (comparator === undefined) return interpretExact(value, range);
  return comparator === '<' || comparator === '<='
    ? interpretBelow(value, range, comparator === '<=')
    : interpretAbove(value, range, comparator === '>=');
}

function interpretExact(
  value: number,
  { low, high, criticalLow, criticalHigh }: ReferenceRange,
): Interpretation {
  if (criticalLow !== undefined && value < criticalLow) return 'critical-low';
  if (criticalHigh !== undefined && value > criticalHigh) return 'critical-high';
  if (low !== undefined && value < low) return 'low';
  if (high !== undefined && value > high) return 'high';
  return low === undefined && high === undefined ? 'unknown' : 'normal';
}

/** True value anywhere below `limit` (or at it). */
function interpretBelow(
  limit: number,
  { low, high, criticalLow }: ReferenceRange,
  inclusive: boolean,
): Interpretation {
  const allBelow = (bound: number | undefined) =>
    bound !== undefined && (inclusive ? limit < bound : limit <= bound);
  if (allBelow(criticalLow)) return 'critical-low';
  if (allBelow(low)) return 'low';
  return low === undefined && criticalLow === undefined && high !== undefined && limit <= high
    ? 'normal'
    : 'unknown';
}

/** True value anywhere above `limit` (or at it). */
function interpretAbove(
  limit: number,
  { low, high, criticalHigh }: ReferenceRange,
  inclusive: boolean,
): Interpretation {
  const allAbove = (bound: number | undefined) =>
    bound !== undefined && (inclusive ? limit > bound : limit >= bound);
  if (allAbove(criticalHigh)) return 'critical-high';
  if (allAbove(high)) return 'high';
  return high === undefined && criticalHigh === undefined && low !== undefined && limit >= low
    ? 'normal'
    : 'unknown';
}
