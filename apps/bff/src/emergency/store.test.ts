import { randomBytes } from 'node:crypto';
import { temporaryDatabase } from '@keneyapp/config/database-image';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { createDataCipher } from '../session/data-cipher.ts';
import {
  awaitedTexts,
  endAllGrants,
  endGrant,
  explainGrant,
  grantsOf,
  isSuspended,
  activeGrant,
  openGrant,
  owesText,
  readGrant,
} from './store.ts';
import { textStateOf } from './reason-state.ts';

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
const cipher = createDataCipher(randomBytes(32).toString('base64'));
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
  const { grant, hasOpened } = await openGrant(database.db, cipher, wish('a'));
  expect(hasOpened).toBe(true);
  expect(grant).toMatchObject({
    userId: 'a',
    patientId: 'p',
    reason: 'Arrêt cardiaque en salle 4',
    expiresAt: at(60),
    review: null,
    endedAt: null,
  });
  const ask = (userId: string, patientId: string, minutes: number) =>
    activeGrant(database.db, cipher, { userId, patientId, now: at(minutes) });
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
  const { grant } = await openGrant(database.db, cipher, wish(`altered-${JSON.stringify(data)}`));
  const { userId, patientId } = await database.db.emergencyGrant.update({ where: { id: grant.id }, data });
  const told: unknown[] = [];
  const ask = () =>
    activeGrant(database.db, cipher, { userId, patientId, now: at(1) }, (row) =>
      Promise.resolve(void told.push([row.id, row.how])),
    );
  expect(await ask()).toBeNull();
  expect(await ask()).toBeNull();
  expect(told).toEqual([[grant.id, how]]);
});

test('one that has ended is not revived by taking its end away', async () => {
  await openGrant(database.db, cipher, wish('revived'));
  const id = await endGrant(database.db, { userId: 'revived', patientId: 'p', now: at(5) });
  await database.db.emergencyGrant.update({ where: { id: id ?? '' }, data: { endedAt: null } });
  expect(
    await activeGrant(database.db, cipher, { userId: 'revived', patientId: 'p', now: at(6) }),
  ).toBeNull();
});

test('a reason is not to be read in the database, nor moved to another row', async () => {
  const first = await openGrant(database.db, cipher, wish('c'));
  const second = await openGrant(database.db, cipher, wish('c', 'q'));
  const row = await database.db.emergencyGrant.findUniqueOrThrow({ where: { id: first.grant.id } });
  expect(Buffer.from(row.reason ?? []).toString('utf8')).not.toContain('cardiaque');
  await database.db.emergencyGrant.update({ where: { id: second.grant.id }, data: { reason: row.reason } });
  expect((await readGrant(database.db, cipher, second.grant.id))?.reason).toBeNull();
});

test('two windows open one access; after its end another', async () => {
  const both = await Promise.all([
    openGrant(database.db, cipher, wish('d')),
    openGrant(database.db, cipher, wish('d')),
  ]);
  expect(new Set(both.map((b) => b.grant.id)).size).toBe(1);
  expect(both.filter((b) => b.hasOpened)).toHaveLength(1);
  const later = await openGrant(database.db, cipher, wish('d', 'p', 61));
  expect(later.hasOpened).toBe(true);
  expect((await grantsOf(database.db, cipher, 'd')).map((g) => [g.createdAt, g.endedAt])).toEqual([
    [at(61), null],
    [at(0), at(60)],
  ]);
});

test('given back and asked for over and over, 25 times, it is two accesses and not 25, with everything that was said', async () => {
  const of = { userId: 'h', patientId: 'p' };
  for (let i = 0; i < 25; i += 1) {
    const { hasOpened } = await openGrant(database.db, cipher, {
      ...wish('h', 'p', i),
      reason: `Motif numéro ${i % 2 === 0 ? 'pair' : 'impair'} de cette garde`,
    });
    expect(hasOpened).toBe(true);
    expect(await activeGrant(database.db, cipher, { ...of, now: at(i) })).toMatchObject({
      expiresAt: at(i + 60),
    });
    await endGrant(database.db, { ...of, now: at(i) });
  }
  const grants = await grantsOf(database.db, cipher, 'h');
  expect(grants.map((g) => [g.createdAt, g.endedAt, g.reason])).toEqual([
    [at(1), at(24), 'Motif numéro impair de cette garde\n\nMotif numéro pair de cette garde'],
    [at(0), at(0), 'Motif numéro pair de cette garde'],
  ]);
  // what was judged is not opened again
  await database.db.emergencyGrant.updateMany({ where: { userId: 'h' }, data: { outcome: 'justified' } });
  await openGrant(database.db, cipher, wish('h', 'p', 25));
  expect(await grantsOf(database.db, cipher, 'h')).toHaveLength(3);
});

test('asked for again while it is open, it is prolonged, never beyond a day', async () => {
  const { grant } = await openGrant(database.db, cipher, wish('j'));
  const again = await openGrant(database.db, cipher, { ...wish('j', 'p', 30), reason: 'Toujours instable' });
  expect(again).toMatchObject({ hasOpened: false, grant: { id: grant.id, expiresAt: at(90) } });
  expect(again.grant.reason).toBe('Arrêt cardiaque en salle 4\n\nToujours instable');
  for (let minutes = 60; minutes < 24 * 60 + 60; minutes += 30)
    await openGrant(database.db, cipher, wish('j', 'p', minutes));
  const [last, first] = await grantsOf(database.db, cipher, 'j');
  expect(first).toMatchObject({ id: grant.id, expiresAt: at(24 * 60) });
  expect(last?.createdAt).toEqual(at(24 * 60));
});

test('a text that was not given at the opening is waited for, given once, by the person alone', async () => {
  const { grant } = await openGrant(database.db, cipher, { ...wish('i'), reason: null });
  expect(grant).toMatchObject({ reason: null, reasonGivenAt: null });
  expect(await awaitedTexts(database.db, 'i')).toEqual([{ id: grant.id, patientId: 'p', createdAt: at(0) }]);
  const states = async (minutes: number) => {
    const read = await readGrant(database.db, cipher, grant.id);
    return read && textStateOf(read, at(minutes));
  };
  expect([await states(59), await states(60)]).toEqual(['awaited', 'missing']);
  const explain = (userId: string, patientId = 'p') =>
    explainGrant(database.db, cipher, {
      id: grant.id,
      userId,
      patientId,
      reason: 'Choc hémorragique au déchocage',
      now: at(61),
    });
  expect(await explain('other')).toBe(false);
  expect(await explain('i', 'q')).toBe(false);
  expect(await explain('i')).toBe(true);
  expect(await explain('i')).toBe(false);
  expect(await states(62)).toBe('late');
  expect(await awaitedTexts(database.db, 'i')).toEqual([]);
  expect((await readGrant(database.db, cipher, grant.id))?.reason).toBe('Choc hémorragique au déchocage');
});

test('without its text it goes on until the text is due; from then on the text is owed', async () => {
  const silent = (minutes: number) => ({ ...wish('k', 'p', minutes), reason: null, minutes: 40 });
  const owes = (userId: string, minutes: number, patientId = 'p') =>
    owesText(database.db, { userId, patientId, now: at(minutes) });
  const { grant } = await openGrant(database.db, cipher, silent(0));
  const again = await openGrant(database.db, cipher, silent(35));
  expect(again.grant).toMatchObject({ id: grant.id, expiresAt: at(60) });
  expect((await openGrant(database.db, cipher, silent(59))).grant.expiresAt).toEqual(at(60));
  expect([
    await owes('k', 59),
    await owes('k', 60),
    await owes('k', 60, 'q'),
    await owes('other', 60),
  ]).toEqual([false, true, false, false]);
  const reason = 'Choc hémorragique au déchocage';
  await explainGrant(database.db, cipher, { id: grant.id, userId: 'k', patientId: 'p', reason, now: at(61) });
  expect(await owes('k', 62)).toBe(false);
  // with a text it may be prolonged as any other
  const { grant: other } = await openGrant(database.db, cipher, { ...silent(0), patientId: 'r' });
  const said = await openGrant(database.db, cipher, { ...silent(30), patientId: 'r', reason });
  expect(said.grant).toMatchObject({ id: other.id, expiresAt: at(70) });
});

test("ends at once, and only what is the person's own", async () => {
  const { grant } = await openGrant(database.db, cipher, wish('e'));
  expect(await endGrant(database.db, { userId: 'f', patientId: 'p', now: at(5) })).toBeNull();
  expect(await endGrant(database.db, { userId: 'e', patientId: 'p', now: at(5) })).toBe(grant.id);
  expect(await activeGrant(database.db, cipher, { userId: 'e', patientId: 'p', now: at(5) })).toBeNull();
  expect(await endGrant(database.db, { userId: 'e', patientId: 'p', now: at(6) })).toBeNull();
  await openGrant(database.db, cipher, wish('e', 'q'));
  await openGrant(database.db, cipher, wish('e', 'r'));
  expect((await endAllGrants(database.db, 'e', at(10))).sort()).toEqual(['q', 'r']);
  expect((await grantsOf(database.db, cipher, 'e')).every((g) => g.endedAt !== null)).toBe(true);
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
