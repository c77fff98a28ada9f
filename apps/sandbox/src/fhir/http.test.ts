import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { sandboxSystemToken, type RunningSandbox } from '@keneyapp/config/testing';
import { gunzipSync, gzipSync, brotliCompressSync } from 'node:zlib';
import { request } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, fhirOf, idsOf, type Answer, type Fhir } from './fhir-over-http.ts';

/** HTTP as https://hl7.org/fhir/R4/http.html means it, beyond what the application itself asks. */
let sandbox: RunningSandbox, fhir: Fhir;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  fhir = await fhirOf(sandbox);
});

const system = 'urn:http';
const patient = (id: string, more: object = {}) => ({
  resourceType: 'Patient',
  id,
  identifier: [{ system, value: id }],
  ...more,
});
const put = async (resource: { resourceType: string; id: string }) => {
  const answer = await fhir('PUT', `/${resource.resourceType}/${resource.id}`, resource);
  expect(answer.status, answer.text.slice(0, 300)).toBeLessThan(300);
  return answer;
};
const linkOf = (body: Answer, relation: string) =>
  body.link?.find((l) => l.relation === relation)?.url?.slice(sandbox.fhirUrl.length);

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

describe('pages', () => {
  const walk = async (start: string, between: (page: number) => Promise<unknown>) => {
    const pages: string[][] = [];
    for (let next: string | undefined = start; next && pages.length < 20;) {
      const { body, status } = await fhir('GET', next);
      expect(status).toBe(200);
      pages.push(idsOf(body));
      next = linkOf(body, 'next');
      await between(pages.length);
    }
    return pages;
  };
  it.each([['_sort=birthdate'], ['_sort=-birthdate'], ['_sort=-_lastUpdated'], ['_sort=family'], ['']])(
    'by "%s" neither repeat nor lose an entry when others come, go and change in between',
    async (sort) => {
      const tag = `pages-${sort.replace('-', 'down').replace(/[^a-z]/gi, '')}`;
      const one = (n: number, date = `19${10 + n}-01-01`) =>
        patient(`${tag}-${n}`, {
          identifier: [{ system: `urn:${tag}`, value: String(n) }],
          birthDate: date,
          name: [{ family: `Page${String.fromCharCode(65 + n)}` }],
        });
      for (let n = 0; n < 9; n += 1) await put(one(n));
      const pages = await walk(`/Patient?identifier=urn:${tag}|&_count=2&${sort}`, async (page) => {
        if (page === 1) {
          await put(one(20, '1901-01-01')); // comes, before and behind
          await put(one(21, '1999-01-01'));
          await put(one(0, '1998-01-01')); // changes its place, seen or not
          await put(one(8, '1902-01-01'));
          await fhir('DELETE', `/Patient/${tag}-4`);
        }
      });
      const seen = pages.flat();
      expect(new Set(seen).size, seen.join(' ')).toBe(seen.length);
      for (const n of [0, 1, 2, 3, 5, 6, 7, 8]) expect(seen, `${n}`).toContain(`${tag}-${n}`);
    },
  );
  it('that are asked for again are the same, and there is a way back', async () => {
    for (let n = 0; n < 5; n += 1)
      await put(patient(`again-${n}`, { identifier: [{ system: 'urn:again', value: String(n) }] }));
    const first = (await fhir('GET', '/Patient?identifier=urn:again|&_count=2&_sort=_id')).body;
    const second = (await fhir('GET', linkOf(first, 'next') ?? '')).body;
    const third = (await fhir('GET', linkOf(second, 'next') ?? '')).body;
    expect([first, second, third].map(idsOf)).toEqual([
      ['again-0', 'again-1'],
      ['again-2', 'again-3'],
      ['again-4'],
    ]);
    expect([linkOf(third, 'next'), third.total]).toEqual([undefined, 5]);
    await fhir('DELETE', '/Patient/again-0');
    expect(idsOf((await fhir('GET', linkOf(first, 'next') ?? '')).body)).toEqual(['again-2', 'again-3']);
    expect(idsOf((await fhir('GET', linkOf(second, 'previous') ?? '')).body)).toEqual(['again-1']);
    expect((await fhir('GET', '/Patient?_page=unknown.1')).status).toBe(410);
    expect(
      (await fhir('GET', `/Observation?${(linkOf(first, 'next') ?? '').split('?')[1]}`)).status,
    ).toBeGreaterThanOrEqual(400);
  });
  it('of a history stay in step with what is written meanwhile', async () => {
    for (let n = 0; n < 5; n += 1) await put(patient('walked', { multipleBirthInteger: n + 1 }));
    const seen: string[] = [];
    for (let next: string | undefined = '/Patient/walked/_history?_count=2'; next;) {
      const { body }: { body: Answer } = await fhir('GET', next);
      seen.push(...(body.entry ?? []).map((e) => e.resource?.meta?.versionId ?? ''));
      next = linkOf(body, 'next');
      await put(patient('walked', { multipleBirthInteger: seen.length + 10 }));
    }
    expect(seen).toEqual(['5', '4', '3', '2', '1']);
  });
  it('of $everything too', async () => {
    await put(patient('all'));
    const flag = (n: number) => ({
      resourceType: 'Flag',
      id: `all-${n}`,
      status: 'active',
      code: { text: `${n}` },
      subject: { reference: 'Patient/all' },
    });
    for (let n = 0; n < 5; n += 1) await put(flag(n));
    const seen: string[] = [];
    for (let next: string | undefined = '/Patient/all/$everything?_count=2'; next;) {
      const { body }: { body: Answer } = await fhir('GET', next);
      seen.push(...idsOf(body).filter((id) => id !== 'all'));
      next = linkOf(body, 'next');
      await put({ ...flag(0), code: { text: `changed ${seen.length}` } } as never);
    }
    expect(seen).toEqual(['all-0', 'all-1', 'all-2', 'all-3', 'all-4']);
  });
});

describe('a part of a resource', () => {
  it('is read by _elements and _summary, with either name of a choice', async () => {
    await put({
      resourceType: 'Observation',
      id: 'parted',
      status: 'final',
      code: { text: 'x' },
      valueQuantity: { value: 1 },
      note: [{ text: 'long' }],
      effectiveDateTime: '2020-01-01',
    } as never);
    for (const name of ['value', 'value[x]', 'valueQuantity', 'Observation.value'])
      for (const address of [
        `/Observation/parted?_elements=${encodeURIComponent(name)}`,
        `/Observation?_id=parted&_elements=${encodeURIComponent(name)}`,
        `/Observation/parted/_history/1?_elements=${encodeURIComponent(name)}`,
      ]) {
        const { body } = await fhir('GET', address);
        const resource = (body.entry?.[0]?.resource ?? body) as Answer;
        expect(resource, address).toMatchObject({
          status: 'final',
          valueQuantity: { value: 1 },
          meta: { tag: [{ code: 'SUBSETTED' }] },
        });
        expect(resource).not.toHaveProperty('note');
        expect(resource).not.toHaveProperty('effectiveDateTime');
      }
    const summary = (await fhir('GET', '/Observation/parted?_summary=true')).body;
    expect(summary).toHaveProperty('valueQuantity');
    expect(summary).not.toHaveProperty('note');
    expect((await fhir('GET', '/Observation/parted?_summary=count')).status).toBe(400);
    expect((await fhir('GET', '/Observation/parted?_summary=nonsense')).status).toBe(400);
  });
});

it('_at of a history are the versions that were current then', async () => {
  const moments: string[] = [];
  for (let n = 1; n <= 3; n += 1) {
    const { headers, body } = await put(patient('at', { multipleBirthInteger: n }));
    expect(headers.get('etag')).toBe(`W/"${n}"`);
    moments.push((body['meta'] as { lastUpdated: string }).lastUpdated);
    await new Promise((done) => setTimeout(done, 15));
  }
  const at = async (moment: string) =>
    (await fhir('GET', `/Patient/at/_history?_at=${encodeURIComponent(moment)}`)).body.entry?.map(
      (e) => e.resource?.meta?.versionId,
    ) ?? [];
  expect(await at(moments[1] ?? '')).toEqual(['2']);
  expect(await at(new Date(Date.parse(moments[1] ?? '') - 5).toISOString())).toEqual(['1']);
  expect(await at(new Date(Date.now() + 60_000).toISOString())).toEqual(['3']);
  expect(await at('2001')).toEqual([]);
  expect(await at(String(new Date().getUTCFullYear()))).toEqual(['3', '2', '1']);
});

describe('operations', () => {
  it('$everything takes its parameters by POST', async () => {
    await put(patient('posted'));
    for (const [n, day] of ['2020-01-01', '2022-01-01'].entries())
      await put({
        resourceType: 'Observation',
        id: `posted-${n}`,
        status: 'final',
        code: { text: 'x' },
        subject: { reference: 'Patient/posted' },
        effectiveDateTime: day,
      } as never);
    await put({
      resourceType: 'Flag',
      id: 'posted',
      status: 'active',
      code: { text: 'x' },
      subject: { reference: 'Patient/posted' },
    } as never);
    const ask = async (parameter: object[]) =>
      fhir('POST', '/Patient/posted/$everything', { resourceType: 'Parameters', parameter });
    expect(idsOf((await ask([{ name: '_type', valueString: 'Observation' }])).body)).toEqual([
      'posted-0',
      'posted-1',
    ]);
    expect(
      idsOf(
        (
          await ask([
            { name: '_type', valueCode: 'Observation' },
            { name: 'start', valueDate: '2021-01-01' },
          ])
        ).body,
      ),
    ).toEqual(['posted-1']);
    expect(idsOf((await ask([{ name: '_since', valueInstant: '2999-01-01T00:00:00Z' }])).body)).toEqual([
      'posted',
    ]);
    const page = (
      await ask([
        { name: '_count', valueInteger: 1 },
        { name: '_type', valueString: 'Observation' },
      ])
    ).body;
    expect(idsOf((await fhir('GET', linkOf(page, 'next') ?? '')).body)).toEqual(['posted-1']);
    expect((await ask([{ name: '_since', valueString: 'yesterday' }])).status).toBe(400);
    expect((await ask([{ name: '_count', valueString: 'x' }])).status).toBe(400);
    expect((await ask([{ name: 'nonsense', valueString: 'x' }])).status).toBe(400);
    expect((await fhir('POST', '/Patient/posted/$everything', patient('x'))).status).toBe(400);
    expect(idsOf((await fhir('POST', '/Patient/posted/$everything')).body)).toHaveLength(4);
  });

  it('$validate says what it did not look at', async () => {
    const validate = async (query: string, resource: object = patient('v')) =>
      (await fhir('POST', `/Patient/$validate${query}`, resource)).body.issue ?? [];
    const unknown = await validate('?profile=http://nowhere.example/profile');
    expect(unknown[0]).toMatchObject({ severity: 'error', code: 'not-found' });
    expect(unknown[0]?.diagnostics).toContain('http://nowhere.example/profile');
    expect(
      await validate('', patient('v', { meta: { profile: ['http://nowhere.example/claimed'] } })),
    ).toMatchObject([{ severity: 'warning', code: 'not-found' }]);
    expect(await validate('?profile=http://hl7.org/fhir/StructureDefinition/Patient')).toMatchObject([
      { severity: 'information' },
    ]);
    expect(await validate('?profile=http://hl7.org/fhir/StructureDefinition/Observation')).toMatchObject([
      { severity: 'error' },
    ]);
    expect((await fhir('POST', '/Patient/$validate?mode=nonsense', patient('v'))).status).toBe(400);
    expect(
      (
        await fhir('POST', '/Patient/$validate', {
          resourceType: 'Parameters',
          parameter: [{ name: 'profile', valueUri: 'urn:x' }],
        })
      ).status,
    ).toBe(400);
    const inParameters = await fhir('POST', '/Patient/$validate', {
      resourceType: 'Parameters',
      parameter: [
        { name: 'resource', resource: patient('v') },
        { name: 'profile', valueUri: 'urn:x' },
      ],
    });
    expect(inParameters.body.issue).toMatchObject([{ severity: 'error', code: 'not-found' }]);
  });
});

describe('searches', () => {
  it('_include:iterate says when it stops', async () => {
    const chainOf = async (tag: string, length: number) => {
      for (let n = length; n >= 0; n -= 1)
        await put({
          resourceType: 'Organization',
          id: `${tag}-${n}`,
          name: `${tag} ${n}`,
          ...(n < length ? { partOf: { reference: `Organization/${tag}-${n + 1}` } } : {}),
        } as never);
      return (await fhir('GET', `/Organization?_id=${tag}-0&_include:iterate=Organization:partof`)).body;
    };
    const short = await chainOf('short', 10);
    expect(short.entry).toHaveLength(11);
    const long = await chainOf('long', 30);
    expect(long.entry?.at(-1)).toMatchObject({
      search: { mode: 'outcome' },
      resource: { issue: [{ severity: 'warning', code: 'too-costly' }] },
    });
  });

  it('above and below go by segments', async () => {
    for (const [id, url] of [
      ['a', 'http://segments.example/fhir'],
      ['b', 'http://segments.example/fhir/x'],
      ['c', 'http://segments.example/fhir2'],
    ] as const)
      await put({ resourceType: 'ValueSet', id: `segments-${id}`, url, status: 'active' } as never);
    const ids = async (query: string) => idsOf((await fhir('GET', `/ValueSet?${query}&_sort=_id`)).body);
    expect(await ids('url:below=http://segments.example/fhir')).toEqual(['segments-a', 'segments-b']);
    expect(await ids('url:below=http://segments.example/fhir/')).toEqual(['segments-a', 'segments-b']);
    expect(await ids('url:above=http://segments.example/fhir/x')).toEqual(['segments-a', 'segments-b']);
    expect(await ids('url:above=http://segments.example/fhir2/y')).toEqual(['segments-c']);
  });

  it('an element of type code is of the system it is bound to', async () => {
    await put(patient('coded', { gender: 'other' }));
    const count = async (gender: string) =>
      (await fhir('GET', `/Patient?_id=coded&gender=${gender}`)).body.total;
    expect(await count('other')).toBe(1);
    expect(await count('http://hl7.org/fhir/administrative-gender|other')).toBe(1);
    expect(await count('http://wrong.example|other')).toBe(0);
    expect(await count('http://wrong.example|')).toBe(0);
  });

  it('within a record are those of the compartment; what is not offered is refused', async () => {
    await put(patient('in-record'));
    await put({
      resourceType: 'Observation',
      id: 'kept',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: 'Patient/in-record' },
    } as never);
    expect(idsOf((await fhir('GET', '/Patient/in-record/Observation?status=final')).body)).toEqual(['kept']);
    expect((await fhir('GET', '/Patient/in-record/Observation?status=amended')).body.total).toBe(0);
    expect((await fhir('GET', '/Patient/nobody/Observation')).body.total).toBe(0);
    for (const address of [
      '/Patient/in-record/*',
      '/Patient/in-record/ValueSet',
      '/Encounter/x/Observation',
      '/?_type=Patient',
      '/_search?_type=Patient',
    ]) {
      const answer = await fhir(address.startsWith('/_search') ? 'POST' : 'GET', address);
      expect([answer.status, answer.body.issue?.[0]?.code], address).toEqual([400, 'not-supported']);
    }
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
    ).toEqual(['everything', 'validate']);
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
