import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { append } from './append.ts';
import type { DomainEvent } from './schemas.ts';
import { sweepEvents } from './sweep.ts';
import { bothDatabases } from './testing-databases.ts';
import { chartChange } from './testing-events.ts';

const engines = await bothDatabases('the log of events on PostgreSQL');

describe.each(engines)('the log of events on %s', (_, url) => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(url);
  });
  afterAll(async () => {
    await database.close();
  });
  const all = () =>
    database.rows('SELECT e.seq::text AS seq, key, topic_id, body FROM events.domain_event e ORDER BY e.seq');
  const keys = async () => (await all()).map((row) => `${String(row['topic_id'])} ${String(row['key'])}`);

  it('adds in the order given, each key of a topic once, whoever tells it', async () => {
    const added = await append(database.rows, [chartChange('o1'), chartChange('o2')]);
    expect(added).toHaveLength(2);
    expect(added[0]! < added[1]!).toBe(true);
    // what the FHIR server says later of the same version, and of a newer one
    expect(await append(database.rows, [chartChange('o1', { by: null })])).toEqual([]);
    const other = { kind: 'patient', id: 'p2' } as const;
    expect(
      await append(database.rows, [
        chartChange('o2', { versionId: '2', by: null }),
        chartChange('o2', { versionId: '2' }),
        chartChange('o2', { topic: other }),
      ]),
    ).toHaveLength(2);
    expect(await keys()).toEqual([
      'p1 Observation/o1/1',
      'p1 Observation/o2/1',
      'p1 Observation/o2/2',
      'p2 Observation/o2/1',
    ]);
    expect((await all())[0]?.['body']).toEqual({
      resourceType: 'Observation',
      resourceId: 'o1',
      versionId: '1',
      home: 'vitals',
      by: 'doctor-1',
      at: '2026-01-02T03:04:05.678Z',
    });
  });

  it('writes nothing that is no event of the schemas', async () => {
    const before = await keys();
    for (const wrong of [
      { ...chartChange('o9'), value: 37.5 },
      { ...chartChange('o9'), type: 'chart.seen' },
      chartChange('o9', { version: 2 as 1 }),
      chartChange('o9', { resourceType: 'Basic' }),
      chartChange('o9', { home: 'a patient by name' }),
      chartChange('o9', { topic: { kind: 'unit', id: 'u1' } as never }),
    ])
      await expect(append(database.rows, [chartChange('o8'), wrong as DomainEvent])).rejects.toThrow();
    expect(await keys()).toEqual(before);
  });

  it('goes in with the rest of its transaction, or not at all', async () => {
    const before = await keys();
    await expect(
      database.transaction(async (rows) => {
        await append(rows, [chartChange('t1')]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await keys()).toEqual(before);
    await database.transaction((rows) => append(rows, [chartChange('t1')]));
    expect(await keys()).toEqual([...before, 'p1 Observation/t1/1']);
  });

  it('is not changed afterwards', async () => {
    await expect(database.rows("UPDATE events.domain_event SET key = 'x'")).rejects.toThrow(
      'only ever added',
    );
    await expect(database.rows('TRUNCATE events.domain_event')).rejects.toThrow('only ever added');
  });

  it('many that append at once leave no number that a reader passes by', async () => {
    const seen: string[] = [];
    let [cursor, isOver] = ['0', false];
    const read = async () => {
      const rows = await database.rows(
        'SELECT e.seq::text AS seq, key FROM events.domain_event e WHERE e.seq > $1::text::bigint ORDER BY e.seq',
        [cursor],
      );
      for (const row of rows) seen.push(String(row['key']));
      cursor = String(rows.at(-1)?.['seq'] ?? cursor);
    };
    const reading = (async () => {
      while (!isOver) await read();
      await read();
    })();
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let i = 0; i < 20; i++)
          await database.transaction(async (rows) => {
            await append(rows, [chartChange(`w${writer}-${i}`)]);
            if (i % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 3)); // commits later than others began
          });
      }),
    );
    isOver = true;
    await reading;
    const written = (await all()).map((row) => String(row['key']));
    expect(seen).toEqual(written);
    expect(written.filter((key) => key.includes('/w'))).toHaveLength(160);
  });

  it('keeps 90 days, and what a consumer has not read yet', async () => {
    const old = await append(database.rows, [chartChange('old1'), chartChange('old2'), chartChange('old3')]);
    // as the owner of the table would have to: time passes
    await database.rows('ALTER TABLE events.domain_event DISABLE TRIGGER domain_event_append_only');
    await database.rows(
      "UPDATE events.domain_event SET at = clock_timestamp() - interval '91 days' WHERE key LIKE '%/old_/1'",
    );
    await database.rows('ALTER TABLE events.domain_event ENABLE TRIGGER domain_event_append_only');
    const there = (await all()).length;
    await database.rows("INSERT INTO events.event_cursor (consumer, seq) VALUES ('slow', $1::text::bigint)", [
      String(old[1]),
    ]);
    expect(await sweepEvents(database)).toBe(2);
    await database.rows("UPDATE events.event_cursor SET seq = $1::text::bigint WHERE consumer = 'slow'", [
      String(old[2]),
    ]);
    expect([await sweepEvents(database), await sweepEvents(database)]).toEqual([1, 0]);
    expect((await all()).length).toBe(there - 3);
  });
});
