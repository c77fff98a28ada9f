import { expect, test } from 'vitest';
import { chartOfPath } from './export-record.ts';

test.each([
  ['/patients/pat-1/results', { patientId: 'pat-1', feature: 'results' }],
  ['/patients/pat-1/identity', { patientId: 'pat-1', feature: 'patients' }],
  ['/patients/pat-1/record/Observation/7', { patientId: 'pat-1', feature: 'record' }],
  ['/patients', null],
  ['/agenda', null],
  ['/audit/patients/pat-1', null],
])('%s', (path, place) => {
  expect(chartOfPath(path)).toEqual(place);
});
