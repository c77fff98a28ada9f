import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { leftOut } from '@keneyapp/config/left-out';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { sandboxSystemToken, type RunningSandbox } from '@keneyapp/config/testing';
import { dicomObject, stowBody, type DicomObject } from '@keneyapp/config/testing-dicom';
import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonDataset } from './json-model.ts';

/** What is drawn is what was meant, or a word says that it cannot be: by the rendered image and by what viewers are sent. */
const found = path.resolve(import.meta.dirname, '../../../../../shared/data/found');
const missing = existsSync(found) ? null : '../shared/data/found is missing';
let sandbox: RunningSandbox;
let headers: Record<string, string>;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  headers = { authorization: `Bearer ${await sandboxSystemToken(sandbox)}` };
});

async function kept(object: Buffer): Promise<string> {
  const { contentType, body } = stowBody([object]);
  const response = await fetch(`${sandbox.dicomwebUrl}/studies`, {
    method: 'POST',
    headers: { ...headers, 'content-type': contentType },
    body,
  });
  const answer = (await response.json()) as JsonDataset,
    stored = answer['00081199']?.Value?.[0] as JsonDataset | undefined;
  if (!stored) throw new Error(JSON.stringify(answer));
  return String(stored['00081190']?.Value?.[0]);
}
const file = (name: string) => readFileSync(path.join(found, name));
let last = 0;
const made = (more: Partial<DicomObject> = {}) => {
  const study = `1.2.826.0.1.6.${(last += 1)}`;
  return dicomObject({ study, series: `${study}.1`, instance: `${study}.1.1`, ...more });
};
/** The made-up object with another value of a short attribute. */
function changed(object: Buffer, tag: number, vr: string, content: Buffer | string): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  const at = object.indexOf(Buffer.concat([head, Buffer.from(vr)]), 132),
    raw = Buffer.from(content);
  return Buffer.concat([
    object.subarray(0, at + 6),
    u16(raw.length),
    raw,
    object.subarray(at + 8 + object.readUInt16LE(at + 6)),
  ]);
}
const u16 = (...values: number[]) => {
  const b = Buffer.alloc(values.length * 2);
  values.forEach((v, i) => b.writeUInt16LE(v & 0xffff, i * 2));
  return b;
};
/** A sequence of one item, its elements in explicit little endian. */
function item(...elements: [number, string, Buffer][]): Buffer {
  const inner = Buffer.concat(
    elements.map(([tag, vr, content]) => {
      const long = vr === 'OW';
      return Buffer.concat([
        u16(tag >>> 16, tag & 0xffff),
        Buffer.from(vr),
        long ? Buffer.concat([u16(0), u16(content.length, 0)]) : u16(content.length),
        content,
      ]);
    }),
  );
  return Buffer.concat([u16(0xfffe, 0xe000), u16(inner.length, 0), inner]);
}

interface Png {
  width: number;
  height: number;
  at(x: number, y: number): number[];
}
/** Reads the images the server writes: 8 bits, rows filtered by "sub". */
function readPng(bytes: Buffer): Png {
  const width = bytes.readUInt32BE(16),
    height = bytes.readUInt32BE(20),
    channels = bytes[25] === 2 ? 3 : 1;
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(data)),
    stride = width * channels + 1;
  for (let y = 0; y < height; y += 1)
    for (let x = channels + 1; x < stride; x += 1)
      raw[y * stride + x] = ((raw[y * stride + x] ?? 0) + (raw[y * stride + x - channels] ?? 0)) & 255;
  return {
    width,
    height,
    at: (x, y) => [...raw.subarray(y * stride + 1 + x * channels, y * stride + 1 + (x + 1) * channels)],
  };
}
async function drawn(url: string, kind = 'rendered'): Promise<Png> {
  const response = await fetch(`${url}/${kind}`, { headers: { ...headers, accept: 'image/png' } });
  if (response.status !== 200) throw new Error(await response.text());
  return readPng(Buffer.from(await response.arrayBuffer()));
}
/** The first frame as a viewer is sent it, and its encoding. */
async function sent(
  url: string,
  transferSyntax = '*',
): Promise<{ bytes: Buffer; syntax: string; status: number }> {
  const accept = `multipart/related; type=application/octet-stream; transfer-syntax=${transferSyntax}`;
  const response = await fetch(`${url}/frames/1`, { headers: { ...headers, accept } });
  const body = Buffer.from(await response.arrayBuffer()),
    start = body.indexOf('\r\n\r\n') + 4;
  return {
    bytes: body.subarray(start, body.lastIndexOf('\r\n--')),
    syntax: /transfer-syntax=([\d.]+)/.exec(body.toString('latin1', 0, start))?.[1] ?? '',
    status: response.status,
  };
}
const metadata = async (url: string) =>
  ((await (await fetch(`${url}/metadata`, { headers })).json()) as JsonDataset[])[0] ?? {};
const native = '1.2.840.10008.1.2.1';
const grey = (png: Png, x: number, y: number) => png.at(x, y)[0] ?? -1;

describe.skipIf(missing)(leftOut('files of others', missing), () => {
  test('a JPEG 2000 stream that contradicts the sign: air is black, and viewers get signed samples', async () => {
    const url = await kept(file('dicom-decoding/R14-J2K_pixelrep_mismatch.dcm'));
    const png = await drawn(url);
    expect([grey(png, 2, 2), grey(png, 509, 2)]).toEqual([0, 0]);
    const { bytes, syntax } = await sent(url);
    expect([syntax, bytes.length]).toEqual([native, 512 * 512 * 2]);
    expect(bytes.readInt16LE(0)).toBeLessThan(-900);
    const stored = await sent(url, '1.2.840.10008.1.2.4.90');
    expect([stored.syntax, stored.bytes.readUInt16BE(0)]).toEqual(['1.2.840.10008.1.2.4.90', 0xff4f]);
  });
  test('an RGB JPEG without its marker: grey is grey, and viewers get the marker', async () => {
    const url = await kept(file('dicom-decoding/R04-SC_jpeg_no_color_transform.dcm'));
    const png = await drawn(url);
    const colours = new Set<string>();
    for (let y = 4; y < 256; y += 8) colours.add(png.at(128, y).join());
    expect([...colours].some((c) => c.split(',').every((v) => Math.abs(Number(v) - 244) < 4))).toBe(true);
    expect((await sent(url)).bytes.subarray(0, 11).toString('latin1')).toBe('\xff\xd8\xff\xee\0\x0eAdobe');
  });
  test('a VOI LUT is applied where there is no window: bright at the left', async () => {
    const png = await drawn(await kept(file('dicom-lut-and-overlay/01-voilut.dcm')));
    expect(grey(png, 2, 64)).toBeGreaterThan(200);
    expect(grey(png, 125, 64)).toBeLessThan(50);
  });
  test.each(['06-aspect', '07-spacing'])('%s: what is round is drawn round', async (name) => {
    const url = await kept(file(`dicom-lut-and-overlay/${name}.dcm`));
    for (const kind of ['thumbnail', 'rendered']) {
      const png = await drawn(url, kind),
        columns = Array.from({ length: png.width }, (_, x) => x).filter((x) =>
          Array.from({ length: png.height }, (_, y) => grey(png, x, y)).some((v) => v > 127),
        ),
        rows = Array.from({ length: png.height }, (_, y) => y).filter((y) =>
          Array.from({ length: png.width }, (_, x) => grey(png, x, y)).some((v) => v > 127),
        );
      expect(columns.length).toBeGreaterThan(10);
      expect(Math.abs(columns.length / rows.length - 1), kind).toBeLessThan(0.08);
    }
  });
  test('high bit 15: a smooth ramp, where viewers look for it', async () => {
    const url = await kept(file('dicom-lut-and-overlay/09-highbit.dcm'));
    const png = await drawn(url);
    const row = Array.from({ length: 128 }, (_, x) => grey(png, x, 64));
    expect(row).toEqual([...row].sort((a, b) => a - b));
    expect([row[0], row[127]]).toEqual([0, 255]);
    expect((await metadata(url))['00280102']).toEqual({ vr: 'US', Value: [11] });
    const { bytes } = await sent(url);
    const samples = Array.from({ length: 128 }, (_, x) => bytes.readUInt16LE(x * 2));
    expect([samples[0], samples[127]]).toEqual([0, 4095]);
  });
  test('an overlay is drawn over the image', async () => {
    const png = await drawn(await kept(file('dicom-lut-and-overlay/11-overlay.dcm')));
    let steps = 0;
    for (let y = 0; y < 128; y += 1)
      for (let x = 1; x < 128; x += 1) if (Math.abs(grey(png, x, y) - grey(png, x - 1, y)) > 60) steps += 1;
    expect(steps).toBeGreaterThan(100);
  });
});

describe('made up', () => {
  test('run-length encoded colour of 16 bits keeps its colours, and viewers get the samples', async () => {
    // 2×1 pixels: red 0x0102 0x0304, green 0x0506 0x0708, blue 0x090a 0xfffe; a segment for each byte, the higher first
    const segments = [
      [1, 3],
      [2, 4],
      [5, 7],
      [6, 8],
      [9, 0xff],
      [0x0a, 0xfe],
    ].map(([a = 0, b = 0]) => Buffer.from([1, a, b, 0]));
    const head = Buffer.alloc(64);
    head.writeUInt32LE(6, 0);
    segments.forEach((_, i) => head.writeUInt32LE(64 + i * 4, 4 + i * 4));
    let object = made({
      rows: 1,
      columns: 2,
      transferSyntax: '1.2.840.10008.1.2.5',
      fragments: [Buffer.concat([head, ...segments])],
      extra: [[0x00280006, 'US', u16(1)]],
    });
    object = changed(changed(object, 0x00280002, 'US', u16(3)), 0x00280004, 'CS', 'RGB ');
    const url = await kept(object);
    const png = await drawn(url);
    expect([png.at(0, 0), png.at(1, 0)]).toEqual([
      [1, 5, 9],
      [3, 7, 255],
    ]);
    const { bytes, syntax } = await sent(url);
    expect(syntax).toBe(native);
    // by planes, as PlanarConfiguration says
    expect(bytes.equals(u16(0x0102, 0x0304, 0x0506, 0x0708, 0x090a, 0xfffe))).toBe(true);
  });
  test('a Modality LUT takes the place of the rescaling', async () => {
    const url = await kept(
      made({
        rows: 1,
        columns: 4,
        pixels: u16(0, 1, 2, 3),
        extra: [
          [
            0x00283000,
            'SQ',
            item([0x00283002, 'US', u16(4, 0, 16)], [0x00283006, 'OW', u16(3000, 2000, 1000, 0)]),
          ],
          [0x00281050, 'DS', '1500'],
          [0x00281051, 'DS', '3000'],
        ],
      }),
    );
    const png = await drawn(url);
    expect([0, 1, 2, 3].map((x) => grey(png, x, 0))).toEqual([255, 170, 85, 0]);
  });
  test('a sigmoid window, and signed bits below sixteen', async () => {
    const object = made({
      rows: 1,
      columns: 3,
      pixels: u16(0xfff & -1000, 0, 1000),
      extra: [
        [0x00281050, 'DS', '0 '],
        [0x00281051, 'DS', '1000'],
        [0x00281056, 'CS', 'SIGMOID '],
      ],
    });
    const signed = changed(
      changed(changed(object, 0x00280101, 'US', u16(12)), 0x00280102, 'US', u16(11)),
      0x00280103,
      'US',
      u16(1),
    );
    const png = await drawn(await kept(signed));
    expect([0, 1, 2].map((x) => grey(png, x, 0))).toEqual([5, 128, 250]);
  });
  test.each([
    ['more stored bits than allocated', 0x00280101, 'US', u16(20)],
    ['colours that are not drawn', 0x00280004, 'CS', Buffer.from('HSV ')],
    ['a colour image of one sample', 0x00280004, 'CS', Buffer.from('RGB ')],
  ])('%s: refused with a word', async (_name, tag, vr, content) => {
    const url = await kept(changed(made(), tag, vr, content));
    const response = await fetch(`${url}/rendered`, { headers });
    expect([response.status, await response.text()]).toEqual([
      406,
      expect.stringContaining('cannot be shown rightly'),
    ]);
  });
  test('a stream of another size than the object says is neither drawn nor sent to viewers', async () => {
    // start of image, frame header of 4×4 pixels with one component, end
    const stream = Buffer.from('ffd8ffc0000b080004000401011100ffd9', 'hex');
    const object = changed(
      made({ transferSyntax: '1.2.840.10008.1.2.4.50', fragments: [stream], bitsAllocated: 8 }),
      0x00280101,
      'US',
      u16(8),
    );
    const url = await kept(object);
    expect((await fetch(`${url}/thumbnail`, { headers })).status).toBe(406);
    expect((await sent(url)).status).toBe(406);
    expect((await sent(url, '1.2.840.10008.1.2.4.50')).status).toBe(200);
  });
  test('an overlay that is not whole, a table that is not whole: a word instead of a picture without them', async () => {
    const overlay = await kept(
      made({
        extra: [
          [0x60000010, 'US', u16(16)],
          [0x60000011, 'US', u16(16)],
          [0x60003000, 'OW', Buffer.alloc(4)],
        ],
      }),
    );
    const table = await kept(
      made({
        extra: [
          [0x00283010, 'SQ', item([0x00283002, 'US', u16(4096, 0, 12)], [0x00283006, 'OW', u16(1, 2)])],
        ],
      }),
    );
    for (const url of [overlay, table]) {
      const response = await fetch(`${url}/rendered`, { headers });
      expect([response.status, await response.text()]).toEqual([
        406,
        expect.stringContaining('not complete'),
      ]);
    }
  });
});
