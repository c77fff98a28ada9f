import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dicomObject, stowBody, type DicomObject } from '@keneyapp/config/testing-dicom';
import { sandboxSystemToken, startTestSandbox, type RunningSandbox } from '@keneyapp/config/testing';
import type { JsonDataset } from './json-model.ts';

let sandbox: RunningSandbox;
let headers: Record<string, string>;
const study = '1.2.826.0.1.1.100',
  series = `${study}.1`;
const object = (number: number, more: Partial<DicomObject> = {}) =>
  dicomObject({
    study,
    series,
    instance: `${series}.${number}`,
    number,
    patientId: 'IPP-1',
    patientName: 'DURAND^Jeanne',
    ...more,
  });

beforeAll(async () => {
  sandbox = await startTestSandbox();
  headers = { authorization: `Bearer ${await sandboxSystemToken(sandbox)}` };
  const response = await stow([object(1), object(2), object(3)]);
  expect(response.status).toBe(200);
});
afterAll(() => sandbox.stop());

function stow(objects: Buffer[], path = '/studies'): Promise<Response> {
  const { contentType, body } = stowBody(objects);
  return fetch(sandbox.dicomwebUrl + path, {
    method: 'POST',
    headers: { ...headers, 'content-type': contentType },
    body,
  });
}
function get(path: string, accept?: string): Promise<Response> {
  return fetch(sandbox.dicomwebUrl + path, { headers: { ...headers, ...(accept ? { accept } : {}) } });
}
async function json(path: string): Promise<JsonDataset[]> {
  const r = await get(path, 'application/dicom+json');
  expect(r.status).toBe(200);
  return r.json() as Promise<JsonDataset[]>;
}
const value = (row: JsonDataset | undefined, tag: string) => row?.[tag]?.Value?.[0];
const reasons = async (response: Response) =>
  ((await response.json()) as JsonDataset)['00081198']?.Value as JsonDataset[] | undefined;

describe('who may ask', () => {
  test('nobody without a bearer token', async () => {
    for (const path of [
      '/studies',
      `/studies/${study}/metadata`,
      `/studies/${study}/series/${series}/instances/${series}.1/frames/1`,
    ])
      expect((await fetch(sandbox.dicomwebUrl + path)).status).toBe(401);
    expect(
      (
        await fetch(sandbox.dicomwebUrl + '/studies', {
          headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
        })
      ).status,
    ).toBe(401);
  });
});

describe('QIDO-RS', () => {
  test('studies carry their attributes, modalities and counts', async () => {
    const [row] = await json(`/studies?StudyInstanceUID=${study}`);
    expect([
      value(row, '00100020'),
      value(row, '00081030'),
      row?.['00080061']?.Value,
      value(row, '00201206'),
      value(row, '00201208'),
    ]).toEqual(['IPP-1', 'Étude d’essai', ['CT'], 1, 3]);
    expect(value(row, '00081190')).toBe(`${sandbox.dicomwebUrl}/studies/${study}`);
  });
  test.each([
    ['PatientID=IPP-1', 1],
    ['00100020=IPP-1', 1],
    ['PatientID=IPP', 0],
    ['PatientID=IPP*', 1],
    ['PatientName=durand*', 1],
    ['PatientName=DUPONT*', 0],
    ['PatientName=D?RAND*', 1],
    ['StudyDate=20260102', 1],
    ['StudyDate=20260101-20260103', 1],
    ['StudyDate=-20260101', 0],
    ['StudyDate=20260102-', 1],
    ['ModalitiesInStudy=CT', 1],
    ['ModalitiesInStudy=MR', 0],
    [`StudyInstanceUID=1.2.3,${study}`, 1],
    [`StudyInstanceUID=1.2.3%5C${study}`, 1],
    ['SOPClassUID=1.2.840.10008.5.1.4.1.1.2', 1],
  ])('studies?%s finds %i', async (query, count) => {
    expect(await json(`/studies?${query}`)).toHaveLength(count);
  });
  test('limit and offset page in a stable order, the rest is announced', async () => {
    const first = await get(`/studies/${study}/instances?limit=2`);
    expect(first.headers.get('warning')).toContain('There are 1 additional results');
    const both = [
      ...((await first.json()) as JsonDataset[]),
      ...(await json(`/studies/${study}/instances?limit=2&offset=2`)),
    ];
    expect(both.map((r) => value(r, '00200013'))).toEqual([1, 2, 3]);
  });
  test('includefield adds attributes of the instances; fuzzymatching is tolerated and said', async () => {
    expect((await json(`/studies/${study}/series`))[0]).not.toHaveProperty('00280010');
    expect(value((await json(`/studies/${study}/series?includefield=Rows,00280011`))[0], '00280010')).toBe(
      16,
    );
    expect((await get('/studies?fuzzymatching=true')).headers.get('warning')).toContain('fuzzymatching');
  });
  test('series and instances at every level', async () => {
    for (const path of [`/series?StudyInstanceUID=${study}`, `/studies/${study}/series`])
      expect(value((await json(path))[0], '00201209')).toBe(3);
    for (const path of [
      `/instances?SOPInstanceUID=${series}.2`,
      `/studies/${study}/series/${series}/instances?InstanceNumber=2`,
    ])
      expect((await json(path)).map((r) => value(r, '00080018'))).toEqual([`${series}.2`]);
  });
  test('what is not a query is refused', async () => {
    for (const query of ['limit=x', 'offset=-1', 'NoSuchAttribute=1'])
      expect((await get(`/studies?${query}`)).status).toBe(400);
    expect((await get('/studies/1.2..3/series')).status).toBe(400);
  });
  test('a pattern of many stars answers at once', async () => {
    const started = Date.now();
    await json(`/studies?PatientName=${'*a'.repeat(400)}`);
    expect(Date.now() - started).toBeLessThan(2_000);
  });
});

describe('WADO-RS', () => {
  const instance = `/studies/${study}/series/${series}/instances/${series}.1`;
  test('metadata of instance, series and study, pixels by address', async () => {
    for (const [path, count] of [
      [instance, 1],
      [`/studies/${study}/series/${series}`, 3],
      [`/studies/${study}`, 3],
    ] as const) {
      const rows = await json(`${path}/metadata`);
      expect(rows).toHaveLength(count);
      expect(rows[0]?.['7FE00010']?.BulkDataURI).toBe(`${sandbox.dicomwebUrl}${instance}/bulkdata/7FE00010`);
      expect(rows[0]?.['00100010']?.Value).toEqual([{ Alphabetic: 'DURAND^Jeanne' }]);
    }
    expect((await get(`${instance}/metadata`, 'application/dicom+xml')).status).toBe(406);
  });
  test('frames as octets with their transfer syntax', async () => {
    const response = await get(
      `${instance}/frames/1`,
      'multipart/related; type="application/octet-stream"; transfer-syntax=*',
    );
    const text = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toContain('type="application/octet-stream"');
    expect(text.toString('latin1')).toContain(
      'Content-Type: application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1',
    );
    expect(Number(response.headers.get('content-length'))).toBe(text.length);
    const pixels = text.subarray(text.indexOf('\r\n\r\n') + 4, text.indexOf('\r\n\r\n') + 4 + 512);
    expect(pixels.readUInt16LE(2)).toBe(7);
  });
  test('several frames of a multi-frame object, each its own part', async () => {
    const pixels = Buffer.concat([1, 2, 3].map((n) => Buffer.alloc(64, n)));
    await stow([
      dicomObject({
        study: '1.2.826.0.1.1.200',
        series: '1.2.826.0.1.1.200.1',
        instance: '1.2.826.0.1.1.200.1.1',
        rows: 8,
        columns: 8,
        bitsAllocated: 8,
        frames: 3,
        pixels,
      }),
    ]);
    const path = '/studies/1.2.826.0.1.1.200/series/1.2.826.0.1.1.200.1/instances/1.2.826.0.1.1.200.1.1';
    const body = Buffer.from(await (await get(`${path}/frames/3,1`)).arrayBuffer());
    const parts = body
      .toString('latin1')
      .split(/--[0-9a-f]{32}/)
      .slice(1, -1)
      .map((p) => p.slice(p.indexOf('\r\n\r\n') + 4, -2));
    expect(parts.map((p) => [p.length, p.charCodeAt(0)])).toEqual([
      [64, 3],
      [64, 1],
    ]);
    expect((await get(`${path}/frames/4`)).status).toBe(404);
    for (const wrong of ['0', 'x', '1,', '-1'])
      expect((await get(`${path}/frames/${wrong}`)).status).toBe(400);
    expect((await get(`${path}/frames/1`, 'image/jls')).status).toBe(406);
  });
  test('whole instances, series and studies come back as they were stored', async () => {
    expect(
      Buffer.from(await (await get(instance, 'application/dicom')).arrayBuffer()).equals(object(1)),
    ).toBe(true);
    const body = Buffer.from(
      await (await get(`/studies/${study}`, 'multipart/related; type="application/dicom"')).arrayBuffer(),
    );
    for (const n of [1, 2, 3]) expect(body.includes(object(n))).toBe(true);
    expect(
      (
        await get(
          instance,
          'multipart/related; type="application/dicom"; transfer-syntax=1.2.840.10008.1.2.4.90',
        )
      ).status,
    ).toBe(406);
  });
  test('bulk data at the address the metadata gives', async () => {
    const response = await get(`${instance}/bulkdata/7FE00010`, 'application/octet-stream');
    expect((await response.arrayBuffer()).byteLength).toBe(512);
    for (const wrong of ['7FE00010/0/00100010', '00990099', '0040A730'])
      expect((await get(`${instance}/bulkdata/${wrong}`)).status).toBeGreaterThanOrEqual(400);
  });
  test('a series is found below its own study alone', async () => {
    expect((await get(`/studies/1.2.826.0.1.1.200/series/${series}/metadata`)).status).toBe(404);
    expect(
      (await get(`/studies/1.2.826.0.1.1.200/series/${series}/instances/${series}.1/frames/1`)).status,
    ).toBe(404);
  });
  test('rendered images and thumbnails', async () => {
    const png = Buffer.from(
      await (await get(`${instance}/rendered?window=2000,4000,linear`, 'image/png')).arrayBuffer(),
    );
    expect([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
      'PNG',
      16,
      16,
    ]);
    for (const path of [
      `/studies/${study}`,
      `/studies/${study}/series/${series}`,
      instance,
      `${instance}/frames/1`,
    ]) {
      const jpeg = await get(`${path}/thumbnail?viewport=8,8`, 'image/jpeg');
      expect([jpeg.status, Buffer.from(await jpeg.arrayBuffer()).readUInt16BE(0)]).toEqual([200, 0xffd8]);
    }
    for (const query of ['window=x', 'viewport=0,5', 'viewport=99999,1', 'quality=0'])
      expect((await get(`${instance}/rendered?${query}`)).status).toBe(400);
    expect((await get(`${instance}/rendered`, 'video/mp4')).status).toBe(406);
  });
  test('an object without pixels says what it is', async () => {
    await stow([
      dicomObject({
        study: '1.2.826.0.1.1.300',
        series: '1.2.826.0.1.1.300.1',
        instance: '1.2.826.0.1.1.300.1.1',
        modality: 'SR',
        pixels: null,
      }),
    ]);
    const response = await get('/studies/1.2.826.0.1.1.300/thumbnail');
    expect([response.status, await response.text()]).toEqual([406, expect.stringContaining('SR') as string]);
  });
});

describe('STOW-RS', () => {
  const other = '1.2.826.0.1.1.400';
  const fresh = (n: number, more: Partial<DicomObject> = {}) =>
    dicomObject({ study: other, series: `${other}.1`, instance: `${other}.1.${n}`, number: n, ...more });
  test('the same object again changes nothing', async () => {
    expect((await stow([object(1)])).status).toBe(200);
    expect(value((await json(`/studies?StudyInstanceUID=${study}`))[0], '00201208')).toBe(3);
  });
  test('another object under a known UID is refused, the first one stays', async () => {
    const response = await stow([object(1, { description: 'Autre' })]);
    expect(response.status).toBe(409);
    expect((await reasons(response))?.[0]?.['00081197']?.Value).toEqual([0x0111]);
    expect(
      Buffer.from(
        await (
          await get(`/studies/${study}/series/${series}/instances/${series}.1`, 'application/dicom')
        ).arrayBuffer(),
      ).equals(object(1)),
    ).toBe(true);
  });
  test('a study is never shared by two patients, a series by two studies', async () => {
    expect((await stow([object(9, { patientId: 'IPP-2' })])).status).toBe(409);
    expect(
      (await stow([dicomObject({ study: '1.2.826.0.1.1.999', series, instance: `${series}.99` })])).status,
    ).toBe(409);
  });
  test('some good, some damaged: 202 with the reason of each', async () => {
    const response = await stow([
      fresh(1),
      fresh(2).subarray(0, 700),
      Buffer.from('not DICOM at all'),
      fresh(3),
    ]);
    expect(response.status).toBe(202);
    expect((await reasons(response))?.map((r) => String(value(r, '00000902')))).toEqual([
      expect.stringMatching(/^part 2: the file is cut off/) as string,
      expect.stringMatching(/^part 3: this is not a DICOM file/) as string,
    ]);
    expect(await json(`/studies/${other}/instances`)).toHaveLength(2);
  });
  test('pixels shorter than announced, a bad number of frames, a missing UID are damage', async () => {
    for (const [bad, reason] of [
      [fresh(4, { pixels: Buffer.alloc(100) }), 'cut off'],
      [fresh(5, { frames: Number.NaN, pixels: Buffer.alloc(512) }), 'NumberOfFrames'],
      [dicomObject({ study: '', series: '1.2', instance: '1.2.3' }), 'StudyInstanceUID'],
    ] as const) {
      const response = await stow([bad]);
      expect(response.status).toBe(409);
      expect(String(value((await reasons(response))?.[0], '00000902'))).toContain(reason);
    }
  });
  test('a bare dataset is taken and given back as a Part 10 file', async () => {
    expect((await stow([fresh(6, { part10: false })])).status).toBe(200);
    const back = Buffer.from(
      await (
        await get(`/studies/${other}/series/${other}.1/instances/${other}.1.6`, 'application/dicom')
      ).arrayBuffer(),
    );
    expect(back.toString('latin1', 128, 132)).toBe('DICM');
    expect((await stow([back])).status).toBe(200);
  });
  test('an object of another study than the one addressed is refused', async () => {
    expect((await stow([fresh(7)], `/studies/${study}`)).status).toBe(409);
    expect((await stow([fresh(7)], `/studies/${other}`)).status).toBe(200);
  });
  test('what is not a multipart message of DICOM is refused', async () => {
    const post = (type: string, body: string) =>
      fetch(`${sandbox.dicomwebUrl}/studies`, {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body,
      }).then((r) => r.status);
    expect(await post('application/dicom', 'x')).toBe(415);
    expect(await post('multipart/related; type="application/dicom+json"; boundary=a', '--a--')).toBe(415);
    expect(await post('multipart/related; type="application/dicom"; boundary=a', 'nothing')).toBe(400);
    expect(await post('multipart/related; type="application/dicom"; boundary=a', '--a\r\n\r\nhalf')).toBe(
      400,
    );
    expect(
      await post(
        'multipart/related; type="application/dicom"; boundary=a',
        `--a\r\nX: ${'y'.repeat(40_000)}`,
      ),
    ).toBe(400);
  });
});
