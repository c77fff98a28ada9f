import { leftOut } from '@keneyapp/config/left-out';
import { startTestPostgres } from '@keneyapp/config/testing-postgres';
import { afterAll, describe, expect, it } from 'vitest';
import { onPostgres } from './on-postgres.ts';

const postgres = await startTestPostgres();
const missing = postgres ? null : 'no PostgreSQL (Debian: the package postgresql)';

describe.skipIf(missing)(leftOut('statements that are prepared', missing), () => {
  afterAll(() => postgres?.stop());

  it('are planned once by a connection, and anew when their tables were changed', async () => {
    const { database, close } = onPostgres(postgres?.url('postgres') ?? '', 3);
    try {
      const { rows, transaction } = database;
      await rows('CREATE TABLE kept (one integer)');
      await rows('INSERT INTO kept VALUES ($1::integer)', [1]);
      const all = 'SELECT * FROM kept WHERE one = $1::integer';
      const everywhere = () => Promise.all(Array.from({ length: 9 }, () => rows(all, [1])));
      expect(await everywhere()).toEqual(Array.from({ length: 9 }, () => [{ one: 1 }]));
      const [known] = await transaction(async (connection) => {
        await connection.rows(all, [1]);
        return connection.rows(
          'SELECT calls FROM (SELECT count(*)::integer AS calls FROM pg_prepared_statements WHERE statement = $1) c',
          [all],
        );
      });
      expect(known).toEqual({ calls: 1 });

      await rows('ALTER TABLE kept ADD two integer');
      expect(await everywhere()).toEqual(Array.from({ length: 9 }, () => [{ one: 1, two: null }]));
    } finally {
      await close();
    }
  });

  it('a transaction fails with it once, and then no more', async () => {
    const { database, close } = onPostgres(postgres?.url('postgres') ?? '', 1);
    try {
      await database.rows('CREATE TABLE other (one integer)');
      const read = () => database.transaction(({ rows }) => rows('SELECT * FROM other'));
      expect(await read()).toEqual([]);
      await database.rows('ALTER TABLE other ADD two integer');
      await expect(read()).rejects.toMatchObject({ code: '0A000' });
      expect(await read()).toEqual([]);
    } finally {
      await close();
    }
  });
});
