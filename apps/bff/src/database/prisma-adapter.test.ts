import { PGlite } from '@electric-sql/pglite';
import path from 'node:path';
import { migrate } from '@keneyapp/database/migrate';
import { onPglite } from '@keneyapp/database/on-pglite';
import { openPGlite, type ThreadedPGlite } from '@keneyapp/pglite/client';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PrismaClient } from './client.ts';
import { ThreadedAdapter } from './prisma-adapter.ts';

let threaded: ThreadedPGlite, plain: PGlite;
let db: PrismaClient, reference: PrismaClient;
beforeAll(async () => {
  [threaded, plain] = [await openPGlite(null), await PGlite.create('memory://')];
  for (const engine of [threaded, plain]) {
    await migrate(
      onPglite(engine as ThreadedPGlite).transaction,
      path.resolve(import.meta.dirname, '../../prisma/migrations'),
    );
    await engine.exec(`CREATE TABLE parent (id int PRIMARY KEY);
      CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)`);
  }
  db = new PrismaClient({ adapter: new ThreadedAdapter(threaded) });
  reference = new PrismaClient({ adapter: new PrismaPGlite(plain) });
});
afterAll(async () => {
  await db?.$disconnect();
  await reference?.$disconnect();
  await threaded?.close();
  await plain?.close();
});

const expiresAt = new Date('2030-01-02T03:04:05.678Z');
const token = { issuer: 'i', jti: 'j', expiresAt };

it('errors are those of the adapter on PGlite itself', async () => {
  const failing: ((client: PrismaClient) => Promise<unknown>)[] = [
    (client) => client.logoutToken.createMany({ data: [token, token] }),
    (client) =>
      client.logoutToken.update({ where: { issuer_jti: { issuer: 'i', jti: 'none' } }, data: { expiresAt } }),
    (client) => client.$queryRawUnsafe('SELECT * FROM nothing'),
    (client) => client.$queryRawUnsafe('SELECT nothing FROM logout_token'),
    (client) => client.$executeRawUnsafe('INSERT INTO parent VALUES (NULL)'),
    (client) => client.$executeRawUnsafe("INSERT INTO parent VALUES ('text')"),
    (client) => client.$queryRawUnsafe('SELECT 1 / 0'),
  ];
  for (const fail of failing) {
    const told = async (client: PrismaClient) => {
      const error: unknown = await fail(client).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      const { name, code, meta } = error as { name: string; code: string; meta: unknown };
      return { name, code, meta };
    };
    const own = await told(db);
    expect(own.code).toMatch(/^P2/);
    expect(JSON.stringify(own)).toBe(JSON.stringify(await told(reference)));
  }
});

it('a transaction that fails rolls back; one that is refused at its commit says so', async () => {
  await expect(
    db.$transaction(async (tx) => {
      await tx.logoutToken.create({ data: token });
      await tx.logoutToken.create({ data: token });
    }),
  ).rejects.toMatchObject({ code: 'P2002' });
  expect(await db.logoutToken.count()).toBe(0);
  const orphan = (client: PrismaClient) =>
    client.$transaction(async (tx) => {
      await tx.$executeRawUnsafe('INSERT INTO child VALUES (1, 5)'); // looked at when it is committed
      return 'acknowledged';
    });
  await expect(orphan(db)).rejects.toMatchObject({ code: '23503' });
  // why ThreadedAdapter is there: once this fails, the adapter has learnt it
  await expect(orphan(reference)).resolves.toBe('acknowledged');
  expect(await db.$queryRawUnsafe('SELECT 1 FROM child')).toEqual([]);
  await db.$transaction([
    db.logoutToken.create({ data: token }),
    db.logoutToken.delete({ where: { issuer_jti: { issuer: 'i', jti: 'j' } } }),
  ]);
});

it('transactions that run at once do not mix, and one that takes too long is ended', async () => {
  const counts = await Promise.all(
    ['a', 'b', 'c'].map((issuer) =>
      db.$transaction(async (tx) => {
        for (let i = 0; i < 3; i++)
          await tx.logoutToken.create({ data: { issuer, jti: String(i), expiresAt } });
        return tx.logoutToken.count();
      }),
    ),
  );
  expect(counts).toEqual([3, 6, 9]);
  await expect(
    db.$transaction(
      async (tx) => {
        await tx.logoutToken.deleteMany();
        await new Promise((resolve) => setTimeout(resolve, 400));
        await tx.logoutToken.count();
      },
      { timeout: 200 },
    ),
  ).rejects.toMatchObject({ code: 'P2028' });
  expect(await db.logoutToken.count()).toBe(9);
});
