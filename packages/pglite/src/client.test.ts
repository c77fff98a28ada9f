import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { messages, PGlite } from '@electric-sql/pglite';
import { copyDatabaseImage } from '@keneyapp/config/database-image';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPGlite, type ThreadedPGlite } from './client.ts';
import { durableStart, makeDurable } from './durable.ts';

let folder: string;
let db: ThreadedPGlite;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-pglite-'));
  await copyDatabaseImage('plain', `${folder}/db`);
  db = await openPGlite(`${folder}/db`);
  await db.exec('CREATE TABLE note (id int PRIMARY KEY, text text NOT NULL)');
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});
const count = async () => (await db.query<{ n: number }>('SELECT count(*) AS n FROM note')).rows[0]?.n;

/** A process of its own; `opened` is there as `db`. */
const script = (database: string, body: string) => [
  '--input-type=module',
  '--eval',
  `import { openPGlite } from ${JSON.stringify(path.join(import.meta.dirname, 'client.ts'))};
   const db = await openPGlite(${JSON.stringify(database)});
   ${body}`,
];

describe('PGlite in its thread', () => {
  it('reads every type as PGlite itself does, with parsers of the caller too', async () => {
    const own = await PGlite.create('memory://');
    const sql = `SELECT 1::int2 AS a, 2::int8 AS b, 9007199254740993::int8 AS c, 1.5::float8 AS d, 1.50::numeric AS e, true AS f,
        'é"\\'::text AS g, '{"a":[1,"x"]}'::jsonb AS h, '\\x00ff'::bytea AS i, '2026-02-03T04:05:06.789Z'::timestamptz AS j,
        '2026-02-03'::date AS k, ARRAY[1,2,NULL]::int4[] AS l, ARRAY['a,b','"c"',NULL] AS m, ARRAY[true] AS n, NULL AS o,
        'infinity'::timestamp AS p, $1::bytea AS q, $2::text[] AS r, $3::timestamptz AS s, $4::int8 AS t`;
    const values = [new Uint8Array([1, 2, 255]), ['x', 'y'], new Date(0), 12n];
    // asked again, it is planned no more
    for (const time of [1, 2])
      expect(await db.query(sql, values), `time ${time}`).toEqual(await own.query(sql, values));
    const reading = { rowMode: 'array' as const, parsers: { 23: (text: string) => `int ${text}` } };
    expect(await db.query('SELECT 7 AS a, 7::int8 AS a', [], reading)).toEqual(
      await own.query('SELECT 7 AS a, 7::int8 AS a', [], reading),
    );
    expect(await db.exec('SELECT 1 AS x; SELECT 2 AS y')).toEqual(
      await own.exec('SELECT 1 AS x; SELECT 2 AS y'),
    );
    await own.close();
  });

  it('makes errors again as those of PGlite, and goes on', async () => {
    await db.query("INSERT INTO note VALUES (1, 'a')");
    const twice = await db.query("INSERT INTO note VALUES (1, 'b')").catch((error: unknown) => error);
    expect(twice).toBeInstanceOf(messages.DatabaseError);
    expect(twice).toMatchObject({
      code: '23505',
      severity: 'ERROR',
      detail: 'Key (id)=(1) already exists.',
      constraint: 'note_pkey',
      table: 'note',
    });
    await expect(db.query('SELEC 1')).rejects.toMatchObject({ code: '42601' });
    await expect(db.query('SELECT $1::int', [() => 1])).rejects.toThrow(/could not be cloned/);
    await expect(db.query('SELECT $1::bytea', ['text'])).rejects.not.toBeInstanceOf(messages.DatabaseError);
    expect(await count()).toBe(1);
  });

  it('what is asked again and again gives what it gave: refused, with other values, and after its table has changed', async () => {
    await db.exec('CREATE TABLE again (id int PRIMARY KEY, seen timestamptz, tags text[])');
    const insert = 'INSERT INTO again VALUES ($1::int, $2::timestamptz, $3::text[]) RETURNING *';
    for (const id of [1, 2, 3])
      expect(await db.query(insert, [id, new Date(id), id === 2 ? null : ['a', `"${id}"`]])).toMatchObject({
        affectedRows: 1,
        rows: [{ id, seen: new Date(id), tags: id === 2 ? null : ['a', `"${id}"`] }],
      });
    await expect(db.query(insert, [3, null, null])).rejects.toMatchObject({
      code: '23505',
      constraint: 'again_pkey',
    });
    await expect(db.query(insert, ['x', null, null])).rejects.toMatchObject({ code: '22P02' });
    expect((await db.query(insert, [4, null, []])).rows).toEqual([{ id: 4, seen: null, tags: [] }]);
    await db.exec('ALTER TABLE again DROP COLUMN seen; ALTER TABLE again ADD COLUMN more text');
    expect((await db.query('SELECT * FROM again WHERE id = $1', [4])).rows).toEqual([
      { id: 4, tags: [], more: null },
    ]);
    await db.exec('DROP TABLE again');
    await expect(db.query('SELECT * FROM again WHERE id = $1', [4])).rejects.toMatchObject({ code: '42P01' });
  });

  it('more statements than are kept prepared are answered too', async () => {
    const memory = await openPGlite(null);
    for (let i = 0; i < 410; i++)
      for (const time of [1, 2])
        expect((await memory.query(`SELECT ${i} AS x, $1::int AS y`, [time])).rows).toEqual([
          { x: i, y: time },
        ]);
    const { rows } = await memory.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM pg_prepared_statements',
    );
    expect(rows[0]?.n).toBeGreaterThan(350);
    expect(rows[0]?.n).toBeLessThanOrEqual(400);
    await memory.close();
  });

  it('a transaction that fails leaves nothing, and one whose failed statement nobody minded says that it is not committed', async () => {
    await expect(
      db.transaction(async (tx) => {
        await tx.query("INSERT INTO note VALUES (2, 'a')");
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await db.transaction(async (tx) => {
      await tx.query("INSERT INTO note VALUES (2, 'a')");
      await tx.rollback();
      await expect(tx.query('SELECT 1')).rejects.toThrow('closed');
    });
    await expect(
      db.transaction(async (tx) => {
        await tx.query("INSERT INTO note VALUES (2, 'a')");
        await tx.query("INSERT INTO note VALUES (1, 'a')").catch(() => undefined);
      }),
    ).rejects.toThrow('rolled back instead of committed');
    expect(await count()).toBe(1);
  });

  it('transactions and statements that are asked for at once do not mix', async () => {
    const seen: number[][] = [];
    await Promise.all(
      [10, 20, 30]
        .map((base) =>
          db
            .transaction(async (tx) => {
              for (let i = 0; i < 5; i++) {
                await new Promise((resolve) => setTimeout(resolve, 2));
                await tx.query('INSERT INTO note VALUES ($1, $2)', [base + i, 'x']);
              }
              const { rows } = await tx.query<{ id: number }>(
                'SELECT id FROM note WHERE id >= 10 ORDER BY id',
              );
              seen.push(rows.map(({ id }) => id));
              if (base === 20) throw new Error('not this one');
            })
            .catch(() => undefined),
        )
        .concat(db.query("INSERT INTO note VALUES (99, 'alone')").then(() => undefined)),
    );
    expect(seen).toEqual([
      [10, 11, 12, 13, 14],
      [10, 11, 12, 13, 14, 20, 21, 22, 23, 24],
      [10, 11, 12, 13, 14, 30, 31, 32, 33, 34],
    ]);
    expect(await count()).toBe(12);
  });

  it('tells what is notified, once it is committed', async () => {
    const heard: string[] = [];
    await db.listen('news', (payload) => heard.push(payload));
    await db.listen('news', (payload) => heard.push(`${payload} too`));
    await db.transaction(async (tx) => {
      await tx.query("SELECT pg_notify('news', 'a')");
      await tx.query('SELECT 1');
      expect(heard).toEqual([]);
    });
    await db.query("SELECT pg_notify('news', 'b')");
    await db.query('SELECT 1');
    expect(heard).toEqual(['a', 'a too', 'b', 'b too']);
  });

  it('leaves the event loop to others while it commits', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    for (let i = 1_000; i < 1_200; i++) await db.query('INSERT INTO note VALUES ($1, $2)', [i, 'x']);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20); // on the main thread: none
  });
});

describe('what is kept', () => {
  it('is flushed at each commit, and a start that does not flush is seen', async () => {
    await copyDatabaseImage('plain', `${folder}/flushed`);
    const usual = await PGlite.create(`${folder}/flushed`);
    await expect(makeDurable(usual)).rejects.toThrow('not flushed');
    await usual.close();
    const durable = await PGlite.create(`${folder}/flushed`, { startParams: durableStart() });
    await makeDurable(durable);
    await durable.close();
  });

  it('is every row that was acknowledged, after a process is killed while it writes', async () => {
    await copyDatabaseImage('plain', `${folder}/killed`);
    let last = 0;
    for (const round of [1, 2, 3]) {
      const child = spawn(
        process.execPath,
        script(
          `${folder}/killed`,
          `await db.exec('CREATE TABLE IF NOT EXISTS kept (id serial PRIMARY KEY, pair int)');
           const write = async () => {
             for (;;) {
               const id = await db.transaction(async (tx) => {
                 const { rows } = await tx.query('INSERT INTO kept (pair) VALUES (NULL) RETURNING id');
                 await tx.query('INSERT INTO kept (pair) VALUES ($1)', [rows[0].id]);
                 return rows[0].id;
               });
               process.stdout.write(id + '\\n');
             }
           };
           await Promise.all([write(), write()]);`,
        ),
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const acknowledged: number[] = [];
      await new Promise((resolve) => {
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          const lines = text.split('\n');
          text = lines.pop() ?? '';
          acknowledged.push(...lines.map(Number));
          if (acknowledged.length > 40 * round) child.kill('SIGKILL');
        });
        child.once('close', resolve);
      });
      const after = await openPGlite(`${folder}/killed`);
      const { rows } = await after.query<{ id: number; pair: number | null }>('SELECT id, pair FROM kept');
      await after.close();
      const [first, second] = [rows.filter((r) => r.pair === null), rows.filter((r) => r.pair !== null)];
      const there = new Set(first.map(({ id }) => id));
      expect(acknowledged.length).toBeGreaterThan(40);
      expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
      expect(second.map(({ pair }) => pair).sort()).toEqual([...there].sort()); // no half of a transaction
      expect(first.length).toBeGreaterThan(last);
      last = first.length;
    }
  });
});

describe('the thread', () => {
  it('ends with close, after what was asked before; what is asked later is refused', async () => {
    const memory = await openPGlite(null);
    const before = memory.query('SELECT 1 AS x');
    await memory.close();
    expect((await before).rows).toEqual([{ x: 1 }]);
    await expect(memory.query('SELECT 1')).rejects.toThrow('the database thread ended');
  });

  it('keeps the process until an answer is there, and no longer', async () => {
    await copyDatabaseImage('plain', `${folder}/left`);
    const run = async (body: string) =>
      (
        await promisify(execFile)(process.execPath, script(`${folder}/left`, body), { timeout: 20_000 })
      ).stdout.trim();
    const ask = "console.log((await db.query('SELECT pg_sleep(0.3), 5 AS x')).rows[0].x);";
    expect(await run(ask)).toBe('5'); // nobody closes it
    expect(await run(`${ask} await db.close(); console.log('closed');`)).toBe('5\nclosed');
  });

  it('a folder that is no database is an error of the opening', async () => {
    await expect(openPGlite('/dev/null/none')).rejects.toThrow();
  });
});
