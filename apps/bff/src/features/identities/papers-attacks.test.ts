import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import {
  callMutation,
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import type { Patient } from '@medplum/fhirtypes';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readResult } from '../../testing-http.ts';
import type { PapersView, PaperView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let fhir: FhirClient;
let secretary: Visitor, doctor: Visitor;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  [secretary, doctor] = (await Promise.all(
    ['secretaire', 'medecin'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor];
}, 240_000);
afterAll(() => sandbox?.stop());

const somebody = async (): Promise<string> =>
  (await fhir.create<Patient>({ resourceType: 'Patient', name: [{ family: 'Papier' }] })).id ?? '';
const pdf = () => Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n${' '.repeat(80)}\n%%EOF\n`);
const add = (who: Visitor, patientId: string, files: readonly Buffer[]) =>
  callMutation(bff, who, 'identities.addPaper', {
    ...{ patientId, key: crypto.randomUUID(), document: 'identity-card', validUntil: null },
    pages: files.map((file) => ({ data: file.toString('base64') })),
  });
const papersOf = async (patientId: string): Promise<PaperView[]> =>
  (await readResult<PapersView>(await callQuery(bff, secretary, 'identities.papers', { patientId }))).data
    .papers;
const page = (patientId: string, paperId: string, more: RequestInit = {}) =>
  fetch(`${bff.url}/bff/papers/${patientId}/${paperId}/0`, {
    headers: { cookie: secretary.headers['cookie'] ?? '' },
    ...more,
  });
async function problemOf(response: Response): Promise<string[]> {
  const { error } = await readResult(response);
  return (error.issues ?? []).map(({ path, message }) => [...path, message].join(' '));
}

it('is in no part of the chart that a doctor can open, by list, history, search or count', async () => {
  const patientId = await somebody();
  await entrustPatients(sandbox, [patientId]);
  const counts = async () =>
    (await readResult<unknown>(await callQuery(bff, doctor, 'record.types', { patientId }))).data;
  const before = await counts();
  expect((await add(secretary, patientId, [pdf()])).status).toBe(200);
  const [paper] = await papersOf(patientId);
  const id = paper?.id ?? '';
  const stored = await fhir.read('DocumentReference', id);
  const binaryId = stored.content[0]?.attachment.url?.split('/')[1] ?? '';
  expect([id, binaryId].map((one) => one.length > 8)).toEqual([true, true]);
  expect(await counts()).toEqual(before);
  for (const [path, input] of [
    ['summary.get', {}],
    ['summary.changes', {}],
    ['timeline.list', {}],
    ['encounters.list', {}],
    ...['DocumentReference', 'Binary', 'Provenance', 'AuditEvent'].map(
      (type) => ['record.list', { type }] as const,
    ),
  ] as const) {
    const answer = await (await callQuery(bff, doctor, path, { patientId, ...input })).text();
    expect([path, answer.includes(id), answer.includes(binaryId)]).toEqual([path, false, false]);
  }
  for (const [type, of] of [
    ['DocumentReference', id],
    ['Binary', binaryId],
  ])
    for (const [path, input] of [
      ['record.history', {}],
      ['record.version', { versionId: '1' }],
    ] as const) {
      const response = await callQuery(bff, doctor, path, { patientId, type, id: of, ...input });
      const answer = await response.text();
      expect([path, type, answer.includes('PATADMIN'), answer.includes(pdf().toString('base64'))]).toEqual([
        path,
        type,
        false,
        false,
      ]);
    }
});

it('asked for without its body it is decided and recorded as with it; a stranger learns nothing', async () => {
  const patientId = await somebody();
  expect((await add(secretary, patientId, [pdf()])).status).toBe(200);
  const id = (await papersOf(patientId))[0]?.id ?? '';
  const asked = await page(patientId, id, { method: 'HEAD' });
  expect([asked.status, asked.headers.get('cache-control')]).toEqual([200, 'no-store']);
  const cookie = doctor.headers['cookie'] ?? '';
  expect((await page(patientId, id, { method: 'HEAD', headers: { cookie } })).status).toBe(403);
  const texts = await Promise.all(
    [id, 'none'].map(async (one) => {
      const { error } = (await (await page(patientId, one, { headers: {} })).json()) as { error: string };
      return error;
    }),
  );
  expect(texts).toEqual(['unauthorized', 'unauthorized']);
});

it('a strip that shows nothing is no page', async () => {
  const strip = await sharp({ create: { width: 9_000, height: 2, channels: 3, background: '#123' } })
    .png()
    .toBuffer();
  const response = await add(secretary, await somebody(), [strip]);
  expect(await problemOf(response)).toEqual(['pages 0 too-small']);
});

it('is no harm where letters of a scan happen to be those of a script', async () => {
  const patientId = await somebody();
  const scan = Buffer.from(
    '2 0 obj<</Length 9>>stream\r\n\u0000/JS \u0001/AA \nendstream\nendobj\n',
    'latin1',
  );
  const letters = Buffer.concat([pdf().subarray(0, 60), scan, pdf().subarray(60)]);
  expect((await add(secretary, patientId, [letters])).status).toBe(200);
  // before and after it is looked at, and a scan that has no end is none
  const script = Buffer.from('3 0 obj<</S/JavaScript/JS(1)>>endobj\n');
  const open = Buffer.from('4 0 obj<<>>stream\n');
  for (const parts of [
    [pdf().subarray(0, 60), script, scan, pdf().subarray(60)],
    [pdf().subarray(0, 60), scan, script, pdf().subarray(60)],
    [pdf().subarray(0, 60), open, script, pdf().subarray(60)],
  ]) {
    const response = await add(secretary, patientId, [Buffer.concat(parts)]);
    expect(await problemOf(response)).toEqual(['pages 0 pdf-active']);
  }
});

it('takes no longer for a PDF that is made of beginnings', async () => {
  const many = Buffer.concat([
    pdf().subarray(0, 60),
    Buffer.from('stream\n'.repeat(550_000)),
    pdf().subarray(60),
  ]);
  const since = performance.now();
  expect((await add(secretary, await somebody(), [many])).status).toBe(200);
  expect(performance.now() - since).toBeLessThan(8_000);
});

it('is read of one session a few at a time: each is large while it is read', async () => {
  const patientId = await somebody();
  const pages = [Buffer.alloc(2_000_000)];
  const colleague = await signInOverHttp(bff, sandbox, 'secretaire');
  const answers = await Promise.all(Array.from({ length: 7 }, () => add(colleague, patientId, pages)));
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([400, 429]));
  const refused = answers[statuses.indexOf(429)] as Response;
  expect(await refused.json()).toMatchObject({ error: { data: { code: 'TOO_MANY_REQUESTS' } } });
  // and read again once the others are through
  expect((await add(colleague, patientId, [pdf()])).status).toBe(200);
});

it('brings no other procedure along that reads as much, and comes from a page of ours', async () => {
  const large = 'x'.repeat(1_500_000);
  const headers: Record<string, string> = { ...secretary.headers, 'content-type': 'application/json' };
  const post = (path: string, body: string, more: Record<string, string> = headers) =>
    fetch(`${bff.url}/trpc/${path}`, { method: 'POST', headers: more, body });
  const both = JSON.stringify({ 0: { filler: large }, 1: { filler: large } });
  for (const path of ['identities.addPaper,identities.correct', 'identities.correct,identities.addPaper'])
    expect((await post(`${path}?batch=1`, both)).status).toBe(413);
  // alone in its batch it is itself
  const { status } = await post('identities.addPaper?batch=1', both);
  expect([400, 403]).toContain(status);
  for (const path of [
    'identities%2EaddPaper/../identities.correct',
    'identities.addPaper%2Cidentities.correct',
  ])
    expect((await post(path, JSON.stringify({ filler: large }))).status).toBeGreaterThanOrEqual(400);
  expect((await post('identities.addPaper', '{}', { cookie: headers['cookie'] ?? '' })).status).toBe(403);
});
