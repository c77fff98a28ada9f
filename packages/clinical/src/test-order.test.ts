import { expect, it } from 'vitest';
import { families, panelRank, testRank, type NamedTest } from './test-order.ts';

const named = (text: string | null, ...codes: string[]): NamedTest => ({
  text,
  codes: codes.map((code) => ({ code })),
});
const family = (name: keyof typeof families) => Object.keys(families).indexOf(name);

it('a panel is known by its code, else by its name in either language, else by its tests', () => {
  expect(panelRank(named('Chem 7', '51990-0'), [])).toBe(family('electrolytes'));
  expect(panelRank(named('Numération formule sanguine'), [])).toBe(family('bloodCount'));
  expect(panelRank(named('HÉMOSTASE'), [])).toBe(family('clotting'));
  expect(panelRank(named('Arterial blood gas'), [])).toBe(family('bloodGas'));
  expect(panelRank(named('Surrénale'), [])).toBeGreaterThan(family('microbiology'));
  expect(
    panelRank(named('Bilan d’entrée'), [named('K', '2823-3'), named('CRP', '1988-5'), named('Na', '2951-2')]),
  ).toBe(family('electrolytes'));
  expect(panelRank(named('Dosage spécial'), [named('X', '1-1')])).toBeGreaterThan(family('microbiology'));
  expect(panelRank(null, [])).toBeGreaterThan(family('microbiology'));
});

it('tests of a family stand as they are dictated, and each code stands once', () => {
  const places = ['2951-2', '2823-3', '14682-9', '62238-1'].map((code) => testRank(named(null, code)).place);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  const all = Object.values(families).flatMap(({ panels, tests }) => [...panels, ...tests]);
  expect(all.filter((code, i) => all.indexOf(code) !== i)).toEqual([]);
});
