import type { Observation } from '@medplum/fhirtypes';
import { nobody } from '@keneyapp/fhir-model/observation/range';
import { expect, it } from 'vitest';
import { groupSets, readMeasures } from './sets.ts';

const vital = (id: string, code: string, value: number, who?: string): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code }] },
  effectiveDateTime: '2026-03-01T08:00:00Z',
  valueQuantity: { value, system: 'http://unitsofmeasure.org', code: code === '8310-5' ? 'Cel' : '/min' },
  ...(who ? { performer: [{ display: who }] } : {}),
});
const columns = (...all: Observation[]) =>
  groupSets(readMeasures(all, nobody)).map(({ measures }) => measures.map((m) => m.observationId));

it('what was measured at one moment is one column', () => {
  expect(columns(vital('a', '8867-4', 70), vital('b', '8310-5', 37))).toEqual([['a', 'b']]);
});

it('two sets of one moment stay two, though nobody put them together', () => {
  const [first, second] = [
    [vital('a', '8867-4', 70, 'Inf. Roux'), vital('b', '8310-5', 37, 'Inf. Roux')],
    [vital('c', '8867-4', 90, 'Inf. Petit'), vital('d', '8310-5', 39, 'Inf. Petit')],
  ] as const;
  expect(columns(...first, ...second).sort()).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  // the same person, twice
  expect(columns(vital('a', '8867-4', 70), vital('c', '8867-4', 90)).sort()).toEqual([['a'], ['c']]);
});

it('every column has a key of its own', () => {
  const sets = groupSets(readMeasures([vital('a', '8867-4', 70), vital('c', '8867-4', 90)], nobody));
  expect(new Set(sets.map((s) => s.key)).size).toBe(2);
});
