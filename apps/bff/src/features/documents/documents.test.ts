import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import {
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import type { Attachment } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asUtf8, bareType, contentKind, disposition, servedType } from './media.ts';
import { binaryIdOf, type DocumentsView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let server: FhirServer;
let fhir: FhirClient;
let doctor: Visitor;
let secretary: Visitor;
let patient: Visitor;
const base64 = (text: string) => Buffer.from(text).toString('base64');

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  fhir = server.client({ token: async () => token });
  [doctor, secretary, patient] = (await Promise.all(
    ['medecin', 'secretaire', 'patient'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
  for (const id of ['pat-demo', 'other'])
    await fhir.update({ resourceType: 'Patient', id, name: [{ family: 'Essai' }] });
  await entrustPatients(sandbox, ['pat-demo', 'other']);
  await fhir.update({
    resourceType: 'Binary',
    id: 'pdf',
    contentType: 'application/pdf',
    data: base64('%PDF-1.4 hello'),
  });
  await fhir.update({
    resourceType: 'Binary',
    id: 'foreign',
    contentType: 'text/plain',
    securityContext: { reference: 'Patient/other' },
    data: base64('secret'),
  });
  await document('letter', 'pat-demo', {
    contentType: 'application/pdf',
    url: 'Binary/pdf',
    title: 'Lettre à la « sortie »/../x',
  });
  await document('page', 'pat-demo', {
    contentType: 'text/html',
    data: base64('<script>alert(1)</script>bonjour'),
  });
  await document('drawing', 'pat-demo', {
    contentType: 'image/svg+xml',
    data: base64('<svg onload="alert(1)"/>'),
  });
  await document('outside', 'pat-demo', { contentType: 'text/plain', url: 'http://127.0.0.1:1/Binary/pdf' });
  await document('stolen', 'pat-demo', { contentType: 'text/plain', url: 'Binary/foreign' });
  await document('theirs', 'other', { contentType: 'text/plain', data: base64('not yours') });
  await document('bare', 'pat-demo', { title: 'Lettre' });
  await document('latin', 'pat-demo', {
    contentType: 'text/plain; charset=iso-8859-1',
    data: Buffer.from('caf\xe9', 'latin1').toString('base64'),
  });
}, 240_000);
afterAll(async () => {
  await server?.close();
  await sandbox?.stop();
});

async function document(id: string, patientId: string, attachment: Attachment): Promise<void> {
  await fhir.update({
    resourceType: 'DocumentReference',
    id,
    status: 'current',
    date: '2026-03-01T10:00:00Z',
    subject: { reference: `Patient/${patientId}` },
    type: { text: 'Lettre' },
    description: id,
    content: [{ attachment }],
  });
}
const file = (who: Visitor | null, path: string, headers: Record<string, string> = {}) =>
  fetch(`${bff.url}/bff/documents/${path}`, {
    headers: { ...(who ? { cookie: who.headers['cookie'] ?? '' } : {}), ...headers },
  });

describe('documents', () => {
  it('lists what is there and how it can be shown', async () => {
    const body = (await (
      await callQuery(bff, doctor, 'documents.list', { patientId: 'pat-demo' })
    ).json()) as { result: { data: DocumentsView } };
    const kinds = Object.fromEntries(
      body.result.data.items.map((d) => [d.id, [d.contents[0]?.kind, d.contents[0]?.isAvailable]]),
    );
    expect(kinds).toEqual({
      letter: ['pdf', true],
      page: ['markup', true],
      drawing: ['markup', true],
      outside: ['text', false],
      stolen: ['text', true],
      bare: ['other', false],
      latin: ['text', true],
    });
  });

  it('serves a file with headers under which nothing runs', async () => {
    const answer = await file(doctor, 'pat-demo/letter/0');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('%PDF-1.4 hello');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'content-disposition': 'inline',
    });
  });

  it('gives script-bearing files as plain text, whatever they say they are', async () => {
    for (const id of ['page', 'drawing'])
      expect((await file(doctor, `pat-demo/${id}/0`)).headers.get('content-type'), id).toBe(
        'text/plain; charset=utf-8',
      );
    expect(await (await file(doctor, 'pat-demo/latin/0')).text()).toBe('café');
  });

  it('downloads under a name that is one', async () => {
    const answer = await file(doctor, 'pat-demo/letter/0?download=1');
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="Lettre a la _ sortie _ x\.pdf"; filename\*=UTF-8''Lettre%20%C3%A0/,
    );
  });

  it('fetches nothing from elsewhere, and nothing of another patient by any way', async () => {
    expect((await file(doctor, 'pat-demo/outside/0')).status).toBe(422);
    for (const path of [
      'pat-demo/theirs/0',
      'pat-demo/stolen/0',
      'pat-demo/letter/7',
      'pat-demo/missing/0',
      'pat-demo/../other/0',
      'pat-demo/letter/0%2f..',
      'pat-demo/%2e%2e/0',
    ])
      expect((await file(doctor, path)).status, path).toBe(404);
    expect((await file(doctor, 'pat-demo/bare/0')).status).toBe(422);
  });

  it('asks who, and for what', async () => {
    expect((await file(null, 'pat-demo/letter/0')).status).toBe(401);
    expect((await file(secretary, 'pat-demo/letter/0')).status).toBe(403);
    expect((await file(patient, 'pat-demo/letter/0')).status).toBe(200);
    expect((await file(patient, 'other/theirs/0')).status).toBe(403);
    expect((await file(doctor, 'pat-demo/letter/0', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await callQuery(bff, secretary, 'documents.list', { patientId: 'pat-demo' })).status).toBe(403);
  });
});

describe('binaryIdOf', () => {
  const base = 'http://fhir.example:8080/fhir';
  it('knows our own server only', () => {
    for (const url of ['Binary/a-1', 'Binary/a-1/_history/2', `${base}/Binary/a-1`])
      expect(binaryIdOf(url, base), url).toBe('a-1');
    for (const url of [
      '',
      undefined,
      'Patient/1',
      'Binary/..',
      '/Binary/1',
      '//evil.example/fhir/Binary/1',
      'http://fhir.example/fhir/Binary/1',
      'http://fhir.example:8080.evil.example/fhir/Binary/1',
      'http://u:p@fhir.example:8080/fhir/Binary/1',
      `${base}/Binary/1?_format=x`,
      `${base}/../Binary/1`,
      `${base}evil/Binary/1`,
      'https://fhir.example:8080/fhir/Binary/1',
      'file:///etc/passwd',
      'data:text/plain,x',
    ])
      expect(binaryIdOf(url, base), url).toBeNull();
  });
});

describe('media types', () => {
  it('shows what is safe to show', () => {
    expect(
      [
        'application/PDF; x=1',
        'image/jpeg',
        'image/tiff',
        'text/html',
        'application/xhtml+xml',
        'application/json',
        'text/x-anything',
        'video/mp4',
        '',
        'not a type',
      ].map(contentKind),
    ).toEqual(['pdf', 'image', 'other', 'markup', 'markup', 'text', 'text', 'other', 'other', 'other']);
    expect([
      servedType('text/html'),
      servedType('application/javascript'),
      servedType('image/svg+xml'),
      servedType('image/png'),
    ]).toEqual([
      'text/plain; charset=utf-8',
      'application/octet-stream',
      'text/plain; charset=utf-8',
      'image/png',
    ]);
    expect(bareType('text/plain\r\nset-cookie: a=b')).toBeNull();
    expect(asUtf8(Buffer.from('x'), 'text/plain; charset=nonsense').toString()).toBe('x');
  });
  it('names downloads without letting the title lead elsewhere', () => {
    expect(disposition('../../etc/passwd', 'text/plain')).toBe(
      'attachment; filename="etc passwd.txt"; filename*=UTF-8\'\'etc%20passwd.txt',
    );
    expect(disposition(null, null)).toContain('filename="document"');
    expect(disposition('a"\r\nX: y', 'text/plain')).not.toMatch(/[\r\n]/);
  });
});
