import type { Judgement, RecordedValue } from '../shapes.ts';
import { readInterpretation, type Stated } from './level.ts';
import { judge, type Subject } from './range.ts';
import { amountOf, type Valued } from './value.ts';

/** Judges by what the author said, then by the range that fits, then by `otherwise` (the ranges of vital signs by age). */
export function judgementOf(
  value: RecordedValue,
  from: Valued,
  subject: Subject,
  at: string | null,
  otherwise?: () => Stated | null,
): Judgement {
  const { stated, said } = readInterpretation(from.interpretation);
  const { judged, notJudged, ...ranges } = judge(amountOf(value), from.referenceRange, subject, at);
  const found = stated ?? judged ?? otherwise?.() ?? null;
  return {
    level: found?.level ?? 'unknown',
    direction: found?.direction ?? null,
    ...ranges,
    notJudged: found ? null : notJudged,
    said,
  };
}
