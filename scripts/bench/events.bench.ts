import { openDatabase, type Database } from '../../apps/bff/src/database/client.ts';
import { append } from '../../apps/bff/src/events/append.ts';
import { EventTail } from '../../apps/bff/src/events/tail.ts';
import { chartChange } from '../../apps/bff/src/events/testing-events.ts';
import { percentile, type BenchRow, type BenchStack } from './bench.ts';
import { onBothDatabases } from './both-databases.ts';

export const name = 'Events: 20 that append, 3 that follow';

const writers = 20,
  each = 150,
  readers = 3;

export const run = (stack: BenchStack): Promise<BenchRow[]> =>
  onBothDatabases(stack, 'bench-events', measure);

async function measure(url: string, engine: string): Promise<BenchRow[]> {
  const database = await openDatabase(url);
  const tail = await new EventTail(database, (error) => {
    throw error;
  }).start();
  const end = new AbortController();
  try {
    const { perSecond, lags, missed } = await follow(database, tail, end.signal);
    const row = (
      what: string,
      value: number,
      unit: string,
      target: string,
      ok: boolean | null,
    ): BenchRow => ({ name: `${engine}: ${what}`, value: Math.round(value * 100) / 100, unit, target, ok });
    return [
      row('appended, each in a transaction of its own', perSecond, 'events/s', '> 200', perSecond > 200),
      row('missed by those who follow', missed, 'events', '0', missed === 0),
      row('heard after the commit, p95', percentile(lags, 0.95), 'ms', '', null),
    ];
  } finally {
    end.abort();
    await tail.stop();
    await database.close();
  }
}

async function follow(
  database: Database,
  tail: EventTail,
  signal: AbortSignal,
): Promise<{ perSecond: number; lags: number[]; missed: number }> {
  const committed = new Map<string, number>();
  const heard = Array.from({ length: readers }, () => new Map<string, number>());
  for (const list of heard)
    void (async () => {
      const { events } = tail.subscribe({ kind: 'patient', id: 'p1' }, signal);
      for await (const { event } of events) if (event) list.set(event.resourceId, performance.now());
    })();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let i = 0; i < each; i += 1) {
        const id = `w${writer}-${i}`;
        await database.transaction((rows) => append(rows, [chartChange(id)]));
        committed.set(id, performance.now());
      }
    }),
  );
  const perSecond = (writers * each * 1_000) / (performance.now() - began);
  const late = Date.now() + 10_000;
  while (heard.some(({ size }) => size < writers * each) && Date.now() < late)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const lags = heard.flatMap((list) =>
    [...list].map(([id, at]) => Math.max(0, at - (committed.get(id) ?? at))),
  );
  return { perSecond, lags, missed: heard.reduce((sum, { size }) => sum + writers * each - size, 0) };
}
