import { expect, test } from 'vitest';
import { askedFields, touchedKinds } from './asked.ts';

test('a question is told field by field, without what stands elsewhere', () => {
  expect(askedFields('{"query":"durand 1960","limit":20}')).toEqual([
    { name: 'query', value: 'durand 1960' },
  ]);
  expect(askedFields('{"patientId":"p1","from":"2026-01-01","cursor":null}')).toEqual([
    { name: 'from', value: '2026-01-01' },
  ]);
  // where an open page's line begins is nothing that a person asked for
  expect(askedFields('{"lastEventId":"12","readWithin":45}')).toEqual([]);
  expect(askedFields('{"invalid":["query"]}')).toEqual([{ name: 'invalid', value: ['query'] }]);
  expect(askedFields('PatientID=8001&limit=5')).toEqual([
    { name: 'PatientID', value: '8001' },
    { name: 'limit', value: '5' },
  ]);
});
test('what is no question of ours is left as it is', () => {
  expect(askedFields('{"query":"xxxxxxx… (1000000 bytes, SHA-256 00)')).toBeNull();
  expect(askedFields('null')).toBeNull();
  expect(askedFields('7')).toBeNull();
});
test('what was touched is told by kind', () => {
  expect(touchedKinds(['Observation/7', 'Condition', 'Observation/9', 'study/1.2.3'])).toEqual([
    { type: 'Observation', ids: ['7', '9'] },
    { type: 'Condition', ids: [] },
    { type: 'study', ids: ['1.2.3'] },
  ]);
});
