import { expect, test } from 'vitest';
import { pack, unpack } from './packed.ts';

const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `a${i}`,
    minutes: i % 2 ? 20 : null,
    patient: i % 3 ? { id: `p${i % 3}`, names: ['Zoé', 'Ève'] } : null,
    steps: [],
    'a.b': i === 7,
  }));
const throughThePage = (data: unknown) => unpack(JSON.parse(JSON.stringify(pack(data))));

test('what comes out is what went in, in its order', () => {
  const view = { from: '2033-01-03', items: rows(200), truncated: false, others: { items: rows(3) } };
  expect(throughThePage(view)).toEqual(view);
  expect(JSON.stringify(throughThePage(view))).toBe(JSON.stringify(view));
});

test('what repeats goes once', () => {
  const view = { items: rows(1_500) };
  expect(JSON.stringify(pack(view)).length).toBeLessThan(JSON.stringify(view).length / 3);
});

test.each([
  ['a short list', { items: rows(39) }],
  ['a list of its own', rows(100)],
  ['words', '$packed'],
  ['nothing', null],
  ['words of that name, beside others', { $packed: '{', more: 1 }],
])('%s goes as it is', (_what, data) => {
  expect(pack(data)).toBe(data);
  expect(unpack(data)).toBe(data);
});

test.each([
  ['different keys', [...rows(60), { id: 'other' }]],
  ['another order of keys', [...rows(60), { minutes: 1, id: 'x', patient: null, steps: [], 'a.b': false }]],
  ['something that is no object', [...rows(60), null]],
  ['numbers', Array.from({ length: 60 }, (_, i) => i)],
])('a long list with %s is kept whole', (_what, list) => {
  const view = { items: list };
  expect(JSON.stringify(throughThePage(view))).toBe(JSON.stringify(view));
});
