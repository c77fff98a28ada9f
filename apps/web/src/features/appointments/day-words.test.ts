import { expect, it } from 'vitest';
import { dayWords } from './day-words.ts';

it.each([
  ['fr', '2026-12-01', 'mardi 1er décembre'],
  ['fr', '2026-12-11', 'vendredi 11 décembre'],
  ['en', '2026-12-01', 'Tuesday 1 December'],
])('writes a day as it is read: %s %s', (locale, day, words) => {
  expect(dayWords(locale, day)).toBe(words);
});
