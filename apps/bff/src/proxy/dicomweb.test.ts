// Long because its cases share one application and one record, which take seconds to start.
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dicomObject, stowBody, type DicomObject } from '@keneyapp/config/testing-dicom';
import {
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';

let sandbox: RunningSandbox, bff: RunningBff;
const people: Record<string, Visitor> = {};
const mine = '1.2.826.0.1.2.100',
  prior = '1.2.826.0.1.2.101',
  foreign = '1.2.826.0.1.2.200',
  orphan = '1.2.826.0.1.2.300';
const instanceOf = (study: string, n = 1) => `/studies/${study}/series/${study}.1/instances/${study}.1.${n}`;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  const bearer = { authorization: `Bearer ${await sandboxSystemToken(sandbox)}` };
  const put = async (resource: { resourceType: string; id: string }) => {
    const response = await fetch(`${sandbox.fhirUrl}/${resource.resourceType}/${resource.id}`, {
      method: 'PUT',
      headers: { ...bearer, 'content-type': 'application/fhir+json' },
      body: JSON.stringify(resource),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  };
  const patient = (id: string, value: string) => ({
    resourceType: 'Patient',
    id,
    identifier: [{ system: 'https://keneyapp.example/ipp', value }],
    name: [{ family: id }],
  });
  const study = (id: string, uid: string, subject: string) => ({
    resourceType: 'ImagingStudy',
    id,
    status: 'available',
    subject: { reference: `Patient/${subject}` },
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }],
    started: '2026-01-02',
  });
  // Two hospitals gave the same number to two people: only the record tells their images apart.
  await put(patient('pat-demo', '700'));
  await put(patient('pat-other', '700'));
  await entrustPatients(sandbox, ['pat-demo', 'pat-other']);
  await put(study('im-mine', mine, 'pat-demo'));
  await put(study('im-prior', prior, 'pat-demo'));
  await put(study('im-foreign', foreign, 'pat-other'));
  const object = (uid: string, n: number, more: Partial<DicomObject> = {}) =>
    dicomObject({
      study: uid,
      series: `${uid}.1`,
      instance: `${uid}.1.${n}`,
      number: n,
      patientId: '700',
      ...more,
    });
  const { contentType, body } = stowBody([
    object(mine, 1),
    object(mine, 2, { frames: 3 }),
    object(prior, 1),
    object(foreign, 1),
    object(orphan, 1),
  ]);
  const stored = await fetch(`${sandbox.dicomwebUrl}/studies`, {
    method: 'POST',
    headers: { ...bearer, 'content-type': contentType },
    body,
  });
  if (stored.status !== 200) throw new Error(`STOW ${stored.status}`);
  for (const name of ['medecin', 'radiologue', 'secretaire', 'patient', 'admin', 'dpo'])
    people[name] = await signInOverHttp(bff, sandbox, name);
}, 120_000);
afterAll(async () => {
  await sandbox?.stop();
});

/** Sends the path as it is written: fetch would tidy it up. */
function raw(
  path: string,
  options: { as?: string | null; method?: string; headers?: Record<string, string>; body?: Buffer } = {},
): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }> {
  const { as = 'medecin' } = options;
  return new Promise((resolve, reject) => {
    const url = new URL(bff.url);
    const request = http.request(
      {
        host: url.hostname,
        port: url.port,
        method: options.method ?? 'GET',
        path,
        headers: {
          host: new URL(bff.env['PUBLIC_URL'] ?? bff.url).host,
          ...(as === null ? {} : { cookie: people[as]?.headers['cookie'] ?? '' }),
          ...options.headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (c: Buffer) => chunks.push(c));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}
const get = (path: string, as: string | null = 'medecin', headers: Record<string, string> = {}) =>
  raw(`/dicom-web${path}`, { as, headers });

describe('what a person may see', () => {
  test('frames, metadata, thumbnails and whole instances of a study they may read', async () => {
    const direct = Buffer.from(
      await (
        await fetch(sandbox.dicomwebUrl + instanceOf(mine), {
          headers: {
            authorization: `Bearer ${await sandboxSystemToken(sandbox)}`,
            accept: 'application/dicom',
          },
        })
      ).arrayBuffer(),
    );
    const whole = await get(instanceOf(mine), 'medecin', { accept: 'application/dicom' });
    expect([whole.status, whole.body.equals(direct)]).toEqual([200, true]);
    const frames = await get(`${instanceOf(mine, 2)}/frames/1,3`, 'medecin', {
      accept: 'multipart/related; type=application/octet-stream; transfer-syntax=*',
    });
    expect([frames.status, Number(frames.headers['content-length'])]).toEqual([200, frames.body.length]);
    expect(frames.headers['cache-control']).toBe('no-store');
    expect(frames.headers.vary).toContain('Cookie');
    expect((await get(`/studies/${mine}/thumbnail`, 'radiologue')).headers['content-type']).toBe(
      'image/jpeg',
    );
  });
  test('addresses in metadata lead back to the proxy, whatever the upstream calls itself', async () => {
    const { body, headers } = await get(`/studies/${mine}/metadata`);
    expect(headers['content-type']).toContain('application/dicom+json');
    expect(body.toString()).toContain(`"BulkDataURI":"/dicom-web${instanceOf(mine)}/bulkdata/7FE00010"`);
    expect(body.toString()).not.toContain('http://');
    const bulk = await get(`${instanceOf(mine)}/bulkdata/7FE00010`, 'medecin', {
      accept: 'application/octet-stream',
    });
    expect([bulk.status, bulk.body.length]).toEqual([200, 512]);
    expect(
      (await raw(`/dicom-web/studies/${mine}/metadata`, { headers: { 'accept-encoding': 'gzip' } })).headers[
        'content-encoding'
      ],
    ).toBe('gzip');
  });
  test('a search by patient number shows the studies of one patient, not of a namesake number', async () => {
    const uids = async (path: string, headers: Record<string, string> = {}) =>
      (
        JSON.parse((await get(path, 'medecin', headers)).body.toString()) as Record<
          string,
          { Value: string[] }
        >[]
      )
        .map((r) => r['0020000D']?.Value[0])
        .sort();
    expect(
      await uids('/studies?00100020=700', { referer: `${bff.url}/ohif/viewer?StudyInstanceUIDs=${mine}` }),
    ).toEqual([mine, prior]);
    expect(
      await uids('/studies?00100020=700', { referer: `${bff.url}/ohif/viewer?StudyInstanceUIDs=${foreign}` }),
    ).toEqual([foreign]);
    // Without a study open the number is ambiguous: nothing.
    expect(await uids('/studies?PatientID=700')).toEqual([]);
    expect(await uids(`/studies?StudyInstanceUID=${prior}&includefield=00081030%2C00080060`)).toEqual([
      prior,
    ]);
  });
  test('a patient sees their own images alone', async () => {
    expect((await get(`/studies/${mine}/metadata`, 'patient')).status).toBe(200);
    for (const path of [
      `/studies/${foreign}/metadata`,
      `${instanceOf(foreign)}/frames/1`,
      `/studies/${foreign}/thumbnail`,
      `${instanceOf(foreign)}/rendered`,
      `${instanceOf(foreign)}/bulkdata/7FE00010`,
      `/studies/${foreign}`,
    ]) {
      const refused = await get(path, 'patient');
      expect([path, refused.status, refused.body.toString()]).toEqual([
        path,
        404,
        expect.not.stringContaining('denied') as string,
      ]);
    }
    expect((await get(`/studies?StudyInstanceUID=${foreign}`, 'patient')).body.toString()).toBe('[]');
    expect(
      (
        await get('/studies?PatientID=700', 'patient', {
          referer: `${bff.url}/ohif/viewer?StudyInstanceUIDs=${foreign}`,
        })
      ).body.toString(),
    ).not.toContain(foreign);
  });
  test('roles without images get none, visitors without session nothing', async () => {
    for (const as of ['secretaire', 'admin', 'dpo'])
      for (const path of [
        `/studies/${mine}/metadata`,
        `/studies?StudyInstanceUID=${mine}`,
        `${instanceOf(mine)}/frames/1`,
      ])
        expect([as, path, (await get(path, as)).status]).toEqual([as, path, 403]);
    for (const path of [
      `/studies/${mine}/metadata`,
      '/studies?PatientID=700',
      `${instanceOf(mine)}/frames/1`,
    ])
      expect((await get(path, null)).status).toBe(401);
  });
  test('a study no record names is not shown to anybody', async () => {
    for (const path of [
      `/studies/${orphan}/metadata`,
      `${instanceOf(orphan)}/frames/1`,
      '/studies/1.2.3.4/metadata',
    ])
      expect((await get(path)).status).toBe(404);
  });
});

describe('a session that ends', () => {
  test('shows nothing more, at once, though it was remembered a moment ago', async () => {
    const visitor = await signInOverHttp(bff, sandbox, 'infirmier');
    people['leaving'] = visitor;
    const frame = () => get(`${instanceOf(mine)}/frames/1`, 'leaving').then((r) => r.status);
    expect(await Promise.all([frame(), frame(), frame()])).toEqual([200, 200, 200]);
    expect(
      (
        await fetch(`${bff.url}/bff/sign-out`, {
          method: 'POST',
          headers: visitor.headers,
          redirect: 'manual',
        })
      ).status,
    ).toBeLessThan(400);
    expect(await frame()).toBe(401);
  });
});

describe('attacks', () => {
  const tricks = [
    `/dicom-web/studies/${mine}%2f..%2f${foreign}/metadata`,
    `/dicom-web/studies/${mine}/../${foreign}/metadata`,
    `/dicom-web/studies/${mine}/%2e%2e/${foreign}/metadata`,
    `/dicom-web/studies/${mine}%252f..%252f${foreign}/metadata`,
    `/dicom-web/studies/${mine}//metadata`,
    `/dicom-web/studies/${mine};x=1/metadata`,
    `/dicom-web/studies/${mine}%5c${foreign}/metadata`,
    `/dicom-web/studies/${mine},${foreign}/metadata`,
    `/dicom-web/studies/${mine}\\${foreign}/metadata`,
    `/dicom-web/studies/${mine}/series/..`,
    `/dicom-web//studies/${mine}/metadata`,
    '/dicom-web/instances',
    '/dicom-web/series',
    '/dicom-web/',
    '/dicom-web/studies/',
    `/dicom-web/studies/${mine}/metadata/`,
    `/dicom-web/studies/${mine}/metadata%00`,
    `/dicom-web/studies/${mine}/series/${mine}.1/instances/${mine}.1.1/frames/1%2C2`,
    `/dicom-web/studies/${mine}/series/${mine}.1/instances/${mine}.1.1/bulkdata/../../../../../${foreign}`,
    `/dicom-web/studies/${'1.'.repeat(60)}1/metadata`,
    '/dicom-web/../trpc',
  ];
  test.each(tricks)('%s matches no route', async (path) => {
    expect((await raw(path)).status).toBe(404);
  });
  test.each([
    '/studies',
    '/studies?',
    '/studies?limit=5',
    '/studies?PatientName=*',
    '/studies?PatientID=*',
    '/studies?PatientID=7%3F0',
    `/studies?StudyInstanceUID=${mine},${foreign}`,
    `/studies?StudyInstanceUID=${mine}%5C${foreign}`,
    `/studies?StudyInstanceUID=${mine}&StudyInstanceUID=${foreign}`,
    `/studies?StudyInstanceUID=${mine}&0020000d=${foreign}`,
    `/studies?PatientID=700&PatientID=701`,
    `/studies?PatientID=%2537`,
    `/studies?PatientID=700;x=1`,
    '/studies?NoSuch=1',
    `/studies?StudyInstanceUID=${mine}&limit=all`,
    `/studies/${mine}/series?StudyInstanceUID=${foreign}`,
    `/studies/${mine}/metadata?StudyInstanceUID=${foreign}`,
    `/studies/${mine}/series?includefield=x%26StudyInstanceUID%3D1`,
  ])('query %s is refused', async (path) => {
    expect((await get(path)).status).toBe(400);
  });
  test('a series or instance of another patient under one’s own study is not found', async () => {
    for (const path of [
      `/studies/${mine}/series/${foreign}.1/metadata`,
      `/studies/${mine}/series/${foreign}.1/instances/${foreign}.1.1/frames/1`,
      `/studies/${mine}/series/${foreign}.1/instances/${foreign}.1.1/thumbnail`,
    ])
      expect((await get(path, 'patient')).status).toBe(404);
    expect(
      (await get(`/studies/${mine}/instances?SOPInstanceUID=${foreign}.1.1`, 'patient')).body.toString(),
    ).toBe('[]');
  });
  test('other methods and cross-site requests are refused', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH'])
      expect(
        (await raw(`/dicom-web/studies/${mine}`, { method, headers: { 'x-keneya-request': '1' } })).status,
      ).toBe(404);
    expect(
      (await get(`${instanceOf(mine)}/frames/1`, 'medecin', { 'sec-fetch-site': 'cross-site' })).status,
    ).toBe(403);
    expect(
      (await get(`${instanceOf(mine)}/frames/1`, 'medecin', { 'sec-fetch-site': 'same-site' })).status,
    ).toBe(403);
  });
  test('a token of the browser’s own is not passed on', async () => {
    expect(
      (
        await get(`/studies/${mine}/metadata`, null, {
          authorization: `Bearer ${people['medecin']?.tokens.access_token ?? ''}`,
        })
      ).status,
    ).toBe(401);
  });
  test('storing needs the right to write, and is of reports that name who stores them', async () => {
    const stow = (as: string | null, path: string, object: Partial<DicomObject>) => {
      const { contentType, body } = stowBody([
        dicomObject({
          study: mine,
          series: `${mine}.9`,
          instance: `${mine}.9.1`,
          patientId: '700',
          ...object,
        }),
      ]);
      const headers = {
        'content-type': contentType,
        'x-keneya-request': '1',
        'content-length': String(body.length),
      };
      return raw(path, { ...(as ? { as } : {}), method: 'POST', headers, body });
    };
    const own = `/dicom-web/studies/${mine}`;
    for (const as of ['medecin', 'patient']) expect((await stow(as, own, {})).status).toBe(403);
    // the radiologist may, but no image, and no report that says nothing of who observed
    expect((await stow('radiologue', own, {})).status).toBe(403);
    const report = { modality: 'SR', sopClass: '1.2.840.10008.5.1.4.1.1.88.33', pixels: null };
    expect((await stow('radiologue', own, report)).status).toBe(403);
    // nor what is of one study under the address of another
    expect((await stow('radiologue', `/dicom-web/studies/${foreign}`, report)).status).toBe(403);
    expect((await stow('radiologue', `/dicom-web/studies/${orphan}`, report)).status).toBe(404);
    expect((await stow(null, '/dicom-web/studies', {})).status).toBe(404);
  });
  test('answers of refusal name no patient and no machine', async () => {
    for (const path of [
      `/studies/${foreign}/metadata`,
      `/studies/${mine}/series/1.2.3/metadata`,
      `${instanceOf(mine)}/frames/99`,
    ]) {
      const { body } = await get(path, 'patient');
      expect(Object.keys(JSON.parse(body.toString()) as object).sort()).toEqual(['error', 'requestId']);
    }
  });
});
