import { expect, it } from 'vitest';
import { hrefOf, readParams } from './search-params.ts';

it('the address tells the place and back', () => {
  const params = new URLSearchParams('view=grid&period=1y&test=2823-3&test=718-7~g%2FL&filter=x');
  expect(readParams(params)).toEqual({
    view: 'grid',
    period: '1y',
    group: null,
    tests: ['2823-3', '718-7~g/L'],
    isTable: false,
    report: null,
    value: null,
  });
  expect(readParams(new URLSearchParams(hrefOf('/r', params, { period: '5y' }).slice(3)))).toEqual({
    ...readParams(params),
    period: '5y',
  });
  expect(hrefOf('/r', params, { view: 'tests', period: 'all', tests: [] })).toBe('/r?period=all');
  const asked = new URLSearchParams('view=reports&report=r1');
  expect(hrefOf('/r', asked, { period: 'all' })).toBe('/r?view=reports&period=all&report=r1');
  expect(hrefOf('/r', asked, { view: 'tests' })).toBe('/r');
  expect(readParams(new URLSearchParams('view=nonsense&period=9')).view).toBe('tests');
});
