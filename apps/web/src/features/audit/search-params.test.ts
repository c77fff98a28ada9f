import { expect, test } from 'vitest';
import {
  auditHref,
  exportHref,
  filterOf,
  isFiltered,
  isWrongPeriod,
  periodOf,
  readParams,
} from './search-params.ts';

const pageParams = (query: string) => readParams(new URLSearchParams(query));

test('an address says the search, and the search its address', () => {
  const address =
    'patient=pat-1&person=u1&from=2026-03-01&to=2026-03-31&kind=read&feature=results&outcome=success&emergency=1&listed=1&request=r-1&event=12';
  expect(filterOf(pageParams(address))).toEqual({
    patientId: 'pat-1',
    listed: true,
    userId: 'u1',
    from: '2026-03-01',
    to: '2026-03-31',
    kind: 'read',
    feature: 'results',
    outcome: 'success',
    emergency: true,
    requestId: 'r-1',
  });
  expect(auditHref({}, pageParams(address))).toBe(`/audit?${address}`);
  expect(auditHref({ event: null, patient: null }, pageParams('patient=a&event=3'))).toBe('/audit');
});
test.each(['patient=../x', 'kind=nothing', 'from=2026-3-1', 'event=1;2', 'feature=%00', 'emergency=yes'])(
  '%s asks for nothing',
  (query) => {
    expect(isFiltered(pageParams(query))).toBe(false);
  },
);
test('searches that only listed the patient are asked for with a patient alone', () => {
  expect(filterOf(pageParams('listed=1'))).toEqual({});
});
test('the file is that of the search', () => {
  expect(exportHref('csv', pageParams('patient=a&emergency=1&event=4'))).toBe(
    '/bff/audit/export?format=csv&patientId=a&emergency=true',
  );
});
test('periods end today, or with the month before', () => {
  expect([
    periodOf('today', '2026-03-01'),
    periodOf('week', '2026-03-01'),
    periodOf('month', '2026-03-09'),
    periodOf('lastMonth', '2026-03-09'),
  ]).toEqual([
    { from: '2026-03-01', to: '2026-03-01' },
    { from: '2026-02-23', to: '2026-03-01' },
    { from: '2026-03-01', to: '2026-03-09' },
    { from: '2026-02-01', to: '2026-02-28' },
  ]);
  expect(isWrongPeriod(pageParams('from=2026-03-02&to=2026-03-01'))).toBe(true);
});
