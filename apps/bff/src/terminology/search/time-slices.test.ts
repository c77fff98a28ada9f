import { describe, expect, it } from 'vitest';
import { ConceptIndex, type SearchedConcept } from './concept-index.ts';
import { TimeSlices, sortInSlices } from './time-slices.ts';
import { wordsOf } from './words.ts';

/** A clock by which every question takes a millisecond: slices are then counted, whatever machine this is. */
const slow = () => {
  let now = 0;
  return { slices: new TimeSlices(() => (now += 1)), asked: () => now };
};
const still = () => new TimeSlices(() => 0);

const syllables = [
  'car',
  'dio',
  'neu',
  'ro',
  'pa',
  'thie',
  'hé',
  'mo',
  'lyse',
  'phlé',
  'bite',
  'os',
  'té',
  'ome',
];
const word = (n: number): string =>
  [n, n * 7 + 3, n * 13 + 5].map((i) => syllables[i % syllables.length]).join('') +
  String.fromCharCode(97 + (n % 26));
const concepts: SearchedConcept[] = Array.from({ length: 3_000 }, (_, n) => ({
  code: `C${(n * 7919) % 3_000}`,
  display: `${word(n)} ${word(n + 1)} de type ${n % 9}`,
  synonyms: [`${word(n + 2)} ${n}`],
  weight: (n % 10) / 10,
}));

describe('an index that is built', () => {
  it('gives way all along: no slice is longer than its time, at any step', async () => {
    const { slices, asked } = slow();
    let turns = 0;
    let isBuilt = false;
    const others = (async () => {
      while (!isBuilt) {
        await new Promise((resolve) => setImmediate(resolve));
        turns += 1;
      }
    })();
    await ConceptIndex.build(concepts, slices);
    isBuilt = true;
    await others;
    // each concept, title and word is a piece of its own at each step, and each step of a sort
    expect(asked()).toBeGreaterThan(concepts.length * 2 * 6);
    expect(slices.pauses).toBeGreaterThanOrEqual(Math.floor(asked() / 10));
    expect(turns).toBeGreaterThan(slices.pauses / 2);
  });

  it('is the same however often it gave way', async () => {
    const [whole, sliced] = [
      await ConceptIndex.build(concepts, still()),
      await ConceptIndex.build(concepts, slow().slices),
    ];
    for (const typed of ['car', word(12), `${word(700)} ${word(701)}`, 'ne', 'type']) {
      const found = whole.find(wordsOf(typed), 'begun');
      expect(sliced.find(wordsOf(typed), 'begun')).toEqual(found);
      expect(found.length, typed).toBeGreaterThan(0);
    }
    expect(sliced.byCode('C12')).toEqual(whole.byCode('C12'));
    for (const { code, display } of concepts.slice(0, 50)) expect(sliced.displayOf(code)).toBe(display);
  });
});

it.each([0, 1, 999, 1_000, 1_001, 4_321])('%i things are sorted as a list sorts them', async (length) => {
  const list = Array.from({ length }, (_, n) => ({ key: (n * 7919) % 501, n }));
  const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
  expect(await sortInSlices(list, compare, slow().slices)).toEqual([...list].sort(compare));
});
