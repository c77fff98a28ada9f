import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectFhir } from '@keneyapp/fhir-client';
import {
  besideIt,
  callMutation,
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  startTestBff,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { openDatabase } from '../../database/client.ts';
import { createDataCipher } from '../../session/data-cipher.ts';
import { readDraft } from '../../drafts/store.ts';
import type { DraftListView, DraftSavedView, DraftView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let folder: string;
let nurse: Visitor;
let doctor: Visitor;
let secretary: Visitor;
const dataKey = randomBytes(32).toString('base64');
const start = async () =>
  startTestBff(sandbox, {
    env: { ...(await besideIt()), DATABASE_URL: `pglite:${path.join(folder, 'bff')}`, DATA_KEY: dataKey },
  });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-drafts-'));
  sandbox = await sharedSandbox();
  bff = await start();
  const token = await sandboxSystemToken(sandbox);
  const server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const fhir = server.client({ token: async () => token });
  for (const id of ['d1', 'd2', 'd3'])
    await fhir.update({
      resourceType: 'Patient',
      id,
      birthDate: '1960-03-04',
      name: [{ use: 'official', family: `Essai${id}`, given: ['Anne'] }],
    });
  await server.close();
  await entrustPatients(sandbox, ['d1', 'd2', 'd3']);
  [nurse, doctor, secretary] = (await Promise.all(
    ['infirmier', 'medecin', 'secretaire'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
});
afterAll(async () => {
  await bff?.stop();
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function data<T>(response: Response): Promise<T> {
  const body = (await response.json()) as { result?: { data: T }; error?: { data: { code: string } } };
  if (!body.result) throw new Error(body.error?.data.code);
  return body.result.data;
}
const key = { form: 'vitals.record', base: '' };
const get = async (who: Visitor, patientId: string) =>
  data<DraftView | null>(await callQuery(bff, who, 'drafts.get', { patientId, ...key }));
const save = async (who: Visitor, patientId: string, content: string, counter: number) =>
  data<DraftSavedView>(await callMutation(bff, who, 'drafts.save', { patientId, ...key, content, counter }));
const discard = async (who: Visitor, patientId: string) =>
  data<null>(await callMutation(bff, who, 'drafts.discard', { patientId, ...key }));

describe('drafts', () => {
  it('are kept per person, patient and form, counted, listed with the name of the record, and discarded', async () => {
    expect(await get(nurse, 'd1')).toBeNull();
    expect((await save(nurse, 'd1', '{"heartRate":"7"}', 0)).counter).toBe(1);
    expect((await save(nurse, 'd1', '{"heartRate":"72"}', 1)).counter).toBe(2);
    expect(await get(nurse, 'd1')).toMatchObject({ content: '{"heartRate":"72"}', counter: 2 });
    expect(await get(doctor, 'd1')).toBeNull();
    expect(await get(nurse, 'd2')).toBeNull();
    const { drafts } = await data<DraftListView>(await callQuery(bff, nurse, 'drafts.list'));
    expect(drafts).toEqual([
      expect.objectContaining({
        patientId: 'd1',
        patientName: 'ESSAID1 Anne',
        birthDate: '1960-03-04',
        form: 'vitals.record',
      }),
    ]);
    expect((await data<DraftListView>(await callQuery(bff, doctor, 'drafts.list'))).drafts).toEqual([]);
    await discard(nurse, 'd1');
    expect(await get(nurse, 'd1')).toBeNull();
  });

  it('a tab that is behind does not overwrite one that is ahead, nor bring back what was discarded', async () => {
    await save(nurse, 'd2', '{"a":1}', 0);
    await expect(save(nurse, 'd2', '{"b":1}', 0)).rejects.toThrow('PRECONDITION_FAILED');
    const both = await Promise.allSettled([save(nurse, 'd2', '{"c":1}', 1), save(nurse, 'd2', '{"d":1}', 1)]);
    expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
    await discard(nurse, 'd2');
    await expect(save(nurse, 'd2', '{"e":1}', 2)).rejects.toThrow('PRECONDITION_FAILED');
    expect(await get(nurse, 'd2')).toBeNull();
  });

  it('outlive kill -9 of the BFF, and lie encrypted', async () => {
    await save(nurse, 'd3', '{"note":"fièvre depuis hier"}', 0);
    await bff.kill();
    const database = await openDatabase(`pglite:${path.join(folder, 'bff')}`);
    const row = await database.db.draft.findFirstOrThrow({ where: { patientId: 'd3' } });
    expect(Buffer.from(row.content).toString('utf8')).not.toContain('fièvre');
    const cipher = createDataCipher(dataKey);
    const place = { userId: row.userId, patientId: 'd3', form: 'vitals.record', base: '' };
    expect((await readDraft(database.db, cipher, place))?.content).toBe('{"note":"fièvre depuis hier"}');
    // moved to another patient, the text does not open
    await database.db.draft.update({ where: { id: row.id }, data: { patientId: 'd1' } });
    expect((await readDraft(database.db, cipher, { ...place, patientId: 'd1' }))?.content).toBe('{}');
    await database.db.draft.update({
      where: { id: row.id },
      data: { patientId: 'd3', expiresAt: new Date(Date.now() - 1) },
    });
    expect(await readDraft(database.db, cipher, place)).toBeNull();
    const trail = await database.db.$queryRaw<
      { record: string }[]
    >`SELECT to_json(e)::text AS record FROM audit_event e WHERE operation = 'drafts.save'`;
    expect(trail.length).toBeGreaterThan(0);
    expect(JSON.stringify(trail)).not.toContain('fièvre depuis hier');
    await database.close();
    bff = await start();
    expect((await data<DraftListView>(await callQuery(bff, nurse, 'drafts.list'))).drafts).toEqual([]);
    expect((await save(nurse, 'd3', '{"again":1}', 0)).counter).toBe(1);
  });

  it('are for those who write', async () => {
    await expect(save(secretary, 'd1', '{"a":1}', 0)).rejects.toThrow('FORBIDDEN');
    await expect(get(secretary, 'd1')).rejects.toThrow('FORBIDDEN');
  });
});
