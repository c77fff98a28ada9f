import { convertUnit, freshForDays, normaliseUnit } from '@keneyapp/clinical';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { amountOf } from '@keneyapp/fhir-model/observation/value';
import { unitOf } from '@keneyapp/fhir-model/quantity';
import { systems } from '@keneyapp/fhir-model/systems';
import { testKey } from '@keneyapp/fhir-model/test-key';
import type { Result } from './result.ts';
import type { Amount, Coded, Point, Range, Series } from './view.ts';

/** A way from one unit to another: value × factor + offset. Null when they cannot be converted. */
type Conversion = { factor: number; offset: number } | null;
const identity: NonNullable<Conversion> = { factor: 1, offset: 0 };

/** Groups readings by test, then by unit. `panelOf` names the panel an observation came in. */
export async function seriesOf(
  readings: readonly Result[],
  panelOf: (observationId: string) => Coded | null,
  ageMonths: number | null,
): Promise<{ series: Series[]; keyOf: (observationId: string) => string[] }> {
  const tests = new Map<string, Result[]>();
  for (const reading of readings) push(tests, testKey(reading.name), reading);
  const keys = new Map<string, string[]>();
  const series: Series[] = [];
  for (const [test, all] of tests)
    for (const one of await byUnit(test, all, panelOf, ageMonths)) {
      series.push(one);
      for (const point of one.points) push(keys, point.observationId, one.key);
    }
  return { series, keyOf: (id) => keys.get(id) ?? [] };
}

const unitKey = (amount: Amount | null): string => (amount ? normaliseUnit(unitOf(amount)) : 'text');

async function byUnit(
  test: string,
  readings: Result[],
  panelOf: (id: string) => Coded | null,
  ageMonths: number | null,
): Promise<Series[]> {
  const sorted = [...readings].sort(latestFirst((r) => r.at));
  const groups = new Map<
    string,
    { amount: Amount | null; members: { reading: Result; conversion: Conversion }[] }
  >();
  for (const reading of sorted) {
    const amount = amountOf(reading.value);
    const unit = unitKey(amount);
    let target = groups.has(unit) ? unit : null;
    let conversion: Conversion = identity;
    if (target === null && amount)
      for (const [held, group] of groups) {
        conversion = group.amount ? await conversionOf(unit, held) : null;
        if (conversion) {
          target = held;
          break;
        }
      }
    else if (target !== null) conversion = identity;
    if (target === null) {
      groups.set(unit, { amount, members: [] });
      target = unit;
      conversion = identity;
    }
    groups.get(target)?.members.push({ reading, conversion });
  }
  return [...groups].map(([unit, { amount, members }], index) => ({
    key: index === 0 ? test : `${test}~${unit}`,
    name: members[0]?.reading.name ?? { text: null, codes: [] },
    unit: amount?.unit ?? null,
    unitCode: amount?.code ?? null,
    category: members[0]?.reading.category ?? 'other',
    panel: commonest(members.flatMap(({ reading }) => panelOf(reading.observationId) ?? [])),
    freshForDays: freshForDays({ loinc: loincOf(members.map(({ reading }) => reading.name)) }, ageMonths),
    points: members.map(({ reading, conversion }) => pointOf(reading, conversion ?? identity)),
  }));
}

const known = new Map<string, Conversion>();

/** Through UCUM, once for each pair: two values tell a linear conversion. */
async function conversionOf(from: string, to: string): Promise<Conversion> {
  const pair = `${from}\u0000${to}`;
  const held = known.get(pair);
  if (held !== undefined) return held;
  const [zero, one] =
    from === '' || to === ''
      ? [null, null]
      : await Promise.all([convertUnit(0, from, to), convertUnit(1, from, to)]);
  const conversion = zero === null || one === null ? null : { factor: one - zero, offset: zero };
  if (known.size < 1000) known.set(pair, conversion);
  return conversion;
}

const loincOf = (names: readonly Coded[]): string[] =>
  names.flatMap(({ codes }) => codes.filter((c) => c.system === systems.loinc).map((c) => c.code));

function pointOf(reading: Result, conversion: NonNullable<Conversion>): Point {
  const { name: _name, of: _of, category: _category, at, value, range, ...rest } = reading;
  const amount = amountOf(value);
  const isConverted = amount !== null && (conversion.factor !== 1 || conversion.offset !== 0);
  const convert = (n: number) => Number((n * conversion.factor + conversion.offset).toPrecision(12));
  const own =
    amount &&
    (isConverted ? { ...amount, ...inDigits(convert(amount.value)), unit: null, code: null } : amount);
  return {
    ...rest,
    date: at,
    shown: own && value.kind === 'quantity' ? { kind: 'quantity', amount: own } : value,
    value: own?.value ?? null,
    comparator: amount?.comparator ?? null,
    range: range && isConverted ? convertRange(range, convert) : range,
    recorded: isConverted ? amount : null,
  };
}

const inDigits = (value: number) => ({ value, digits: String(value) });

function convertRange(range: Range, convert: (value: number) => number): Range {
  const limit = (value: number | null) => (value === null ? null : convert(value));
  const written = (value: number | null) => (value === null ? null : String(convert(value)));
  return {
    low: limit(range.low),
    high: limit(range.high),
    criticalLow: limit(range.criticalLow),
    criticalHigh: limit(range.criticalHigh),
    digits: { low: written(range.low), high: written(range.high) },
    text: null,
  };
}

function commonest(panels: Coded[]): Coded | null {
  const counts = new Map<string, { panel: Coded; n: number }>();
  for (const panel of panels) {
    const key = panel.text ?? panel.codes[0]?.code ?? '';
    counts.set(key, { panel, n: (counts.get(key)?.n ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.n - a.n)[0]?.panel ?? null;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
