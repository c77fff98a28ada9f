// Long because its cases share one server that answers as they say, which stands here once.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectFhir, escapeParam, FhirError, type FhirServer } from './index.ts';

/** A server that answers what the test tells it to: what a real one cannot be made to do on demand. */
type Handler = (req: IncomingMessage, res: ServerResponse, body: string) => void;
let server: Server;
let foreign: Server;
let fhir: FhirServer;
let base = '';
let handler: Handler;
let seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let foreignHits = 0;

const json = (res: ServerResponse, value: unknown, status = 200, headers: Record<string, string> = {}) =>
  void res
    .writeHead(status, { 'content-type': 'application/fhir+json', ...headers })
    .end(JSON.stringify(value));
const bundle = (ids: string[], next?: string) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: ids.map((id) => ({ resource: { resourceType: 'Patient', id }, search: { mode: 'match' } })),
  link: next ? [{ relation: 'next', url: next }] : [],
});
const client = (signal?: AbortSignal) =>
  fhir.client({ token: async () => 'tok', requestId: 'req-1', ...(signal ? { signal } : {}) });
const caught = async (promise: Promise<unknown>): Promise<FhirError> => {
  const error = await promise.then(
    () => null,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(FhirError);
  return error as FhirError;
};
const portOf = (s: Server) => (s.address() as AddressInfo).port;

beforeAll(async () => {
  server = createServer((req, res) => {
    let body = '';
    req.on('data', (c: Buffer) => (body += c.toString()));
    req.on('end', () => {
      seen.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, body });
      handler(req, res, body);
    });
  });
  foreign = createServer((_req, res) => {
    foreignHits += 1;
    json(res, bundle(['stolen']));
  });
  await Promise.all([server, foreign].map((s) => new Promise<void>((r) => void s.listen(0, '127.0.0.1', r))));
  base = `http://127.0.0.1:${portOf(server)}/fhir`;
  fhir = connectFhir({ baseUrl: `${base}/`, timeoutMs: 1_000, maxBytes: 200_000 });
});
afterAll(async () => {
  await fhir.close();
  await Promise.all(
    [server, foreign].map(
      (s) =>
        new Promise((r) => {
          s.close(r);
          s.closeAllConnections();
        }),
    ),
  );
});
beforeEach(() => {
  seen = [];
  handler = (_req, res) => json(res, { resourceType: 'Patient', id: '1' });
});

describe('requests', () => {
  it('speaks for the person of the request', async () => {
    await expect(client().read('Patient', '1')).resolves.toMatchObject({ id: '1' });
    expect(seen[0]).toMatchObject({
      method: 'GET',
      url: '/fhir/Patient/1',
      headers: { authorization: 'Bearer tok', 'x-request-id': 'req-1' },
    });
  });
  it('leaves out undefined and repeats arrays', async () => {
    handler = (_req, res) => json(res, bundle([]));
    await client().search('Patient', { name: ['a', 'b&c'], active: true, birthdate: undefined });
    expect(seen[0]?.url).toBe('/fhir/Patient?name=a&name=b%26c&active=true');
  });
  it('posts a query too long for a line', async () => {
    handler = (_req, res) => json(res, bundle([]));
    await client().search('Patient', { _id: 'x'.repeat(5_000) });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/fhir/Patient/_search' });
    expect(seen[0]?.body).toContain('_id=xxx');
  });
  it('sends a bare version as a weak tag', async () => {
    await client().update<Patient>({ resourceType: 'Patient', id: '1' }, { ifMatch: '7' });
    expect(seen[0]).toMatchObject({
      method: 'PUT',
      headers: { 'if-match': 'W/"7"', prefer: 'return=representation' },
    });
  });
  it('sends a condition for creation, and reads what a terse server does not return', async () => {
    handler = (req, res) =>
      req.method === 'POST'
        ? void res.writeHead(201, { location: `${base}/Patient/9/_history/1` }).end()
        : json(res, { resourceType: 'Patient', id: '9' });
    const made = await client().create<Patient>(
      { resourceType: 'Patient' },
      { ifNoneExist: 'identifier=a|b' },
    );
    expect(made.id).toBe('9');
    expect(seen[0]?.headers['if-none-exist']).toBe('identifier=a|b');
  });
  it('reads versions and history, sends transactions, calls operations', async () => {
    await client().vread('Patient', '1', '2');
    handler = (_req, res) => json(res, { resourceType: 'Bundle', type: 'history' });
    await client().history('Patient', '1');
    await client().transaction({ resourceType: 'Bundle', type: 'transaction' });
    await client().operation('Patient/1/$everything', { _count: 5 });
    const words = {
      resourceType: 'Parameters' as const,
      parameter: [{ name: 'filter', valueString: 'douleur' }],
    };
    await client().operation('ValueSet/$expand', words);
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual(words);
    expect(seen.map((s) => `${s.method} ${s.url}`)).toEqual([
      'GET /fhir/Patient/1/_history/2',
      'GET /fhir/Patient/1/_history',
      'POST /fhir',
      'GET /fhir/Patient/1/$everything?_count=5',
      'POST /fhir/ValueSet/$expand',
    ]);
  });
  it.each(['..', '.', 'a/b', '%2e%2e', '', 'x'.repeat(65), 'a?b'])(
    'refuses the id %j before anything leaves',
    async (id) => {
      expect((await caught(client().read('Patient', id))).status).toBe(400);
      expect(seen).toHaveLength(0);
    },
  );
  it.each(['../admin', 'Patient//x', '$a?b', 'http://x/$y'])(
    'refuses the operation path %j',
    async (path) => {
      expect((await caught(client().operation(path))).status).toBe(400);
      expect(seen).toHaveLength(0);
    },
  );
  it('escapes what separates search values', () => {
    expect(escapeParam('a,b|c$d\\e')).toBe(String.raw`a\,b\|c\$d\\e`);
  });
});

describe('batch of searches', () => {
  it('keeps the order and turns a failed part into an error of its own', async () => {
    handler = (_req, res) =>
      json(res, {
        resourceType: 'Bundle',
        type: 'batch-response',
        entry: [
          { response: { status: '200 OK' }, resource: bundle(['1']) },
          {
            response: {
              status: '403 Forbidden',
              outcome: {
                resourceType: 'OperationOutcome',
                issue: [{ severity: 'error', code: 'forbidden' }],
              },
            },
          },
        ],
      });
    const [a, b, c] = await client().batchSearch([
      { type: 'Patient', params: { _id: '1' } },
      { type: 'Flag', params: { patient: '1' } },
      { type: 'Goal', params: {} },
    ]);
    expect(a).toMatchObject({ entry: [{ resource: { id: '1' } }] });
    expect(b).toMatchObject({ status: 403, outcome: { issue: [{ code: 'forbidden' }] } });
    expect(c).toMatchObject({ status: 502 });
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({
      type: 'batch',
      entry: [
        { request: { method: 'GET', url: 'Patient?_id=1' } },
        { request: { url: 'Flag?patient=1' } },
        {},
      ],
    });
  });
  it('sends nothing for nothing', async () => {
    await expect(client().batchSearch([])).resolves.toEqual([]);
    expect(seen).toHaveLength(0);
  });
});

describe('paging', () => {
  it('follows links to the end or the limit', async () => {
    handler = (req, res) =>
      json(
        res,
        req.url?.includes('page=2') ? bundle(['3', '4']) : bundle(['1', '2'], `${base}?_getpages=a&page=2`),
      );
    expect((await client().searchAll('Patient', {}, 10)).map((p) => p.id)).toEqual(['1', '2', '3', '4']);
    expect((await client().searchAll('Patient', {}, 3)).map((p) => p.id)).toEqual(['1', '2', '3']);
    seen = [];
    await client().searchAll('Patient', {}, 2);
    expect(seen).toHaveLength(1);
  });
  it('stops when a server repeats itself', async () => {
    handler = (_req, res) => json(res, bundle(['1'], `${base}?page=same`));
    expect((await client().searchAll('Patient', {}, 100)).map((p) => p.id)).toEqual(['1']);
    expect(seen).toHaveLength(2);
  });
  it('gives one that moved to the next page once', async () => {
    handler = (req, res) =>
      json(
        res,
        req.url?.includes('_offset=2') ? bundle(['2', '3']) : bundle(['1', '2'], `${base}?_offset=2`),
      );
    expect((await client().searchAll('Patient', {}, 10)).map((p) => p.id)).toEqual(['1', '2', '3']);
  });
  it('never follows a link to another origin, whatever it starts with, nor out of the base', async () => {
    for (const link of [
      `http://127.0.0.1:${portOf(foreign)}/fhir?page=2`,
      `${base.replace('/fhir', '')}.evil.example/fhir`,
      base.replace('//', '//127.0.0.1@').replace('/fhir', '.evil/fhir'),
      `${base.replace('/fhir', '')}/admin`,
      `${base}/../admin`,
      `${base}x?page=2`,
      '//evil.example/fhir?page=2',
      'javascript:alert(1)',
      'http://[',
    ]) {
      handler = (_req, res) => json(res, bundle(['1'], link));
      seen = [];
      expect(await caught(client().searchAll('Patient', {}, 10)), link).toMatchObject({ status: 502 });
      expect(seen).toHaveLength(1);
    }
    expect(foreignHits).toBe(0);
  });
  it('follows a listed origin on its own', async () => {
    const behindProxy = connectFhir({ baseUrl: base, linkOrigins: ['https://fhir.hospital.example'] });
    handler = (req, res) =>
      json(
        res,
        req.url?.includes('page=2')
          ? bundle(['2'])
          : bundle(['1'], 'https://fhir.hospital.example/fhir?page=2'),
      );
    expect(await behindProxy.client({ token: async () => null }).searchAll('Patient', {}, 10)).toHaveLength(
      2,
    );
    expect(seen[0]?.headers.authorization).toBeUndefined();
    await behindProxy.close();
  });
});

describe('errors', () => {
  it('carries the outcome where a logger does not look', async () => {
    const outcome = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'conflict', diagnostics: 'Jeanne DURAND' }],
    };
    handler = (_req, res) => json(res, outcome, 412);
    const error = await caught(client().read('Patient', '1'));
    expect(error).toMatchObject({ status: 412, message: 'FHIR 412' });
    expect(error.outcome).toEqual(outcome);
    expect(JSON.stringify({ ...error }) + error.stack).not.toContain('DURAND');
  });
  it('does not follow redirects', async () => {
    handler = (_req, res) =>
      void res.writeHead(302, { location: `http://127.0.0.1:${portOf(foreign)}/fhir/Patient/1` }).end();
    expect(await caught(client().read('Patient', '1'))).toMatchObject({ status: 502, code: 'redirect' });
    expect(foreignHits).toBe(0);
  });
  it('tells an error page from FHIR', async () => {
    handler = (_req, res) => void res.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    expect(await caught(client().read('Patient', '1'))).toMatchObject({ status: 502, code: 'not-fhir' });
    handler = (_req, res) => json(res, { resourceType: 'Group', id: '1' });
    expect(await caught(client().read('Patient', '1'))).toMatchObject({ status: 502, code: 'other-type' });
    handler = (_req, res) => void res.writeHead(503).end('busy');
    expect(await caught(client().read('Patient', '1'))).toMatchObject({ status: 503 });
  });
  it('refuses an answer too large, does not wait for ever, gives up when asked', async () => {
    handler = (_req, res) => json(res, { resourceType: 'Patient', id: '1', note: 'x'.repeat(300_000) });
    expect(await caught(client().read('Patient', '1'))).toMatchObject({ status: 502, code: 'too-large' });
    handler = () => undefined;
    expect(await caught(client().read('Patient', '1'))).toMatchObject({ status: 504 });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    expect(await caught(client(abort.signal).read('Patient', '1'))).toMatchObject({ status: 499 });
  });
  it('tries a read again when the connection broke, a write never', async () => {
    let left = 1;
    handler = (req, res) =>
      left-- > 0 ? void req.socket.destroy() : json(res, { resourceType: 'Patient', id: '1' });
    await expect(client().read('Patient', '1')).resolves.toMatchObject({ id: '1' });
    expect(seen).toHaveLength(2);
    left = 1;
    seen = [];
    expect((await caught(client().create<Patient>({ resourceType: 'Patient' }))).status).toBe(0);
    expect(seen).toHaveLength(1);
  });
  it('says unreachable without saying what was asked', async () => {
    const dead = connectFhir({ baseUrl: 'http://127.0.0.1:1/fhir', timeoutMs: 500 });
    const error = await caught(
      dead.client({ token: async () => 'tok' }).search('Patient', { name: 'durand' }),
    );
    expect(error).toMatchObject({ status: 0, code: 'ECONNREFUSED' });
    expect(String(error.stack)).not.toMatch(/durand|tok\b/);
    await dead.close();
  });
});
