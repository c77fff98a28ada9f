import { expect, test } from 'vitest';
import { comparablePair, type SeriesFacts } from './comparable.ts';

const series = (id: string, more: Partial<SeriesFacts> = {}): SeriesFacts => ({
  id,
  study: 's',
  modality: 'CT',
  description: '',
  bodyPart: 'CHEST',
  images: 100,
  normal: [0, 0, 1],
  ...more,
});

test('modality first, then the plane, then the name of the series', () => {
  expect(
    comparablePair(
      [
        series('axial', { description: 'Thorax axial' }),
        series('coronal', { normal: [0, 1, 0], description: 'Coronal' }),
      ],
      [
        series('scout', { images: 2, description: 'Topogramme' }),
        series('before', { description: 'THORAX axiale 1 mm' }),
      ],
    ),
  ).toEqual({ current: 'axial', prior: 'before' });
  expect(
    comparablePair(
      [series('mr', { modality: 'MR' })],
      [series('ct'), series('sag', { modality: 'MR', normal: [1, 0, 0] })],
    ),
  ).toEqual({ current: 'mr', prior: 'sag' });
  expect(
    comparablePair(
      [series('t2', { description: 'Séquence T2' })],
      [series('t1', { description: 'sequence T1' }), series('t2 before', { description: 'sequence T2' })],
    ),
  ).toEqual({ current: 't2', prior: 't2 before' });
});

test('without a comparable series the first of each is hung; without any, nothing', () => {
  const radiograph = series('r', { modality: 'DX', normal: null, images: 1 });
  expect(comparablePair([radiograph], [series('a'), series('b')])).toEqual({ current: 'r', prior: 'a' });
  expect(comparablePair([radiograph], [])).toBeNull();
});
