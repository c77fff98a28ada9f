import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, fhirOf, type Answer, type Fhir } from './fhir-over-http.ts';
import { expectRefused, patientsOf, put } from './testing-fhir.ts';

/** What a write does to its content: links of a Bundle become links of this server, a patch does what it says. */
let fhir: Fhir;
beforeAll(async () => {
  fhir = await fhirOf(await sharedSandbox());
});

const system = 'urn:links';
const ofFile = patientsOf(system);
const patient = (value: string, more: object = {}) => ofFile(value, { name: [{ family: 'Écrit' }], ...more });
const stored = async (resource: { resourceType: string; id: string }) => {
  await put(fhir, resource);
  return `${resource.resourceType}/${resource.id}`;
};
const post = (
  entries: Parameters<typeof bundleOf>[1],
  headers = {},
  type: 'transaction' | 'batch' = 'transaction',
) => fhir('POST', '/', bundleOf(type, entries), headers);

describe('references of a Bundle from elsewhere', () => {
  const other = 'http://other.example/fhir';
  const observation = (subject: string, more: object = {}) => ({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'x' },
    subject: { reference: subject },
    ...more,
  });
  const placesOf = (body: Answer) =>
    (body.entry ?? []).map((e) => e.response?.location?.replace(/\/_history.*$/, '') ?? '');

  it('mean its entries, never what has the same id here', async () => {
    await stored({ ...patient('local-77'), id: '77' } as never);
    const { body } = await post([
      { fullUrl: `${other}/Patient/77`, url: 'Patient', resource: { resourceType: 'Patient', id: '77' } },
      { fullUrl: `${other}/Observation/78`, url: 'Observation', resource: observation('Patient/77') },
      {
        fullUrl: `${other}/Observation/79`,
        url: 'Observation',
        resource: observation(`${other}/Patient/77`),
      },
      {
        fullUrl: `${other}/Observation/80`,
        url: 'Observation',
        resource: observation('Patient/77/_history/2'),
      },
      { fullUrl: `${other}/Observation/81`, url: 'Observation', resource: observation('Patient/88') },
    ]);
    const [patientAt, ...observations] = placesOf(body);
    const subjects = await Promise.all(
      observations.map(
        async (at) => ((await fhir('GET', `/${at}`)).body['subject'] as { reference: string }).reference,
      ),
    );
    expect(subjects).toEqual([patientAt, patientAt, patientAt, `${other}/Patient/88`]);
  });

  it('go on meaning what is mirrored with its id', async () => {
    await post([
      {
        fullUrl: `${other}/Observation/mirrored`,
        method: 'PUT',
        url: 'Observation/mirrored',
        resource: observation('Patient/mirrored-before', { id: 'mirrored' }),
      },
    ]);
    expect((await fhir('GET', '/Observation/mirrored')).body['subject']).toEqual({
      reference: 'Patient/mirrored-before',
    });
  });

  it('stand in narratives, addresses and contained resources too; an identifier is left alone', async () => {
    const urn = 'urn:uuid:0c6c1a4e-6f54-4d7a-9a44-5c2b7cf5a001';
    const { body } = await post([
      { fullUrl: urn, url: 'Patient', resource: patient('linked') },
      {
        url: 'DiagnosticReport',
        resource: {
          resourceType: 'DiagnosticReport',
          status: 'final',
          code: { text: 'x' },
          identifier: [{ system: 'urn:ietf:rfc:3986', value: urn }],
          text: {
            status: 'generated',
            div: `<div xmlns="http://www.w3.org/1999/xhtml"><a href="${urn}">${urn}</a><img alt="x" src='${urn}'/></div>`,
          },
          contained: [
            {
              resourceType: 'Observation',
              id: 'o',
              status: 'final',
              code: { text: 'x' },
              subject: { reference: urn },
            },
          ],
          result: [{ reference: '#o' }],
          presentedForm: [{ contentType: 'text/plain', url: urn }],
        },
      },
    ]);
    const [patientAt, reportAt] = placesOf(body);
    const report = (await fhir('GET', `/${reportAt}`)).body;
    expect(report).toMatchObject({
      identifier: [{ value: urn }],
      contained: [{ subject: { reference: patientAt } }],
      presentedForm: [{ url: patientAt }],
    });
    expect((report['text'] as { div: string }).div).toBe(
      `<div xmlns="http://www.w3.org/1999/xhtml"><a href="${patientAt}">${urn}</a><img alt="x" src='${patientAt}'/></div>`,
    );
  });
});

it('a FHIRPath Patch does what it says, or says that it does not', async () => {
  const base = {
    resourceType: 'Observation',
    id: 'pathed',
    status: 'final',
    code: { coding: [{ code: 'a' }, { code: 'b' }] },
    valueString: 'x',
  };
  const apply = async (...parts: Record<string, unknown>[]) => {
    await fhir('PUT', '/Observation/pathed', base);
    const part = parts.flatMap((given) =>
      Object.entries(given).map(([name, value]) => ({ name, ...(value as object) })),
    );
    return fhir('PATCH', '/Observation/pathed', {
      resourceType: 'Parameters',
      parameter: [{ name: 'operation', part }],
    });
  };
  const type = (valueCode: string) => ({ valueCode }),
    path = (valueString: string) => ({ valueString });
  const replaced = await apply({
    type: type('replace'),
    path: path('Observation.value'),
    value: { valueQuantity: { value: 2 } },
  });
  expect(replaced.body['valueQuantity']).toEqual({ value: 2 });
  expect(replaced.body).not.toHaveProperty('valueString');
  const codes = async (...parts: Record<string, unknown>[]) =>
    ((await apply(...parts)).body['code'] as { coding?: { code: string }[] } | undefined)?.coding?.map(
      (c) => c.code,
    );
  expect(
    await codes({
      type: type('add'),
      path: path('Observation.code'),
      name: path('coding'),
      value: { valueCoding: { code: 'c' } },
    }),
  ).toEqual(['a', 'b', 'c']);
  expect(
    await codes({
      type: type('insert'),
      path: path('Observation.code.coding'),
      index: { valueInteger: 1 },
      value: { valueCoding: { code: 'c' } },
    }),
  ).toEqual(['a', 'c', 'b']);
  expect(
    await codes({
      type: type('move'),
      path: path('Observation.code.coding'),
      source: { valueInteger: 1 },
      destination: { valueInteger: 0 },
    }),
  ).toEqual(['b', 'a']);
  expect(
    await codes({ type: type('delete'), path: path("Observation.code.coding.where(code = 'a')") }),
  ).toEqual(['b']);
  expect(
    (
      await apply({
        type: type('add'),
        path: path('Observation'),
        name: path('note'),
        value: { valueAnnotation: { text: 'n' } },
      })
    ).body['note'],
  ).toEqual([{ text: 'n' }]);
  expect((await apply({ type: type('delete'), path: path('Observation.value') })).body).not.toHaveProperty(
    'valueString',
  );
  expect((await apply({ type: type('delete'), path: path('Observation.note') })).status).toBe(200);
  for (const odd of [
    { type: type('replace'), path: path('Observation.note'), value: { valueAnnotation: { text: 'n' } } },
    { type: type('replace'), path: path('Observation.code.coding'), value: { valueCoding: { code: 'c' } } },
    { type: type('add'), path: path('Observation'), name: path('nonsense'), value: { valueString: 'c' } },
    {
      type: type('move'),
      path: path('Observation.code.coding'),
      source: { valueInteger: 7 },
      destination: { valueInteger: 0 },
    },
    { type: type('delete'), path: path('Observation.status') },
  ])
    expectRefused(await apply(odd), [422]);
});
