// Long because its cases share one application and one record, which take seconds to start.
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
import { binaryIdOf } from '@keneyapp/fhir-model/attachment';
import { bareType, contentKind } from '@keneyapp/fhir-model/media';
import { asUtf8, disposition, servedType } from './media.ts';
import type { DocumentsView } from './view.ts';

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
    // other tests add documents of their own to this record
    expect(kinds).not.toHaveProperty('theirs');
    expect(kinds).toMatchObject({
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

/** What was recorded without a type or with a wrong one, texts of other times, and what is no DocumentReference. */
describe('files as they are met', () => {
  const png = Buffer.from('\x89PNG\r\n\x1a\n....', 'latin1');
  const forms = [
    { contentType: 'text/plain', title: 'CR', data: base64('Lésion du foie') },
    { url: 'Binary/of-report', title: 'PDF' },
    { url: 'Binary/foreign' },
    { url: 'Binary/shared-by-mistake' },
    { url: 'https://elsewhere.example/cr.pdf' },
  ];
  const report = (id: string, more: object = {}) =>
    fhir.update({
      resourceType: 'DiagnosticReport',
      id,
      status: 'final',
      code: { text: 'IRM' },
      subject: { reference: 'Patient/pat-files' },
      presentedForm: forms,
      ...more,
    });
  beforeAll(async () => {
    await fhir.update({ resourceType: 'Patient', id: 'pat-files', name: [{ family: 'Fichiers' }] });
    await entrustPatients(sandbox, ['pat-files']);
    const pdf = base64('%PDF-1.4 x');
    await fhir.update({ resourceType: 'Binary', id: 'typed', contentType: 'application/pdf', data: pdf });
    await fhir.update({ resourceType: 'Binary', id: 'of-report', contentType: 'application/pdf', data: pdf });
    await fhir.update({
      resourceType: 'Binary',
      id: 'shared-by-mistake',
      contentType: 'text/plain',
      data: base64('of another'),
    });
    await document('of-another', 'other', { url: 'Binary/shared-by-mistake' });
    const made: Record<string, Attachment> = {
      'f-untold': { data: pdf },
      'f-binary': { url: 'Binary/typed' },
      'f-jpg': { contentType: 'image/jpg', data: Buffer.from('\xff\xd8\xff', 'latin1').toString('base64') },
      'f-wrong': { contentType: 'text/plain', data: png.toString('base64') },
      'f-latin': {
        contentType: 'text/plain',
        data: Buffer.from('fièvre à 39°', 'latin1').toString('base64'),
      },
      'f-utf16': {
        contentType: 'text/plain',
        data: Buffer.from('\ufeffTexte éàç', 'utf16le').toString('base64'),
      },
      'f-rtf': {
        contentType: 'application/rtf',
        data: Buffer.from("{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 Cher confr\\'e8re,\\par <b>}").toString(
          'base64',
        ),
      },
      'f-script': { data: base64('<html><script>alert(1)</script>') },
    };
    for (const [id, attachment] of Object.entries(made)) await document(id, 'pat-files', attachment);
    const error = { ...(await fhir.read('DocumentReference', 'f-untold')), id: 'f-error' };
    await fhir.update({ ...error, docStatus: 'entered-in-error' });
    await report('with-files');
    await report('in-error', { status: 'entered-in-error' });
    await report('of-other', { subject: { reference: 'Patient/other' } });
    await fhir.update({
      resourceType: 'Composition',
      id: 'letter-inside',
      status: 'final',
      type: { text: 'Lettre' },
      title: 'Lettre de sortie',
      date: '2026-06-02',
      author: [{ display: 'Dr X' }],
      subject: { reference: 'Patient/pat-files' },
      section: [
        {
          title: 'Évolution',
          text: {
            status: 'generated',
            div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>Sortie le <b>2 juin</b></p><p>&lt;b&gt;</p></div>',
          },
        },
      ],
    });
  });

  it.each([
    ['f-untold/0', 'pdf', 'application/pdf', null],
    ['f-binary/0', 'pdf', 'application/pdf', null],
    ['f-jpg/0', 'image', 'image/jpeg', null],
    ['f-wrong/0', 'image', 'image/png', null],
    ['f-latin/0', 'text', 'text/plain; charset=utf-8', 'fièvre à 39°'],
    ['f-utf16/0', 'text', 'text/plain; charset=utf-8', 'Texte éàç'],
    ['f-rtf/0', 'text', 'text/plain; charset=utf-8', 'Cher confrère,\n<b>'],
    ['f-script/0', 'markup', 'text/plain; charset=utf-8', '<html><script>alert(1)</script>'],
    ['Composition/letter-inside/0', 'text', 'text/plain; charset=utf-8', 'Évolution\nSortie le 2 juin\n<b>'],
    ['DiagnosticReport/with-files/0', 'text', 'text/plain; charset=utf-8', 'Lésion du foie'],
    ['DiagnosticReport/with-files/1', 'pdf', 'application/pdf', '%PDF-1.4 x'],
  ])('%s is shown as %s', async (path, kind, type, text) => {
    const answer = await file(doctor, `pat-files/${path}`);
    expect([answer.status, answer.headers.get('x-content-kind'), answer.headers.get('content-type')]).toEqual(
      [200, kind, type],
    );
    const read = await answer.text();
    if (text !== null) expect(read).toBe(text);
  });

  it('opens nothing that is in error, of another patient, or elsewhere', async () => {
    for (const [path, status] of [
      ['f-error/0', 404],
      ['DiagnosticReport/in-error/0', 404],
      ['DiagnosticReport/of-other/0', 404],
      ['DiagnosticReport/with-files/2', 404], // says that it belongs to another
      ['DiagnosticReport/with-files/3', 404], // a document of another shows it
      ['DiagnosticReport/with-files/4', 422],
      ['DiagnosticReport/with-files/5', 404],
      ['Composition/letter-inside/1', 404],
      ['Observation/with-files/0', 404],
      ['constructor/with-files/0', 404],
    ] as const)
      expect((await file(doctor, `pat-files/${path}`)).status, path).toBe(status);
    for (const path of ['DiagnosticReport/with-files/0', 'Composition/letter-inside/0']) {
      expect((await file(secretary, `pat-files/${path}`)).status, path).toBe(403);
      expect((await file(null, `pat-files/${path}`)).status, path).toBe(401);
      expect((await file(patient, `pat-files/${path}`)).status, path).toBe(403);
    }
  });

  it('lists what the record itself holds, and nothing in error', async () => {
    const answer = await callQuery(bff, doctor, 'documents.list', { patientId: 'pat-files' });
    const { items } = ((await answer.json()) as { result: { data: DocumentsView } }).result.data;
    expect(items.map((d) => d.id)).toContain('letter-inside');
    expect(items.map((d) => d.id)).not.toContain('f-error');
    expect(Object.fromEntries(items.map((d) => [d.id, d.contents[0]?.kind]))).toMatchObject({
      'f-untold': 'pdf',
      'f-binary': 'unknown',
      'f-jpg': 'image',
      'f-wrong': 'image',
      'f-rtf': 'text',
      'f-script': 'markup',
    });
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
