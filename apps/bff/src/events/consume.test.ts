import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { append } from './append.ts';
import { ConsumerLoop, consumersBehind, type Consumer } from './consume.ts';
import { bothDatabases } from './testing-databases.ts';
import { chartChange } from './testing-events.ts';

const engines = await bothDatabases('consumers on PostgreSQL, in several processes');

describe.each(engines)('a consumer on %s', (engine, url) => {
  let one: Database, two: Database;
  beforeAll(async () => {
    one = await openDatabase(url);
    two = engine === 'PGlite' ? one : await openDatabase(url);
    await one.rows('CREATE TABLE work (consumer text, resource_id text)');
  });
  afterAll(async () => {
    if (two !== one) await two.close();
    await one.close();
  });
  const worker = (name: string, own: Partial<Consumer> = {}): Consumer => ({
    name,
    begins: 'next',
    atOnce: 7,
    consume: async (events, rows) => {
      for (const { resourceId } of events) await rows('INSERT INTO work VALUES ($1, $2)', [name, resourceId]);
    },
    ...own,
  });
  const done = async (name: string) =>
    (await one.rows('SELECT resource_id FROM work WHERE consumer = $1', [name])).map(
      (row) => row['resource_id'],
    );
  const ignore = () => undefined;

  it('does each once and in order, in one process at a time, and goes on where it stopped', async () => {
    await append(one.rows, [chartChange('before')]);
    const loops = [];
    for (const database of [one, two])
      loops.push(await new ConsumerLoop(database, worker('mail'), ignore).start());
    const ids = Array.from({ length: 40 }, (_, i) => `m${i}`);
    for (const [i, id] of ids.entries()) await append(i % 2 ? one.rows : two.rows, [chartChange(id)]);
    await expect.poll(() => done('mail'), { timeout: 20_000 }).toEqual(ids);
    for (const loop of loops) await loop.stop();
    await append(one.rows, [chartChange('meanwhile')]);
    const again = await new ConsumerLoop(two, worker('mail'), ignore).start();
    await expect.poll(() => done('mail')).toEqual([...ids, 'meanwhile']);
    await again.stop();
    const fromTheFirst = await new ConsumerLoop(one, worker('all', { begins: 'first' }), ignore).start();
    await expect.poll(() => done('all')).toEqual(['before', ...ids, 'meanwhile']);
    await fromTheFirst.stop();
  });

  it('that fails does its work again, whole, and holds up nobody else', async () => {
    const errors: unknown[] = [];
    let failures = 2;
    const failing = worker('failing');
    const loop = await new ConsumerLoop(
      one,
      {
        ...failing,
        consume: async (events, rows) => {
          await failing.consume(events, rows);
          if (failures-- > 0) throw new Error('not now');
        },
      },
      (error) => errors.push(error),
    ).start();
    const other = await new ConsumerLoop(two, worker('other'), ignore).start();
    await append(one.rows, [chartChange('x1'), chartChange('x2')]);
    await expect.poll(() => done('other')).toEqual(['x1', 'x2']);
    await expect.poll(() => done('failing'), { timeout: 10_000 }).toEqual(['x1', 'x2']);
    expect(errors).toHaveLength(2);
    await loop.stop();
    await other.stop();
  });

  it('leaves what it does not know to a newer version, with all that comes after it', async () => {
    const loop = await new ConsumerLoop(one, worker('older'), ignore).start();
    await one.rows(
      `INSERT INTO events.domain_event (type, version, topic, topic_id, key, body)
       VALUES ('chart.changed', 2, 'patient', 'p1', 'newer', '{}')`,
    );
    await append(one.rows, [chartChange('after-newer')]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await done('older')).toEqual([]);
    await loop.stop();
  });

  it('that stands still is told to the operator', async () => {
    expect(await consumersBehind(one)).toEqual([]);
    await one.rows(
      "UPDATE events.event_cursor SET moved_at = moved_at - interval '2 days' WHERE consumer IN ('older', 'mail')",
    );
    expect(await consumersBehind(one)).toEqual([]); // there is something to read, but not for long
    await one.rows(
      `INSERT INTO events.domain_event (at, type, version, topic, topic_id, key, body)
       VALUES (clock_timestamp() - interval '2 days', 'chart.changed', 1, 'patient', 'p1', 'old', '{}')`,
    );
    expect(await consumersBehind(one)).toEqual(['mail', 'older']);
  });
});
