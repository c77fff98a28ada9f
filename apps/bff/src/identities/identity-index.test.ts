import { randomBytes } from 'node:crypto';
import type { Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { createDataCipher } from '../session/data-cipher.ts';
import { newPatient } from '@keneyapp/fhir-model/identity-write';
import { unknownTraits } from '../features/identities/unknown.ts';
import { IdentityIndex } from './identity-index.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase('pglite:memory');
}, 60_000);
afterAll(() => database.close());

const patient = (id: string, lastUpdated: string, more: Partial<Patient> = {}): Patient => ({
  resourceType: 'Patient',
  id,
  meta: { lastUpdated },
  name: [{ use: 'official', family: 'Tachenbourg', given: ['Solveig'] }],
  birthDate: '1951-05-06',
  gender: 'female',
  ...more,
});
const dataKey = () => randomBytes(32).toString('base64');

/** Follows these until they were read once. */
async function follow(patients: readonly Patient[], key: string): Promise<IdentityIndex> {
  const errors: unknown[] = [];
  const index = new IdentityIndex({
    database,
    cipher: createDataCipher(key),
    systemFhir: { searchAll: () => Promise.resolve(patients as never) },
    onError: (error) => void errors.push(error),
  }).start();
  await expect.poll(() => index.isFilled(), { timeout: 10_000 }).toBe(true);
  await index.stop();
  expect(errors).toEqual([]);
  return index;
}
const typed = { birthName: 'Tachenbourg', givenNames: ['Solveig'], birthDate: '1951-05-06' };
const idsLike = async (index: IdentityIndex, traits = typed) =>
  (await index.alike(traits, 20)).found.map(({ patientId }) => patientId).sort();

it('files who stands twice in one answer once, as they are last; who is set aside is nobody', async () => {
  const key = dataKey();
  const index = await follow(
    [
      patient('a', '2026-11-29T10:00:00Z', { birthDate: '1920-01-01' }),
      patient('a', '2026-11-29T10:00:01Z'),
      patient('b', '2026-11-29T10:00:02Z', { active: false }),
      patient('c', '2026-11-29T10:00:03Z'),
    ],
    key,
  );
  expect(await idsLike(index)).toEqual(['a', 'c']);
  const [together, withNobody] = await index.compare([
    ['a', 'c'],
    ['a', 'b'],
  ]);
  expect([together?.matchClass, withNobody]).toEqual(['match', null]);
  // what is older than what is filed changes nothing
  await index.written(patient('c', '2026-11-29T09:00:00Z', { birthDate: '1920-01-01' }));
  expect(await idsLike(index)).toEqual(['a', 'c']);
  await index.written(patient('c', '2026-11-29T11:00:00Z', { active: false }));
  expect(await idsLike(index)).toEqual(['a']);
});

it('holds nothing that can be read, and is found anew under another data key', async () => {
  const index = await follow([patient('a', '2026-11-29T10:00:00Z')], dataKey());
  expect(await idsLike(index)).toEqual(['a']);
  const rows = await database.rows(
    `SELECT encode(traits, 'escape') AS traits, (SELECT string_agg(encode(key, 'escape'), ' ') FROM identity_key) AS keys FROM identity_entry`,
  );
  expect(JSON.stringify(rows)).not.toMatch(/tachenbourg|solveig|1951/i);
  const renewed = await follow([patient('d', '2026-11-29T10:00:00Z')], dataKey());
  expect(await idsLike(renewed)).toEqual(['d']);
});

it('makes no pair of two unknown people who came at once, and compares whoever got a name', async () => {
  const index = await follow([patient('a', '2026-11-29T10:00:00Z')], dataKey());
  const now = new Date('2026-11-29T12:00:00Z');
  const unknown = (id: string, ipp: string): Patient => ({
    ...newPatient(
      {
        traits: unknownTraits({ key: crypto.randomUUID(), sex: 'unknown', age: 30 }, ipp, now),
        state: { status: 'PROV', attributes: ['fictive'] },
        ipp,
      },
      now,
    ),
    id,
    meta: { lastUpdated: now.toISOString() },
  });
  await index.written(unknown('u1', '80000005'));
  await index.written(unknown('u2', '80000007'));
  const pairs = () =>
    database.rows(`SELECT a, b FROM identity_suspect WHERE a IN ('u1', 'u2') OR b IN ('u1', 'u2')`);
  expect(await pairs()).toEqual([]);
  await index.written(patient('u1', '2026-11-29T12:00:01Z'));
  expect(await idsLike(index)).toEqual(['a', 'u1']);
  expect(await pairs()).toEqual([{ a: 'a', b: 'u1' }]);
});
