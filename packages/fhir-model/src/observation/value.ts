import { digitsOf } from '@keneyapp/fhir-client/json';
import type { Extension, Observation, ObservationComponent, SampledData } from '@medplum/fhirtypes';
import { coded, codedOrNull } from '../coded.ts';
import { date } from '../dates.ts';
import { amount } from '../quantity.ts';
import type { RecordedValue, SampledData as Sampled } from '../shapes.ts';
import { lines, words } from '../text.ts';

export type Valued = Observation | ObservationComponent;

/** The value of an Observation or of a component, in whatever form; `absent` when there is only a reason; null when there is neither. */
export function readValue(from: Valued): RecordedValue | null {
  return presentValue(from) ?? absence(from);
}

function presentValue(from: Valued): RecordedValue | null {
  const quantity = amount(from.valueQuantity);
  if (quantity) return { kind: 'quantity', amount: quantity };
  if (from.valueCodeableConcept) {
    const read = codedOrNull(from.valueCodeableConcept);
    if (read) return { kind: 'coded', coded: read };
  }
  if (from.valueString !== undefined) {
    const text = lines(from.valueString);
    if (text !== null) return { kind: 'text', text };
  }
  if (typeof from.valueBoolean === 'boolean') return { kind: 'boolean', value: from.valueBoolean };
  if (typeof from.valueInteger === 'number') return { kind: 'integer', value: from.valueInteger };
  if (from.valueRange) {
    const [low, high] = [amount(from.valueRange.low), amount(from.valueRange.high)];
    if (low ?? high) return { kind: 'range', low, high };
  }
  if (from.valueRatio) {
    const [numerator, denominator] = [amount(from.valueRatio.numerator), amount(from.valueRatio.denominator)];
    if (numerator ?? denominator) return { kind: 'ratio', numerator, denominator };
  }
  if (from.valueSampledData) return { kind: 'sampled', sampled: sampled(from.valueSampledData) };
  return moment(from) ?? unknownForm(from);
}

function moment(from: Valued): RecordedValue | null {
  if (from.valueDateTime !== undefined) return asDate(from.valueDateTime);
  if (from.valueTime !== undefined)
    return /^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(from.valueTime)
      ? { kind: 'time', at: from.valueTime }
      : asText(from.valueTime);
  if (from.valuePeriod) {
    const { start, end } = from.valuePeriod;
    const period = { start: date(start), end: date(end) };
    if (period.start ?? period.end) return { kind: 'period', ...period };
    return asText([start, end].filter(Boolean).join(' – '));
  }
  return null;
}

const asDate = (text: string): RecordedValue | null =>
  date(text) === null ? asText(text) : { kind: 'dateTime', at: text };
function asText(text: string): RecordedValue | null {
  const read = words(text);
  return read === null ? null : { kind: 'text', text: read };
}

/** A form that R4 does not have for it (`valueReference`, `valueAttachment`) stands as it is. */
function unknownForm(from: Valued): RecordedValue | null {
  const known =
    /^value(Quantity|CodeableConcept|String|Boolean|Integer|Range|Ratio|SampledData|DateTime|Time|Period)$/;
  for (const [key, value] of Object.entries(from as unknown as Record<string, unknown>)) {
    if (!/^value[A-Z]/.test(key) || known.test(key) || value === undefined) continue;
    const said = (value as { display?: string; title?: string } | null) ?? {};
    return asText(
      typeof value === 'object' ? (said.display ?? said.title ?? JSON.stringify(value)) : String(value),
    );
  }
  return null;
}

const absentUrl = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';
const absentSystem = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';

/** A reason stands beside the value, or as an extension on what should hold it. */
function absence(from: Valued): RecordedValue | null {
  if (from.dataAbsentReason) return { kind: 'absent', reason: codedOrNull(from.dataAbsentReason) };
  for (const [key, value] of Object.entries(from as unknown as Record<string, unknown>)) {
    if (!/^_?value[A-Z]/.test(key) || typeof value !== 'object' || value === null) continue;
    const held = value as { extension?: Extension[]; _value?: { extension?: Extension[] } };
    const code = [...(held.extension ?? []), ...(held._value?.extension ?? [])].find(
      (e) => e.url === absentUrl,
    )?.valueCode;
    return { kind: 'absent', reason: code ? coded({ coding: [{ system: absentSystem, code }] }) : null };
  }
  return null;
}

const max = 200;

function sampled(data: SampledData): Sampled {
  const samples = (data.data ?? '').split(/\s+/).filter(Boolean);
  const of = (letter: string) => samples.filter((s) => s === letter).length;
  const numbers = samples
    .filter((s) => !/^[EUL]$/.test(s))
    .map(Number)
    .filter(Number.isFinite);
  const real = (n: number) => Number((n * (data.factor ?? 1) + (data.origin?.value ?? 0)).toPrecision(12));
  const ends = numbers.reduce<[number, number] | null>(
    (found, n) => (found ? [Math.min(found[0], n), Math.max(found[1], n)] : [n, n]),
    null,
  );
  const origin = amount({ ...data.origin, value: 0 });
  return {
    count: samples.length,
    errors: of('E'),
    below: of('L'),
    above: of('U'),
    dimensions: data.dimensions ?? 1,
    period: digitsOf(data, 'period'),
    least: ends && real(ends[0]),
    most: ends && real(ends[1]),
    unit: origin?.unit ?? null,
    code: origin?.code ?? null,
    lowerLimit: digitsOf(data, 'lowerLimit'),
    upperLimit: digitsOf(data, 'upperLimit'),
    start: samples.join(' ').slice(0, max),
  };
}

/** The number of a value that is one; null for anything else. */
export function amountOf(value: RecordedValue) {
  if (value.kind === 'quantity') return value.amount;
  return value.kind === 'integer'
    ? { value: value.value, digits: String(value.value), unit: null, code: null, comparator: null }
    : null;
}
