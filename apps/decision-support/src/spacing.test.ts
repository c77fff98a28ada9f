import { expect, it } from 'vitest';
import { spaced } from './spacing.ts';

it('keeps numbers with their units and thousands, and French signs with their words', () => {
  expect(spaced('Clairance : 1 000 mg par jour ; limite 30 mL/min', 'fr')).toBe(
    'Clairance\u00a0: 1\u202f000\u00a0mg par jour\u202f; limite 30\u00a0mL/min',
  );
  expect(spaced('1,000 mg a day: 4 drugs', 'en')).toBe('1,000\u00a0mg a day: 4 drugs');
  // what is a word and no unit, and a year after a month
  expect(spaced('2 gélules le 3 11 2026', 'fr')).toBe('2 gélules le 3 11 2026');
});
