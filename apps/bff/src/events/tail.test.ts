import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { append } from './append.ts';
import type { Topic } from './schemas.ts';
import { EventTail, type TopicEvents } from './tail.ts';
import { bothDatabases } from './testing-databases.ts';
import { chartChange } from './testing-events.ts';

const engines = await bothDatabases('following events on PostgreSQL, from several processes');
const fail = (error: unknown) => {
  throw error;
};

describe.each(engines)('who follows a topic on %s', (engine, url) => {
  let one: Database, two: Database; // two connections stand for two processes where there can be two
  const tails: EventTail[] = [];
  beforeAll(async () => {
    one = await openDatabase(url);
    two = engine === 'PGlite' ? one : await openDatabase(url);
    for (const database of [one, two]) tails.push(await new EventTail(database, fail).start());
  });
  afterAll(async () => {
    for (const tail of tails) await tail.stop();
    if (two !== one) await two.close();
    await one.close();
  });
  const end = new AbortController();
  afterAll(() => end.abort());
  const patient = (id: string): Topic => ({ kind: 'patient', id });
  const told = (id: string, patientId: string) =>
    chartChange(id, { topic: { kind: 'patient', id: patientId } });
  const heard = ({ events }: TopicEvents): string[] => {
    const list: string[] = [];
    void (async () => {
      for await (const { event } of events) list.push(event?.resourceId ?? '?');
    })();
    return list;
  };

  it('is told of it once, in order, in every process, and of nothing else', async () => {
    const [here, there] = tails.map((tail) => heard(tail.subscribe(patient('a'), end.signal)));
    await append(one.rows, [told('a1', 'a'), told('b1', 'b'), told('a2', 'a')]);
    await append(two.rows, [told('a1', 'a'), told('a3', 'a')]);
    await expect
      .poll(() => [here, there])
      .toEqual([
        ['a1', 'a2', 'a3'],
        ['a1', 'a2', 'a3'],
      ]);
  });

  it('goes on after what was seen last, without a gap to what comes', async () => {
    const tail = tails[0]!;
    const [first] = await append(one.rows, [told('c1', 'c'), told('c2', 'c'), told('d1', 'd')]);
    const after = await tail.resumeAfter(patient('c'), String(first));
    expect(after).toBe(first);
    const list = heard(tail.subscribe(patient('c'), end.signal, after));
    await append(one.rows, [told('c3', 'c')]);
    await expect.poll(() => list).toEqual(['c2', 'c3']);
    for (const unknown of ['0', '99999999999', 'x', '', '1 OR true'])
      expect(await tail.resumeAfter(patient('c'), unknown), unknown).toBeNull();
  });

  it('who missed too much begins anew', async () => {
    const tail = tails[0]!;
    const [before] = await append(one.rows, [told('e0', 'e')]);
    const many = Array.from({ length: 200 }, (_, i) => told(`e1-${i}`, 'e'));
    await append(one.rows, many);
    expect(await tail.resumeAfter(patient('e'), String(before))).toBe(before);
    await append(one.rows, [told('e2', 'e')]);
    expect(await tail.resumeAfter(patient('e'), String(before))).toBeNull();
  });

  it('who is slow reads what did not fit into their queue from the log', async () => {
    const tail = tails[0]!;
    const { events } = tail.subscribe(patient('f'), end.signal);
    const fast = heard(tail.subscribe(patient('f'), end.signal));
    const ids = Array.from({ length: 2_300 }, (_, i) => `f${i}`);
    for (let i = 0; i < ids.length; i += 500)
      await append(
        one.rows,
        ids.slice(i, i + 500).map((id) => told(id, 'f')),
      );
    await expect.poll(() => fast.length, { timeout: 20_000 }).toBe(ids.length);
    const slow = heard({ from: 0n, events });
    await expect.poll(() => slow.length, { timeout: 20_000 }).toBe(ids.length);
    expect(slow).toEqual(ids);
    await append(one.rows, [told('f-last', 'f')]);
    await expect.poll(() => slow.at(-1)).toBe('f-last');
  });

  it('is told until they leave', async () => {
    const leaving = new AbortController();
    const { events } = tails[0]!.subscribe(patient('g'), leaving.signal);
    const over = (async () => {
      for await (const _ of events);
      return 'over';
    })();
    leaving.abort();
    expect(await over).toBe('over');
  });

  it('a topic of which nobody decides yet who may follow it is refused by name', () => {
    for (const kind of ['unit', 'practitioner', 'schedule', 'worklist'] as const)
      expect(() => tails[0]?.subscribe({ kind, id: 'x' }, end.signal)).toThrow(kind);
  });
});
