import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestSandbox, testSecrets, type RunningSandbox } from '@keneyapp/config/testing';
import { dicomObject } from '@keneyapp/config/testing-dicom';
import type { Bundle, CareTeam, Patient, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Connection } from '../wire/connection.ts';
import { postBundle, put, read, search } from '../wire/fhir.ts';
import { membersOf } from './care-team.ts';
import { runImport, type ImportResult } from './run.ts';

/** What other systems hand over: files that are no FHIR, conditions, absolute addresses, the same again, servers that die. */
let sandbox: RunningSandbox, connection: Connection, folder: string;
const members = membersOf(['medecin', 'infirmier']);

beforeAll(async () => {
  sandbox = await startTestSandbox();
  connection = connectionTo(sandbox);
  folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-outside-'));
  await postBundle(
    connection,
    'transaction',
    members.map((reference) => put({ resourceType: 'Practitioner', id: reference.split('/')[1] ?? '' })),
  );
}, 240_000);
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

const connectionTo = (to: RunningSandbox): Connection =>
  connect({ ...testSecrets, OIDC_ISSUER: to.issuer, FHIR_URL: to.fhirUrl, DICOMWEB_URL: to.dicomwebUrl });
const load = (...paths: string[]): Promise<ImportResult> =>
  runImport({ connection, paths, members, dataDir: path.join(folder, 'data') });
const file = (name: string, content: unknown): string => {
  const at = path.join(folder, name);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(
    at,
    Buffer.isBuffer(content) || typeof content === 'string' ? content : JSON.stringify(content),
  );
  return at;
};
const patient = (id: string, more: object = {}) => ({
  resourceType: 'Patient',
  id,
  name: [{ family: 'Dehors' }],
  ...more,
});
const observation = (id: string, subject: string) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'x' },
  subject: { reference: subject },
});
const versionOf = async (reference: string) => (await read(connection, reference))?.meta?.versionId;
const idOf = async (query: string) => (await search(connection, query)).entry?.[0]?.resource?.id ?? '';
const teamOf = async (id: string) => {
  const teams = (await search(connection, `CareTeam?subject=Patient/${id}`)).entry ?? [];
  return teams.flatMap(
    (e) => (e.resource as CareTeam).participant?.map((p) => p.member?.reference ?? '') ?? [],
  );
};

describe('what did not go in', () => {
  it('a list that is no FHIR is one line, a list with some of it one line with the first reasons and a count', async () => {
    const folderOf = path.join(folder, 'lists');
    file(
      'lists/none.json',
      Array.from({ length: 3000 }, (_, i) => ({ row: i })),
    );
    file('lists/some.json', [patient('some-1'), ...Array.from({ length: 500 }, () => ({ a: 1 })), null, 7]);
    file('lists/lines.ndjson', Array.from({ length: 400 }, () => '{"b":2}').join('\n'));
    file('lists/entries.json', {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [null, { resource: patient('some-2') }, {}],
    });
    file('lists/cut.json', '{"resourceType":"Patient"');
    const { failures } = await load(folderOf);
    const lines = Object.fromEntries(failures.map((f) => [path.basename(f.path), f]));
    expect(failures).toHaveLength(5);
    expect(lines).toMatchObject({
      'none.json': { count: 1, reason: expect.stringContaining('3000') },
      'some.json': {
        count: 502,
        reason: expect.stringMatching(/entry 2: not a FHIR resource.*\(502 in all\)$/),
      },
      'lines.ndjson': { count: 400, reason: expect.stringMatching(/^line 1: not a FHIR.*\(400 in all\)$/) },
      'entries.json': { count: 2 },
      'cut.json': { count: 1 },
    });
    for (const { reason } of failures) expect(reason.length).toBeLessThan(400);
    for (const id of ['some-1', 'some-2']) expect(await read(connection, `Patient/${id}`)).not.toBeNull();
  });
});

describe('the care team', () => {
  const conditional = (key: string): Bundle => ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        fullUrl: `urn:uuid:00000000-0000-4000-8000-${key.padStart(12, '0')}`,
        resource: {
          resourceType: 'Patient',
          identifier: [{ system: 'urn:test:outside', value: key }],
          name: [{ family: 'Condition' }],
        },
        request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=urn:test:outside|${key}` },
      },
      {
        resource: observation(
          `of-${key}`,
          `urn:uuid:00000000-0000-4000-8000-${key.padStart(12, '0')}`,
        ) as Resource,
        request: { method: 'PUT', url: `Observation/of-${key}` },
      },
    ],
  });

  it('takes patients made under a condition, in a transaction and as they stand', async () => {
    const batch: Bundle = { ...conditional('22'), type: 'batch' };
    expect((await load(file('cond.json', conditional('21')), file('batch.json', batch))).failures).toEqual(
      [],
    );
    const updated = file('update.json', {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          resource: {
            ...patient('', { identifier: [{ system: 'urn:test:outside', value: '23' }] }),
            id: undefined,
          },
          request: { method: 'PUT', url: 'Patient?identifier=urn:test:outside|23' },
        },
      ],
    });
    expect((await load(updated)).failures).toEqual([]);
    for (const key of ['21', '22', '23']) {
      const id = await idOf(`Patient?identifier=urn:test:outside|${key}`);
      expect(await teamOf(id), key).toEqual(members);
      if (key !== '23')
        expect(await read(connection, `Observation/of-${key}`)).toMatchObject({
          subject: { reference: `Patient/${id}` },
        });
    }
    const [before, again] = [
      await versionOf('Observation/of-21'),
      await load(path.join(folder, 'cond.json')),
    ];
    expect(again).toMatchObject({ failures: [], resources: 2, unchanged: 2 });
    expect(await versionOf('Observation/of-21')).toBe(before);
  });

  it('takes the patients that images make, not one who was there before', async () => {
    await postBundle(connection, 'transaction', [
      put({
        ...(patient('before-images') as Patient & { id: string }),
        identifier: [{ system: 'https://keneyapp.example/dicom/issuer/HOUSE', value: 'B1' }],
      }),
    ]);
    const image = (study: string, patientId: string) =>
      dicomObject({ study, series: `${study}.1`, instance: `${study}.1.1`, patientId, issuer: 'HOUSE' });
    file('images/new.dcm', image('1.2.826.0.1.8.1', 'N1'));
    file('images/known.dcm', image('1.2.826.0.1.8.2', 'B1'));
    expect(await load(path.join(folder, 'images'))).toMatchObject({ failures: [], studies: 2 });
    const system = encodeURIComponent('https://keneyapp.example/dicom/issuer/HOUSE|');
    expect(await teamOf(await idOf(`Patient?identifier=${system}N1`))).toEqual(members);
    expect(await teamOf('before-images')).toEqual([]);
  });
});

describe('what images say', () => {
  it('in the zone they name; texts and dates that FHIR does not take lose no patient', async () => {
    const study = '1.2.826.0.1.8.5';
    const at = file(
      'odd.dcm',
      dicomObject({
        study,
        series: `${study}.1`,
        instance: `${study}.1.1`,
        patientId: 'Z1',
        issuer: 'HOUSE',
        patientName: 'A\u0007B^C',
        date: '20260601',
        description: 'Thorax\u0001  face',
        number: 99_999_999_999,
        extra: [
          [0x00080201, 'SH', '-0500'],
          [0x00100030, 'DA', '19990231'],
        ],
      }),
    );
    expect(await load(at)).toMatchObject({ failures: [], studies: 1 });
    const found = (await search(connection, `ImagingStudy?identifier=urn:dicom:uid|urn:oid:${study}`)).entry;
    expect(found?.[0]?.resource).toMatchObject({
      started: '2026-06-01T10:15:00-05:00',
      description: 'Thorax face',
    });
  });
});

describe('references by absolute address', () => {
  it('into the server the data comes from become relative, from one file to another; others are told', async () => {
    const base = 'https://old.example/fhir/r4';
    file('abs/Patient.json', {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ fullUrl: `${base}/Patient/abs-1`, resource: patient('abs-1') }],
    });
    file(
      'abs/rows.ndjson',
      [
        observation('abs-o1', `${base}/Patient/abs-1`),
        observation('abs-o2', `${base}/Patient/abs-1/_history/4`),
        observation('abs-o3', 'https://third.example/Patient/Dupont'),
        observation('abs-o4', `${base}/Patient/nowhere`),
        observation('abs-o5', 'urn:uuid:11111111-2222-4333-8444-555555555555'),
      ]
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    const { failures, remarks } = await load(path.join(folder, 'abs'));
    expect(failures).toEqual([]);
    for (const id of ['abs-o1', 'abs-o2'])
      expect(await read(connection, `Observation/${id}`)).toMatchObject({
        subject: { reference: 'Patient/abs-1' },
      });
    const told = remarks.map((r) => r.remark).join('\n');
    expect(told).toContain('1 reference to another server (https://third.example)');
    expect(told).toContain('1 resource it refers to by address did not come in');
    expect(told).toContain('1 reference to something that is not in the file');
    expect(told).not.toContain('Dupont');
  });

  it('of an export without addresses of its own, the server is learnt from what came in', async () => {
    file('bulk/Patient.ndjson', JSON.stringify(patient('bulk-1')));
    file('bulk/z.ndjson', JSON.stringify(observation('bulk-o', 'https://bulk.example/x/Patient/bulk-1')));
    expect(await load(path.join(folder, 'bulk'))).toMatchObject({ failures: [], remarks: [] });
    expect(await read(connection, 'Observation/bulk-o')).toMatchObject({
      subject: { reference: 'Patient/bulk-1' },
    });
  });
});

describe('again', () => {
  it('an unchanged decimal is unchanged with its last zeros, and changed without them', async () => {
    const at = (value: string) =>
      file(
        'decimal.json',
        `{"resourceType":"Observation","id":"decimal","status":"final","code":{"text":"Kaliémie"},"valueQuantity":{"value":${value},"unit":"mmol/L"}}`,
      );
    await load(at('4.10'));
    const before = await versionOf('Observation/decimal');
    expect(await load(at('4.10'))).toMatchObject({ resources: 1, unchanged: 1, failures: [] });
    expect(await versionOf('Observation/decimal')).toBe(before);
    expect(await load(at('4.1'))).toMatchObject({ resources: 1, unchanged: 0, failures: [] });
    expect(await versionOf('Observation/decimal')).not.toBe(before);
  });

  it('a second run writes no version of what is as it was, and the version of what changed', async () => {
    const bundle = (family: string): Bundle => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        ...Array.from({ length: 40 }, (_, i) => ({
          fullUrl: `urn:uuid:77777777-0000-4000-8000-${String(i).padStart(12, '0')}`,
          resource: patient('', { id: undefined, birthDate: `19${10 + i}-01-01` }) as Resource,
          request: { method: 'POST' as const, url: 'Patient' },
        })),
        {
          resource: patient('twice', { name: [{ family }] }) as Resource,
          request: { method: 'PUT', url: 'Patient/twice' },
        },
      ],
    });
    const at = file('twice.json', bundle('Avant'));
    await load(at);
    const first = '77777777-0000-4000-8000-000000000000',
      versions = () =>
        Promise.all(
          [`Patient/${first}`, `CareTeam/import-${first}`, 'Patient/twice'].map((one) => versionOf(one)),
        );
    const before = await versions();
    expect(await load(at)).toMatchObject({ resources: 41, unchanged: 41, failures: [] });
    expect(await versions()).toEqual(before);
    file('twice.json', bundle('Après'));
    expect(await load(at)).toMatchObject({ resources: 41, unchanged: 40, failures: [] });
    expect((await versions()).slice(0, 2)).toEqual(before.slice(0, 2));
    expect(await read(connection, 'Patient/twice')).toMatchObject({ name: [{ family: 'Après' }] });
  });
});

describe('a server that dies', () => {
  it('is named, what went in is kept, and the next run goes on there', async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'keneyapp-dies-'));
    let own = await startTestSandbox({ dataDir: path.join(dataDir, 'sandbox') });
    for (let i = 0; i < 6; i++) file(`dies/p${i}.json`, patient(`dies-${i}`));
    file(
      'dies/x.dcm',
      dicomObject({ study: '1.2.826.0.1.8.9', series: '1.2.826.0.1.8.9.1', instance: '1.2.826.0.1.8.9.1.1' }),
    );
    const again = (to: RunningSandbox, report?: Parameters<typeof runImport>[0]['report']) =>
      runImport({
        connection: connectionTo(to),
        paths: [path.join(folder, 'dies')],
        dataDir: path.join(dataDir, 'import'),
        ...(report ? { report } : {}),
      });
    let killed: Promise<void> | null = null;
    const first = await again(own, ({ files }) => {
      if (files === 3) killed ??= own.kill();
    });
    await killed;
    expect(first.stopped).toMatch(/cannot be reached|closed|terminated|ECONN/);
    expect(first.resources).toBeGreaterThanOrEqual(3);
    own = await startTestSandbox({ dataDir: path.join(dataDir, 'sandbox') });
    const second = await again(own);
    expect(second).toMatchObject({ stopped: null, failures: [], images: 1, studies: 1 });
    expect(second.skipped).toBeGreaterThanOrEqual(3);
    expect(second.skipped + second.files).toBe(7);
    await own.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 120_000);
});
