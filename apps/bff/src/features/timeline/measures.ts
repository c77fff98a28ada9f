import { interpret, interpretationFromCode } from '@keneyapp/clinical';
import type { Observation, ObservationComponent } from '@medplum/fhirtypes';
import { coded, hasCode } from '@keneyapp/fhir-model/coded';
import { date } from '@keneyapp/fhir-model/dates';
import { amount } from '@keneyapp/fhir-model/quantity';
import { systems } from '@keneyapp/fhir-model/systems';
import { words } from '@keneyapp/fhir-model/text';
import type { Level, Measure } from './view.ts';

export function effective(o: Observation): string | null {
  return (
    date(o.effectiveDateTime) ?? date(o.effectivePeriod?.start) ?? date(o.effectiveInstant) ?? date(o.issued)
  );
}

export const isValid = (o: Observation): boolean =>
  !['entered-in-error', 'cancelled', 'registered'].includes(o.status ?? 'final');

/** The values of one observation; a blood pressure is one value of two numbers. */
export function measuresOf(o: Observation): Measure[] {
  const part = (code: string) => o.component?.find((c) => hasCode(c.code, systems.loinc, code));
  const [systolic, diastolic] = [part('8480-6'), part('8462-4')];
  if (systolic ?? diastolic) {
    const first = measure(o, systolic ?? {}),
      second = amount(diastolic?.valueQuantity);
    return first ? [{ ...first, second: second?.value ?? null }] : [];
  }
  const own = measure(o, o);
  return [...(own ? [own] : []), ...(o.component ?? []).flatMap((c) => measure(c, c) ?? [])];
}

function measure(
  named: Pick<Observation, 'code'>,
  from: Partial<Observation | ObservationComponent>,
): Measure | null {
  const value = amount(from.valueQuantity);
  const concept = from.valueCodeableConcept ? coded(from.valueCodeableConcept) : null;
  const text = value
    ? null
    : (concept?.text ??
      concept?.codes[0]?.code ??
      words(from.valueString) ??
      (from.valueInteger === undefined ? null : String(from.valueInteger)));
  if (!value && text === null) return null;
  return {
    name: coded(named.code),
    value: value?.value ?? null,
    second: null,
    unit: value?.unit ?? null,
    unitCode: value?.code ?? null,
    comparator: value?.comparator ?? null,
    text,
    ...stateOf(from, value),
  };
}

function stateOf(
  from: Partial<Observation>,
  value: ReturnType<typeof amount>,
): { level: Level; direction: 'high' | 'low' | null } {
  for (const { code } of (from.interpretation ?? []).flatMap((c) => c.coding ?? [])) {
    const read = interpretationFromCode(code);
    if (read !== 'unknown') return split(read);
    if (code === 'A' || code === 'POS') return { level: 'abnormal', direction: null };
    if (code === 'AA') return { level: 'critical', direction: null };
  }
  const range = from.referenceRange?.find((r) => !r.type || r.type.coding?.some((c) => c.code === 'normal'));
  return value && range
    ? split(
        interpret(
          value.value,
          { low: range.low?.value, high: range.high?.value },
          value.comparator ?? undefined,
        ),
      )
    : { level: 'unknown', direction: null };
}

function split(read: ReturnType<typeof interpret>): { level: Level; direction: 'high' | 'low' | null } {
  const level = read.startsWith('critical')
    ? 'critical'
    : read === 'high' || read === 'low'
      ? 'abnormal'
      : read === 'normal'
        ? 'normal'
        : 'unknown';
  return { level, direction: read.endsWith('high') ? 'high' : read.endsWith('low') ? 'low' : null };
}

/** Vital signs in the order they are read at the bedside; everything else as it came. */
const bedside = [
  '85354-9',
  '55284-4',
  '8480-6',
  '8867-4',
  '8310-5',
  '8331-1',
  '59408-5',
  '2708-6',
  '9279-1',
  '80288-4',
  '72514-3',
  '29463-7',
  '8302-2',
  '39156-5',
];
export const bedsideFirst = (a: Measure, b: Measure): number => rank(a) - rank(b);
function rank({ name }: Measure): number {
  const at = name.codes.findIndex((c) => bedside.includes(c.code));
  return at < 0 ? bedside.length : bedside.indexOf(name.codes[at]?.code ?? '');
}

const order: Record<Level, number> = { critical: 0, abnormal: 1, normal: 2, unknown: 2 };
const most = 6;

/** What an item says of its values: how many, how many outside their range, the worst of them. */
export function digest(measures: readonly Measure[]): {
  count: number;
  abnormal: number;
  critical: number;
  measures: Measure[];
} {
  return {
    count: measures.length,
    abnormal: measures.filter((m) => m.level === 'abnormal').length,
    critical: measures.filter((m) => m.level === 'critical').length,
    measures: measures
      .map((m, i) => ({ m, i }))
      .sort((a, b) => order[a.m.level] - order[b.m.level] || a.i - b.i)
      .slice(0, most)
      .map(({ m }) => m),
  };
}
