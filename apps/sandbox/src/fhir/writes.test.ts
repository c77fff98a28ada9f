import { sharedSandbox } from '@keneyapp/config/shared-servers';
import type { RunningSandbox } from '@keneyapp/config/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, fhirOf, type Answer, type Fhir } from './fhir-over-http.ts';
import { expectRefused, patientsOf, put } from './testing-fhir.ts';

/** What is written in silence is the worst a server can do: each of these once was (docs/adr/0006). */
let sandbox: RunningSandbox, fhir: Fhir;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  fhir = await fhirOf(sandbox);
});

const system = 'urn:writes';
const ofFile = patientsOf(system);
const patient = (value: string, more: object = {}) => ofFile(value, { name: [{ family: 'Écrit' }], ...more });
const stored = async (resource: { resourceType: string; id: string }) => {
  await put(fhir, resource);
  return `${resource.resourceType}/${resource.id}`;
};
const version = async (ref: string) =>
  (await fhir('GET', `/${ref}`)).body['meta'] as { versionId?: string } | undefined;
const post = (
  entries: Parameters<typeof bundleOf>[1],
  headers = {},
  type: 'transaction' | 'batch' = 'transaction',
) => fhir('POST', '/', bundleOf(type, entries), headers);
const total = async (query: string) => (await fhir('GET', `/${query}&_summary=count`)).body.total;

describe('a change without an id or a condition', () => {
  const only = { resourceType: 'VerificationResult', id: 'only-one', status: 'attested' };
  it.each([
    ['PUT', '/VerificationResult', { resourceType: 'VerificationResult', status: 'in-process' }],
    ['PUT', '/VerificationResult?', { resourceType: 'VerificationResult', status: 'in-process' }],
    ['PUT', '/VerificationResult/', { resourceType: 'VerificationResult', status: 'in-process' }],
    ['PUT', '/VerificationResult?_format=json', { resourceType: 'VerificationResult', status: 'in-process' }],
    ['PUT', '/VerificationResult?_count=1', { resourceType: 'VerificationResult', status: 'in-process' }],
    ['PATCH', '/VerificationResult', [{ op: 'replace', path: '/status', value: 'in-process' }]],
    ['PATCH', '/VerificationResult?_sort=_id', [{ op: 'replace', path: '/status', value: 'in-process' }]],
    ['DELETE', '/VerificationResult', undefined],
    ['DELETE', '/VerificationResult?_count=1', undefined],
  ])('%s %s is refused, over HTTP and in Bundles', async (method, address, body) => {
    const ref = await stored(only);
    const before = await version(ref);
    expectRefused(await fhir(method, address, body));
    const resource = Array.isArray(body)
      ? {
          resourceType: 'Binary',
          contentType: 'application/json-patch+json',
          data: Buffer.from(JSON.stringify(body)).toString('base64'),
        }
      : body;
    const entry = { method, url: address.slice(1), ...(resource ? { resource } : {}) };
    expectRefused(await post([entry]));
    const { body: answers } = await post([entry], {}, 'batch');
    expect(answers.entry?.[0]?.response?.status).toBe('400');
    expect(await version(ref)).toEqual(before);
  });
});

describe('a condition of a creation', () => {
  it.each([
    ['identifier=urn:writes|cond', 1],
    ['?identifier=urn:writes|cond', 1],
    ['Patient?identifier=urn:writes|cond', 1],
    ['identifier=urn%3Awrites%7Ccond', 1],
  ])('%s is the same however it is written', async (condition, count) => {
    for (let i = 0; i < 2; i += 1) {
      expect(
        (await fhir('POST', '/Patient', patient('cond'), { 'if-none-exist': condition })).status,
      ).toBeLessThan(300);
      expect(
        (await post([{ url: 'Patient', resource: patient('cond'), ifNoneExist: condition }])).status,
      ).toBe(200);
    }
    expect(await total('Patient?identifier=urn:writes|cond')).toBe(count);
  });
  it.each([
    '',
    '?',
    'Observation?code=x',
    '_count=1',
    'nonsense=1',
    'identifier=',
    'http://other.example/Patient?identifier=x',
    'identifier=%zz',
  ])('"%s" is refused', async (condition) => {
    if (condition !== '')
      expectRefused(await post([{ url: 'Patient', resource: patient('odd'), ifNoneExist: condition }]));
    expectRefused(await fhir('POST', '/Patient', patient('odd'), { 'if-none-exist': condition }));
    expect(await total('Patient?identifier=urn:writes|odd')).toBe(0);
  });
  it('belongs to a creation alone', async () => {
    expectRefused(
      await fhir('PUT', '/Patient/cond-put', patient('cond-put', { id: 'cond-put' }), {
        'if-none-exist': 'identifier=urn:writes|cond-put',
      }),
    );
    expect((await fhir('GET', '/Patient/cond-put')).status).toBe(404);
  });
});

describe('an entry of a transaction', () => {
  it('says what the same request says: whatever is not recognised whole changes nothing', async () => {
    const ref = await stored({ ...patient('whole'), id: 'whole' } as never);
    const bad: Parameters<typeof bundleOf>[1] = [
      { method: 'DELETE', url: `${ref}/_history/1` },
      { method: 'DELETE', url: `${ref}/_history` },
      { method: 'DELETE', url: `${ref}/$everything` },
      { method: 'DELETE', url: `${ref}?identifier=x` },
      { method: 'PUT', url: `${ref}/_history/1`, resource: patient('changed', { id: 'whole' }) },
      { method: 'PUT', url: `${ref}?identifier=x`, resource: patient('changed', { id: 'whole' }) },
      { method: 'POST', url: ref, resource: patient('changed', { id: 'whole' }) },
      { method: 'POST', url: 'Patient?identifier=x', resource: patient('changed') },
      { method: 'POST', url: 'Patient/$nothing', resource: patient('changed') },
      { method: 'POST', url: 'http://other.example/fhir/Patient', resource: patient('changed') },
      { method: 'DELETE', url: 'http://other.example/fhir/Patient/whole' },
    ];
    for (const entry of bad) {
      const answer = await post([entry]);
      expectRefused(answer);
      expect(JSON.stringify(answer.body), entry.url).toContain('Bundle.entry[0]');
    }
    expect(await version(ref)).toMatchObject({ versionId: '1' });
    expect(await total('Patient?identifier=urn:writes|changed')).toBe(0);
  });

  it('is an operation or a search where it says so, and creates nothing', async () => {
    const { status, body } = await post([
      { url: 'Patient/$validate', resource: { resourceType: 'Patient', name: [{ family: 'Validated' }] } },
      { url: 'Patient/_search?family=Validated', resource: { resourceType: 'Patient' } },
    ]);
    expect(status).toBe(200);
    expect(body.entry?.[0]?.resource).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(body.entry?.[1]?.resource).toMatchObject({ resourceType: 'Bundle', total: 0 });
  });

  it('reads the version, the history, the record it asks for', async () => {
    const ref = await stored({ ...patient('versions'), id: 'versions' } as never);
    await stored({ ...patient('versions', { gender: 'male' }), id: 'versions' } as never);
    await stored({
      resourceType: 'Flag',
      id: 'versions-flag',
      status: 'active',
      code: { text: 'x' },
      subject: { reference: ref },
    } as never);
    const { body } = await post([
      { method: 'GET', url: `${ref}/_history/1` },
      { method: 'GET', url: `${ref}/_history` },
      { method: 'GET', url: `${ref}/$everything` },
      { method: 'GET', url: 'metadata' },
      { method: 'GET', url: `${ref}/Flag` },
      { method: 'HEAD', url: ref },
      { method: 'GET', url: `${ref}?_elements=gender` },
    ]);
    const [first, history, everything, metadata, flags, head, part] = (body.entry ?? []).map(
      (e) => e.resource as Answer | undefined,
    );
    expect(first).toMatchObject({ resourceType: 'Patient', meta: { versionId: '1' } });
    expect(first).not.toHaveProperty('gender');
    expect(history).toMatchObject({ type: 'history', total: 2 });
    expect(everything?.entry).toHaveLength(2);
    expect(metadata).toMatchObject({ resourceType: 'CapabilityStatement' });
    expect(flags?.total).toBe(1);
    expect(head).toBeUndefined();
    expect(part).toMatchObject({ gender: 'male' });
    expect(part).not.toHaveProperty('name');
    expectRefused(await post([{ method: 'GET', url: `${ref}/_history/9` }]));
  });

  it('that deletes goes before one that creates unless there is one', async () => {
    const ref = await stored({ ...patient('replaced'), id: 'replaced' } as never);
    const { status } = await post([
      { url: 'Patient', resource: patient('replaced'), ifNoneExist: 'identifier=urn:writes|replaced' },
      { method: 'DELETE', url: ref },
    ]);
    expect(status).toBe(200);
    expect((await fhir('GET', `/${ref}`)).status).toBe(410);
    expect(await total('Patient?identifier=urn:writes|replaced')).toBe(1);
  });

  it('does not make a second of what a condition means', async () => {
    const condition = 'identifier=urn:writes|rival';
    expectRefused(
      await post([
        { url: 'Patient', resource: patient('rival') },
        { method: 'PUT', url: `Patient?${condition}`, resource: patient('rival') },
      ]),
      [400, 412],
    );
    expectRefused(
      await post([
        { url: 'Patient', resource: patient('rival', { birthDate: '1911-11-11' }) },
        {
          url: 'Patient',
          resource: patient('rival', { birthDate: '1911-11-11' }),
          ifNoneExist: 'birthdate=1911-11-11',
        },
      ]),
      [400, 412],
    );
    expect(await total(`Patient?${condition}`)).toBe(0);
  });
});

describe('what stands in the way of a change', () => {
  it('If-None-Match: nothing is written over', async () => {
    const ref = await stored({ ...patient('guarded'), id: 'guarded' } as never);
    const put = (ifNoneMatch: string) =>
      fhir(
        'PUT',
        `/${ref}`,
        { ...patient('guarded', { gender: 'male' }), id: 'guarded' },
        { 'if-none-match': ifNoneMatch },
      );
    for (const header of ['*', 'W/"1"', 'W/"7", W/"1"']) expect((await put(header)).status).toBe(412);
    const { status } = await fhir('POST', '/', {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          resource: { ...patient('guarded', { gender: 'male' }), id: 'guarded' },
          request: { method: 'PUT', url: ref, ifNoneMatch: '*' },
        },
      ],
    });
    expect(status).toBe(412);
    expect(await version(ref)).toMatchObject({ versionId: '1' });
    expect(
      (
        await fhir(
          'PUT',
          '/Patient/guarded-new',
          { ...patient('g'), id: 'guarded-new' },
          { 'if-none-match': '*' },
        )
      ).status,
    ).toBe(201);
  });

  it('a part does not take the place of the whole', async () => {
    const ref = await stored({ ...patient('part'), id: 'part' } as never);
    const part = (await fhir('GET', `/${ref}?_elements=identifier`)).body;
    expectRefused(await fhir('PUT', `/${ref}`, part), [422]);
    expectRefused(await post([{ method: 'PUT', url: ref, resource: part }]), [422]);
    expect((await fhir('GET', `/${ref}`)).body['name']).toEqual([{ family: 'Écrit' }]);
  });

  it('a conditional update keeps to the id of its resource', async () => {
    await stored({ ...patient('own-1'), id: 'own-1' } as never);
    const put = (value: string, id?: string) =>
      fhir(
        'PUT',
        `/Patient?identifier=${system}|${value}`,
        patient(value, { ...(id ? { id } : {}), gender: 'female' }),
      );
    expect((await put('own-1', 'own-1')).status).toBe(200);
    expectRefused(await put('own-1', 'own-2'), [400]);
    expectRefused(await put('own-new', 'own-1'), [409]);
    const made = await put('own-new', 'own-3');
    expect([made.status, made.body.id]).toEqual([201, 'own-3']);
  });

  it('an update that changes nothing makes no version, one of its decimals does', async () => {
    const quantity = (text: string) =>
      `{"resourceType":"Observation","id":"same","status":"final","code":{"text":"x"},"valueQuantity":{"value":${text}}}`;
    const put = (text: string) => fhir('PUT', '/Observation/same', quantity(text));
    expect((await put('1.0')).headers.get('etag')).toBe('W/"1"');
    const again = await put('1.0');
    expect([again.status, again.headers.get('etag'), again.body.id]).toEqual([200, 'W/"1"', 'same']);
    expect((await put('1.00')).headers.get('etag')).toBe('W/"2"');
    const inBundle = await post([
      { method: 'PUT', url: 'Patient/same-patient', resource: patient('s', { id: 'same-patient' }) },
    ]);
    const twice = await post([
      { method: 'PUT', url: 'Patient/same-patient', resource: patient('s', { id: 'same-patient' }) },
    ]);
    expect([inBundle, twice].map(({ body }) => body.entry?.[0]?.response?.etag)).toEqual(['W/"1"', 'W/"1"']);
  });
});
