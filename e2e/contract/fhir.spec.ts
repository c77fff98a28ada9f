import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { FhirAsSystem, type Bundle, type Resource } from '../fhir.ts';
import { stackOf } from '../stack.ts';

/**
 * What the application relies on of any FHIR R4 server. The same assertions against every profile: what passes on the
 * embedded server must pass on HAPI. Each test makes its own patients, told apart by an identifier of its own.
 */
const fhir = new FhirAsSystem(stackOf());
const system = 'urn:keneyapp:contract';
const patient = (value: string, more: object = {}): Resource => ({
  resourceType: 'Patient',
  identifier: [{ system, value }],
  name: [{ family: 'Lefèvre', given: ['Jean-Pierre'] }],
  gender: 'male',
  birthDate: '1984-07-12',
  ...more,
});
const observation = (subject: string, date: string, value: number): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
  subject: { reference: subject },
  effectiveDateTime: date,
  valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
});
const matches = (bundle: Bundle) =>
  (bundle.entry ?? []).flatMap((e) =>
    e.resource && e.resource.resourceType !== 'OperationOutcome' ? [e.resource] : [],
  );
const body = async (response: Response) => (await response.json()) as Resource & Bundle;

test('creating answers 201 with version, place and moment', async () => {
  const made = await fhir.request('POST', 'Patient', patient(randomUUID()));
  expect(made.status).toBe(201);
  expect(made.headers.get('etag')).toBe('W/"1"');
  expect(made.headers.get('location')).toMatch(/\/Patient\/[^/]+\/_history\/1$/);
  expect(made.headers.get('last-modified')).toBeTruthy();
});

test('If-Match lets one of two writers through and the other learns of it', async () => {
  const { id } = await fhir.create(patient(randomUUID()));
  const write = (gender: string) =>
    fhir.request('PUT', `Patient/${id}`, { ...patient('x', { gender }), id }, { 'if-match': 'W/"1"' });
  const answers = await Promise.all([write('female'), write('other')]);
  expect(
    answers
      .map((a) => a.status)
      .sort()
      .map((s) => (s === 409 ? 412 : s)),
  ).toEqual([200, 412]);
  expect((await body(await fhir.request('GET', `Patient/${id}/_history`))).total).toBe(2);
});

test('deleted is 410, older versions stay', async () => {
  const { id } = await fhir.create(patient(randomUUID()));
  expect((await fhir.request('DELETE', `Patient/${id}`)).ok).toBe(true);
  expect((await fhir.request('GET', `Patient/${id}`)).status).toBe(410);
  expect((await fhir.request('GET', `Patient/${id}/_history/1`)).status).toBe(200);
  expect((await fhir.request('GET', `Patient/${randomUUID()}`)).status).toBe(404);
});

test('If-None-Exist creates once', async () => {
  const value = randomUUID();
  const create = () =>
    fhir.request('POST', 'Patient', patient(value), { 'if-none-exist': `identifier=${system}|${value}` });
  expect((await create()).status).toBe(201);
  expect((await create()).status).toBe(200);
  expect((await fhir.search(`Patient?identifier=${system}|${value}&_summary=count`)).total).toBe(1);
});

test('a transaction is whole or nothing, with its references resolved', async () => {
  const value = randomUUID(),
    urn = `urn:uuid:${randomUUID()}`;
  const bundle = (second: object) => ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ fullUrl: urn, resource: patient(value), request: { method: 'POST', url: 'Patient' } }, second],
  });
  const failed = await fhir.request(
    'POST',
    '',
    bundle({
      resource: observation('Patient?identifier=urn:nobody|x', '2026-01-01', 1),
      request: { method: 'POST', url: 'Observation' },
    }),
  );
  expect(failed.ok).toBe(false);
  expect((await body(failed)).resourceType).toBe('OperationOutcome');
  expect((await fhir.search(`Patient?identifier=${system}|${value}&_summary=count`)).total).toBe(0);
  const done = await body(
    await fhir.request(
      'POST',
      '',
      bundle({
        resource: observation(urn, '2026-01-01', 4.1),
        request: { method: 'POST', url: 'Observation' },
      }),
    ),
  );
  const [patientAt = '', observationAt = ''] = (done.entry ?? []).map(
    (e) => e.response?.location?.replace(/^.*?(\w+\/[^/]+)\/_history.*$/, '$1') ?? '',
  );
  expect((await fhir.read(observationAt)) as { subject?: { reference?: string } }).toMatchObject({
    subject: { reference: patientAt },
  });
});

test('a batch of searches answers in order, each for itself', async () => {
  const value = randomUUID();
  const { id } = await fhir.create(patient(value));
  const bundle = await body(
    await fhir.request('POST', '', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        `Patient?identifier=${system}|${value}`,
        `Patient/${randomUUID()}`,
        `Observation?patient=${id}`,
      ].map((url) => ({ request: { method: 'GET', url } })),
    }),
  );
  expect(bundle.entry?.map((e) => e.response?.status.slice(0, 3))).toEqual(['200', '404', '200']);
  expect(matches(bundle.entry?.[0]?.resource as Bundle)[0]?.id).toBe(id);
});

test('patients are found by name without accents, birth date and identifier', async () => {
  const value = randomUUID(),
    family = `Élan${value.replace(/[^a-f]/g, '')}`;
  const { id } = await fhir.create(patient(value, { name: [{ family, given: ['Zoé'] }] }));
  const first = async (query: string) => matches(await fhir.search(`Patient?${query}`)).map((r) => r.id);
  expect(await first(`family=${encodeURIComponent(family.toLowerCase().replace('é', 'e'))}`)).toContain(id);
  expect(
    await first(`name:contains=${family.slice(2, 9)}&name:contains=zo&identifier=${system}|${value}`),
  ).toEqual([id]);
  expect(await first(`birthdate=1984-07-12&identifier=${system}|${value}`)).toEqual([id]);
  expect(await first(`identifier=${value}`)).toEqual([id]);
});

test('observations come by patient and code, newest first, in pages, with what they point to', async () => {
  const { id } = await fhir.create(patient(randomUUID()));
  await fhir.transaction(
    ['2026-01-01', '2026-03-01', '2026-02-01'].map((day, i) => observation(`Patient/${id}`, day, 3 + i)),
  );
  const query = `Observation?patient=${id}&code=http://loinc.org|2823-3&_sort=-date`;
  const days = (bundle: Bundle) =>
    matches(bundle)
      .filter((r) => r.resourceType === 'Observation')
      .map((r) => r['effectiveDateTime']);
  expect(days(await fhir.search(query))).toEqual(['2026-03-01', '2026-02-01', '2026-01-01']);
  const page = await fhir.search(`${query}&_count=2`);
  const next = (page['link'] as { relation: string; url: string }[]).find((l) => l.relation === 'next');
  expect(days(page)).toHaveLength(2);
  expect(next?.url).toBeTruthy();
  expect(days(await fhir.search(`Observation?patient=${id}&date=ge2026-02-01&value-quantity=gt4`))).toEqual([
    '2026-02-01',
  ]);
  expect(
    matches(await fhir.search(`${query}&_include=Observation:patient`)).map((r) => r.resourceType),
  ).toContain('Patient');
  expect(matches(await fhir.search(`Patient?_id=${id}&_revinclude=Observation:patient`))).toHaveLength(4);
  expect(
    days(
      await fhir.search(
        `Observation?patient.identifier=${((await fhir.read(`Patient/${id}`)) as { identifier?: { value?: string }[] }).identifier?.[0]?.value}`,
      ),
    ),
  ).toHaveLength(3);
});

test('the capability statement says R4, an unknown parameter is refused', async () => {
  expect(await body(await fhir.request('GET', 'metadata'))).toMatchObject({
    resourceType: 'CapabilityStatement',
    fhirVersion: '4.0.1',
  });
  expect((await fhir.request('GET', 'Patient?nonsense=1')).status).toBe(400);
});
