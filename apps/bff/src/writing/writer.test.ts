// Long because its cases share one writer, one record and one server that can be cut, which take seconds to start.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Bundle, Observation } from '@medplum/fhirtypes';
import { sandboxSystemToken, type RunningSandbox } from '@keneyapp/config/testing';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { FhirError } from '@keneyapp/fhir-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DatabaseAuditRecorder } from '../audit/recorder.ts';
import type { Database } from '../database/client.ts';
import type { Locks } from '../database/locks.ts';
import { createDataCipher } from '../session/data-cipher.ts';
import { Intents } from './intents.ts';
import { isNotConfirmed } from './outcome-errors.ts';
import { Settler } from './settler.ts';
import { startCuttingProxy, type CuttingProxy, type Fate } from './testing-cutting-proxy.ts';
import { requestOf, startWriting, storedOf, valuesOf, type Writing } from './testing-writing.ts';
import { markerIdOf } from './write-ids.ts';
import { ChartWriter, type ChartWrite, type WritingRequest } from './writer.ts';

let sandbox: RunningSandbox;
let proxy: CuttingProxy;
let writing: Writing;
let token: string;
/** What happens to the next transactions, in this order; then they pass. */
let fates: Fate[] = [];
const dataKey = randomBytes(32).toString('base64');
const cipher = createDataCipher(dataKey);
const patientId = `written-${randomUUID()}`;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  token = await sandboxSystemToken(sandbox);
  proxy = await startCuttingProxy(sandbox.fhirUrl, () => fates.shift() ?? 'whole');
  writing = await startWriting({
    databaseUrl: 'pglite:memory',
    dataKey,
    fhirUrl: proxy.url,
    token: () => Promise.resolve(token),
  });
  await writing.fhir.update({ resourceType: 'Patient', id: patientId });
});
afterAll(async () => {
  await writing?.close();
  await proxy?.close();
  await sandbox?.stop();
});

const planOf =
  (key: string): ChartWrite['plan'] =>
  (transaction) => {
    valuesOf(patientId, key).forEach((value, i) => transaction.create(String(i), value));
    return Promise.resolve('said');
  };
const write = (key: string, plan = planOf(key), input: unknown = { key }) =>
  writing.writer.write(requestOf(writing.fhir, patientId, input, key), { key, plan });
const recordsOf = async (key: string) =>
  (await writing.database.db.auditEvent.findMany({ where: { requestId: key } })).map(
    ({ outcome, reason, resources }) => ({ outcome, reason, resources: resources.length }),
  );
const success = { outcome: 'success', reason: null, resources: 2 };

it('writes once what is sent twenty times at once, with one record and the same answer', async () => {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 20 }, () => write(key)));
  const stored = await storedOf(writing.fhir, key);
  expect(stored.map((one) => one.split('/')[1])).toEqual(['1', '1']);
  expect(new Set(answers.map(({ references }) => references.join())).size).toBe(1);
  expect(answers.map(({ says }) => says)).toEqual(Array.from({ length: 20 }, () => 'said'));
  expect(answers.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
  expect(await recordsOf(key)).toEqual([success]);
  // a part of a chart is with us no longer than it has to be
  expect(await writing.database.db.chartSending.count()).toBe(0);
});

it.each<[string, Fate[], number]>([
  ['the request is lost', ['lost'], 1],
  ['the answer is lost', ['unanswered'], 1],
  ['the server is busy', ['busy', 'busy'], 1],
  ['request and answers are lost in turn', ['lost', 'unanswered', 'lost'], 1],
])('is in once when %s', async (_what, lost, arrived) => {
  const key = randomUUID(),
    before = proxy.arrived;
  fates = [...lost];
  const answer = await write(key);
  fates = [];
  expect(answer.isReplay).toBe(false);
  expect(await storedOf(writing.fhir, key)).toHaveLength(2);
  expect((await storedOf(writing.fhir, key)).map((one) => one.split('/')[1])).toEqual(['1', '1']);
  expect(await recordsOf(key)).toEqual([success]);
  expect(proxy.arrived - before).toBe(arrived);
});

it('of two with one key and two contents the first one stands', async () => {
  const key = randomUUID();
  await write(key);
  await expect(write(key, planOf(key), { key, other: true })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await recordsOf(key)).toEqual([success]);
});

it("somebody else's key writes something of their own", async () => {
  const key = randomUUID();
  await write(key);
  const mine = requestOf(writing.fhir, patientId, { key }, key);
  const theirs = { ...mine, session: { ...mine.session, userId: 'somebody else' } };
  const answer = await writing.writer.write(theirs, { key, plan: planOf(key) });
  expect(answer.isReplay).toBe(false);
  expect(await storedOf(writing.fhir, key)).toHaveLength(4);
});

it('what was refused is in the trail as refused, leaves nothing behind, and may be tried again', async () => {
  const key = randomUUID();
  const stale: ChartWrite['plan'] = async (transaction) => {
    const [value, other] = valuesOf(patientId, key);
    const there = await writing.fhir.create(value);
    await writing.fhir.update({ ...there, status: 'amended' });
    transaction.update<Observation>({ ...there, status: 'corrected' }, there.meta?.versionId ?? '');
    transaction.create('other', other);
  };
  await expect(write(key, stale)).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
  expect((await storedOf(writing.fhir, key)).map((one) => one.split('/')[1])).toEqual(['2']);
  expect(await recordsOf(key)).toEqual([{ outcome: 'failure', reason: 'changed-meanwhile', resources: 0 }]);
  const wrong: ChartWrite['plan'] = (transaction) => {
    transaction.create('0', { resourceType: 'Observation' } as Observation);
    return Promise.resolve();
  };
  const refused = await write(key, wrong).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(FhirError);
  await write(key);
  expect(await storedOf(writing.fhir, key)).toHaveLength(3);
  expect((await recordsOf(key)).at(-1)).toEqual(success);
});

it('plans again after a conflict as often as it may, and no more', async () => {
  const key = randomUUID();
  const there = await writing.fhir.create(valuesOf(patientId, key)[0]);
  let planned = 0;
  const plan: ChartWrite['plan'] = async (transaction) => {
    planned += 1;
    const now = await writing.fhir.read('Observation', there.id ?? '');
    // somebody else is faster twice
    if (planned < 3) await writing.fhir.update({ ...now, note: [{ text: `${planned}` }] });
    transaction.update(now, now.meta?.versionId ?? '');
  };
  const request = requestOf(writing.fhir, patientId, { key }, key);
  const answer = await writing.writer.write(request, { key, plan, tries: 3 });
  expect([planned, answer.references]).toEqual([3, [`Observation/${there.id ?? ''}`]]);
});

it('names who wrote and when in a Provenance that goes in with it, and the hash of each file', async () => {
  const key = randomUUID();
  let id = '';
  await write(key, (transaction) => {
    id = transaction.id;
    transaction.create('form', {
      resourceType: 'DocumentReference',
      status: 'current',
      subject: { reference: `Patient/${patientId}` },
      content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('abc').toString('base64') } }],
    });
    return Promise.resolve();
  });
  const marker = await writing.fhir.read('Provenance', markerIdOf(id));
  expect(marker.agent[0]?.who).toMatchObject({ display: 'Claire Martin', identifier: { value: 'writer' } });
  expect(marker.target).toHaveLength(1);
  // of "abc", FIPS 180-4, B.1
  expect(JSON.stringify(marker.extension)).toContain(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

it('what belongs to a unit is told to who follows it, once, and to no chart', async () => {
  const key = randomUUID();
  let id = '';
  const request: WritingRequest = {
    ...requestOf(writing.fhir, patientId, { key }, key),
    patientId: null,
    accept: (bundle) => ({
      bundle,
      topics: {
        [`Task/${id}`]: [
          { kind: 'unit', id: 'cardio' },
          { kind: 'practitioner', id: 'me' },
        ],
      },
    }),
  };
  const plan: ChartWrite['plan'] = (transaction) => {
    id = transaction.idAt('0');
    transaction.create('0', { resourceType: 'Task', status: 'requested', intent: 'order' });
    return Promise.resolve();
  };
  const answers = [
    await writing.writer.write(request, { key, plan }),
    await writing.writer.write(request, { key, plan }),
  ];
  expect(answers.map(({ isReplay }) => isReplay)).toEqual([false, true]);
  expect(
    await writing.database.rows(
      `SELECT type, topic, topic_id, body->>'resourceType' AS of, body->>'versionId' AS version
       FROM events.domain_event WHERE body->>'resourceId' = $1 ORDER BY seq`,
      [id],
    ),
  ).toEqual([
    { type: 'unit.changed', topic: 'unit', topic_id: 'cardio', of: 'Task', version: '1' },
    { type: 'unit.changed', topic: 'practitioner', topic_id: 'me', of: 'Task', version: '1' },
  ]);
});

it('what nobody waits for is settled: sent in the name of the person, found where it went in, given up in the end', async () => {
  const [sent, present, late] = [randomUUID(), randomUUID(), randomUUID()];
  const intents: Record<string, string> = {};
  // as a process leaves them that dies before, or after, it has sent
  for (const key of [sent, present, late]) {
    let bundle: Bundle = { resourceType: 'Bundle', type: 'transaction' };
    const stop = new Error('died');
    const request = requestOf(
      {
        transaction: async (given) => {
          bundle = given;
          if (key === present) await writing.fhir.transaction(bundle);
          throw stop;
        },
      },
      patientId,
      { key },
      key,
    );
    await expect(
      writing.writer.write(request, {
        key,
        plan: async (transaction) => {
          intents[key] = transaction.id;
          return planOf(key)(transaction);
        },
      }),
    ).rejects.toBe(stop);
  }
  const open = await writing.intents.open(100);
  expect(open.map(({ id }) => id).sort()).toEqual(Object.values(intents).sort());
  await writing.database.rows(
    `UPDATE chart_intent SET created_at = created_at - interval '2 minutes' WHERE id = $1::uuid`,
    [intents[late]],
  );
  const errors: unknown[] = [];
  const settler = new Settler({
    intents: writing.intents,
    writer: writing.writer,
    fhirOf: () => Promise.resolve(writing.fhir),
    onError: (error) => errors.push(error),
  });
  await settler.look();
  await settler.stop();
  expect(errors).toEqual([]);
  expect(await writing.intents.open(100)).toEqual([]);
  for (const key of [sent, present]) {
    expect(await storedOf(writing.fhir, key)).toHaveLength(2);
    expect(await recordsOf(key)).toEqual([success]);
  }
  expect(await storedOf(writing.fhir, late)).toEqual([]);
  expect(await recordsOf(late)).toEqual([{ outcome: 'failure', reason: 'lost', resources: 0 }]);
  // the form is still open: pressed again, it goes in
  expect((await write(late)).isReplay).toBe(false);
});

it('is not sent again by who kept the intent when somebody else settled it before they came to it', async () => {
  const key = randomUUID();
  const { database, intents, fhir } = writing;
  const settler = new ChartWriter({
    database,
    intents,
    audit: new DatabaseAuditRecorder(database),
    systemFhir: fhir,
    accessChanges: { publish: () => Promise.resolve() },
    onError: (error) => console.error(error),
  });
  // another process looks for open intents in the moment in which this one is about to take the lock
  const within: Locks['within'] = async (name, waitMs, work) => {
    for (const open of await intents.open(100))
      if (name === `write:${open.id}`) await settler.settleOpen(open, () => Promise.resolve(fhir));
    for (const one of await storedOf(fhir, key)) {
      const value = await fhir.read('Observation', one.split('/')[0] ?? '');
      await fhir.update({ ...value, status: 'corrected' });
    }
    return database.locks.within(name, waitMs, work);
  };
  const late = new ChartWriter({
    database: { rows: database.rows.bind(database), locks: { ...database.locks, within } },
    intents,
    audit: new DatabaseAuditRecorder(database),
    systemFhir: fhir,
    accessChanges: { publish: () => Promise.resolve() },
    onError: (error) => console.error(error),
  });
  await late.write(requestOf(fhir, patientId, { key }, key), { key, plan: planOf(key) });
  const versions = (await storedOf(fhir, key)).map((one) => one.split('/')[1]);
  expect(new Set(versions).size).toBe(1);
  expect(versions).not.toContain('3'); // what was corrected meanwhile would be undone
  expect(await recordsOf(key)).toEqual([success]);
});

it('what was sent is known as long as its last attempt, however old the first one is', async () => {
  const key = randomUUID();
  const wrong: ChartWrite['plan'] = (transaction) => {
    transaction.create('0', { resourceType: 'Observation' } as Observation);
    return Promise.resolve();
  };
  await expect(write(key, wrong)).rejects.toBeInstanceOf(FhirError);
  const first = await write(key);
  await writing.database.rows(
    `UPDATE chart_outcome SET settled_at = settled_at - interval '31 days' WHERE state = 'refused'`,
    [],
  );
  await writing.intents.sweep();
  expect(await write(key)).toMatchObject({ isReplay: true, references: first.references });
  expect(await storedOf(writing.fhir, key)).toHaveLength(2);
});

it.each<[string, (bundle: Bundle) => Bundle]>([
  ['a Bundle without entries', () => ({ resourceType: 'Bundle', type: 'transaction-response' })],
  [
    'the answer to a search',
    ({ entry = [] }) => ({
      resourceType: 'Bundle',
      type: 'searchset',
      entry: entry.map(() => ({ search: { mode: 'match' } })),
    }),
  ],
  [
    'an answer of which a part failed',
    ({ entry = [] }) => ({
      resourceType: 'Bundle',
      type: 'batch-response',
      entry: entry.map((_, i) => ({ response: { status: i === 0 ? '422' : '201 Created' } })),
    }),
  ],
])('does not take %s for a success: it looks whether it is in', async (_what, answerTo) => {
  const key = randomUUID();
  let asked = 0;
  const fhir: WritingRequest['fhir'] = {
    transaction: (bundle) =>
      (asked += 1) === 1 ? Promise.resolve(answerTo(bundle)) : writing.fhir.transaction(bundle),
  };
  await writing.writer.write(requestOf(fhir, patientId, { key }, key), { key, plan: planOf(key) });
  expect([asked, (await storedOf(writing.fhir, key)).length]).toEqual([2, 2]);
  expect(await recordsOf(key)).toEqual([success]);
});

it.each([
  ['what became of it', (sql: string) => sql.includes('chart_outcome')],
  ['that it is about to be sent', (sql: string) => sql.includes('INTO chart_intent')],
])(
  'a database that loses the answer when it keeps %s leaves no wrong record: it is asked again',
  async (_what, isLost) => {
    const key = randomUUID();
    const { intents, fhir, database } = writing;
    const errors: unknown[] = [];
    let isUp = false;
    const failing: Pick<Database, 'rows' | 'locks'> = {
      locks: database.locks,
      rows: async (sql, values) => {
        const rows = await database.rows(sql, values);
        if (!isUp && isLost(sql) && !sql.startsWith('SELECT')) throw new Error('connection lost');
        return rows;
      },
    };
    const writer = new ChartWriter({
      database: failing,
      intents: new Intents(failing, cipher),
      audit: new DatabaseAuditRecorder(database),
      systemFhir: fhir,
      accessChanges: { publish: () => Promise.resolve() },
      onError: (error) => errors.push(error),
    });
    const request = requestOf(fhir, patientId, { key }, key);
    await expect(writer.write(request, { key, plan: planOf(key) })).rejects.toSatisfy(isNotConfirmed);
    expect(errors).toHaveLength(1);
    isUp = true;
    expect(await writer.write(request, { key, plan: planOf(key) })).toMatchObject({ isReplay: true });
    expect(await recordsOf(key)).toEqual([success]);
    expect((await storedOf(fhir, key)).map((one) => one.split('/')[1])).toEqual(['1', '1']);
    expect(await intents.open(1)).toEqual([]);
  },
);
