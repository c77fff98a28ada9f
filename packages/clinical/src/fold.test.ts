import { expect, it } from 'vitest';
import { fold, folded, foldedWords } from './fold.ts';

it.each([
  ['Éloïse', 'eloise'],
  ['ŁUKASZ', 'lukasz'],
  ['Œuvré', 'oeuvre'],
  ['Strauß', 'strauss'],
  ['N’Guessan', "n'guessan"],
  ['山田', '山田'],
])('%s is read as %s', (text, plain) => expect(folded(text)).toBe(plain));

it('says where each character comes from', () => {
  const { folded: plain, origin } = fold('LŒWY');
  expect([plain, origin]).toEqual(['loewy', [0, 1, 1, 2, 3, 4]]);
});
it('makes one blank of what is neither letter nor digit', () =>
  expect(foldedWords(' O’Brien–Dupont,  2e ')).toBe('o brien dupont 2e'));
