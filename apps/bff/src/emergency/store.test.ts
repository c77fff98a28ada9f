import { randomBytes } from 'node:crypto';
import { temporaryDatabase } from '@keneyapp/config/database-image';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { createSeal } from '../session/seal.ts';
import { endAllGrants, endGrant, grantsOf, isSuspended, livingGrant, openGrant, readGrant } from './store.ts';

let files: Awaited<ReturnType<typeof temporaryDatabase>>;
let database: Database;
beforeAll(async () => {
  files = await temporaryDatabase('bff');
  database = await openDatabase(`pglite:${files.folder}`);
});
afterAll(async () => {
  await database.close();
  await files.remove();
});
const seal = createSeal(randomBytes(32).toString('base64'));
const at = (minutes: number) => new Date(Date.parse('2026-07-15T10:00:00Z') + minutes * 60_000);
const person = (userId: string) => ({
  userId,
  userName: 'Dr Test',
  role: 'doctor',
  fhirUser: 'Practitioner/1',
});
const wish = (userId: string, patientId = 'p', minutes = 0) => ({
  person: person(userId),
  patientId,
  kind: 'vital',
  denial: 'no-relation',
  reason: 'Arrêt cardiaque en salle 4',
  minutes: 60,
  now: at(minutes),
});

test('opens one patient to one person for its time', async () => {
  const { grant, isNew } = await openGrant(database.db, seal, wish('a'));
  expect(isNew).toBe(true);
  expect(grant).toMatchObject({
    userId: 'a',
    patientId: 'p',
    reason: 'Arrêt cardiaque en salle 4',
    expiresAt: at(60),
    review: null,
    endedAt: null,
  });
  const ask = (userId: string, patientId: string, minutes: number) =>
    livingGrant(database.db, seal, { userId, patientId, now: at(minutes) });
  expect(await ask('a', 'p', 59)).toEqual({ id: grant.id, patientId: 'p', expiresAt: at(60) });
  expect(await ask('a', 'p', 60)).toBeNull();
  expect(await ask('a', 'q', 1)).toBeNull();
  expect(await ask('b', 'p', 1)).toBeNull();
});

test.each([
  ['made longer', { expiresAt: at(600) }, 'altered'],
  ['moved to another patient', { patientId: 'else' }, 'altered'],
  ['given to somebody else', { userId: 'somebody' }, 'altered'],
  ['without its mark', { rowMark: null }, 'unmarked'],
])('one that was %s beside the application is none, is ended, and is told once', async (_what, data, how) => {
  const { grant } = await openGrant(database.db, seal, wish(`altered-${JSON.stringify(data)}`));
  const { userId, patientId } = await database.db.emergencyGrant.update({ where: { id: grant.id }, data });
  const told: unknown[] = [];
  const ask = () =>
    livingGrant(database.db, seal, { userId, patientId, now: at(1) }, (row) =>
      Promise.resolve(void told.push([row.id, row.how])),
    );
  expect(await ask()).toBeNull();
  expect(await ask()).toBeNull();
  expect(told).toEqual([[grant.id, how]]);
});

test('one that has ended is not revived by taking its end away', async () => {
  await openGrant(database.db, seal, wish('revived'));
  const id = await endGrant(database.db, { userId: 'revived', patientId: 'p', now: at(5) });
  await database.db.emergencyGrant.update({ where: { id: id ?? '' }, data: { endedAt: null } });
  expect(await livingGrant(database.db, seal, { userId: 'revived', patientId: 'p', now: at(6) })).toBeNull();
});

test('a reason is not to be read in the database, nor moved to another row', async () => {
  const first = await openGrant(database.db, seal, wish('c'));
  const second = await openGrant(database.db, seal, wish('c', 'q'));
  const row = await database.db.emergencyGrant.findUniqueOrThrow({ where: { id: first.grant.id } });
  expect(Buffer.from(row.reason).toString('utf8')).not.toContain('cardiaque');
  await database.db.emergencyGrant.update({ where: { id: second.grant.id }, data: { reason: row.reason } });
  expect((await readGrant(database.db, seal, second.grant.id))?.reason).toBeNull();
});

test('two windows open one access; after its end another', async () => {
  const both = await Promise.all([
    openGrant(database.db, seal, wish('d')),
    openGrant(database.db, seal, wish('d')),
  ]);
  expect(new Set(both.map((b) => b.grant.id)).size).toBe(1);
  expect(both.filter((b) => b.isNew)).toHaveLength(1);
  const later = await openGrant(database.db, seal, wish('d', 'p', 61));
  expect(later.isNew).toBe(true);
  expect((await grantsOf(database.db, seal, 'd')).map((g) => [g.createdAt, g.endedAt])).toEqual([
    [at(61), null],
    [at(0), at(60)],
  ]);
});

test("ends at once, and only what is the person's own", async () => {
  const { grant } = await openGrant(database.db, seal, wish('e'));
  expect(await endGrant(database.db, { userId: 'f', patientId: 'p', now: at(5) })).toBeNull();
  expect(await endGrant(database.db, { userId: 'e', patientId: 'p', now: at(5) })).toBe(grant.id);
  expect(await livingGrant(database.db, seal, { userId: 'e', patientId: 'p', now: at(5) })).toBeNull();
  expect(await endGrant(database.db, { userId: 'e', patientId: 'p', now: at(6) })).toBeNull();
  await openGrant(database.db, seal, wish('e', 'q'));
  await openGrant(database.db, seal, wish('e', 'r'));
  expect((await endAllGrants(database.db, 'e', at(10))).sort()).toEqual(['q', 'r']);
  expect((await grantsOf(database.db, seal, 'e')).every((g) => g.endedAt !== null)).toBe(true);
});

test('is suspended until it is lifted', async () => {
  expect(await isSuspended(database.db, 'g')).toBe(false);
  const row = await database.db.emergencySuspension.create({
    data: { id: crypto.randomUUID(), userId: 'g', userName: 'G', since: at(0) },
  });
  expect(await isSuspended(database.db, 'g')).toBe(true);
  await database.db.emergencySuspension.update({
    where: { id: row.id },
    data: { liftedAt: at(1), liftedById: 'dpo', liftedByName: 'DPO' },
  });
  expect(await isSuspended(database.db, 'g')).toBe(false);
});
