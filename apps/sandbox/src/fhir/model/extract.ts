import { FhirPathAtom, toTypedValue, UnionAtom, type Atom, type TypedValue } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import type { IndexRows } from './index-rows.ts';
import { normalise } from './normalise.ts';
import { shapeOf } from '../validation/type-shapes.ts';
import { parametersOf, type Parameter } from './parameters.ts';
import { cut, datesOf, quantitiesOf, stringsOf, targetsOf, tokensOf, wordsOf } from './values.ts';

/** Appends the index entries of one resource. An expression that fails on odd content indexes nothing, the resource is still kept. */
export function extract(resource: Resource, rid: number, into: IndexRows): void {
  const root = [toTypedValue(resource)];
  const there = elementsOf(resource);
  for (const parameter of parametersOf(resource.resourceType).values()) {
    if (parameter.roots && !parameter.roots.some((name) => there.has(name))) continue;
    const values = evaluate(parameter.expression, root);
    if (values.length === 0) continue;
    if (parameter.kind === 'composite') addComposites(parameter, values, rid, into);
    else addValues(parameter, values, rid, into);
  }
}

/** Names of the elements that a resource has: `value` for `valueQuantity` too. */
function elementsOf(resource: Resource): ReadonlySet<string> {
  const fields = shapeOf(resource.resourceType)?.fields;
  const names = new Set<string>();
  for (const key of Object.keys(resource)) {
    names.add(key);
    const choice = fields?.get(key)?.choice;
    if (choice) names.add(choice.slice(0, -3));
  }
  return names;
}

/** A union compares each value with each other, which takes minutes for thousands: its sides are evaluated apart, what stands twice is left out later. */
function evaluate(expression: Atom, root: TypedValue[]): TypedValue[] {
  const inner = expression instanceof FhirPathAtom ? expression.child : expression;
  if (inner instanceof UnionAtom) return [...evaluate(inner.left, root), ...evaluate(inner.right, root)];
  try {
    const variables: Record<string, TypedValue> = root[0] ? { $this: root[0] } : {};
    return expression.eval({ variables }, root).filter((v) => v.value !== undefined && v.value !== null);
  } catch {
    return [];
  }
}

function addValues({ p, kind }: Parameter, values: TypedValue[], rid: number, into: IndexRows): void {
  const seen = new Set<string>();
  const first = (key: string) => (seen.has(key) ? false : Boolean(seen.add(key)));
  for (const value of values) {
    if (kind === 'token' || kind === 'uri') {
      for (const t of tokensOf(value))
        if (first(`t${t.system}|${t.value}`)) push(into.token, { rid, p, ...t });
      for (const words of wordsOf(value)) addString(words);
    } else if (kind === 'string') for (const text of stringsOf(value)) addString(text);
    else if (kind === 'reference')
      for (const target of targetsOf(value)) {
        if (first(target)) push(into.ref, { rid, p, target });
      }
    else if (kind === 'date')
      for (const range of datesOf(value)) {
        if (first(`${range.lo}|${range.hi}`)) push(into.date, { rid, p, ...range });
      }
    else for (const q of quantitiesOf(value)) push(into.quantity, { rid, p, ...q });
  }
  function addString(text: string): void {
    const raw = cut(text),
      value = normalise(raw);
    if (value !== '' && first(`s${raw}`)) push(into.string, { rid, p, value, raw });
  }
}

function addComposites(
  { p, components: [left, right] }: Parameter,
  values: TypedValue[],
  rid: number,
  into: IndexRows,
): void {
  if (!left || !right) return;
  for (const value of values) {
    const seconds = evaluate(right.expression, [value]).flatMap((second) => secondOf(right.kind, second));
    if (seconds.length === 0) continue;
    for (const first of evaluate(left.expression, [value]).flatMap(tokensOf))
      for (const second of seconds) push(into.composite, { rid, p, ...first, ...second });
  }
}

interface Second {
  value2: string | null;
  system2: string | null;
  number2: number | null;
  lo2: number | null;
  hi2: number | null;
}

function secondOf(kind: Parameter['kind'], value: TypedValue): Second[] {
  const none: Second = { value2: null, system2: null, number2: null, lo2: null, hi2: null };
  if (kind === 'token') return tokensOf(value).map((t) => ({ ...none, value2: t.value, system2: t.system }));
  if (kind === 'quantity' || kind === 'number')
    return quantitiesOf(value).map((q) => ({
      ...none,
      number2: q.value,
      value2: q.code ?? q.unit,
      system2: q.system,
    }));
  if (kind === 'date') return datesOf(value).map((d) => ({ ...none, lo2: d.lo, hi2: d.hi }));
  if (kind === 'string') return stringsOf(value).map((text) => ({ ...none, value2: normalise(cut(text)) }));
  return targetsOf(value).map((target) => ({ ...none, value2: target }));
}

/** Adds one row to arrays held by column. */
function push<Row extends Record<string, unknown>>(columns: { [K in keyof Row]: Row[K][] }, row: Row): void {
  for (const name in columns) columns[name].push(row[name]);
}
