// Long because its cases share one embedded server, and tell in their order what a FHIR server does.
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import type { RunningSandbox } from '@keneyapp/config/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, fhirOf, idsOf, type Fhir } from './fhir-over-http.ts';

let sandbox: RunningSandbox, fhir: Fhir;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  fhir = await fhirOf(sandbox);
});

const patient = (value: string, more: object = {}) => ({
  resourceType: 'Patient',
  identifier: [{ system: 'urn:test', value }],
  name: [{ family: 'Lefèvre', given: ['Jean-Pierre'] }],
  gender: 'male',
  birthDate: '1984-07-12',
  ...more,
});
const observation = (subject: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'x' },
  subject: { reference: subject },
});

describe('one resource', () => {
  it('is created with version, moment and place, and read back as sent', async () => {
    const made = await fhir('POST', '/Patient', { ...patient('a'), id: 'chosen-by-client' });
    expect(made.status).toBe(201);
    expect(made.body.id).not.toBe('chosen-by-client');
    expect(made.headers.get('etag')).toBe('W/"1"');
    expect(made.headers.get('location')).toBe(`${sandbox.fhirUrl}/Patient/${made.body.id}/_history/1`);
    const read = await fhir('GET', `/Patient/${made.body.id}`);
    expect(read.headers.get('content-type')).toMatch(/^application\/fhir\+json/);
    expect(Date.parse(read.headers.get('last-modified') ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(read.body).toMatchObject({ ...patient('a'), meta: { versionId: '1' } });
    expect(
      (await fhir('GET', `/Patient/${made.body.id}`, undefined, { 'if-none-match': 'W/"1"' })).status,
    ).toBe(304);
    expect((await fhir('POST', '/Patient', patient('minimal'), { prefer: 'return=minimal' })).text).toBe('');
  });

  it('changes only over the version the caller has seen', async () => {
    const {
      body: { id },
    } = await fhir('POST', '/Patient', patient('b'));
    expect(
      (
        await fhir(
          'PUT',
          `/Patient/${id}`,
          { ...patient('b'), id, gender: 'female' },
          { 'if-match': 'W/"1"' },
        )
      ).status,
    ).toBe(200);
    const stale = await fhir('PUT', `/Patient/${id}`, { ...patient('b'), id }, { 'if-match': 'W/"1"' });
    expect([stale.status, stale.body.resourceType]).toEqual([412, 'OperationOutcome']);
    expect((await fhir('PUT', `/Patient/${id}`, { ...patient('b'), id }, { 'if-match': '2' })).status).toBe(
      400,
    );
    expect((await fhir('GET', `/Patient/${id}`)).body).toMatchObject({
      gender: 'female',
      meta: { versionId: '2' },
    });
  });

  it('lets one of ten simultaneous changes of a version through', async () => {
    const {
      body: { id },
    } = await fhir('POST', '/Patient', patient('race'));
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        fhir(
          'PUT',
          `/Patient/${id}`,
          { ...patient('race'), id, multipleBirthInteger: i + 1 },
          { 'if-match': 'W/"1"' },
        ),
      ),
    );
    expect(answers.map((a) => a.status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
    expect((await fhir('GET', `/Patient/${id}/_history`)).body.total).toBe(2);
  });

  it('is patched, and a patch that does not fit leaves it alone', async () => {
    const {
      body: { id },
    } = await fhir('POST', '/Patient', patient('c'));
    const patch = (operations: object[], headers: Record<string, string> = {}) =>
      fhir('PATCH', `/Patient/${id}`, operations, {
        'content-type': 'application/json-patch+json',
        ...headers,
      });
    expect(
      (await patch([{ op: 'replace', path: '/gender', value: 'other' }], { 'if-match': 'W/"1"' })).body[
        'gender'
      ],
    ).toBe('other');
    expect(
      (
        await patch([
          { op: 'test', path: '/gender', value: 'male' },
          { op: 'remove', path: '/gender' },
        ])
      ).status,
    ).toBe(422);
    expect((await patch([{ op: 'replace', path: '/gender', value: 'nonsense' }])).status).toBe(422);
    expect((await patch([{ op: 'replace', path: '/id', value: 'other' }])).status).toBe(422);
    expect((await patch([{ op: 'remove', path: '/gender' }], { 'if-match': 'W/"1"' })).status).toBe(412);
    expect((await fhir('GET', `/Patient/${id}`)).body).toMatchObject({
      id,
      gender: 'other',
      meta: { versionId: '2' },
    });
  });

  it('is deleted, stays in its history, and can come back', async () => {
    expect((await fhir('PUT', '/Patient/comes-back', { ...patient('d'), id: 'comes-back' })).status).toBe(
      201,
    );
    expect((await fhir('DELETE', '/Patient/comes-back')).status).toBe(200);
    expect((await fhir('DELETE', '/Patient/comes-back')).status).toBe(204);
    expect((await fhir('GET', '/Patient/comes-back')).status).toBe(410);
    expect((await fhir('GET', '/Patient?identifier=urn:test|d')).body.total).toBe(0);
    expect((await fhir('GET', '/Patient/comes-back/_history/1')).body.id).toBe('comes-back');
    expect((await fhir('GET', '/Patient/comes-back/_history/2')).status).toBe(410);
    expect((await fhir('PUT', '/Patient/comes-back', { ...patient('d'), id: 'comes-back' })).status).toBe(
      201,
    );
    const { body } = await fhir('GET', '/Patient/comes-back/_history');
    expect(body.entry?.map((e) => [e.request?.method, e.resource?.meta?.versionId])).toEqual([
      ['PUT', '3'],
      ['DELETE', undefined],
      ['PUT', '1'],
    ]);
  });

  it('has a history of its own, of its type and of everything, paged', async () => {
    const {
      body: { id },
    } = await fhir('POST', '/Basic', { resourceType: 'Basic', code: { text: 'one' } });
    for (const text of ['two', 'three'])
      await fhir('PUT', `/Basic/${id}`, { resourceType: 'Basic', id, code: { text } });
    const texts = (entry: { resource?: unknown }[] = []) =>
      entry.map((e) => (e.resource as { code?: { text?: string } }).code?.text);
    const first = (await fhir('GET', `/Basic/${id}/_history?_count=2`)).body;
    expect([first.total, texts(first.entry)]).toEqual([3, ['three', 'two']]);
    const next = first.link?.find((l) => l.relation === 'next')?.url ?? '';
    expect(texts((await fhir('GET', next.slice(sandbox.fhirUrl.length))).body.entry)).toEqual(['one']);
    // others may have written of this type before
    const ofType = texts((await fhir('GET', '/Basic/_history')).body.entry);
    expect(ofType.slice(0, 3)).toEqual(['three', 'two', 'one']);
    expect(texts((await fhir('GET', '/_history?_count=1')).body.entry)).toEqual(['three']);
    expect((await fhir('GET', '/Basic/nobody/_history')).status).toBe(404);
  });
});

describe('refusals', () => {
  it.each([
    ['an unknown type', 'GET', '/Foo', undefined, 404],
    ['an unknown resource', 'GET', '/Patient/nobody', undefined, 404],
    ['a code outside a required binding', 'POST', '/Patient', patient('x', { gender: 'x' }), 422],
    ['an unknown element', 'POST', '/Patient', patient('x', { foo: 1 }), 422],
    ['a wrong type in the body', 'POST', '/Observation', patient('x'), 400],
    ['an id that differs', 'PUT', '/Patient/one', patient('x', { id: 'two' }), 400],
    ['broken JSON', 'POST', '/Patient', '{"resourceType":', 400],
    ['a body that is no resource', 'POST', '/Patient', [1], 400],
    ['deleting a whole type', 'DELETE', '/Patient', undefined, 400],
    ['an unknown operation', 'GET', '/Patient/$nothing', undefined, 404],
    ['GraphQL', 'POST', '/$graphql', {}, 404],
    [
      'a conditional reference to nobody',
      'POST',
      '/Observation',
      observation('Patient?identifier=urn:test|nobody'),
      400,
    ],
  ])('%s is an OperationOutcome', async (_name, method, address, body, status) => {
    const answer = await fhir(method, address, body);
    expect([answer.status, answer.body.resourceType]).toEqual([status, 'OperationOutcome']);
    expect(answer.body.issue?.[0]?.severity).toBe('error');
  });

  it('names what is wrong without repeating its value', async () => {
    const { body } = await fhir(
      'POST',
      '/Patient/$validate',
      patient('x', { gender: 'Secret', name: [{ family: 'Secret', nickname: 'Secret' }] }),
    );
    expect(body.issue?.map((i) => i.expression?.[0])).toEqual(expect.arrayContaining(['Patient.gender']));
    expect(JSON.stringify(body)).not.toContain('Secret');
    expect((await fhir('POST', '/Patient/$validate', patient('ok'))).body.issue?.[0]?.severity).toBe(
      'information',
    );
  });

  it('needs a token, except for the capability statement', async () => {
    const bare = (address: string, headers = {}) => fetch(`${sandbox.fhirUrl}${address}`, { headers });
    expect((await bare('/Patient')).status).toBe(401);
    expect((await bare('/Patient', { authorization: 'Bearer forged.forged.forged' })).status).toBe(401);
    const statement = await bare('/metadata');
    expect(await statement.json()).toMatchObject({
      resourceType: 'CapabilityStatement',
      fhirVersion: '4.0.1',
    });
    expect(
      (await fhir('POST', '/Patient', '<Patient/>', { 'content-type': 'application/fhir+xml' })).status,
    ).toBe(415);
  });
});

describe('conditions', () => {
  it('create once, however many ask at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        fhir('POST', '/Patient', patient('once'), { 'if-none-exist': 'identifier=urn:test|once' }),
      ),
    );
    expect(answers.map((a) => a.status).sort()).toEqual([...Array<number>(11).fill(200), 201]);
    expect(new Set(answers.map((a) => a.body.id)).size).toBe(1);
  });

  it('update what they find, create what they do not, refuse two and the unconditional', async () => {
    const put = (value: string, gender: string) =>
      fhir('PUT', `/Patient?identifier=urn:test|${value}`, patient(value, { gender }));
    expect((await put('upsert', 'male')).status).toBe(201);
    expect((await put('upsert', 'female')).body).toMatchObject({
      gender: 'female',
      meta: { versionId: '2' },
    });
    await fhir('POST', '/Patient', patient('twice'));
    await fhir('POST', '/Patient', patient('twice'));
    expect((await put('twice', 'male')).status).toBe(412);
    expect(
      (await fhir('POST', '/Patient', patient('twice'), { 'if-none-exist': 'identifier=urn:test|twice' }))
        .status,
    ).toBe(412);
    expect((await fhir('DELETE', '/Patient?identifier=urn:test|upsert')).status).toBe(200);
  });
});

describe('transactions', () => {
  it('leave nothing behind when one entry fails, updates included', async () => {
    await fhir('PUT', '/Patient/kept', patient('kept', { id: 'kept' }));
    const failed = await fhir(
      'POST',
      '/',
      bundleOf('transaction', [
        { url: 'Patient', resource: patient('rolled-back') },
        { method: 'PUT', url: 'Patient/kept', resource: patient('kept', { id: 'kept', gender: 'female' }) },
        { url: 'Observation', resource: observation('Patient?identifier=urn:test|nobody') },
      ]),
    );
    expect([failed.status, failed.body.resourceType]).toEqual([400, 'OperationOutcome']);
    const versioned = await fhir(
      'POST',
      '/',
      bundleOf('transaction', [
        { url: 'Patient', resource: patient('rolled-back') },
        { method: 'PUT', url: 'Patient/kept', ifMatch: 'W/"7"', resource: patient('kept', { id: 'kept' }) },
      ]),
    );
    expect(versioned.status).toBe(412);
    expect((await fhir('GET', '/Patient?identifier=urn:test|rolled-back')).body.total).toBe(0);
    expect((await fhir('GET', '/Patient/kept')).body).toMatchObject({
      gender: 'male',
      meta: { versionId: '1' },
    });
  });

  it('resolve urn:uuid and conditional references, in the bundle and on the server, in any order', async () => {
    const urn = 'urn:uuid:6f4b2f0a-4f0b-4c66-9d4e-3f7b5f7b1a11';
    await fhir('POST', '/Patient', patient('on-server'));
    const { status, body } = await fhir(
      'POST',
      '/',
      bundleOf('transaction', [
        {
          url: 'Observation',
          resource: { ...observation(urn), identifier: [{ system: 'urn:test', value: urn }] },
        },
        { fullUrl: urn, url: 'Patient', resource: patient('in-bundle') },
        { url: 'Observation', resource: observation('Patient?identifier=urn:test|in-bundle') },
        { url: 'Observation', resource: observation('Patient?identifier=urn:test|on-server') },
      ]),
    );
    expect(status).toBe(200);
    const places = body.entry?.map((e) => e.response?.location?.replace(/\/_history.*$/, '') ?? '') ?? [];
    const read = async (at: number) =>
      (await fhir('GET', `/${places[at]}`)).body as {
        subject?: { reference?: string };
        identifier?: { value?: string }[];
      };
    const first = await read(0);
    expect([first.subject?.reference, first.identifier?.[0]?.value]).toEqual([places[1], urn]);
    expect((await read(2)).subject?.reference).toBe(places[1]);
    expect((await read(3)).subject?.reference).toMatch(/^Patient\//);
  });

  it('take more conditional entries than FhirRouter would, each question answered once', async () => {
    const entries = Array.from({ length: 60 }, (_, i) => ({
      url: 'Organization',
      ifNoneExist: `identifier=urn:test|org${i % 30}`,
      fullUrl: `urn:uuid:00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      resource: { resourceType: 'Organization', identifier: [{ system: 'urn:test', value: `org${i % 30}` }] },
    }));
    const first = await fhir('POST', '/', bundleOf('transaction', entries));
    expect(first.status).toBe(200);
    const again = await fhir('POST', '/', bundleOf('transaction', entries));
    expect(new Set(again.body.entry?.map((e) => e.response?.status))).toEqual(new Set(['200 OK']));
    expect((await fhir('GET', '/Organization?identifier=urn:test|&_summary=count')).body.total).toBe(30);
  });

  it('delete, patch and read in the order of the standard', async () => {
    await fhir('PUT', '/Patient/goes', patient('goes', { id: 'goes' }));
    await fhir('PUT', '/Patient/patched', patient('patched', { id: 'patched' }));
    const patch = {
      resourceType: 'Binary',
      contentType: 'application/json-patch+json',
      data: Buffer.from(JSON.stringify([{ op: 'replace', path: '/gender', value: 'unknown' }])).toString(
        'base64',
      ),
    };
    const { body, status } = await fhir(
      'POST',
      '/',
      bundleOf('transaction', [
        { method: 'GET', url: 'Patient/patched' },
        { method: 'PATCH', url: 'Patient/patched', resource: patch },
        { method: 'DELETE', url: 'Patient/goes' },
        { method: 'GET', url: 'Patient?identifier=urn:test|goes' },
      ]),
      { prefer: 'return=representation' },
    );
    expect(status).toBe(200);
    expect(body.entry?.map((e) => e.response?.status)).toEqual(['200', '200 OK', '204 No Content', '200']);
    expect(body.entry?.[0]?.resource).toMatchObject({ gender: 'unknown', meta: { versionId: '2' } });
    expect((body.entry?.[3]?.resource as { total?: number }).total).toBe(0);
  });

  it.each([
    [
      'two entries for one resource',
      [
        { method: 'PUT', url: 'Patient/same', resource: patient('s', { id: 'same' }) },
        { method: 'DELETE', url: 'Patient/same' },
      ],
    ],
    ['an invalid resource', [{ url: 'Patient', resource: patient('s', { gender: 'x' }) }]],
    ['a missing url', [{ url: '', resource: patient('s') }]],
  ])('refuse %s', async (_name, entries) => {
    expect((await fhir('POST', '/', bundleOf('transaction', entries))).status).toBeGreaterThanOrEqual(400);
    expect((await fhir('GET', '/Patient?identifier=urn:test|s')).body.total).toBe(0);
  });
});

it('a batch answers each entry for itself and in order', async () => {
  const { body } = await fhir(
    'POST',
    '/',
    bundleOf('batch', [
      { method: 'GET', url: 'Patient?identifier=urn:test|batch' },
      { url: 'Patient', resource: patient('batch') },
      { url: 'Patient', resource: patient('batch', { gender: 'x' }) },
      { method: 'GET', url: 'Patient?identifier=urn:test|batch' },
      { method: 'GET', url: 'Patient/nobody' },
      { url: '', method: 'POST', resource: bundleOf('batch', []) },
    ]),
  );
  expect(body.entry?.map((e) => e.response?.status)).toEqual(['200', '201', '422', '200', '404', '400']);
  expect(idsOf(body.entry?.[0]?.resource as never)).toHaveLength(0);
  expect(idsOf(body.entry?.[3]?.resource as never)).toHaveLength(1);
  expect(body.entry?.[4]?.response?.outcome?.resourceType).toBe('OperationOutcome');
});
