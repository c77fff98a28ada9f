import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { sandboxSystemToken, type RunningSandbox } from '@keneyapp/config/testing';
import { gunzipSync, gzipSync, brotliCompressSync } from 'node:zlib';
import { request } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, fhirOf, type Answer, type Fhir } from './fhir-over-http.ts';
import { patientsOf, put as putAt } from './testing-fhir.ts';

/** HTTP as https://hl7.org/fhir/R4/http.html means it, beyond what the application itself asks. */
let sandbox: RunningSandbox, fhir: Fhir;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  fhir = await fhirOf(sandbox);
});

const system = 'urn:http';
const ofFile = patientsOf(system);
const patient = (id: string, more: object = {}) => ({ id, ...ofFile(id, more) });
const put = (resource: { resourceType: string; id: string }) => putAt(fhir, resource);
/** Bytes as they stand on the wire, which fetch would unpack. */
async function raw(method: string, address: string, headers: Record<string, string>, body?: Buffer | string) {
  const token = await sandboxSystemToken(sandbox);
  return new Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }>(
    (resolve, reject) => {
      const sent = request(
        `${sandbox.fhirUrl}${address}`,
        { method, headers: { authorization: `Bearer ${token}`, ...headers } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              bytes: Buffer.concat(chunks),
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    },
  );
}

describe('what the reader has already', () => {
  it('is told by any of the versions it names, by * or by a date', async () => {
    const { headers } = await put(patient('known'));
    const read = async (header: Record<string, string>) =>
      (await fhir('GET', '/Patient/known', undefined, header)).status;
    for (const none of ['W/"1"', '"1"', 'W/"7", W/"1"', 'W/"1",W/"2"', '*'])
      expect(await read({ 'if-none-match': none })).toBe(304);
    for (const none of ['W/"2"', 'W/"2", W/"3"']) expect(await read({ 'if-none-match': none })).toBe(200);
    expect(await read({ 'if-none-match': '1' })).toBe(400);
    const at = headers.get('last-modified') ?? '';
    expect(await read({ 'if-modified-since': at })).toBe(304);
    expect(await read({ 'if-modified-since': new Date(Date.parse(at) - 60_000).toUTCString() })).toBe(200);
    expect(await read({ 'if-modified-since': 'yesterday' })).toBe(400);
  });
});

describe('the form of an answer', () => {
  it.each([
    ['application/fhir+json', 200],
    ['application/json', 200],
    ['*/*', 200],
    ['application/*', 200],
    ['application/fhir+json; fhirVersion=4.0', 200],
    ['application/fhir+xml;q=1, application/fhir+json;q=0.1', 200],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 200],
    ['application/fhir+xml', 406],
    ['application/xml', 406],
    ['text/turtle', 406],
    ['application/fhir+turtle', 406],
    ['text/html', 406],
    ['application/fhir+json; fhirVersion=3.0', 406],
    ['application/fhir+json; fhirVersion=5.0', 406],
    ['application/fhir+json;q=0, application/fhir+xml', 406],
  ])('%s: %i', async (accept, status) => {
    await put(patient('form'));
    const answer = await fhir('GET', '/Patient/form', undefined, { accept });
    expect([answer.status, answer.body.resourceType]).toEqual([
      status,
      status === 200 ? 'Patient' : 'OperationOutcome',
    ]);
  });
  it.each([
    ['json', 200],
    ['application/json', 200],
    ['application/fhir+json', 200],
    ['application/fhir%2Bjson', 200],
    ['xml', 406],
    ['application/fhir+xml', 406],
    ['ttl', 406],
    ['text/html', 406],
  ])('_format=%s goes before Accept: %i', async (format, status) => {
    await put(patient('form'));
    expect(
      (await fhir('GET', `/Patient/form?_format=${format}`, undefined, { accept: 'application/fhir+xml' }))
        .status,
    ).toBe(status);
  });
  it.each([
    ['application/fhir+json; fhirVersion=3.0', 415],
    ['application/fhir+json; charset=latin1', 415],
    ['application/fhir+xml', 415],
    ['text/plain', 415],
    ['application/fhir+json; charset=UTF-8; fhirVersion=4.0', 201],
  ])('a body of %s: %i', async (type, status) => {
    expect(
      (
        await fhir(
          'POST',
          '/Substance',
          { resourceType: 'Substance', code: { text: 'x' } },
          { 'content-type': type },
        )
      ).status,
    ).toBe(status);
  });
});

describe('packing', () => {
  it('is done when the reader takes it, and only then', async () => {
    const packed = await raw('GET', '/metadata', { 'accept-encoding': 'br;q=0.1, gzip' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(String(packed.headers['vary'])).toContain('Accept-Encoding');
    expect((JSON.parse(gunzipSync(packed.bytes).toString()) as Answer).resourceType).toBe(
      'CapabilityStatement',
    );
    for (const header of [{}, { 'accept-encoding': 'gzip;q=0' }, { 'accept-encoding': 'identity' }] as Record<
      string,
      string
    >[])
      expect((await raw('GET', '/metadata', header)).headers['content-encoding']).toBeUndefined();
  });
  it('of a body is undone', async () => {
    const text = JSON.stringify({ resourceType: 'Substance', code: { text: 'packed' } });
    const post = (encoding: string, body: Buffer | string) =>
      raw(
        'POST',
        '/Substance',
        { 'content-type': 'application/fhir+json', 'content-encoding': encoding },
        body,
      );
    expect((await post('gzip', gzipSync(text))).status).toBe(201);
    expect((await post('br', brotliCompressSync(text))).status).toBe(201);
    expect((await post('gzip', text)).status).toBe(400);
    expect((await post('compress', text)).status).toBe(415);
    expect((await post('gzip', gzipSync(Buffer.alloc(40 * 1024 * 1024, 0x20)))).status).toBe(413);
  });
  it('a body above the size that is stated is refused', async () => {
    const answer = await raw(
      'POST',
      '/Substance',
      { 'content-type': 'application/fhir+json' },
      Buffer.alloc(17 * 1024 * 1024, 0x20),
    );
    expect(answer.status).toBe(413);
    expect(answer.bytes.toString()).toContain('16 MB');
  });
});

describe('a Binary', () => {
  const bytes = Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 1, 2, 255]);
  it('is written and read as it is, or as a resource', async () => {
    const made = await raw(
      'POST',
      '/Binary',
      { 'content-type': 'application/pdf', 'x-security-context': 'Patient/form' },
      bytes,
    );
    expect(made.status).toBe(201);
    const { id } = JSON.parse(made.bytes.toString()) as { id: string };
    const asResource = await fhir('GET', `/Binary/${id}`, undefined, { accept: 'application/fhir+json' });
    expect(asResource.body).toMatchObject({
      contentType: 'application/pdf',
      data: bytes.toString('base64'),
      securityContext: { reference: 'Patient/form' },
    });
    for (const accept of ['application/pdf', '*/*', 'application/*']) {
      const native = await raw('GET', `/Binary/${id}`, { accept });
      expect([native.status, native.headers['content-type'], native.bytes]).toEqual([
        200,
        'application/pdf',
        bytes,
      ]);
      expect(String(native.headers['content-security-policy'])).toContain('sandbox');
    }
    expect((await raw('GET', `/Binary/${id}`, { accept: 'text/plain' })).status).toBe(406);
    expect((await raw('GET', `/Binary/${id}/_history/1`, { accept: 'application/pdf' })).bytes).toEqual(
      bytes,
    );
    const changed = await raw(
      'PUT',
      `/Binary/${id}`,
      { 'content-type': 'text/plain', 'if-match': 'W/"1"' },
      'texte',
    );
    expect(changed.status).toBe(200);
    expect((await raw('GET', `/Binary/${id}`, { accept: 'text/plain' })).bytes.toString()).toBe('texte');
    expect((await fhir('GET', `/Binary/${id}?_format=json`)).body.resourceType).toBe('Binary');
  });
  it('of any kind stays apart from the JSON of a resource', async () => {
    const resource = { resourceType: 'Binary', contentType: 'text/plain', data: 'eA==' };
    const made = await fhir('POST', '/Binary', resource, { 'content-type': 'application/fhir+json' });
    expect(made.body).toMatchObject(resource);
  });
});

describe('a writer', () => {
  it('is told what it prefers', async () => {
    const write = (wish: string, n: number) =>
      fhir('PUT', '/Patient/prefers', patient('prefers', { multipleBirthInteger: n }), { prefer: wish });
    expect((await write('return=representation', 1)).body).toMatchObject({ id: 'prefers' });
    expect((await write('return=minimal', 2)).text).toBe('');
    const outcome = await write('return=OperationOutcome', 3);
    expect([outcome.status, outcome.body.resourceType, outcome.headers.get('etag')]).toEqual([
      200,
      'OperationOutcome',
      'W/"3"',
    ]);
    const inBundle = await fhir(
      'POST',
      '/',
      bundleOf('transaction', [{ method: 'PUT', url: 'Patient/prefers', resource: patient('prefers') }]),
      { prefer: 'return=OperationOutcome' },
    );
    expect(inBundle.body.entry?.[0]?.response?.outcome).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  it('learns which entry of a transaction is at fault', async () => {
    const { body, status } = await fhir(
      'POST',
      '/',
      bundleOf('transaction', [
        { url: 'Patient', resource: patient('t') },
        { url: 'Patient', resource: patient('t', { gender: 'x' }) },
      ]),
    );
    expect([status, body.issue?.[0]?.expression?.[0]]).toEqual([422, 'Bundle.entry[1].resource.gender']);
    const stale = await fhir(
      'POST',
      '/',
      bundleOf('transaction', [
        { url: 'Patient', resource: patient('t') },
        { method: 'PUT', url: 'Patient/prefers', ifMatch: 'W/"99"', resource: patient('prefers') },
      ]),
    );
    expect([stale.status, stale.body.issue?.[0]?.expression?.[0]]).toEqual([412, 'Bundle.entry[1]']);
  });
});

describe('what the server says of itself', () => {
  it('passes its own $validate, and names what there is', async () => {
    const { body } = await fhir('GET', '/metadata');
    expect((await fhir('POST', '/CapabilityStatement/$validate', body)).body.issue).toMatchObject([
      { severity: 'information' },
    ]);
    const rest = (
      body['rest'] as {
        resource: { type: string; operation?: { name: string }[]; searchRevInclude?: string[] }[];
        compartment: string[];
      }[]
    )[0];
    const found = (type: string) => rest?.resource.find((r) => r.type === type);
    expect(
      found('Patient')
        ?.operation?.map((o) => o.name)
        .sort(),
    ).toEqual(['everything', 'match', 'validate']);
    expect(found('Patient')?.searchRevInclude).toContain('Observation:patient');
    expect(found('ValueSet')?.operation?.map((o) => o.name)).toContain('expand');
    expect(rest?.compartment).toHaveLength(1);
  });

  it('has the address of its identity provider where SMART looks for it, without a token', async () => {
    const answer = await fetch(`${sandbox.fhirUrl}/.well-known/smart-configuration`);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    const discovered = (await (
      await fetch(`${sandbox.issuer}/.well-known/openid-configuration`)
    ).json()) as Record<string, unknown>;
    const smart = (await answer.json()) as Record<string, unknown>;
    for (const name of ['issuer', 'jwks_uri', 'authorization_endpoint', 'token_endpoint'])
      expect([name, smart[name]]).toEqual([name, discovered[name]]);
    expect(smart['code_challenge_methods_supported']).toEqual(['S256']);
  });
});
