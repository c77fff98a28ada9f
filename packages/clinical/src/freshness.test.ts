import { expect, it } from 'vitest';
import { freshForDays } from './freshness.ts';

it.each([
  ['heartRate', 600, 1],
  ['bloodPressure', null, 7],
  ['weight', null, 90],
  ['weight', 100, 30],
  ['weight', 5, 7],
  ['bmi', 800, 90],
  ['height', 100, 90],
  ['height', 400, 1826],
  ['headCircumference', 5, 30],
  ['otherVital', null, 1],
  [{ loinc: ['2823-3'] }, null, 7],
  [{ loinc: ['x', '718-7'] }, null, 90],
  [{ loinc: [] }, null, 180],
] as const)('%j at %s months counts as current for %d days', (of, ageMonths, days) =>
  expect(freshForDays(of, ageMonths)).toBe(days),
);
