import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { FhirAsSystem, type Bundle, type Resource } from '../fhir.ts';
import { stackOf } from '../stack.ts';
import { skipWhereItDiffers } from './differences.ts';

/** What FHIR asks of any server that others may write to: nothing is written, lost or changed in silence. */
const fhir = new FhirAsSystem(stackOf());
const system = 'urn:keneyapp:protocol';
const patient = (value: string, more: object = {}): Resource => ({
  resourceType: 'Patient',
  identifier: [{ system, value }],
  name: [{ family: 'Protocole' }],
  ...more,
});
const body = async (response: Response) => (await response.json()) as Resource & Bundle;
const refused = async (response: Response) => {
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  expect((await body(response)).resourceType).toBe('OperationOutcome');
};
const transaction = (entry: object[]) =>
  fhir.request('POST', '', { resourceType: 'Bundle', type: 'transaction', entry });
const total = async (value: string) =>
  (await fhir.search(`Patient?identifier=${system}|${value}&_summary=count`)).total;

test('a change needs an id or a condition', async () => {
  await refused(await fhir.request('PUT', 'Patient', patient(randomUUID())));
  await refused(await fhir.request('DELETE', 'Patient'));
  await refused(
    await transaction([{ resource: patient(randomUUID()), request: { method: 'PUT', url: 'Patient' } }]),
  );
});

test('a patch needs an id or a condition', async () => {
  await skipWhereItDiffers(fhir, 'patch of nothing');
  await refused(
    await fhir.request('PATCH', 'Patient', [{ op: 'add', path: '/gender', value: 'male' }], {
      'content-type': 'application/json-patch+json',
    }),
  );
});

test('a condition of a creation holds with and without its question mark', async () => {
  for (const prefix of ['', 'Patient?']) {
    const value = randomUUID();
    const entry = {
      resource: patient(value),
      request: { method: 'POST', url: 'Patient', ifNoneExist: `${prefix}identifier=${system}|${value}` },
    };
    for (let i = 0; i < 2; i += 1) expect((await transaction([entry])).status).toBe(200);
    expect(await total(value)).toBe(1);
  }
});

test('a version is not deleted', async () => {
  await skipWhereItDiffers(fhir, 'address of a version');
  const { id } = await fhir.create(patient(randomUUID()));
  await refused(await transaction([{ request: { method: 'DELETE', url: `Patient/${id}/_history/1` } }]));
  expect((await fhir.request('GET', `Patient/${id}`)).status).toBe(200);
});

test('an operation in a transaction creates nothing', async () => {
  await skipWhereItDiffers(fhir, 'operation in a transaction');
  const value = randomUUID();
  const answer = await body(
    await transaction([{ resource: patient(value), request: { method: 'POST', url: 'Patient/$validate' } }]),
  );
  expect(answer.entry?.[0]?.resource?.resourceType).toBe('OperationOutcome');
  expect(await total(value)).toBe(0);
});

test('an update that allows none there writes over none', async () => {
  await skipWhereItDiffers(fhir, 'update where there is one');
  const { id } = await fhir.create(patient(randomUUID()));
  const answer = await fhir.request(
    'PUT',
    `Patient/${id}`,
    { ...patient('over'), id },
    { 'if-none-match': '*' },
  );
  expect(answer.status).toBe(412);
});

test('references of entries from another server mean those entries', async () => {
  const other = 'http://other.example/fhir',
    id = randomUUID();
  const observation = (reference: string) => ({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'x' },
    subject: { reference },
  });
  const answer = await transaction([
    { fullUrl: `${other}/Patient/${id}`, resource: patient(id), request: { method: 'POST', url: 'Patient' } },
    {
      fullUrl: `${other}/Observation/${id}`,
      resource: observation(`${other}/Patient/${id}`),
      request: { method: 'POST', url: 'Observation' },
    },
  ]);
  // or nothing is written (HAPI, which keeps no addresses of other servers): it never points elsewhere
  if (answer.status === 400 || answer.status === 422) return refused(answer);
  const done = await body(answer);
  const places = (done.entry ?? []).map(
    (e) => e.response?.location?.replace(/^.*?(\w+\/[^/]+)\/_history.*$/, '$1') ?? '',
  );
  expect(await fhir.read(places[1] ?? '')).toMatchObject({ subject: { reference: places[0] } });
});

test('a relative reference of another server is none to a resource here', async () => {
  await skipWhereItDiffers(fhir, 'reference on another server');
  const other = 'http://other.example/fhir';
  const { id } = await fhir.create(patient(randomUUID()));
  const done = await body(
    await transaction([
      {
        fullUrl: `${other}/Observation/${id}`,
        resource: {
          resourceType: 'Observation',
          status: 'final',
          code: { text: 'x' },
          subject: { reference: `Patient/${id}` },
        },
        request: { method: 'POST', url: 'Observation' },
      },
    ]),
  );
  const place = done.entry?.[0]?.response?.location?.replace(/^.*?(\w+\/[^/]+)\/_history.*$/, '$1') ?? '';
  expect(await fhir.read(place)).toMatchObject({ subject: { reference: `${other}/Patient/${id}` } });
});

test('the digits of a decimal are kept', async () => {
  const made = await fhir.create({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'x' },
    valueQuantity: {
      value: (JSON as unknown as { rawJSON(text: string): number }).rawJSON('7.40'),
      unit: 'x',
    },
  });
  expect(await (await fhir.request('GET', `Observation/${made.id}`)).text()).toMatch(/"value"\s*:\s*7\.40\b/);
});

test('a number means its precision', async () => {
  await skipWhereItDiffers(fhir, 'precision of a search');
  const { id } = await fhir.create(patient(randomUUID()));
  for (const value of [5.35, 5.45])
    await fhir.create({
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: `Patient/${id}` },
      valueQuantity: { value },
    });
  const found = async (value: string) =>
    (await fhir.search(`Observation?patient=${id}&value-quantity=${value}`)).entry?.length ?? 0;
  expect([await found('5.4'), await found('5.35'), await found('5.0')]).toEqual([1, 1, 0]);
});

test('what is not well formed is refused', async () => {
  await skipWhereItDiffers(fhir, 'form of a resource');
  for (const more of [
    { deceasedBoolean: true, deceasedDateTime: '2020' },
    { deceasedDateTime: '2023-02-01T10:00:00' },
    { name: [] },
    {
      text: {
        status: 'generated',
        div: '<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>',
      },
    },
  ])
    await refused(await fhir.request('POST', 'Patient', patient(randomUUID(), more)));
});

test('base64 may stand in lines', async () => {
  const made = await fhir.create({ resourceType: 'Binary', contentType: 'text/plain', data: 'dGV4\r\ndGU=' });
  const { data } = (await fhir.read(`Binary/${made.id}`)) as { data?: string };
  expect(Buffer.from(data ?? '', 'base64').toString()).toBe('texte');
});

test('pages repeat and lose nothing', async () => {
  const value = randomUUID();
  for (let i = 0; i < 5; i += 1) await fhir.create(patient(value));
  const seen: string[] = [];
  let page = await fhir.search(`Patient?identifier=${system}|${value}&_count=2`);
  for (let pages = 0; pages < 5; pages += 1) {
    seen.push(...(page.entry ?? []).map((e) => e.resource?.id ?? ''));
    const next = (page['link'] as { relation: string; url: string }[]).find(
      (l) => l.relation === 'next',
    )?.url;
    if (!next) break;
    page = await fhir.search(
      next.slice(next.indexOf('?') - (next.includes('Patient?') ? 'Patient'.length : 0)),
    );
  }
  expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
});

test('bodies are packed and unpacked', async () => {
  await skipWhereItDiffers(fhir, 'packing of bodies');
  const packed = await new Response(
    new Blob([JSON.stringify(patient(randomUUID()))]).stream().pipeThrough(new CompressionStream('gzip')),
  ).arrayBuffer();
  const answer = await fetch(`${stackOf().settings['FHIR_URL']}/Patient`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await fhir.token()}`,
      'content-type': 'application/fhir+json',
      'content-encoding': 'gzip',
    },
    body: packed,
  });
  expect(answer.status).toBe(201);
  const statement = await fhir.request('GET', 'metadata', undefined, { 'accept-encoding': 'gzip' });
  expect(statement.headers.get('content-encoding')).toBe('gzip');
});
