import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { sandboxSystemToken } from '@keneyapp/config/testing';
import { levelExtension, readTask } from '@keneyapp/fhir-model/task';
import type { Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseAuditRecorder } from '../audit/recorder.ts';
import { openDatabase, type Database } from '../database/client.ts';
import { bothDatabases } from '../events/testing-databases.ts';
import { Escalation } from './escalation.ts';
import { countWaiting } from './find.ts';
import { Inbox } from './inbox.ts';

const engines = await bothDatabases('escalation on PostgreSQL, in several processes');
const first = { key: 'Practitioner/esc-first', role: null, name: 'Dr Premier' },
  second = { key: 'Practitioner/esc-second', role: null, name: 'Dr Second' };

describe.each(engines)('escalation on %s', (engine, url) => {
  let one: Database, two: Database, fhir: FhirClient;
  const errors: unknown[] = [];
  const inboxOn = (database: Database) =>
    new Inbox({ database, systemFhir: fhir, onError: (error) => errors.push(error) });
  const on = (database: Database, own: Partial<ConstructorParameters<typeof Escalation>[0]> = {}) =>
    new Escalation({
      ...{ database, systemFhir: fhir, inbox: inboxOn(database) },
      audit: new DatabaseAuditRecorder(database),
      onError: (error) => errors.push(error),
      ...own,
    });
  beforeAll(async () => {
    const sandbox = await sharedSandbox();
    const token = await sandboxSystemToken(sandbox);
    fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: () => Promise.resolve(token) });
    one = await openDatabase(url);
    two = engine === 'PGlite' ? one : await openDatabase(url);
  }, 120_000);
  afterAll(async () => {
    if (two !== one) await two.close();
    await one.close();
  });

  /** Asked an hour ago, with one level after half of it. */
  async function overdue(id: string, own: Partial<Task> = {}): Promise<string> {
    await fhir.update<Task & { id: string }>({
      resourceType: 'Task',
      id: `${id}-${engine}`,
      status: 'requested',
      intent: 'order',
      description: 'Voir le patient',
      owner: { reference: first.key, display: first.name },
      authoredOn: new Date(Date.now() - 3_600_000).toISOString(),
      extension: [levelExtension({ to: second, afterMinutes: 30 })],
      ...own,
    });
    const reference = `Task/${id}-${engine}`;
    await inboxOn(one).index([reference]);
    return reference;
  }
  const taskOf = async (reference: string) =>
    readTask(await fhir.read('Task', reference.slice('Task/'.length)));
  const recorded = async (reference: string) =>
    (
      await one.rows(
        "SELECT 1 AS one FROM audit_event WHERE operation = 'tasks.escalate' AND $1 = ANY (resources)",
        [reference],
      )
    ).length;
  const counted = async (key: string) =>
    (await countWaiting(one.rows, { me: key, keys: [key], standsInFor: [] })).waiting;

  it('asks the next one once, by however many it is looked at, and keeps the first one informed', async () => {
    const before = [await counted(first.key), await counted(second.key)];
    const reference = await overdue('esc-once');
    await Promise.all([on(one), on(two), on(one), on(two)].map((escalation) => escalation.look()));
    await on(two).look();
    const task = await taskOf(reference);
    expect(task.steps.map(({ kind, by, to }) => [kind, by, to?.key])).toEqual([
      ['escalated', null, second.key],
    ]);
    expect([task.owner?.key, task.also.map(({ key }) => key)]).toEqual([second.key, [first.key]]);
    expect(await recorded(reference)).toBe(1);
    expect([await counted(first.key), await counted(second.key)]).toEqual(before.map((n) => n + 1));
    expect(errors).toEqual([]);
  });

  it('that is killed between task and trail is in the trail once afterwards, and asks nobody twice', async () => {
    const reference = await overdue('esc-killed');
    const killed = on(one, {
      audit: { recordWith: () => Promise.reject(new Error('killed')) },
      inbox: { index: () => Promise.resolve() },
    });
    await killed.look();
    expect(errors.splice(0)).toHaveLength(1);
    expect([(await taskOf(reference)).reached, await recorded(reference)]).toEqual([1, 0]);
    // the index may hear of the step before anybody looks again
    await inboxOn(one).index([reference]);
    for (let again = 0; again < 2; again += 1) await on(two).look();
    expect([(await taskOf(reference)).steps.length, await recorded(reference)]).toEqual([1, 1]);
  });

  it('what waited before the index was there is found when it starts', async () => {
    // the FHIR server is that of both databases
    const early = `Practitioner/esc-early-${engine}`;
    const before = await counted(early);
    await fhir.update({
      resourceType: 'Task',
      id: `esc-early-${engine}`,
      status: 'requested',
      intent: 'order',
      owner: { reference: early },
    });
    const inbox = await inboxOn(one).start();
    await expect.poll(() => counted(early), { timeout: 20_000 }).toBe(before + 1);
    await inbox.stop();
  });

  it('leaves what was taken meanwhile, whatever the index says, and what is not due', async () => {
    const waiting = await counted(second.key);
    const taken = await overdue('esc-taken');
    const stored = await fhir.read('Task', taken.slice('Task/'.length));
    await fhir.update({ ...stored, id: stored.id ?? '', status: 'accepted' });
    const later = await overdue('esc-later', { authoredOn: new Date().toISOString() });
    await on(one).look();
    for (const reference of [taken, later]) expect((await taskOf(reference)).steps).toEqual([]);
    expect(await counted(second.key)).toBe(waiting);
    expect(errors).toEqual([]);
  });

  it('what cannot be indexed is set aside and told; all else goes on, and it is indexed once it can be', async () => {
    const ids = ['esc-bad', 'esc-good'].map((id) => `${id}-${engine}`);
    const people = ids.map((id) => `Practitioner/${id}`);
    for (const [i, id] of ids.entries())
      await fhir.update<Task & { id: string }>({
        ...{ resourceType: 'Task', id, status: 'requested', intent: 'order' },
        owner: { reference: people[i] ?? '' },
      });
    const spoilt: Pick<FhirClient, 'batchSearch' | 'searchAll'> = {
      searchAll: (...given) => fhir.searchAll(...given),
      batchSearch: async (searches) => {
        const answers = await fhir.batchSearch(searches);
        for (const answer of answers)
          for (const { resource } of 'entry' in answer ? (answer.entry ?? []) : [])
            if (resource?.id === `esc-bad-${engine}`)
              resource.meta = { lastUpdated: '+010000-01-01T00:00:00Z' };
        return answers;
      },
    };
    const onError = (error: unknown) => errors.push(error);
    const inbox = await new Inbox({ database: one, systemFhir: spoilt, onError }).start();
    await expect.poll(() => inbox.warnings(), { timeout: 20_000 }).toEqual(['inbox-set-aside:1']);
    await inbox.stop();
    expect(errors.splice(0)).toHaveLength(1);
    expect(await one.rows('SELECT reference, failures FROM inbox_change')).toEqual([
      { reference: `Task/${ids[0]}`, failures: 1 },
    ]);
    expect(await Promise.all(people.map(counted))).toEqual([0, 1]);
    // the start looks at all once more
    const again = await inboxOn(one).start();
    await expect.poll(() => counted(people[0] ?? ''), { timeout: 20_000 }).toBe(1);
    await again.stop();
    expect([again.warnings(), errors]).toEqual([[], []]);
  });

  it('fifty that always fail keep nobody waiting who comes after them', async () => {
    await one.rows(
      `INSERT INTO inbox_item (reference, addressees, informed, state, escalates_at, authored_at, changed_at)
       SELECT 'Task/esc-stuck-' || n, '{}', '{}', 'open', now() - interval '1 day', now(), now() FROM generate_series(1, 50) n`,
    );
    const reference = await overdue('esc-after');
    const isStuck = (id: string) => id.startsWith('esc-stuck-');
    const escalation = on(one, {
      systemFhir: {
        update: (...given) => fhir.update(...given),
        read: (type, id) => (isStuck(id) ? Promise.reject(new Error('stuck')) : fhir.read(type, id)),
      },
    });
    for (let twice = 0; twice < 2; twice += 1) await escalation.look();
    expect(errors.splice(0)).toHaveLength(50);
    expect(escalation.warnings()).toEqual(['escalation-set-aside:50']);
    expect((await taskOf(reference)).reached).toBe(1);
    await one.rows("DELETE FROM inbox_item WHERE reference LIKE 'Task/esc-stuck-%'");
  });
});
