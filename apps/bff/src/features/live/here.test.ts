import { expect, test, vi } from 'vitest';
import type { Verdict } from '../../access/access.ts';
import { openDatabase } from '../../database/client.ts';
import { ChartPresence, type Present } from '../../live/presence.ts';
import { colleaguesOf } from './here.ts';
import { merged } from './merged.ts';

const chart = (hideLabels: string[], { allow = true, releasedOnly = false } = {}): Verdict =>
  ({ allow, obligations: { hideLabels, releasedOnly }, grant: null }) as unknown as Verdict;
const person = (name: string, hides: string[] = [], more: Partial<Present> = {}): Present => ({
  userId: name,
  name,
  role: 'doctor',
  isEmergency: false,
  hides,
  ...more,
});
const present = [person('Zoé', ['PSY']), person('Anne', [], { isEmergency: true }), person('me')];

test('colleagues are told by name; a reader from whom something could be hidden, of those alone who see no more', () => {
  const told = (verdict: Verdict) => colleaguesOf(present, { userId: 'me', chart: verdict });
  const names = (verdict: Verdict) => told(verdict).map(({ name }) => name);
  expect(names(chart([]))).toEqual(['Anne', 'Zoé']);
  expect(told(chart([]))[0]).toEqual({ name: 'Anne', role: 'doctor', isEmergency: true });
  // whatever the chart holds: an answer that depends on it would tell of it
  expect(names(chart(['PSY']))).toEqual(['Zoé']);
  expect(names(chart(['PSY', 'HIV']))).toEqual([]);
  expect(names(chart([], { releasedOnly: true }))).toEqual([]);
  expect(names(chart([], { allow: false }))).toEqual([]);
});

test('presence goes over processes, counts a person once, and ends with the stream or a minute without a sign of life', async () => {
  const database = await openDatabase('pglite:memory');
  const report = vi.fn();
  const [one, other] = await Promise.all([
    new ChartPresence(database, report).start(),
    new ChartPresence(database, report).start(),
  ]);
  let wake: () => void = () => undefined;
  const heard = () => new Promise<void>((resolve) => (wake = resolve));
  const stop = other.subscribe('p', () => wake());
  const first = heard();
  const leave = await one.enter('p', person('Anne'));
  await first;
  const again = await one.enter('p', person('Anne', [], { isEmergency: true }));
  await one.enter('q', person('Zoé'));
  expect(await other.of('p')).toEqual([person('Anne', [], { isEmergency: true })]);
  await again();
  const left = heard();
  await leave();
  await left;
  expect(await other.of('p')).toEqual([]);
  await database.rows("UPDATE chart_presence SET seen_at = clock_timestamp() - interval '61 seconds'");
  expect(await other.of('q')).toEqual([]);
  // who sees more in one of their windows sees more
  await one.enter('r', person('Zoé'));
  await one.enter('r', person('Zoé', ['PSY', 'HIV']));
  expect(await other.of('r')).toEqual([person('Zoé')]);
  stop();
  await Promise.all([one.stop(), other.stop()]);
  expect(report).not.toHaveBeenCalled();
  await database.close();
});

test('two streams are one, which ends with the first', async () => {
  async function* numbers() {
    for (const n of [1, 2]) yield await Promise.resolve(n);
  }
  async function* forever() {
    yield 'a';
    await new Promise(() => undefined);
  }
  const all: (number | string)[] = [];
  for await (const one of merged(numbers(), forever())) all.push(one);
  expect(all.filter((one) => typeof one === 'number')).toEqual([1, 2]);
});
