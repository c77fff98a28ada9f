import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { leftOut } from '@keneyapp/config/left-out';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { sandboxSystemToken, startTestSandbox, type RunningSandbox } from '@keneyapp/config/testing';
import { dicomObject, stowBody, type DicomObject } from '@keneyapp/config/testing-dicom';
import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonDataset } from './json-model.ts';

/** Files and clients of others: encodings, character sets, byte orders, and what they ask of the protocol. */
const found = path.resolve(import.meta.dirname, '../../../../../shared/data/found');
const missing = existsSync(found) ? null : '../shared/data/found is missing';
let sandbox: RunningSandbox;
let headers: Record<string, string>;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  headers = { authorization: `Bearer ${await sandboxSystemToken(sandbox)}` };
});

async function stow(object: Buffer, more: Record<string, string> = {}): Promise<Response> {
  const { contentType, body } = stowBody([object]);
  return fetch(`${sandbox.dicomwebUrl}/studies`, {
    method: 'POST',
    headers: { ...headers, 'content-type': contentType, ...more },
    body,
  });
}
const get = (url: string, more: Record<string, string> = {}) =>
  fetch(url.startsWith('http') ? url : sandbox.dicomwebUrl + url, { headers: { ...headers, ...more } });
const value = (row: JsonDataset | undefined, tag: string) => row?.[tag]?.Value?.[0];
const item = (answer: JsonDataset, tag: string) => (answer[tag]?.Value?.[0] ?? {}) as JsonDataset;
/** Stores an object and answers its address and metadata; throws with the server's reason. */
async function kept(object: Buffer): Promise<{ url: string; json: JsonDataset }> {
  const answer = (await (await stow(object)).json()) as JsonDataset;
  const url = String(value(item(answer, '00081199'), '00081190') ?? '');
  if (!url) throw new Error(String(value(item(answer, '00081198'), '00000902')));
  const [json = {}] = (await (await get(`${url}/metadata`)).json()) as JsonDataset[];
  return { url, json };
}
const file = (name: string) => readFileSync(path.join(found, name));
let last = 0;
const made = (more: Partial<DicomObject> = {}) => {
  const study = `1.2.826.0.1.7.${(last += 1)}`;
  return dicomObject({ study, series: `${study}.1`, instance: `${study}.1.1`, ...more });
};
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((p) => (typeof p === 'string' ? Buffer.from(p, 'latin1') : Buffer.from(p))));
const u16 = (v: number) => {
  const b = Buffer.alloc(2);
  b.writeUInt16LE(v & 0xffff);
  return b;
};

describe.skipIf(missing)(leftOut('files of others', missing), () => {
  test('padding of signed pixels is signed in an implicit file', async () => {
    const { json } = await kept(file('dicom-server/ct_implicit_signed_padding.dcm'));
    expect(json['00280120']).toEqual({ vr: 'SS', Value: [-2000] });
  });
  test('known attributes written as UN are read', async () => {
    const { json } = await kept(file('dicom-server/rtdose_rle_1frame.dcm'));
    expect(json['0020000D']?.vr).toBe('UI');
    expect(
      Object.entries(json).filter(
        ([tag, e]) => e.vr === 'UN' && Number.parseInt(tag.slice(0, 4), 16) % 2 === 0,
      ),
    ).toEqual([]);
  });
  test.each([
    ['C-chrH32.dcm', 'ﾔﾏﾀﾞ^ﾀﾛｳ', '山田^太郎'],
    ['C-chrI2.dcm', 'Hong^Gildong', '洪^吉洞'],
    ['C-chrKoreanMulti.dcm', '김희중', undefined],
  ])('%s has the name %s', async (name, alphabetic, ideographic) => {
    const { json } = await kept(file(`dicom-person-names/${name}`));
    const read = (json['00100010']?.Value?.[0] ?? {}) as Record<string, string>;
    expect([read['Alphabetic'], read['Ideographic']]).toEqual([alphabetic, ideographic]);
  });
});

describe('character sets', () => {
  const named = async (charset: string, name: Buffer) => {
    const study = `1.2.826.0.1.7.${(last += 1)}`;
    const whole = dicomObject({ study, series: `${study}.1`, instance: `${study}.1.1` });
    return (await kept(renamed(whole, charset, name))).json;
  };
  /** The made-up object with another character set and name: both stand before all that has a length of its own. */
  function renamed(object: Buffer, charset: string, name: Buffer): Buffer {
    const replace = (all: Buffer, tag: number[], vr: string, content: Buffer) => {
      const at = all.indexOf(Buffer.concat([Buffer.from(tag), Buffer.from(vr)]));
      const even = content.length % 2 ? Buffer.concat([content, Buffer.from(' ')]) : content;
      return Buffer.concat([
        all.subarray(0, at + 6),
        u16(even.length),
        even,
        all.subarray(at + 8 + all.readUInt16LE(at + 6)),
      ]);
    };
    return replace(
      replace(object, [0x08, 0, 0x05, 0], 'CS', Buffer.from(charset)),
      [0x10, 0, 0x10, 0],
      'PN',
      name,
    );
  }
  test.each([
    ['ISO_IR 13', bytes([0xd4, 0xcf, 0xc0, 0xde], '^', [0xc0, 0xdb, 0xb3]), { Alphabetic: 'ﾔﾏﾀﾞ^ﾀﾛｳ' }],
    [
      '\\ISO 2022 IR 87',
      bytes('Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B'),
      { Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' },
    ],
    ['\\ISO 2022 IR 149', bytes([0xb1, 0xe8, 0xc8, 0xf1, 0xc1, 0xdf]), { Alphabetic: '김희중' }],
    [
      '\\ISO 2022 IR 149',
      bytes('\x1b$)C', [0xb1, 0xe8], '^', [0xc8, 0xf1, 0xc1, 0xdf]),
      { Alphabetic: '김^희중' },
    ],
    [
      '\\ISO 2022 IR 58',
      bytes('Zhang^X=\x1b$)A', [0xd5, 0xc5], '^\x1b$)A', [0xd0, 0xa1]),
      { Alphabetic: 'Zhang^X', Ideographic: '张^小' },
    ],
    ['\\ISO 2022 IR 159', bytes('\x1b$(D\x30\x21\x1b(B^A'), { Alphabetic: '丂^A' }],
    [
      'ISO 2022 IR 100\\ISO 2022 IR 144',
      bytes([0xe9], 'ric^\x1b-L', [0xbb, 0xee]),
      { Alphabetic: 'éric^Лю' },
    ],
    ['ISO_IR 126', bytes([0xc1, 0xe3]), { Alphabetic: 'Αγ' }],
    ['GB18030', Buffer.from([0xcd, 0xf5]), { Alphabetic: '王' }],
    ['ISO-IR 192', Buffer.from('Żółć'), { Alphabetic: 'Żółć' }],
    ['', Buffer.from('Żółć'), { Alphabetic: 'Żółć' }],
    ['', bytes('Andr', [0xe9]), { Alphabetic: 'André' }],
  ])('%j', async (charset, name, expected) => {
    expect((await named(charset, name))['00100010']?.Value).toEqual([expected]);
  });
  test('a name is found in each of its writings', async () => {
    const study = `1.2.826.0.1.7.${(last += 1)}`;
    await kept(
      dicomObject({
        study,
        series: `${study}.1`,
        instance: `${study}.1.1`,
        patientName: 'Yamadori^Hanako=山鳥^花子=やまどり^はなこ',
      }),
    );
    for (const [name, count] of [
      ['山鳥^花子', 1],
      ['山鳥*', 1],
      ['やまどり*', 1],
      ['yamadori*', 1],
      ['Yamadori^Hanako=山鳥^花子', 1],
      ['=山鳥*', 1],
      ['*=山鳥*=*', 1],
      ['Yamadori*=山田*', 0],
      ['=Yamadori*', 0],
    ] as const) {
      const query = `/studies?StudyInstanceUID=${study}&PatientName=${encodeURIComponent(name)}`;
      expect((await (await get(query)).json()) as unknown[], name).toHaveLength(count);
    }
  });
});

describe('encodings', () => {
  /** Explicit big endian: every number of the file the other way round. */
  function big(bits: 8 | 16 | 32, vr: 'OB' | 'OW', pixels: Buffer, frames = 1, columns = 2): Buffer {
    const study = `1.2.826.0.1.7.${(last += 1)}`;
    const be16 = (v: number) => {
      const b = Buffer.alloc(2);
      b.writeUInt16BE(v & 0xffff);
      return b;
    };
    const be32 = (v: number) => {
      const b = Buffer.alloc(4);
      b.writeUInt32BE(v);
      return b;
    };
    const element = (tag: number, type: string, content: Buffer | string) => {
      const raw =
        typeof content === 'string' ? Buffer.from(content.length % 2 ? `${content}\0` : content) : content;
      const isLong = ['OB', 'OW', 'OF'].includes(type);
      return Buffer.concat([
        be32(tag),
        Buffer.from(type),
        isLong ? Buffer.concat([Buffer.alloc(2), be32(raw.length)]) : be16(raw.length),
        raw,
      ]);
    };
    const meta = (object: Buffer) => object.subarray(0, 144 + object.readUInt32LE(140));
    return Buffer.concat([
      meta(
        dicomObject({
          study,
          series: `${study}.1`,
          instance: `${study}.1.1`,
          transferSyntax: '1.2.840.10008.1.2.2',
        }),
      ),
      element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      element(0x00080018, 'UI', `${study}.1.1`),
      element(0x0020000d, 'UI', study),
      element(0x0020000e, 'UI', `${study}.1`),
      element(0x00280002, 'US', be16(1)),
      element(0x00280004, 'CS', 'MONOCHROME2 '),
      element(0x00280008, 'IS', `${frames} `),
      element(0x00280010, 'US', be16(1)),
      element(0x00280011, 'US', be16(columns)),
      element(0x00280100, 'US', be16(bits)),
      element(0x00280101, 'US', be16(bits)),
      element(0x00280102, 'US', be16(bits - 1)),
      element(0x00280103, 'US', be16(0)),
      element(0x00281201, 'OW', Buffer.from([1, 2, 3, 4])),
      element(0x7fe00010, vr, pixels),
    ]);
  }
  const frame = async (url: string, n = 1) => {
    const response = await get(`${url}/frames/${n}`, { accept: 'application/octet-stream' });
    expect(response.status).toBe(200);
    return [...Buffer.from(await response.arrayBuffer())];
  };
  test('big-endian samples of every width come little endian', async () => {
    const wide = await kept(big(32, 'OW', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8])));
    expect(await frame(wide.url)).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
    expect(wide.json['00281201']?.InlineBinary).toBe(Buffer.from([2, 1, 4, 3]).toString('base64'));
    expect(await frame((await kept(big(16, 'OW', Buffer.from([1, 2, 3, 4])))).url)).toEqual([2, 1, 4, 3]);
    expect(await frame((await kept(big(8, 'OB', Buffer.from([1, 2])))).url)).toEqual([1, 2]);
    // bytes in words, and frames that begin in the middle of one: 1 2 3 | 4 5 6
    const words = await kept(big(8, 'OW', Buffer.from([2, 1, 4, 3, 6, 5]), 2, 3));
    expect([await frame(words.url, 1), await frame(words.url, 2)]).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const bulk = await get(`${wide.url}/bulkdata/7FE00010`, { accept: 'application/octet-stream' });
    expect([...Buffer.from(await bulk.arrayBuffer())]).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
    expect(bulk.headers.get('content-type')).toContain('1.2.840.10008.1.2.1');
  });
  test('sequences, texts and numbers written as UN are read', async () => {
    const inner = Buffer.concat([
      Buffer.from([0xfe, 0xff, 0x00, 0xe0, 10, 0, 0, 0]),
      Buffer.from([0x08, 0x00, 0x00, 0x01, 2, 0, 0, 0]),
      Buffer.from('A '),
    ]);
    const { json } = await kept(
      made({
        extra: [
          [0x00080102, 'UN', Buffer.from('99X ')],
          [0x00082112, 'UN', inner],
          [0x00280120, 'UN', u16(-5)],
          [0x00290010, 'UN', Buffer.from('HOUSE ')],
          [0x00291001, 'UN', Buffer.from([1, 2])],
        ],
      }),
    );
    expect(json['00080102']).toEqual({ vr: 'SH', Value: ['99X'] });
    expect(json['00082112']).toEqual({ vr: 'SQ', Value: [{ '00080100': { vr: 'SH', Value: ['A'] } }] });
    expect(json['00280120']).toEqual({ vr: 'US', Value: [65531] });
    expect(json['00290010']).toEqual({ vr: 'LO', Value: ['HOUSE'] });
    expect(json['00291001']?.vr).toBe('UN');
  });
  test('an object that describes an image and holds none is kept, and says that it has none', async () => {
    const { url } = await kept(
      made({
        pixels: null,
        modality: 'PR',
        extra: [
          [0x00280010, 'US', u16(16)],
          [0x00280011, 'US', u16(16)],
        ],
      }),
    );
    const drawn = await get(`${url}/rendered`);
    expect([drawn.status, await drawn.text()]).toEqual([406, expect.stringContaining('no image')]);
    await kept(made({ pixels: Buffer.alloc(0) }));
  });
});

describe('the protocol', () => {
  test('answers in the DICOM JSON model have its media type alone', async () => {
    const stored = await stow(made());
    expect(stored.headers.get('content-type')).toBe('application/dicom+json');
    const refused = await stow(Buffer.from('nothing of DICOM, however it is read'));
    expect([refused.status, refused.headers.get('content-type')]).toEqual([409, 'application/dicom+json']);
    const { url } = await kept(made());
    for (const at of ['/studies?limit=1', '/series?limit=1', '/instances?limit=1', `${url}/metadata`]) {
      expect((await get(at)).headers.get('content-type'), at).toBe('application/dicom+json');
      expect((await get(at, { accept: 'application/json' })).headers.get('content-type')).toBe(
        'application/json',
      );
      for (const accept of [
        'application/dicom+xml',
        'multipart/related; type="application/dicom+xml"',
        'text/html',
      ])
        expect((await get(at, { accept })).status, `${at} ${accept}`).toBe(406);
    }
    const uid = '1.2.826.0.1.7.9999';
    const asked = dicomObject({ study: uid, series: `${uid}.1`, instance: `${uid}.1.1` });
    expect((await stow(asked, { accept: 'application/dicom+xml' })).status).toBe(406);
    expect((await get(`/studies/${uid}/metadata`)).status).toBe(404);
  });
  test('a stretch of bulk data, of a frame or of a file', async () => {
    const { url } = await kept(made());
    for (const [at, accept] of [
      [`${url}/bulkdata/7FE00010`, 'application/octet-stream'],
      [`${url}/frames/1`, 'application/octet-stream'],
      [url, 'application/dicom'],
    ] as const) {
      const whole = Buffer.from(await (await get(at, { accept })).arrayBuffer()),
        size = whole.length;
      for (const [range, from, to] of [
        ['bytes=10-19', 10, 19],
        ['bytes=500-', 500, size - 1],
        ['bytes=-7', size - 7, size - 1],
        [`bytes=0-${size * 9}`, 0, size - 1],
      ] as const) {
        const part = await get(at, { accept, range });
        expect([part.status, part.headers.get('content-range')], range).toEqual([
          206,
          `bytes ${from}-${to}/${size}`,
        ]);
        expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(from, to + 1)), range).toBe(true);
      }
      const beyond = await get(at, { accept, range: `bytes=${size}-` });
      expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${size}`]);
      for (const range of ['bytes=9-3', 'lines=1-2', 'bytes=0-1,5-6'])
        expect((await get(at, { accept, range })).status, range).toBe(200);
    }
  });
  test('files that a kill left without an owner are swept at start, all others stay', async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'keneyapp-sweep-'));
    const own = await startTestSandbox({ dataDir });
    const { contentType, body } = stowBody([made()]);
    const authorization = `Bearer ${await sandboxSystemToken(own)}`;
    await fetch(`${own.dicomwebUrl}/studies`, {
      method: 'POST',
      headers: { authorization, 'content-type': contentType },
      body,
    });
    await own.kill();
    const folder = path.join(dataDir, 'dicom/files'),
      list = () =>
        readdirSync(folder, { recursive: true })
          .map(String)
          .filter((f) => f.endsWith('.dcm'));
    const before = list();
    expect(before).toHaveLength(1);
    await mkdir(path.join(folder, 'ab'), { recursive: true });
    writeFileSync(path.join(folder, 'ab', `${'0'.repeat(38)}.dcm`), 'half');
    const again = await startTestSandbox({ dataDir });
    expect(list()).toEqual(before);
    await again.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 120_000);
});
