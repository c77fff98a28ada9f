import { interpret, interpretationFromCode, type Interpretation } from '@keneyapp/clinical';
import type { Observation, ObservationReferenceRange } from '@medplum/fhirtypes';
import { coded, hasCode } from '@keneyapp/fhir-model/coded';
import { date } from '@keneyapp/fhir-model/dates';
import { amount, tidy } from '@keneyapp/fhir-model/quantity';
import { words } from '@keneyapp/fhir-model/text';
import type { Direction, Level, ResultRow } from './rows.ts';

const withdrawn = ['entered-in-error', 'cancelled', 'registered'];

export function isValid(observation: Observation): boolean {
  return !withdrawn.includes(observation.status ?? 'final');
}

export function effective(o: Observation): string | null {
  return (
    date(o.effectiveDateTime) ??
    date(o.effectivePeriod?.end) ??
    date(o.effectivePeriod?.start) ??
    date(o.effectiveInstant) ??
    date(o.effectiveTiming?.event?.[0]) ??
    date(o.issued)
  );
}

const levels: Record<Interpretation, { level: Level; direction: Direction }> = {
  'critical-low': { level: 'critical', direction: 'low' },
  low: { level: 'abnormal', direction: 'low' },
  normal: { level: 'normal', direction: null },
  high: { level: 'abnormal', direction: 'high' },
  'critical-high': { level: 'critical', direction: 'high' },
  unknown: { level: 'unknown', direction: null },
};
/** Interpretations that say how, not which way: abnormal, critically abnormal, positive, detected… */
const plain: Record<string, Level> = {
  A: 'abnormal',
  AA: 'critical',
  POS: 'abnormal',
  DET: 'abnormal',
  R: 'abnormal',
  NEG: 'normal',
  ND: 'normal',
};

export function levelOf(interpretation: Interpretation): { level: Level; direction: Direction } {
  return levels[interpretation];
}

/** What the author of the result said of it; null when nothing. */
export function saidLevel(
  codes: Observation['interpretation'],
): { level: Level; direction: Direction } | null {
  for (const { code } of (codes ?? []).flatMap((c) => c.coding ?? [])) {
    const read = interpretationFromCode(code);
    if (read !== 'unknown') return levels[read];
    const level = plain[code ?? ''];
    if (level) return { level, direction: null };
  }
  return null;
}

/** The normal range; ranges of other meanings (treatment, critical) stand beside it in the same list. */
function normalRange(ranges: ObservationReferenceRange[] | undefined): ObservationReferenceRange | undefined {
  return ranges?.find(
    (r) =>
      r.type === undefined ||
      hasCode(r.type, 'http://terminology.hl7.org/CodeSystem/referencerange-meaning', 'normal'),
  );
}

export function readResult(observation: Observation): ResultRow {
  const value = amount(observation.valueQuantity);
  const range = normalRange(observation.referenceRange);
  const [low, high] = [range?.low?.value ?? null, range?.high?.value ?? null];
  const computed =
    value === null || (low === null && high === null)
      ? null
      : levels[
          interpret(
            value.value,
            { low: low ?? undefined, high: high ?? undefined },
            value.comparator ?? undefined,
          )
        ];
  return {
    id: observation.id ?? '',
    name: coded(observation.code),
    date: effective(observation),
    value,
    text: value === null ? textOf(observation) : null,
    range: low === null && high === null && !range?.text ? null : { low, high, text: words(range?.text) },
    ...(saidLevel(observation.interpretation) ?? computed ?? levels.unknown),
    status: observation.status ?? 'unknown',
  };
}

/** A value that is not one number, in words; null when there is none (and for the panel whose members hold the values). */
export function textOf(o: Observation): string | null {
  if (o.valueCodeableConcept)
    return coded(o.valueCodeableConcept).text ?? coded(o.valueCodeableConcept).codes[0]?.code ?? null;
  if (o.valueRange)
    return [o.valueRange.low?.value, o.valueRange.high?.value]
      .map((v) => (v === undefined ? '' : tidy(v)))
      .join('–');
  if (o.valueRatio)
    return [o.valueRatio.numerator?.value, o.valueRatio.denominator?.value]
      .filter((v) => v !== undefined)
      .join(':');
  const bare = o.valueInteger ?? o.valueBoolean;
  return (
    words(o.valueString) ??
    (bare === undefined ? null : String(bare)) ??
    words(o.valueDateTime) ??
    words(o.valueTime)
  );
}
