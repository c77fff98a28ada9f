import { describe, expect, it } from 'vitest';
import { comparableName, nameWords, rnivName } from './normalise.ts';
import { phoneticKey } from './phonetic-key.ts';

it.each([
  ['Lefèvre', 'LEFEVRE'],
  ['d’Artagnan', "D'ARTAGNAN"],
  ['Œhler-Ægerter', 'OEHLER-AEGERTER'],
  ['  de   La  Tour ', 'DE LA TOUR'],
  ['Saint - Exupéry', 'SAINT-EXUPERY'],
  ['Durand–Martin', 'DURAND-MARTIN'],
  ['Łukasz Groß', 'LUKASZ GROSS'],
  ['Martin (2)', 'MARTIN'],
  ["D''  'Artagnan", "D'ARTAGNAN"],
  ['Наталья', 'НАТАЛЬЯ'],
  [' - ', ''],
  ['???', ''],
])('%s is written as %s', (text, written) => expect(rnivName(text)).toBe(written));

it.each([
  ["D'ARTAGNAN", ['D', 'ARTAGNAN']],
  ['Jean-Pierre', ['JEAN', 'PIERRE']],
  ['St Martin', ['SAINT', 'MARTIN']],
  ['Ste-Marie', ['SAINTE', 'MARIE']],
  ['St', ['ST']],
  ['', []],
])('%s has the words %j', (text, words) => expect(nameWords(text)).toEqual(words));

describe('a name as it is compared', () => {
  it.each([
    ['de La Tour', 'DELATOUR', 'TOUR', []],
    ['van der Berg', 'VANDERBERG', 'BERG', []],
    ['Ben Ali', 'BENALI', 'ALI', []],
    ['Durand-Martin', 'DURANDMARTIN', 'DURANDMARTIN', ['DURAND', 'MARTIN']],
    // a name that is nothing but a particle elsewhere
    ['Le', 'LE', 'LE', []],
  ])('%s: whole %s, core %s, parts %j', (text, whole, core, parts) =>
    expect(comparableName(text)).toMatchObject({ whole, core, parts }),
  );

  it.each([[undefined], [''], ['  '], ['-'], ["'"], ['123']])('%j is no name', (text) =>
    expect(comparableName(text)).toBeNull(),
  );

  it('has no more parts than anybody needs', () => {
    expect(comparableName('Martin '.repeat(200))?.parts).toHaveLength(8);
  });
});

describe('how a name sounds', () => {
  it.each([
    ['LEFEVRE', 'LEFEBVRE'],
    ['DUPONT', 'DUPOND'],
    ['PHILIPPE', 'FILIP'],
    ['MATHIEU', 'MATTHIEU'],
    ['THIBAULT', 'TIBAUD'],
    ['RENAULT', 'RENAUD'],
    ['GAUTHIER', 'GAUTIER'],
    ['CHRISTOPHE', 'KRISTOF'],
    ['CECILE', 'SECILE'],
    ['LEROY', 'LEROI'],
  ])('%s and %s are one', (a, b) => expect(phoneticKey(a)).toBe(phoneticKey(b)));

  it.each([
    ['MARTIN', 'MORIN'],
    ['DURAND', 'DUPONT'],
    ['LOUIS', 'LUCIE'],
    ['JULIE', 'JULIEN'],
  ])('%s and %s are two', (a, b) => expect(phoneticKey(a)).not.toBe(phoneticKey(b)));

  it('what no rule knows stays as it is', () => {
    expect(phoneticKey('НАТАЛЬЯ')).toBe('НАТАЛЬЯ');
    expect(phoneticKey('A')).toBe('A');
    expect(phoneticKey('')).toBe('');
  });
});
