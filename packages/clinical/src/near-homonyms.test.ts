import { expect, it } from 'vitest';
import { nearHomonyms, soundOf } from './near-homonyms.ts';

const person = (family: string, given: string, used?: string) => ({
  families: used === undefined ? [family] : [family, used],
  givens: [given],
});
const marked = (...people: ReturnType<typeof person>[]) => [...nearHomonyms(people)].sort();

it.each([
  ['Dupond', 'Dupont'],
  ['Lefebvre', 'Lefèvre'],
  ['Philippe', 'Filip'],
  ['Mathieu', 'Matthieu'],
  ['Thibault', 'Tibaud'],
  ['Caroline', 'Karoline'],
  ['Yvon', 'Ivon'],
  ['Renault', 'Renaud'],
  ['Cécile', 'Sécile'],
])('%s sounds like %s', (a, b) => expect(soundOf(a)).toBe(soundOf(b)));

it.each([
  ['Martin', 'Morin'],
  ['Durand', 'Dupont'],
  ['Louis', 'Lucie'],
])('%s does not sound like %s', (a, b) => expect(soundOf(a)).not.toBe(soundOf(b)));

it('marks a family name in common, of birth or in use, whatever its accents and signs', () => {
  expect(marked(person('Martin', 'Claire'), person('MARTIN', 'Luc'), person('Roux', 'Anne'))).toEqual([0, 1]);
  expect(marked(person('Durand', 'Jeanne', 'Lemoine'), person('Lemoine', 'Paul'))).toEqual([0, 1]);
  expect(marked(person('Saint-André', 'Luc'), person('SAINT ANDRE', 'Anne'))).toEqual([0, 1]);
});

it('marks what sounds alike only when the given name does too', () => {
  expect(marked(person('Dupond', 'Mathieu'), person('Dupont', 'Matthieu'))).toEqual([0, 1]);
  expect(marked(person('Dupond', 'Mathieu'), person('Dupont', 'Anne'))).toEqual([]);
});

it('marks names that were swapped, and a double name beside one of its parts', () => {
  expect(marked(person('Martin', 'Luc'), person('Luc', 'Martin'))).toEqual([0, 1]);
  expect(marked(person('Durand-Martin', 'Anne'), person('Martin', 'Claire'))).toEqual([0, 1]);
  expect(marked(person('Le Goff', 'Anne'), person('Le Roux', 'Claire'))).toEqual([]);
  expect(marked(person('Ben Saïd', 'Anne'), person('Ben Ali', 'Claire'))).toEqual([]);
  expect(marked(person('van der Berg', 'Anne'), person('van der Meer', 'Claire'))).toEqual([]);
});

it('nobody is marked for having no name, nor by themselves', () => {
  expect(marked({ families: [], givens: [] }, { families: [''], givens: [''] } as never)).toEqual([]);
  expect(marked(person('Martin', 'Claire', 'Martin'))).toEqual([]);
});

it('of a list of one family name only those whose given names sound alike as well are marked', () => {
  const list = [
    person('Martin', 'Luc'),
    person('Martin', 'Anne'),
    person('Martin-Roux', 'Anne'),
    person('Luc', 'Martin'),
  ];
  expect([...nearHomonyms(list, 'full-name')].sort()).toEqual([0, 1, 2, 3]);
  expect([...nearHomonyms(list.slice(0, 2), 'full-name')]).toEqual([]);
});
