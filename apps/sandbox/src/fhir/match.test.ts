import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { beforeAll, expect, it } from 'vitest';
import { fhirOf, type Fhir } from './fhir-over-http.ts';
import { expectRefused, put } from './testing-fhir.ts';

let fhir: Fhir;
beforeAll(async () => {
  fhir = await fhirOf(await sharedSandbox());
});

const person = (id: string, family: string, more: object = {}) => ({
  resourceType: 'Patient',
  id,
  active: true,
  name: [{ use: 'official', family, given: ['Zoélie'] }],
  gender: 'female',
  birthDate: '1931-07-14',
  telecom: [{ system: 'phone', value: '0612345678' }],
  ...more,
});
const matchOf = async (resource: object, more: object[] = []) => {
  const { status, body } = await fhir('POST', '/Patient/$match', {
    resourceType: 'Parameters',
    parameter: [{ name: 'resource', resource }, ...more],
  });
  expect(status, JSON.stringify(body).slice(0, 300)).toBe(200);
  const entries = (body.entry ?? []) as {
    resource: { id: string };
    search: { score: number; mode: string; extension: { valueCode: string }[] };
  }[];
  return entries.map(({ resource, search }) => ({
    id: resource.id,
    grade: search.extension[0]?.valueCode,
    score: search.score,
  }));
};

it('finds who may be this person by the scoring of French identities, the likeliest first', async () => {
  await put(fhir, person('match-same', 'Ghuestrevel'));
  // as it sounds, and another phone
  await put(fhir, person('match-close', 'Guestrevelle', { telecom: undefined }));
  await put(fhir, person('match-merged', 'Ghuestrevel', { active: false }));
  await put(fhir, person('match-other', 'Ozymbal', { birthDate: '1990-01-02', telecom: undefined }));
  const { id: _id, ...asked } = person('', 'GHUESTREVEL');
  const found = await matchOf(asked);
  expect(found.map(({ id }) => id)).toEqual(['match-same', 'match-close']);
  expect(found[0]).toMatchObject({ grade: 'certain' });
  expect(found[0]?.score).toBeGreaterThan(found[1]?.score ?? 1);
  expect(found.every(({ score }) => score > 0 && score <= 1)).toBe(true);
  expect(await matchOf(asked, [{ name: 'count', valueInteger: 1 }])).toHaveLength(1);
  // a part says little: nobody is certain by a name alone
  const only = [{ name: 'onlyCertainMatches', valueBoolean: true }];
  const byName = { resourceType: 'Patient', name: asked.name };
  expect(await matchOf(byName, only)).toEqual([]);
  expect((await matchOf(asked, only)).map(({ id }) => id)).toContain('match-same');
});

it('asks for a Patient and knows its parameters', async () => {
  const ask = (parameter: object[]) =>
    fhir('POST', '/Patient/$match', { resourceType: 'Parameters', parameter });
  expectRefused(await ask([]));
  expectRefused(await ask([{ name: 'resource', resource: { resourceType: 'Basic', code: { text: 'x' } } }]));
  expectRefused(await ask([{ name: 'nonsense', valueString: 'x' }]));
  expectRefused(await fhir('GET', '/Patient/$match'));
});
