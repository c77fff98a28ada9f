import type { Patient } from '@medplum/fhirtypes';
import { newPatient } from '@keneyapp/fhir-model/identity-write';
import { birthDateOf, unsaidBirthDate, type IdentityState } from '@keneyapp/clinical';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { countStandings, keepStanding, toRegularise } from './standing.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase('pglite:memory');
}, 60_000);
afterAll(() => database.close());
beforeEach(() => database.rows('DELETE FROM identity_standing'));

const now = new Date('2026-11-29T12:00:00Z');
function person(id: string, state: IdentityState, lastUpdated: string, more: Partial<Patient> = {}): Patient {
  const traits = {
    birthName: 'DURAND',
    givenNames: ['ANNE'],
    firstGivenName: 'ANNE',
    birthDate: birthDateOf('1984-07-12') ?? unsaidBirthDate,
    sex: 'female' as const,
    birthPlace: { code: '37261', name: 'Tours' },
  };
  return { ...newPatient({ traits, state }, now), id, meta: { lastUpdated }, ...more };
}
const of = (status: IdentityState['status'], ...attributes: IdentityState['attributes']): IdentityState => ({
  status,
  attributes,
});
const keep = (...patients: Patient[]) => keepStanding(database.rows, patients, now);
const waiting = async () =>
  (await toRegularise(database.rows, now, 10)).map(({ patientId, since }) => [patientId, since]);

it('lists over the whole base what is to be regularised, the longest first, and counts all of it', async () => {
  await keep(
    person('fresh', of('PROV'), '2026-11-29T10:00:00Z'),
    person('late', of('PROV'), '2026-11-26T10:00:00Z'),
    person('paper', of('VALI'), '2026-11-29T09:00:00Z'),
    person('good', of('QUAL'), '2026-11-01T10:00:00Z'),
    person('doubt', of('PROV', 'doubtful'), '2026-11-29T11:00:00Z'),
    person('gap', of('RECUP'), '2026-11-28T10:00:00Z', { birthDate: undefined }),
    person('aside', of('PROV'), '2026-11-01T10:00:00Z', { active: false }),
    person('merged', of('PROV'), '2026-11-01T10:00:00Z', {
      link: [{ type: 'replaced-by', other: { reference: 'Patient/good' } }],
    }),
  );
  expect((await waiting()).map(([id]) => id)).toEqual(['late', 'gap', 'paper', 'doubt']);
  expect(await countStandings(database.rows, now)).toEqual({
    total: 6,
    byStatus: { PROV: 3, VALI: 1, RECUP: 1, QUAL: 1 },
    ...{ late: 1, doubtful: 1, fictive: 0, incomplete: 1 },
  });
});

it('counts from when it stands so, and not from when anything else of the record changed', async () => {
  await keep(person('p', of('VALI'), '2026-11-20T10:00:00Z'));
  await keep(person('p', of('VALI'), '2026-11-25T10:00:00Z'));
  expect(await waiting()).toEqual([['p', '2026-11-20T10:00:00.000Z']]);
  await keep(person('p', of('VALI', 'fictive'), '2026-11-27T10:00:00Z'));
  expect(await waiting()).toEqual([['p', '2026-11-27T10:00:00.000Z']]);
  // an older answer that comes late changes nothing
  await keep(person('p', of('QUAL'), '2026-11-21T10:00:00Z'));
  expect(await waiting()).toEqual([['p', '2026-11-27T10:00:00.000Z']]);
  await keep(person('p', of('QUAL'), '2026-11-28T10:00:00Z'));
  expect(await waiting()).toEqual([]);
});
