import { expect, it } from 'vitest';
import { readRoute } from './route.ts';

const snomed = (code: string, text?: string) => ({
  ...(text === undefined ? {} : { text }),
  coding: [{ system: 'http://snomed.info/sct', code }],
});

it.each([
  [snomed('26643006', 'Oral route'), 'oral', true],
  [
    { text: 'Oral use', coding: [{ system: 'http://standardterms.edqm.eu', code: '20053000' }] },
    'oral',
    true,
  ],
  [snomed('26643006'), 'oral', true],
  [{ text: 'Voie Orale' }, 'oral', true],
  // the words say more than the code, or something else
  [snomed('47625008', 'VO'), 'intravenous', false],
  [snomed('47625008', 'IV lente'), 'intravenous', false],
  [{ text: 'IV' }, null, false],
  // a code of another system means nothing here
  [{ text: 'Voie locale', coding: [{ system: 'http://local', code: '26643006' }] }, null, false],
])('of %j the route is %s', (concept, known, isSaidByName) => {
  expect(readRoute(concept)).toMatchObject({ known, isSaidByName });
});

it('of codes that mean different routes says all, and takes none for the one that was meant', () => {
  const coding = [
    { system: 'http://snomed.info/sct', code: '26643006', display: 'Oral route' },
    { system: 'http://standardterms.edqm.eu', code: '20045000', display: 'Intravenous use' },
  ];
  expect(readRoute({ coding })).toMatchObject({ known: null, text: 'Oral route / Intravenous use' });
});

it('is none without a word and a code', () => {
  expect(readRoute(undefined)).toBeNull();
  expect(readRoute({ coding: [{ system: 'http://snomed.info/sct' }] })).toBeNull();
});
