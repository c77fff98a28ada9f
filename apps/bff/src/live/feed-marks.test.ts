import { connectFhir } from '@keneyapp/fhir-client';
import type { Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { FeedMarks } from './feed-marks.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase('pglite:memory');
});
afterAll(async () => {
  vi.useRealTimers();
  await database.close();
});

const start = Date.parse('2026-03-04T10:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString();
const seen = (seconds: number): Resource => ({
  resourceType: 'Flag',
  id: `f${seconds}`,
  status: 'active',
  code: {},
  subject: {},
  meta: { versionId: '1', lastUpdated: at(seconds) },
});

it('goes back far enough for what becomes visible late, and no further than it must', async () => {
  await database.rows("INSERT INTO events.feed_mark VALUES ('Flag', $1::timestamptz)", [at(-500)]);
  const nobody = connectFhir({ baseUrl: 'http://127.0.0.1:9' }).client({ token: async () => null });
  // the server's clock is two hours ahead of ours: it does not matter
  vi.useFakeTimers({ toFake: ['Date'], now: start - 2 * 3_600_000 });
  const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1_000);
  const marks = new FeedMarks(nobody, database.rows);
  const since = async () => (await marks.of(['Flag'])).get('Flag');

  expect(await since()).toBe(at(-500));
  await marks.move('Flag', [seen(-20), seen(0)]);
  expect([await since(), await since()]).toEqual([at(-10), at(-2)]); // the whole way, then not at once again
  later(6);
  expect(await since()).toBe(at(-10));
  later(6); // nothing older can appear any more: the whole way once more
  expect(await since()).toBe(at(-10));
  expect(marks.unsettled()).toEqual(['Flag']);
  later(1); // that look failed
  expect(await since()).toBe(at(-10));
  marks.done('Flag');
  expect([await since(), marks.unsettled()]).toEqual([at(0), []]);

  await marks.move('Flag', [seen(30)]);
  later(11);
  expect(await since()).toBe(at(20));
  await marks.move('Flag', [seen(40)]); // something newer came in that look
  marks.done('Flag');
  expect(marks.unsettled()).toEqual(['Flag']);

  // another process goes on from what is kept, and nobody goes back behind it
  expect((await new FeedMarks(nobody, database.rows).of(['Flag'])).get('Flag')).toBe(at(30));
  await new FeedMarks(nobody, database.rows).move('Flag', [seen(5)]);
  expect((await new FeedMarks(nobody, database.rows).of(['Flag'])).get('Flag')).toBe(at(30));
});
