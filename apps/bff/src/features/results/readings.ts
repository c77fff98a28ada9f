import { interpret, interpretationFromCode, type Interpretation } from '@keneyapp/clinical';
import type {
  CodeableConcept,
  Observation,
  ObservationComponent,
  ObservationReferenceRange,
} from '@medplum/fhirtypes';
import { coded } from '@keneyapp/fhir-model/coded';
import { date } from '@keneyapp/fhir-model/dates';
import { amount, tidy } from '@keneyapp/fhir-model/quantity';
import { notes, words } from '@keneyapp/fhir-model/text';
import type { Amount, Coded } from '@keneyapp/fhir-model/shapes';
import type { Category, Direction, Level, Range } from './view.ts';
import { categories } from './view.ts';

/** One value as it was recorded: an Observation, or one component of it. */
export interface Reading {
  observationId: string;
  name: Coded;
  category: Category;
  date: string | null;
  status: string;
  note: string | null;
  amount: Amount | null;
  text: string | null;
  range: Range | null;
  level: Level;
  direction: Direction;
}

const withdrawn = ['entered-in-error', 'cancelled', 'registered', 'unknown'];
const isOfVitals = (o: Observation) =>
  o.category?.some((c) => c.coding?.some((x) => x.code === 'vital-signs')) ?? false;

/** Values of an Observation: its own, or one for each component; none for a panel that only groups others. */
export function readingsOf(o: Observation): Reading[] {
  if (withdrawn.includes(o.status ?? 'final') || isOfVitals(o)) return [];
  const base = {
    observationId: o.id ?? '',
    category: categoryOf(o),
    date: effective(o),
    status: o.status ?? 'final',
    note: notes(o.note),
  };
  const own = readValue(o);
  const parts = (o.component ?? []).flatMap((component) => {
    const value = readValue(component);
    return value ? [{ ...base, name: coded(component.code), ...value }] : [];
  });
  return own ? [{ ...base, name: coded(o.code), ...own }, ...parts] : parts;
}

export function effective(
  o: Pick<
    Observation,
    'effectiveDateTime' | 'effectivePeriod' | 'effectiveInstant' | 'effectiveTiming' | 'issued'
  >,
): string | null {
  return (
    date(o.effectiveDateTime) ??
    date(o.effectivePeriod?.end) ??
    date(o.effectivePeriod?.start) ??
    date(o.effectiveInstant) ??
    date(o.effectiveTiming?.event?.[0]) ??
    date(o.issued)
  );
}

function categoryOf(o: Observation): Category {
  const codes = (o.category ?? []).flatMap((c) => c.coding ?? []).map((c) => c.code);
  return categories.find((category) => codes.includes(category)) ?? 'other';
}

type Valued = Observation | ObservationComponent;

function readValue(from: Valued): Pick<Reading, 'amount' | 'text' | 'range' | 'level' | 'direction'> | null {
  const quantity = amount(from.valueQuantity);
  const text = quantity ? null : textOf(from);
  if (!quantity && text === null) return null;
  const range = rangeOf(from.referenceRange);
  return { amount: quantity, text, range, ...(said(from.interpretation) ?? judged(quantity, range)) };
}

/** A value that is not one number, in words. A result that is missing says why. */
function textOf(from: Valued): string | null {
  const concept = (c: CodeableConcept | undefined) => {
    const read = coded(c);
    return read.text ?? read.codes[0]?.code ?? null;
  };
  if (from.valueCodeableConcept) return concept(from.valueCodeableConcept);
  if (from.valueRange)
    return [from.valueRange.low?.value, from.valueRange.high?.value]
      .map((v) => (v === undefined ? '' : tidy(v)))
      .join('–');
  if (from.valueRatio)
    return [from.valueRatio.numerator?.value, from.valueRatio.denominator?.value]
      .filter((v) => v !== undefined)
      .join(':');
  const bare = from.valueInteger ?? from.valueBoolean;
  return (
    words(from.valueString) ??
    (bare === undefined ? null : String(bare)) ??
    words(from.valueDateTime) ??
    words(from.valueTime) ??
    concept(from.dataAbsentReason)
  );
}

/** Laboratories give several ranges: the one without a meaning or called normal, and the critical limits beside it. */
function rangeOf(ranges: ObservationReferenceRange[] | undefined): Range | null {
  const meaning = (r: ObservationReferenceRange) =>
    [r.type?.text, ...(r.type?.coding ?? []).flatMap((c) => [c.code, c.display])].join(' ').toLowerCase();
  const normal = ranges?.find((r) => !r.type || /normal/.test(meaning(r)));
  const critical = ranges?.find((r) => /criti|panic/.test(meaning(r)));
  if (!normal && !critical) return null;
  const limit = (q: { value?: number } | undefined) => q?.value ?? null;
  const range: Range = {
    low: limit(normal?.low),
    high: limit(normal?.high),
    criticalLow: limit(critical?.low),
    criticalHigh: limit(critical?.high),
    text: words(normal?.text),
  };
  return Object.values(range).every((v) => v === null) ? null : range;
}

const levels: Record<Interpretation, { level: Level; direction: Direction }> = {
  'critical-low': { level: 'critical', direction: 'low' },
  low: { level: 'abnormal', direction: 'low' },
  normal: { level: 'normal', direction: null },
  high: { level: 'abnormal', direction: 'high' },
  'critical-high': { level: 'critical', direction: 'high' },
  unknown: { level: 'unknown', direction: null },
};
/** Interpretations that say how, not which way. */
const plain: Record<string, Level> = {
  A: 'abnormal',
  AA: 'critical',
  POS: 'abnormal',
  DET: 'abnormal',
  R: 'abnormal',
  NEG: 'normal',
  ND: 'normal',
};

/** What the author of the result said of it; null when nothing. */
function said(codes: Observation['interpretation']): { level: Level; direction: Direction } | null {
  for (const { code } of (codes ?? []).flatMap((c) => c.coding ?? [])) {
    const read = interpretationFromCode(code);
    if (read !== 'unknown') return levels[read];
    const level = plain[code ?? ''];
    if (level) return { level, direction: null };
  }
  return null;
}

function judged(value: Amount | null, range: Range | null): { level: Level; direction: Direction } {
  if (!value || !range) return levels.unknown;
  const limits = {
    low: range.low ?? undefined,
    high: range.high ?? undefined,
    criticalLow: range.criticalLow ?? undefined,
    criticalHigh: range.criticalHigh ?? undefined,
  };
  return levels[interpret(value.value, limits, value.comparator ?? undefined)];
}
