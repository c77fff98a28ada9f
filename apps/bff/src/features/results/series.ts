import { convertUnit, normaliseUnit } from '@keneyapp/clinical';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { tidy } from '@keneyapp/fhir-model/quantity';
import type { Amount, Coded, Point, Range, Series } from './view.ts';
import type { Reading } from './readings.ts';

/** A way from one unit to another: value × factor + offset. Null when they cannot be converted. */
type Conversion = { factor: number; offset: number } | null;
const identity: NonNullable<Conversion> = { factor: 1, offset: 0 };

/** Groups readings by test, then by unit. `panelOf` names the panel an observation came in. */
export async function seriesOf(
  readings: readonly Reading[],
  panelOf: (observationId: string) => Coded | null,
): Promise<{ series: Series[]; keyOf: (observationId: string) => string[] }> {
  const tests = new Map<string, Reading[]>();
  for (const reading of readings) push(tests, testKey(reading.name), reading);
  const keys = new Map<string, string[]>();
  const series: Series[] = [];
  for (const [test, all] of tests)
    for (const one of await byUnit(test, all, panelOf)) {
      series.push(one);
      for (const point of one.points) push(keys, point.observationId, one.key);
    }
  return { series, keyOf: (id) => keys.get(id) ?? [] };
}

/** LOINC where there is one; a test nobody coded is known by its name. */
function testKey({ text, codes }: Coded): string {
  const code = codes.find((c) => c.system === 'http://loinc.org') ?? codes[0];
  return code
    ? code.system === 'http://loinc.org'
      ? code.code
      : `${code.code}@${code.system.replace(/^\w+:\/\//, '')}`
    : (text ?? '?');
}

const unitKey = (amount: Amount | null): string =>
  amount ? normaliseUnit(amount.code ?? amount.unit ?? '') : 'text';

async function byUnit(
  test: string,
  readings: Reading[],
  panelOf: (id: string) => Coded | null,
): Promise<Series[]> {
  const sorted = [...readings].sort(latestFirst((r) => r.date));
  const groups = new Map<
    string,
    { amount: Amount | null; members: { reading: Reading; conversion: Conversion }[] }
  >();
  for (const reading of sorted) {
    const unit = unitKey(reading.amount);
    let target = groups.has(unit) ? unit : null;
    let conversion: Conversion = identity;
    if (target === null && reading.amount)
      for (const [held, group] of groups) {
        conversion = group.amount ? await conversionOf(unit, held) : null;
        if (conversion) {
          target = held;
          break;
        }
      }
    else if (target !== null) conversion = identity;
    if (target === null) {
      groups.set(unit, { amount: reading.amount, members: [] });
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

function pointOf(reading: Reading, conversion: NonNullable<Conversion>): Point {
  const { amount, range, name: _name, category: _category, ...rest } = reading;
  const isConverted = conversion.factor !== 1 || conversion.offset !== 0;
  const convert = (value: number) =>
    isConverted ? tidy(Number((value * conversion.factor + conversion.offset).toPrecision(12))) : value;
  return {
    ...rest,
    value: amount ? convert(amount.value) : null,
    comparator: amount?.comparator ?? null,
    range: range && isConverted ? convertRange(range, convert) : range,
    recorded: isConverted && amount ? { value: amount.value, unit: amount.unit, code: amount.code } : null,
  };
}

const convertRange = ({ text: _text, ...limits }: Range, convert: (value: number) => number): Range => ({
  ...(Object.fromEntries(
    Object.entries(limits).map(([name, v]) => [name, v === null ? null : convert(v)]),
  ) as Omit<Range, 'text'>),
  text: null,
});

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
