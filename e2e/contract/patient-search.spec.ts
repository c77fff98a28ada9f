import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { FhirAsSystem, type Resource } from '../fhir.ts';
import { Visitor } from '../leaks/visitor.ts';
import { stackOf } from '../stack.ts';

/**
 * The search of patients asks in many ways at once (`apps/bff/src/features/patients/search.ts`). A way that a server does not
 * take makes every "nobody" an "incomplete", and nobody is registered under a name that is new.
 */
const fhir = new FhirAsSystem(stackOf());
/** A name of letters alone, of nobody else. */
const unique = (length = 14) =>
  `Zp${[...crypto.getRandomValues(new Uint8Array(length))].map((byte) => 'abcdefghijklmnop'[byte % 16]).join('')}`;
interface Found {
  hits: { id: string; birthDate: string | null }[];
  isPartial: boolean;
}

test('every part of a search is answered: nobody is "nobody", whatever was typed', async () => {
  const secretary = await Visitor.signIn(stackOf(), 'secretaire');
  const [family, given] = [unique(), unique()];
  for (const typed of [
    family,
    unique(40),
    `${family} ${given}`,
    `${family} ${given} 12/11/1951`,
    `${unique(40)} ${unique(40)} 12/11/1951`,
    `${family} 12/11/1951`,
    `${family} 11/1951`,
    `${family} 1951`,
    `d'${family}-${given} st zz 29/02/1952`,
    `${family.slice(0, 8)}山田 12/11/1951`,
  ]) {
    const found = await secretary.data<Found>('patients.search', { query: typed });
    expect({ typed, hits: found.hits, isPartial: found.isPartial }).toEqual({
      typed,
      hits: [],
      isPartial: false,
    });
  }
});

test('a day finds who was recorded with its month or its year alone, and nobody of another', async () => {
  const family = unique();
  const dates = [
    ...['1984', '1984-07', '1984-07-12', '1984-07-01'],
    ...['1983', '1985', '1984-06', '1984-08', '1984-07-11', '1984-07-13', '1984-12-31'],
  ];
  await fhir.transaction(
    dates.map((birthDate): Resource => ({
      resourceType: 'Patient',
      identifier: [{ system: 'urn:keneyapp:contract', value: randomUUID() }],
      name: [{ use: 'official', family, given: ['Zoe'] }],
      gender: 'female',
      birthDate,
    })),
  );
  const born = async (search: string) => {
    const { entry = [] } = await fhir.search(`Patient?name=${family}&_count=50&${search}`);
    return entry.map(({ resource }) => resource?.['birthDate']).sort();
  };
  expect(await born('birthdate=1984-07-12')).toEqual(['1984-07-12']);
  expect(await born('birthdate=ge1984-07-12&birthdate=le1984-07-12')).toEqual([
    '1984',
    '1984-07',
    '1984-07-12',
  ]);

  const secretary = await Visitor.signIn(stackOf(), 'secretaire');
  const typed = async (date: string) => {
    const { hits, isPartial } = await secretary.data<Found>('patients.search', {
      query: `${family} ${date}`,
    });
    expect(isPartial).toBe(false);
    return hits.map((hit) => hit.birthDate).sort();
  };
  expect(await typed('12/07/1984')).toEqual(['1984', '1984-07', '1984-07-12']);
  expect(await typed('07/1984')).toEqual([
    ...['1984', '1984-07', '1984-07-01', '1984-07-11', '1984-07-12', '1984-07-13'],
  ]);
});
