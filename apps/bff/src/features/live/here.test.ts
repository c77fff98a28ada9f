import { FhirError } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';
import { expect, test, vi } from 'vitest';
import type { Verdict } from '../../access/access.ts';
import { openDatabase } from '../../database/client.ts';
import { ChartPresence, type Present } from '../../live/presence.ts';
import { colleaguesOf } from './here.ts';
import { merged } from './merged.ts';

const bundle = (count: number): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: Array.from({ length: count }, () => ({ resource: { resourceType: 'Condition', subject: {} } })),
});
const chart = (hideLabels: string[], allow = true): Verdict =>
  ({ allow, obligations: { hideLabels, releasedOnly: false }, grant: null }) as unknown as Verdict;
const person = (name: string, hides: string[] = [], more: Partial<Present> = {}): Present => ({
  userId: name,
  name,
  role: 'doctor',
  isEmergency: false,
  hides,
  ...more,
});
const present = [person('Zoé', ['PSY']), person('Anne', [], { isEmergency: true }), person('me')];

test('colleagues are told by name; where something is hidden from the reader, only those who see no more', async () => {
  const told = async (verdict: Verdict, answer: Bundle | FhirError) => {
    const batchSearch = vi.fn((asked: readonly unknown[]) => Promise.resolve(asked.map(() => answer)));
    const here = await colleaguesOf(present, {
      userId: 'me',
      patientId: 'p',
      chart: verdict,
      fhir: { batchSearch },
    });
    return { names: here.map(({ name }) => name), asked: batchSearch.mock.calls.length, here };
  };
  const open = await told(chart([]), bundle(1));
  expect(open).toMatchObject({ names: ['Anne', 'Zoé'], asked: 0 });
  expect(open.here[0]).toEqual({ name: 'Anne', role: 'doctor', isEmergency: true });
  // nothing in this chart has the label: there is nothing that a name could tell of
  expect((await told(chart(['PSY']), bundle(0))).names).toEqual(['Anne', 'Zoé']);
  expect((await told(chart(['PSY']), bundle(1))).names).toEqual(['Zoé']);
  expect((await told(chart(['PSY']), new FhirError(503, null))).names).toEqual(['Zoé']);
  expect(await told(chart([], false), bundle(1))).toMatchObject({ names: [], asked: 0 });
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
