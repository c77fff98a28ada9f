import { randomBytes } from 'node:crypto';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { sandboxSystemToken } from '@keneyapp/config/testing';
import { keptPatient, leadingPatient } from '@keneyapp/fhir-model/identity-merge';
import { pointersTo } from '@keneyapp/fhir-model/moved-references';
import { systems } from '@keneyapp/fhir-model/systems';
import type { DocumentReference, Patient, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptedMerge } from '../access/merge-guard.ts';
import { rememberOpened } from '../chart-openings.ts';
import { readDraft, saveDraft } from '../drafts/store.ts';
import { activeGrant, openGrant } from '../emergency/store.ts';
import { createDataCipher, type DataCipher } from '../session/data-cipher.ts';
import { readSigned } from '../writing/freeze.ts';
import { markerOf } from '../writing/marker.ts';
import { requestOf, startWriting, type Writing } from '../writing/testing-writing.ts';
import { Merges } from './merges.ts';
import type { MergeAuthor } from './records.ts';

let writing: Writing;
let cipher: DataCipher;
const author: MergeAuthor = {
  ...{ id: '00000000-0000-4000-8000-000000000001', userId: 'sec', displayName: 'Anne Petit' },
  ...{ role: 'secretary', fhirUser: null },
};

beforeAll(async () => {
  const sandbox = await sharedSandbox();
  const token = await sandboxSystemToken(sandbox);
  const dataKey = randomBytes(32).toString('base64');
  cipher = createDataCipher(dataKey);
  writing = await startWriting({
    databaseUrl: 'pglite:memory',
    dataKey,
    fhirUrl: sandbox.fhirUrl,
    token: () => Promise.resolve(token),
    timeoutMs: 20_000,
  });
}, 120_000);
afterAll(() => writing?.close());

/** As a process has it: what another one left behind it finds in the database. */
const processOf = () =>
  new Merges({
    ...{ database: writing.database, systemFhir: writing.fhir, cipher },
    ...{ writer: writing.writer, intents: writing.intents },
    fhirOf: () => Promise.resolve(writing.fhir),
    onError: (error) => {
      throw error;
    },
  });
const person = async (): Promise<Patient & { id: string }> =>
  (await writing.fhir.create<Patient>({
    resourceType: 'Patient',
    active: true,
    identifier: [{ use: 'usual', system: systems.ipp, value: crypto.randomUUID() }],
    name: [{ use: 'official', family: 'ESSAI', given: ['ZOE'] }],
  })) as Patient & { id: string };

/** Sends a merge, and dies before it settles what became of it. */
async function sendAndDie(kept: Patient & { id: string }, other: Patient & { id: string }): Promise<string> {
  const merges = processOf();
  const now = new Date();
  const request = requestOf(writing.fhir, kept.id, { kept: kept.id });
  const view = { kept: kept.id, other: other.id, fhirUser: null, fhir: writing.fhir, now };
  const { says } = await writing.writer.write(
    {
      ...request,
      session: author,
      patientId: null,
      accept: async (bundle) => ({
        bundle: await acceptedMerge({ ...view, step: { kind: 'merge' } }, bundle),
        merges: [kept.id, other.id],
      }),
    },
    {
      key: crypto.randomUUID(),
      plan: async (transaction) => {
        transaction.update(keptPatient(kept, other, {}, now), kept.meta?.versionId ?? '');
        transaction.update(leadingPatient(other, kept), other.meta?.versionId ?? '');
        const part = merges.move(transaction, await merges.referring(other.id), {
          kept: kept.id,
          other: other.id,
        });
        await merges.records.add(
          { id: transaction.id, kept: kept.id, other: other.id, by: author, before: { kept, other } },
          part,
        );
        return transaction.id;
      },
    },
  );
  return says ?? '';
}

const opened = async (patientId: string) =>
  (await writing.database.db.recentPatient.findMany({ where: { patientId } })).length;

it('who finds a merge that nobody settled moves our own data along, and an undoing puts it back', async () => {
  const { db } = writing.database;
  const [kept, other] = [await person(), await person()];
  const observation = await writing.fhir.create<Resource>({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'x' },
    subject: { reference: `Patient/${other.id}` },
  });
  const now = new Date();
  const draft = { userId: 'u', patientId: other.id, form: 'note', base: '' };
  await saveDraft(db, cipher, draft, '{"text":"typed"}', 0);
  // one that the kept record has already stays where it is: nobody's words are written over
  const both = { ...draft, form: 'both' };
  await saveDraft(db, cipher, both, '"of the other"', 0);
  await saveDraft(db, cipher, { ...both, patientId: kept.id }, '"of the kept"', 0);
  const grantee = { userId: 'u', userName: 'U', role: 'doctor', fhirUser: null };
  await openGrant(db, cipher, {
    ...{ person: grantee, patientId: other.id, kind: 'vital', denial: 'no-relation', reason: 'because' },
    ...{ minutes: 30, now },
  });
  await rememberOpened(db, { userId: 'u', patientId: other.id, now });
  const judged = `INSERT INTO identity_judgement (a, b, user_id, name) VALUES (least($1, $2), greatest($1, $2), 'u', 'U')`;
  await writing.database.rows(judged, [other.id, 'somebody-else']);
  const id = await sendAndDie(kept, other);
  const merges = processOf();
  expect((await merges.records.get(id))?.state).toBe('sent');
  expect(await merges.leadsTo(other.id)).toBeNull();

  await merges.look();
  expect((await merges.records.get(id))?.state).toBe('merged');
  expect(await merges.leadsTo(other.id)).toMatchObject({ patientId: kept.id });
  const read = (patientId: string, form = 'note') =>
    readDraft(db, cipher, { ...draft, form, patientId }).then((found) => found?.content ?? null);
  const grant = (patientId: string) => activeGrant(db, cipher, { userId: 'u', patientId, now: new Date() });
  const isApart = async (patientId: string) =>
    (
      await writing.database.rows(
        `SELECT 1 AS one FROM identity_judgement WHERE a = least($1, 'somebody-else') AND b = greatest($1, 'somebody-else')`,
        [patientId],
      )
    ).length === 1;
  expect([await read(kept.id), await read(other.id)]).toEqual(['{"text":"typed"}', null]);
  expect([await read(kept.id, 'both'), await read(other.id, 'both')]).toEqual([
    '"of the kept"',
    '"of the other"',
  ]);
  expect([await grant(kept.id), await grant(other.id)]).toMatchObject([{ patientId: kept.id }, null]);
  expect([await opened(kept.id), await opened(other.id)]).toEqual([1, 0]);
  expect(await isApart(kept.id)).toBe(true);
  // twice is once
  await merges.look();
  expect(await opened(kept.id)).toBe(1);

  // undone, and dead again before it is settled
  const record = await merges.records.get(id);
  if (!record) throw new Error('no merge');
  const { before, after } = await merges.records.contentOf(id);
  if (!after) throw new Error('not settled');
  const [k, o] = [await writing.fhir.read('Patient', kept.id), await writing.fhir.read('Patient', other.id)];
  const view = { kept: kept.id, other: other.id, fhirUser: null, fhir: writing.fhir, now };
  await writing.writer.write(
    {
      ...requestOf(writing.fhir, kept.id, { undo: id }),
      ...{ session: author, patientId: null },
      accept: async (bundle) => ({
        bundle: await acceptedMerge({ ...view, step: { kind: 'undo', pair: { before, after } } }, bundle),
        merges: [kept.id, other.id],
      }),
    },
    {
      key: crypto.randomUUID(),
      plan: async (transaction) => {
        const { changed } = await merges.toPutBack(record);
        for (const one of changed) transaction.update(one, one.meta?.versionId ?? '');
        transaction.update(before.kept, k.meta?.versionId ?? '');
        transaction.update(before.other, o.meta?.versionId ?? '');
        await merges.records.undoing(id, transaction.id, 'Anne Petit');
      },
    },
  );
  expect((await merges.records.get(id))?.state).toBe('undoing');
  await processOf().look();
  expect((await merges.records.get(id))?.state).toBe('undone');
  expect([await read(kept.id), await read(other.id)]).toEqual([null, '{"text":"typed"}']);
  expect([await grant(kept.id), await grant(other.id)]).toMatchObject([null, { patientId: other.id }]);
  expect(await opened(other.id)).toBe(1);
  expect(await isApart(kept.id)).toBe(false);
  const back = await writing.fhir.read('Observation', observation.id ?? '');
  expect(pointersTo(back, other.id)).toHaveLength(1);
}, 60_000);

it('what arrives when nobody may move it waits, and is told', async () => {
  const [kept, other] = [await person(), await person()];
  const id = await sendAndDie(kept, other);
  const signedOut = new Merges({
    ...{ database: writing.database, systemFhir: writing.fhir, cipher },
    ...{ writer: writing.writer, intents: writing.intents },
    fhirOf: () => Promise.resolve(null),
    onError: (error) => {
      throw error;
    },
  });
  await signedOut.settle(id);
  const late = await writing.fhir.create<Resource>({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'late' },
    subject: { reference: `Patient/${other.id}` },
  });
  await signedOut.look();
  expect((await signedOut.records.withLate()).map((one) => [one.id, one.late])).toEqual([[id, 1]]);
  const record = await signedOut.records.get(id);
  if (!record) throw new Error('no merge');
  const by = { author, fhir: writing.fhir, remoteAddress: '::1' };
  expect(await processOf().follow(record, by, Date.now() + 20_000)).toBe(0);
  expect(await signedOut.records.withLate()).toEqual([]);
  expect(pointersTo(await writing.fhir.read('Observation', late.id ?? ''), kept.id)).toHaveLength(1);
  const { db } = writing.database;
  const told = await db.auditEvent.findMany({ where: { operation: 'identities.followMerge' } });
  expect(told).toMatchObject([{ patientId: null, userId: 'sec' }]);
}, 60_000);

it('what was signed stays signed when its record is merged, and nothing else does', async () => {
  const [kept, other, third] = [await person(), await person(), await person()];
  const document: DocumentReference = {
    ...{ resourceType: 'DocumentReference', id: crypto.randomUUID(), status: 'current', docStatus: 'final' },
    subject: { reference: `Patient/${other.id}` },
    author: [{ reference: `Patient/${other.id}` }],
    content: [{ attachment: { contentType: 'text/plain', data: 'eA==' } }],
  };
  const signed = markerOf({
    ...{ id: crypto.randomUUID(), written: [document], isNew: true, author, at: new Date() },
    signing: { signed: [document], amended: [], rpps: '10101010101' },
  });
  await writing.fhir.transaction({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [document, signed].map((resource) => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id ?? ''}` },
    })),
  });
  const state = async (resource: Resource) => (await readSigned(writing.fhir, resource)).state;
  const read = () => writing.fhir.read('DocumentReference', document.id ?? '');
  expect(await state(await read())).toBe('signed');
  await sendAndDie(kept, other);
  const merged = await read();
  expect(merged.subject?.reference).toBe(`Patient/${kept.id}`);
  expect(await state(merged)).toBe('signed');
  expect(await state({ ...merged, description: 'another word' })).toBe('altered');
  // nobody says that the third one replaces who signed it was about
  expect(await state({ ...merged, subject: { reference: `Patient/${third.id}` } })).toBe('altered');
});

it('those who have either chart open are told', async () => {
  const [kept, other] = [await person(), await person()];
  for (const text of ['one', 'two'])
    await writing.fhir.create<Resource>({
      resourceType: 'Condition',
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      code: { text },
      subject: { reference: `Patient/${other.id}` },
    });
  await sendAndDie(kept, other);
  const events = await writing.database.rows(
    `SELECT topic_id AS chart, body->>'resourceType' AS type FROM events.domain_event
     WHERE topic_id = ANY ($1::text[])`,
    [[kept.id, other.id]],
  );
  const told = events.map((row) => `${String(row['type'])} ${row['chart'] === kept.id ? 'kept' : 'other'}`);
  // of a page once, however much of it moved
  expect(told.sort()).toEqual(['Condition kept', 'Condition other', 'Patient kept', 'Patient other']);
});
