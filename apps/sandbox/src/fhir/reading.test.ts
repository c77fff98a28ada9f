import { sharedSandbox } from '@keneyapp/config/shared-servers';
import type { RunningSandbox } from '@keneyapp/config/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { fhirOf, idsOf, type Answer, type Fhir } from './fhir-over-http.ts';
import { linkOf as linkAt, patientsOf, put as putAt } from './testing-fhir.ts';

/** What is read: parts of resources, operations, searches beyond what the application itself asks. */
let sandbox: RunningSandbox, fhir: Fhir;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  fhir = await fhirOf(sandbox);
});

const system = 'urn:http';
const ofFile = patientsOf(system);
const patient = (id: string, more: object = {}) => ({ id, ...ofFile(id, more) });
const put = (resource: { resourceType: string; id: string }) => putAt(fhir, resource);
const linkOf = (body: Answer, relation: string) => linkAt(body, relation, sandbox.fhirUrl);

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
