import { expect, test } from '@playwright/test';
import { dicomObject, stowBody } from '../../packages/config/src/testing-dicom.ts';
import { systemToken } from '../dicom.ts';
import { stackOf } from '../stack.ts';
import { images } from './differences.ts';

/** What the image proxy relies on of any DICOMweb server, over a small study of its own. */
const stack = stackOf();
const uid = () => `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;
const study = uid(),
  series = uid(),
  instances = [uid(), uid(), uid()];
const patientId = `CONTRAT${Date.now()}`;
const pixels = (n: number) => {
  const out = Buffer.alloc(512);
  for (let i = 0; i < 256; i += 1) out.writeUInt16LE(i * 16 + n, i * 2);
  return out;
};
const objects = instances.map((instance, i) =>
  dicomObject({
    study,
    series,
    instance,
    number: i + 1,
    patientId,
    patientName: 'CONTRAT^Zoé',
    description: 'Étude du contrat',
    seriesDescription: 'Série A',
    pixels: pixels(i),
  }),
);
type Row = Record<string, { Value?: unknown[] }>;
const value = (row: Row | undefined, tag: string) => row?.[tag]?.Value?.[0];

async function ask(
  path: string,
  accept = 'application/dicom+json',
  init: RequestInit = {},
): Promise<Response> {
  return fetch(`${stack.settings['DICOMWEB_URL']}${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${await systemToken(stack)}`,
      accept,
      ...(init.headers as Record<string, string>),
    },
  });
}
const rows = async (path: string) => {
  const response = await ask(path);
  return response.status === 204 ? [] : ((await response.json()) as Row[]);
};

test.beforeAll(async () => {
  const { contentType, body } = stowBody(objects);
  const stored = await ask('/studies', 'application/dicom+json', {
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
  });
  expect(stored.status).toBe(200);
  expect((((await stored.json()) as Row)['00081199']?.Value ?? []).length).toBe(3);
});

test('a study is found by its UID and by its patient, with its description, accents and modalities', async () => {
  for (const query of [`StudyInstanceUID=${study}`, `PatientID=${patientId}`]) {
    const found = await rows(`/studies?${query}&includefield=00081030,00080061,00201206&limit=10`);
    expect(found).toHaveLength(1);
    expect(value(found[0], '0020000D')).toBe(study);
    expect(value(found[0], '00081030')).toBe('Étude du contrat');
    expect(found[0]?.['00080061']?.Value).toEqual(['CT']);
  }
  expect(await rows(`/studies?StudyInstanceUID=${uid()}`)).toEqual([]);
});

test('its series and instances are listed', async () => {
  const [one] = await rows(`/studies/${study}/series?includefield=0008103E`);
  expect([value(one, '0020000E'), value(one, '00080060'), value(one, '0008103E')]).toEqual([
    series,
    'CT',
    'Série A',
  ]);
  expect(
    (await rows(`/studies/${study}/series/${series}/instances`)).map((r) => value(r, '00080018')).sort(),
  ).toEqual([...instances].sort());
});

test('metadata of a series is whole but for the pixels', async () => {
  const list = await rows(`/studies/${study}/series/${series}/metadata`);
  expect(list.map((r) => value(r, '00200013')).sort()).toEqual([1, 2, 3]);
  expect([value(list[0], '00280010'), value(list[0], '00280101')]).toEqual([16, 16]);
  expect(list[0]?.['7FE00010']?.Value).toBeUndefined();
});

test('a frame comes bit for bit', async () => {
  const answer = await ask(
    `/studies/${study}/series/${series}/instances/${instances[1]}/frames/1`,
    'multipart/related; type="application/octet-stream"; transfer-syntax=*',
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^multipart\/related/);
  expect(Buffer.from(await answer.arrayBuffer()).includes(pixels(1))).toBe(true);
});

test('an instance is drawn, and comes whole', async () => {
  const at = `/studies/${study}/series/${series}/instances/${instances[0]}`;
  const drawn = await ask(`${at}/rendered`, 'image/jpeg');
  expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  const whole = await ask(at, 'multipart/related; type="application/dicom"');
  expect(Buffer.from(await whole.arrayBuffer()).includes(Buffer.from(instances[0] ?? '?'))).toBe(true);
});

test('what is not there is not there; storing again changes nothing', async () => {
  expect((await ask(`/studies/${uid()}/metadata`)).status).toBe(404);
  const { contentType, body } = stowBody(objects.slice(0, 1));
  expect(
    (
      await ask('/studies', 'application/dicom+json', {
        method: 'POST',
        headers: { 'content-type': contentType },
        body,
      })
    ).ok,
  ).toBe(true);
  expect(await rows(`/studies/${study}/series/${series}/instances`)).toHaveLength(3);
});

const inParts = 'multipart/related; type="application/dicom+xml"';
test('answers are in the type that was asked for, or refused; never JSON to whoever asks for XML', async () => {
  for (const path of [
    `/studies?StudyInstanceUID=${study}`,
    `/studies/${study}/series`,
    `/studies/${study}/metadata`,
  ]) {
    expect((await ask(path)).headers.get('content-type')).toBe('application/dicom+json');
    const types = ['application/dicom+xml', ...(images.partsOfXml ? [inParts] : [])];
    for (const type of types) {
      const xml = await ask(path, type);
      const isRefused = xml.status === 400 || xml.status === 406;
      expect(isRefused || /xml/.test(xml.headers.get('content-type') ?? ''), `${path} ${type}`).toBe(true);
    }
  }
});

test('what storing answers is DICOM JSON by its name', async () => {
  const { contentType, body } = stowBody(objects.slice(0, 1));
  const stored = await ask('/studies', 'application/dicom+json', {
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
  });
  expect(stored.headers.get('content-type')).toBe('application/dicom+json');
});

test('names in all their writings come back as they are', async () => {
  const [own, ofOwn] = [uid(), uid()],
    written = { Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' };
  const { contentType, body } = stowBody([
    dicomObject({
      study: own,
      series: ofOwn,
      instance: uid(),
      patientId: uid(),
      patientName: Object.values(written).join('='),
    }),
  ]);
  const stored = await ask('/studies', 'application/dicom+json', {
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
  });
  expect(stored.status).toBe(200);
  const [one] = await rows(`/studies/${own}/series/${ofOwn}/metadata`);
  expect(value(one, '00100010')).toEqual(written);
});
