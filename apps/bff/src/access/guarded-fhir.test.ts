// One long file: what the guard shows and what it lets be written, over one careless server.
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Bundle, Observation, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { mergeBatches } from '../fhir/batches.ts';
import { chartGuard, viewUnder } from './chart-guard.ts';
import { testPolicy } from '../testing-access.ts';
import { guardedFhir, isFileOfNew } from './guarded-fhir.ts';
import { listGuard } from './list-guard.ts';
import { Neighbours } from './neighbours.ts';
import type { Obligations } from './policy.ts';
import { withheld } from './released.ts';

const of = (id: string, patient: string, more: Partial<Observation> = {}): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'x' },
  subject: { reference: `Patient/${patient}` },
  ...more,
});
const labelled = (code: string) => ({
  meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code }] },
});
const all: Resource[] = [
  of('mine', 'a'),
  of('absolute', 'a', { subject: { reference: 'http://fhir.example/fhir/Patient/a/_history/2' } }),
  of('theirs', 'b'),
  of('nobody', 'a', { subject: {} }),
  of('secret', 'a', labelled('V')),
  of('early', 'a', { status: 'preliminary' }),
  of('kept', 'a', { meta: { tag: [{ ...withheld }] } }),
  { resourceType: 'Patient', id: 'b', name: [{ family: 'Autre' }] },
  { resourceType: 'Patient', id: 'a' },
  { resourceType: 'Practitioner', id: 'p' },
  {
    resourceType: 'Group',
    id: 'g',
    type: 'person',
    actual: true,
    member: [{ entity: { reference: 'Patient/a' } }],
  },
  { resourceType: 'OperationOutcome', issue: [{ severity: 'warning', code: 'informational' }] },
  {
    resourceType: 'DocumentReference',
    id: 'label',
    status: 'current',
    subject: { reference: 'Patient/a' },
    securityLabel: [{ coding: [{ code: 'PSY' }] }],
    content: [],
  },
];
/** A server that answers everything to everything, as one that knows no access rules does. */
function careless(): FhirClient & { written: Resource[]; batches: number; asked: unknown[] } {
  const bundle = (): Bundle => ({
    resourceType: 'Bundle',
    type: 'searchset',
    total: all.length,
    entry: all.map((resource) => ({ resource })),
  });
  const client = {
    written: [] as Resource[],
    batches: 0,
    asked: [] as unknown[],
    read: (_type: string, id: string) => {
      const found = all.find((r) => r.id === id);
      return found ? Promise.resolve(found) : Promise.reject(new FhirError(404, null));
    },
    vread: (_type: string, id: string) => Promise.resolve(all.find((r) => r.id === id)),
    history: () => Promise.resolve(bundle()),
    search: () => Promise.resolve(bundle()),
    searchAll: () => Promise.resolve(all),
    batchSearch: (searches: { params: object }[]) => {
      client.batches += 1;
      client.asked.push(...searches.map((s) => s.params));
      return Promise.resolve(searches.map(() => bundle()));
    },
    create: (r: Resource) => {
      client.written.push(r);
      return Promise.resolve(r);
    },
    update: (r: Resource) => {
      client.written.push(r);
      return Promise.resolve(r);
    },
    transaction: (b: Bundle) => {
      client.written.push(...(b.entry ?? []).flatMap((e) => e.resource ?? []));
      return Promise.resolve({
        resourceType: 'Bundle',
        type: 'transaction-response',
        entry: [{ resource: all[2] }],
      });
    },
    operation: () => Promise.resolve(bundle()),
  };
  return client as unknown as FhirClient & { written: Resource[]; batches: number; asked: unknown[] };
}
const ids = (bundle: Bundle) => (bundle.entry ?? []).map((e) => e.resource?.id ?? e.resource?.resourceType);
const open = { hideLabels: [], releasedOnly: false };
const chartOf = (server: FhirClient, obligations: Obligations): FhirClient =>
  guardedFhir(server, chartGuard(viewUnder(server, 'a', 'record', obligations)));

describe('a chart', () => {
  const chart = chartOf(careless(), open);
  it('shows its own patient and the house, whatever the server brings along', async () => {
    const expected = ['mine', 'absolute', 'secret', 'early', 'kept', 'a', 'p', 'OperationOutcome', 'label'];
    for (const found of [
      await chart.search('Observation', {}),
      await chart.history('Observation', 'mine'),
      await chart.operation<Bundle>('Patient/a/$everything'),
    ]) {
      expect(ids(found)).toEqual(expected);
      expect(found.total).toBeUndefined(); // the server's count would tell of what is left out
    }
    expect((await chart.searchAll('Observation', {}, 100)).map((r) => r.id)).not.toContain('theirs');
  });
  it.each(['theirs', 'nobody', 'g', 'b'])('answers for %s as for what does not exist', async (id) => {
    await expect(chart.read('Observation', id)).rejects.toMatchObject({ status: 404 });
    await expect(chart.vread('Observation', id, '1')).rejects.toMatchObject({ status: 404 });
  });
  it.each([
    of('x', 'b'),
    of('x', 'a', { subject: {} }),
    { resourceType: 'Patient', id: 'a' } as Resource,
    { resourceType: 'Practitioner', id: 'p' } as Resource,
  ])('writes nothing of another: %j', async (resource) => {
    const server = careless(),
      guarded = chartOf(server, open);
    await expect(guarded.create(resource)).rejects.toMatchObject({ status: 403 });
    await expect(guarded.update(resource as Observation & { id: string })).rejects.toMatchObject({
      status: 403,
    });
    await expect(
      guarded.transaction({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ resource: of('mine', 'a') }, { resource }],
      }),
    ).rejects.toMatchObject({ status: 403 });
    await expect(
      guarded.transaction({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ request: { method: 'DELETE', url: 'Observation/mine' } }],
      }),
    ).rejects.toMatchObject({ status: 403 });
    expect(server.written).toEqual([]);
  });
  const file = (owner = 'doc'): Resource => ({
    resourceType: 'Binary',
    id: 'file',
    contentType: 'application/pdf',
    securityContext: { reference: `DocumentReference/${owner}` },
  });
  const document = (patient = 'a', url = 'Binary/file'): Resource => ({
    resourceType: 'DocumentReference',
    id: 'doc',
    status: 'current',
    subject: { reference: `Patient/${patient}` },
    content: [{ attachment: { url } }],
  });
  const put = (resource: Resource, ifMatch?: string) => ({
    resource,
    request: {
      method: 'PUT' as const,
      url: `${resource.resourceType}/${resource.id ?? ''}`,
      ...(ifMatch ? { ifMatch } : {}),
    },
  });
  it.each([
    ['of another chart', [put(document('b')), put(file())]],
    ['of no document', [put(file())]],
    ['of a document that is there already', [put(document(), 'W/"1"'), put(file())]],
    ['written over', [put(document()), put(file(), 'W/"1"')]],
    ['that its document does not name', [put(document('a', 'Binary/other')), put(file())]],
    ['of another document', [put(document()), put(file('other'))]],
  ])('writes no file %s', async (_, entry) => {
    const guarded = chartOf(careless(), open);
    await expect(
      guarded.transaction({ resourceType: 'Bundle', type: 'transaction', entry }),
    ).rejects.toMatchObject({ status: 403 });
  });
  it('writes the file of a document of this chart that is made with it', () => {
    const entry = [put(document()), put(file())];
    expect(isFileOfNew(put(file()), { resourceType: 'Bundle', type: 'transaction', entry })).toBe(true);
  });
});

describe('what a decision leaves out', () => {
  it('labels, wherever FHIR keeps them', async () => {
    expect(
      ids(
        await chartOf(careless(), { hideLabels: ['V', 'PSY'], releasedOnly: false }).search(
          'Observation',
          {},
        ),
      ),
    ).toEqual(['mine', 'absolute', 'early', 'kept', 'a', 'p', 'OperationOutcome']);
  });
  it('results that are not released, and what is told at a consultation first', async () => {
    expect(
      ids(await chartOf(careless(), { hideLabels: [], releasedOnly: true }).search('Observation', {})),
    ).toEqual(['mine', 'absolute', 'secret', 'a', 'p', 'OperationOutcome', 'label']);
  });
  it('counts what is shown, not what there is', async () => {
    const server = careless(),
      guarded = chartOf(server, { hideLabels: ['V'], releasedOnly: true });
    const [count] = await guarded.batchSearch([
      { type: 'Observation', params: { patient: 'a', _summary: 'count' } },
    ]);
    expect(count).toMatchObject({ total: 6 });
    expect(server.asked).not.toContainEqual(expect.objectContaining({ _summary: 'count' }));
    expect(server.batches).toBe(2); // what is counted, and what it belongs to
  });
});

it('a list shows its types and writes nothing', async () => {
  const server = careless(),
    policy = await testPolicy(),
    reader = { fhirUser: 'Practitioner/p', rights: () => policy.rights('doctor') };
  const list = guardedFhir(
    server,
    listGuard({
      types: ['Patient'],
      reader,
      decide: () => Promise.resolve(new Map()),
      neighbours: new Neighbours(server, null),
    }),
  );
  expect(ids(await list.search('Patient', {}))).toEqual(['b', 'a', 'OperationOutcome']);
  await expect(list.create({ resourceType: 'Patient' })).rejects.toMatchObject({ status: 403 });
});

describe('batches asked at once', () => {
  it('go out as one and come back to who asked', async () => {
    const server = careless(),
      merged = mergeBatches(server);
    const answers = await Promise.all([
      merged.batchSearch([{ type: 'Patient', params: {} }]),
      merged.batchSearch([]),
      merged.batchSearch([
        { type: 'Patient', params: {} },
        { type: 'Observation', params: {} },
      ]),
    ]);
    expect([server.batches, answers.map((a) => a.length)]).toEqual([1, [1, 0, 2]]);
    await merged.batchSearch([{ type: 'Patient', params: {} }]);
    expect(server.batches).toBe(2);
  });
  it('ask once what several ask in the same words', async () => {
    const sent: string[] = [];
    const merged = mergeBatches({
      ...careless(),
      batchSearch: (searches) => {
        sent.push(...searches.map(({ type, params }) => `${type} ${String(params['_id'])}`));
        return Promise.resolve(
          searches.map(({ params }) => ({
            resourceType: 'Bundle',
            type: 'searchset',
            id: String(params['_id']),
          })),
        );
      },
    });
    const of = (...ids: string[]) =>
      merged.batchSearch(ids.map((_id) => ({ type: 'Patient', params: { _id } })));
    const answers = await Promise.all([of('a', 'b'), of('c', 'a', 'a')]);
    expect(sent).toEqual(['Patient a', 'Patient b', 'Patient c']);
    expect(answers.map((part) => part.map((a) => (a instanceof FhirError ? 'failed' : a.id)))).toEqual([
      ['a', 'b'],
      ['c', 'a', 'a'],
    ]);
  });
  it('are asked ahead, at once, for whoever asks the same afterwards', async () => {
    const server = careless(),
      merged = mergeBatches(server);
    merged.askAhead([{ type: 'Patient', params: { _id: 'a' } }]);
    expect(server.batches).toBe(1);
    const [known, other] = await merged.batchSearch([
      { type: 'Patient', params: { _id: 'a' } },
      { type: 'Patient', params: { _id: 'b' } },
    ]);
    expect([server.batches, known, other]).toEqual([2, expect.anything(), expect.anything()]);
    expect(server.asked).toEqual([{ _id: 'a' }, { _id: 'b' }]);
  });
  it('that were asked ahead and failed, fail for whoever asks', async () => {
    const merged = mergeBatches({
      ...careless(),
      batchSearch: () => Promise.reject(new FhirError(503, null)),
    });
    merged.askAhead([{ type: 'Patient', params: {} }]);
    await expect(merged.batchSearch([{ type: 'Patient', params: {} }])).rejects.toMatchObject({
      status: 503,
    });
  });
  it('fail together', async () => {
    const merged = mergeBatches({
      ...careless(),
      batchSearch: () => Promise.reject(new FhirError(503, null)),
    });
    await expect(
      Promise.allSettled([
        merged.batchSearch([{ type: 'Patient', params: {} }]),
        merged.batchSearch([{ type: 'Patient', params: {} }]),
      ]),
    ).resolves.toEqual([
      expect.objectContaining({ status: 'rejected' }),
      expect.objectContaining({ status: 'rejected' }),
    ]);
  });
});
