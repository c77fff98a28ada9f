import { shownUnit } from './quantity.ts';
import type { Amount, RecordedValue } from './shapes.ts';
import type { Measure, Part } from './vital-measure.ts';

/** All that a measure holds, its own value first, to be shown anywhere. */
export function valuesOf(measure: Measure): Part[] {
  const own = ownValue(measure);
  return own ? [{ name: null, value: own, ...measure.worst }, ...measure.parts] : measure.parts;
}

function ownValue(m: Measure): RecordedValue | null {
  if (m.consciousness) return { kind: 'consciousness', level: m.consciousness };
  const of = (
    value: number | null,
    digits: string | null,
    comparator: Amount['comparator'],
  ): Amount | null =>
    value === null
      ? null
      : { value, digits: digits ?? String(value), unit: shownUnit(null, m.unit), code: m.unit, comparator };
  const [first, second] = [
    of(m.value, m.digits, m.comparator),
    of(m.second, m.secondDigits, m.secondComparator),
  ];
  if (m.name === 'bloodPressure')
    return (first ?? second) ? { kind: 'pressure', systolic: first, diastolic: second } : null;
  if (m.name === 'oxygen' && first?.value === 0 && first.comparator === null) return { kind: 'roomAir' };
  return first && { kind: 'quantity', amount: first };
}
