import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
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
import type { Patient } from '@medplum/fhirtypes';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readResult } from '../../testing-http.ts';
import type { MergeInput } from './schema.ts';
import type { ComparedPairView, MergedView, PapersView, PaperView, UndoneView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let fhir: FhirClient;
let secretary: Visitor, doctor: Visitor, patient: Visitor;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await startTestBff(sandbox, { env: await besideIt() });
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  [secretary, doctor, patient] = (await Promise.all(
    ['secretaire', 'medecin', 'patient'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
}, 240_000);
afterAll(() => bff?.stop());

type Stored = Patient & { id: string };
const somebody = async (): Promise<Stored> =>
  (await fhir.create<Patient>({
    resourceType: 'Patient',
    active: true,
    name: [{ use: 'official', family: 'Papiers', given: ['Zoe'] }],
    gender: 'female',
    birthDate: '1961-02-03',
  })) as Stored;
/** Whose account the patient is signed in with. */
const ofAccount = async (): Promise<Stored> =>
  (await fhir.update<Patient>({
    resourceType: 'Patient',
    id: 'pat-demo',
    active: true,
    name: [{ use: 'official', family: 'Papiers', given: ['Zoe'] }],
  })) as Stored;

const card = (background: string) =>
  sharp({ create: { width: 900, height: 600, channels: 3, background } })
    .jpeg()
    .toBuffer();
const pdf = Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n${' '.repeat(80)}\n%%EOF\n`);

async function papersOf(patientId: string, who = secretary): Promise<PaperView[]> {
  const { status, data } = await readResult<PapersView>(
    await callQuery(bff, who, 'identities.papers', { patientId }),
  );
  expect(status).toBe(200);
  return data.papers;
}
const add = (patientId: string, pages: readonly Buffer[]) =>
  callMutation(bff, secretary, 'identities.addPaper', {
    ...{ patientId, key: crypto.randomUUID(), document: 'passport', validUntil: null },
    pages: pages.map((page) => ({ data: page.toString('base64') })),
  });
async function added(patientId: string, pages: readonly Buffer[]): Promise<PaperView> {
  const before = new Set((await papersOf(patientId)).map(({ id }) => id));
  expect((await add(patientId, pages)).status).toBe(200);
  return (await papersOf(patientId)).find(({ id }) => !before.has(id)) as PaperView;
}
const mark = (patientId: string, { id, version }: PaperView) =>
  callMutation(bff, secretary, 'identities.markPaperEnteredInError', {
    ...{ patientId, key: crypto.randomUUID(), paperId: id, version, reason: 'illisible' },
  });
const page = (who: Visitor, patientId: string, paperId: string, at = 0) =>
  fetch(`${bff.url}/bff/papers/${patientId}/${paperId}/${at}`, {
    headers: { cookie: who.headers['cookie'] ?? '' },
  });
const bytesOf = async (patientId: string, { id, pages }: PaperView) =>
  Promise.all(pages.map(async (_, i) => (await page(secretary, patientId, id, i)).text()));
async function merge(kept: Stored, other: Stored): Promise<MergedView> {
  const input: MergeInput = {
    ...{ key: crypto.randomUUID(), kept: kept.id, other: other.id, choices: {} },
    versions: { kept: kept.meta?.versionId ?? '', other: other.meta?.versionId ?? '' },
  };
  const { status, data } = await readResult<MergedView>(
    await callMutation(bff, secretary, 'identities.merge', input),
  );
  expect(status).toBe(200);
  return data;
}
const undo = async (mergeId: string) =>
  readResult<UndoneView>(
    await callMutation(bff, secretary, 'identities.undoMerge', { key: crypto.randomUUID(), mergeId }),
  );

it('copies of papers go with a merge and back with its undoing, and open where they are and nowhere else', async () => {
  const [kept, other] = [await ofAccount(), await somebody()];
  await entrustPatients(sandbox, [kept.id, other.id]);
  const own = await added(kept.id, [await card('#b9cfe4')]);
  // other tests add papers to the record of the account
  const idsOf = async () => (await papersOf(kept.id)).map(({ id }) => id).toSorted();
  const ownIds = await idsOf();
  const moving = await added(other.id, [await card('#e4b9cf'), pdf]);
  const [ownBytes, movingBytes] = [await bytesOf(kept.id, own), await bytesOf(other.id, moving)];
  const stored = await fhir.read('DocumentReference', moving.id);
  const binaryId = stored.content[0]?.attachment.url?.split('/')[1] ?? '';
  const binary = await fhir.read('Binary', binaryId);
  expect((await page(patient, kept.id, moving.id)).status).toBe(404);

  const compared = await readResult<ComparedPairView>(
    await callQuery(bff, secretary, 'identities.comparePair', { patients: [kept.id, other.id] }),
  );
  // who merges reads them all: they are counted as the documents that they are
  expect(compared.data.sides[1].moves.documents).toBe(1);
  const merged = await merge(kept, other);
  expect(merged.moved).toBeGreaterThanOrEqual(1);

  expect(await idsOf()).toEqual([...ownIds, moving.id].toSorted());
  expect(await papersOf(other.id)).toEqual([]);
  expect(await bytesOf(kept.id, moving)).toEqual(movingBytes);
  expect((await page(secretary, other.id, moving.id)).status).toBe(404);
  // a page is tied to its document, which is the same
  expect(await fhir.read('Binary', binaryId)).toEqual(binary);
  expect((await papersOf(kept.id, patient)).map(({ id }) => id)).toContain(moving.id);
  expect((await page(patient, kept.id, moving.id, 1)).status).toBe(200);
  for (const patientId of [kept.id, other.id]) {
    expect((await page(doctor, patientId, moving.id)).status).toBe(403);
    for (const [type, id] of [
      ['DocumentReference', moving.id],
      ['Binary', binaryId],
    ]) {
      const read = await callQuery(bff, doctor, 'record.read', { patientId, type, id });
      expect([type, read.status]).not.toEqual([type, 200]);
    }
    expect((await page(doctor, patientId, moving.id)).status).toBe(403);
    const listed = await callQuery(bff, doctor, 'documents.list', { patientId });
    expect(await listed.text()).not.toContain(moving.id);
  }
  // nothing is added to what leads on
  const late = await readResult(await add(other.id, [pdf]));
  expect([late.status, late.error.reason]).toEqual([409, 'leads-on']);

  const since = await added(kept.id, [await card('#cfe4b9')]);
  expect((await undo(merged.mergeId)).data).toMatchObject({ patientId: other.id, stayed: 0 });
  expect((await papersOf(other.id)).map(({ id }) => id)).toEqual([moving.id]);
  expect(await idsOf()).toEqual([...ownIds, since.id].toSorted());
  expect(await bytesOf(other.id, moving)).toEqual(movingBytes);
  expect(await bytesOf(kept.id, own)).toEqual(ownBytes);
  expect((await page(secretary, kept.id, moving.id)).status).toBe(404);
  expect((await page(patient, kept.id, moving.id)).status).toBe(404);
  expect((await page(patient, other.id, moving.id)).status).toBe(403);
  expect(await fhir.read('DocumentReference', moving.id)).toMatchObject({
    ...{ subject: stored.subject, content: stored.content, status: 'current' },
  });
});

it('a copy that was said to be in error after the merge goes back as it is said', async () => {
  const [kept, other] = [await somebody(), await somebody()];
  const before = await added(other.id, [await card('#b9cfe4')]);
  const after = await added(other.id, [await card('#e4b9cf')]);
  expect((await mark(other.id, before)).status).toBe(200);
  const { mergeId } = await merge(kept, other);
  const moved = (await papersOf(kept.id)).find(({ id }) => id === after.id) as PaperView;
  // under the record that they were in, and with the version that was seen there
  expect((await mark(other.id, moved)).status).not.toBe(200);
  expect((await mark(kept.id, after)).status).toBe(412);
  expect((await mark(kept.id, moved)).status).toBe(200);
  for (const { id } of [before, after]) expect((await page(secretary, kept.id, id)).status).toBe(404);
  await undo(mergeId);
  const back = await papersOf(other.id);
  expect(back.map(({ error }) => error)).toEqual([{ reason: 'illisible' }, { reason: 'illisible' }]);
  expect(await papersOf(kept.id)).toEqual([]);
  for (const { id } of [before, after])
    for (const patientId of [kept.id, other.id])
      expect((await page(secretary, patientId, id)).status).toBe(404);
});
