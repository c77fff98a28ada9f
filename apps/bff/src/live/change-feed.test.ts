import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import { sandboxSystemToken, startTestSandbox, type RunningSandbox } from '@keneyapp/config/testing';
import type { Observation } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { append } from '../events/append.ts';
import { chartChange } from '../events/testing-events.ts';
import { ChangeFeed } from './change-feed.ts';

let sandbox: RunningSandbox, server: FhirServer, fhir: FhirClient, database: Database;
const feeds: ChangeFeed[] = [];
const errors: unknown[] = [];
/** As a process that has just started. */
const newFeed = () => {
  const feed = new ChangeFeed(fhir, database, (error) => errors.push(error));
  feeds.push(feed);
  return feed;
};
beforeAll(async () => {
  sandbox = await startTestSandbox();
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  fhir = server.client({ token: async () => token });
  database = await openDatabase('pglite:memory');
  for (const id of ['p1', 'p2'])
    await fhir.update({ resourceType: 'Patient', id, birthDate: '1960-03-04', name: [{ family: 'Essai' }] });
});
afterAll(async () => {
  for (const feed of feeds) await feed.stop();
  await server?.close();
  await database?.close();
  await sandbox?.stop();
});

const observation = (id: string, patientId = 'p1', value = 37): Observation & { id: string } => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'température' },
  subject: { reference: `Patient/${patientId}` },
  valueQuantity: { value },
});
const told = async () =>
  (await database.rows('SELECT e.topic_id, e.key, e.body FROM events.domain_event e ORDER BY e.seq')).map(
    (row) => ({
      what: `${String(row['topic_id'])} ${String(row['key'])}`,
      by: (row['body'] as { by: string | null }).by,
    }),
  );
const keysWith = async (part: string) =>
  (await told()).map(({ what }) => what).filter((what) => what.includes(part));

it('tells what others change from the first look on, each version once, to each patient', async () => {
  const feed = newFeed();
  await feed.look();
  await fhir.update(observation('o1'));
  await fhir.create({
    resourceType: 'Appointment',
    status: 'booked',
    start: '2030-01-02T09:00:00Z',
    end: '2030-01-02T09:15:00Z',
    participant: ['p1', 'p2'].map((id) => ({
      actor: { reference: `Patient/${id}` },
      status: 'accepted' as const,
    })),
  });
  await feed.look();
  await feed.look(['Observation']);
  expect(await keysWith('Observation/o1')).toEqual(['p1 Observation/o1/1']);
  expect((await keysWith('Appointment/')).map((what) => what.slice(0, 2)).sort()).toEqual(['p1', 'p2']);
  await fhir.update(observation('o1', 'p1', 38));
  feed.wake(['Observation']);
  await expect
    .poll(() => keysWith('Observation/o1'), { timeout: 10_000 })
    .toEqual(['p1 Observation/o1/1', 'p1 Observation/o1/2']);
});

it('our own write stays ours when the FHIR server tells of it too', async () => {
  const { meta } = await fhir.update(observation('own'));
  await append(database.rows, [chartChange('own', { versionId: meta?.versionId ?? null, by: 'me' })]);
  await newFeed().look(['Observation']);
  expect((await told()).filter(({ what }) => what.includes('Observation/own'))).toEqual([
    { what: 'p1 Observation/own/1', by: 'me' },
  ]);
});

it('goes on where it ended: what was changed while nobody looked is found', async () => {
  await fhir.update(observation('night'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await newFeed().look();
  expect(await keysWith('Observation/night')).toEqual(['p1 Observation/night/1']);
});

it('a transaction larger than a page is told whole, by two processes that look at once too', async () => {
  const ids = Array.from({ length: 1_200 }, (_, i) => `big-${i}`);
  await fhir.transaction({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: ids.map((id) => ({
      resource: observation(id),
      request: { method: 'PUT', url: `Observation/${id}` },
    })),
  });
  await Promise.all([newFeed().look(), newFeed().look(['Observation'])]);
  const found = await keysWith('Observation/big-');
  expect(new Set(found).size).toBe(ids.length);
  expect(found).toHaveLength(ids.length);
  expect(errors).toEqual([]);
});

it('a server that is away is looked at again from the same place', async () => {
  const away = server.client({ token: () => Promise.reject(new Error('away')) });
  const feed = new ChangeFeed(away, database, (error) => errors.push(error));
  await fhir.update(observation('later'));
  await feed.look();
  expect(errors.splice(0)).toHaveLength(1);
  await newFeed().look();
  expect(await keysWith('Observation/later')).toEqual(['p1 Observation/later/1']);
});
