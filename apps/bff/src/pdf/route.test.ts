import { createHash } from 'node:crypto';
import { entrustPatients, callQuery, signInOverHttp, type Visitor } from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { beforeAll, expect, it } from 'vitest';
import { connectAsSystem } from '../testing-http.ts';
import { documentOf, readPdf } from './testing-pdf.ts';

const [sandbox, bff] = [await sharedSandbox(), await sharedBff()];
let doctor: Visitor;
let officer: Visitor;

beforeAll(async () => {
  const { fhir, close } = await connectAsSystem(sandbox);
  for (const id of ['pdf-mine', 'pdf-foreign'])
    await fhir.update({ resourceType: 'Patient', id, name: [{ family: 'Pdfeur', given: ['Anne'] }] });
  await close();
  await entrustPatients(sandbox, ['pdf-mine']);
  [doctor, officer] = (await Promise.all(
    ['medecin', 'dpo'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor];
});

const { issuer: _issuer, ...document } = documentOf();
const secret = bff.env['INTERNAL_SECRET'] ?? '';
const make = (patientId: string, more: object = {}, headers: Record<string, string> = {}) =>
  fetch(`${bff.internalUrl}/pdf`, {
    method: 'POST',
    headers: {
      ...doctor.headers,
      'content-type': 'application/json',
      'x-keneya-internal': secret,
      ...headers,
    },
    body: JSON.stringify({
      patientId,
      operation: 'summary.export',
      document,
      emergencyWords: 'Urgence',
      ...more,
    }),
  });
const wordOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { error: string }).error,
];

interface Found {
  rows: { seq: string; operation: string; kind: string; outcome: string }[];
}
/** The latest record of this chart, as the officer reads it. */
async function lastRecord(patientId: string): Promise<string> {
  const found = await callQuery(bff, officer, 'audit.search', { filter: { patientId } });
  const { result } = (await found.json()) as { result: { data: Found } };
  const [row] = result.data.rows;
  const detail = await callQuery(bff, officer, 'audit.get', { seq: row?.seq });
  return JSON.stringify({ row, detail: await detail.json() });
}

it('makes a file, and the trail knows its code and its hash', async () => {
  const answer = await make('pdf-mine');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const code = answer.headers.get('x-document-code') ?? '';
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  const file = Buffer.from(await answer.arrayBuffer());
  const { pages } = await readPdf(file);
  expect(pages[0]?.text).toContain(code);
  expect(pages[0]?.text).toContain('LEFÈVRE Marie');
  expect(pages[0]?.text).not.toContain('Urgence');
  const record = await lastRecord('pdf-mine');
  for (const told of [
    `document:${code}`,
    `sha256:${createHash('sha256').update(file).digest('hex')}`,
    '"export"',
  ])
    expect(record).toContain(told);
});

it('makes none of a closed chart, and the trail knows that it was asked for', async () => {
  expect(await wordOf(await make('pdf-foreign'))).toEqual([403, 'no-relation']);
  const record = await lastRecord('pdf-foreign');
  expect(record).toContain('"denied"');
  expect(record).not.toContain('sha256:');
});

it('makes a list of many people at the desk, who stand in the trail, and for nobody without that right', async () => {
  const [secretary, pharmacist] = (await Promise.all(
    ['secretaire', 'pharmacien'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor];
  const list = { operation: 'appointments.print-list', patientIds: ['pdf-mine', 'pdf-foreign'], document };
  const made = await make('', { ...list, patientId: undefined }, secretary.headers);
  expect([made.status, made.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const found = await callQuery(bff, officer, 'audit.search', {
    filter: { feature: 'appointments', kind: 'export' },
  });
  const { result } = (await found.json()) as { result: { data: Found } };
  const detail = await callQuery(bff, officer, 'audit.get', { seq: result.data.rows[0]?.seq });
  const record = await detail.text();
  for (const told of ['Patient/pdf-mine', 'Patient/pdf-foreign', 'sha256:', 'document:'])
    expect(record).toContain(told);
  expect((await make('', { ...list, patientId: undefined }, pharmacist.headers)).status).toBe(403);
  // a list is no way to make a document of a chart
  expect(await wordOf(await make('pdf-mine', { operation: 'appointments.print-list' }))).toEqual([
    400,
    'invalid',
  ]);
});

it('is for the web server alone: no browser has a document set', async () => {
  expect((await make('pdf-mine', {}, { 'x-keneya-internal': 'guessed' })).status).toBe(401);
  const front = await fetch(`${bff.url}/pdf`, {
    method: 'POST',
    headers: { ...doctor.headers, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(front.status).toBe(404);
});

it('refuses what is no document, and whoever is not signed in', async () => {
  expect(await wordOf(await make('pdf-mine', { document: {} }))).toEqual([400, 'invalid']);
  expect(await wordOf(await make('pdf-mine', { operation: 'problems.record' }))).toEqual([400, 'invalid']);
  expect(await wordOf(await make('pdf-mine', {}, { cookie: 'keneya-session=none' }))).toEqual([
    401,
    'unauthorized',
  ]);
});
