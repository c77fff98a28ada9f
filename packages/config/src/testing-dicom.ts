/** What a made-up DICOM object says; everything has a default. */
export interface DicomObject {
  study: string;
  series: string;
  instance: string;
  patientId?: string;
  patientName?: string;
  issuer?: string;
  modality?: string;
  sopClass?: string;
  number?: number;
  date?: string;
  description?: string;
  seriesDescription?: string;
  rows?: number;
  columns?: number;
  frames?: number;
  bitsAllocated?: 8 | 16;
  photometric?: 'MONOCHROME1' | 'MONOCHROME2';
  transferSyntax?: string;
  /** Pixel bytes; a gradient by default, null for an object without pixels. */
  pixels?: Buffer | null;
  /** Compressed frames instead of pixels. */
  fragments?: Buffer[];
  /** false: no position, orientation or frame of reference, as a radiograph has none. */
  positioned?: boolean;
  /** false writes a bare dataset, without preamble and meta group. */
  part10?: boolean;
  extra?: [tag: number, vr: string, value: Buffer | string][];
}

/** Writes a DICOM object in explicit little endian (PS3.5, PS3.10). For tests and benches. */
export function dicomObject(o: DicomObject): Buffer {
  const { rows = 16, columns = 16, frames = 1, bitsAllocated = 16 } = o;
  const sopClass = o.sopClass ?? '1.2.840.10008.5.1.4.1.1.2';
  const hasPixels = o.pixels !== null;
  const values: [number, string, Buffer | string][] = [
    [0x00080005, 'CS', 'ISO_IR 192'],
    [0x00080016, 'UI', sopClass],
    [0x00080018, 'UI', o.instance],
    [0x00080020, 'DA', o.date ?? '20260102'],
    [0x00080030, 'TM', '101500'],
    [0x00080050, 'SH', ''],
    [0x00080060, 'CS', o.modality ?? 'CT'],
    [0x00081030, 'LO', o.description ?? 'Étude d’essai'],
    [0x0008103e, 'LO', o.seriesDescription ?? 'Série'],
    [0x00100010, 'PN', o.patientName ?? 'ESSAI^Patient'],
    [0x00100020, 'LO', o.patientId ?? 'TEST'],
    ...(o.issuer ? [[0x00100021, 'LO', o.issuer] as [number, string, string]] : []),
    [0x0020000d, 'UI', o.study],
    [0x0020000e, 'UI', o.series],
    [0x00200010, 'SH', ''],
    [0x00200011, 'IS', '1'],
    [0x00200013, 'IS', String(o.number ?? 1)],
    ...(o.positioned === false
      ? []
      : ([
          [0x00200032, 'DS', `0\\0\\${o.number ?? 1}`],
          [0x00200037, 'DS', '1\\0\\0\\0\\1\\0'],
          [0x00200052, 'UI', `${o.series}.9`],
        ] as [number, string, string][])),
    ...(hasPixels
      ? ([
          [0x00280002, 'US', u16(1)],
          [0x00280004, 'CS', o.photometric ?? 'MONOCHROME2'],
          [0x00280008, 'IS', String(frames)],
          [0x00280010, 'US', u16(rows)],
          [0x00280011, 'US', u16(columns)],
          [0x00280030, 'DS', '1\\1'],
          [0x00280100, 'US', u16(bitsAllocated)],
          [0x00280101, 'US', u16(bitsAllocated)],
          [0x00280102, 'US', u16(bitsAllocated - 1)],
          [0x00280103, 'US', u16(0)],
        ] as [number, string, Buffer | string][])
      : []),
    ...(o.extra ?? []),
  ];
  const body = Buffer.concat([
    ...values.sort(([a], [b]) => a - b).map(([tag, vr, value]) => element(tag, vr, value)),
    ...(!hasPixels
      ? []
      : o.fragments
        ? [encapsulated(o.fragments)]
        : [
            element(
              0x7fe00010,
              bitsAllocated === 8 ? 'OB' : 'OW',
              o.pixels ?? gradient(rows * columns * frames, bitsAllocated),
            ),
          ]),
  ]);
  if (o.part10 === false) return body;
  const meta = Buffer.concat([
    element(0x00020001, 'OB', Buffer.from([0, 1])),
    element(0x00020002, 'UI', sopClass),
    element(0x00020003, 'UI', o.instance),
    element(0x00020010, 'UI', o.transferSyntax ?? '1.2.840.10008.1.2.1'),
    element(0x00020012, 'UI', '1.2.3.4'),
  ]);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(0x00020000, 'UL', u32(meta.length)),
    meta,
    body,
  ]);
}

/** A multipart/related body of STOW-RS, PS3.18 10.5. */
export function stowBody(
  objects: readonly Buffer[],
  boundary = 'keneyapp-boundary',
): { contentType: string; body: Buffer<ArrayBuffer> } {
  const parts = objects.flatMap((object) => [
    Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
    object,
    Buffer.from('\r\n'),
  ]);
  return {
    contentType: `multipart/related; type="application/dicom"; boundary=${boundary}`,
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

/** One element in explicit little endian, padded to an even length. */
export function element(tag: number, vr: string, value: Buffer | string): Buffer {
  const raw = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  const data =
    raw.length % 2 ? Buffer.concat([raw, Buffer.from(vr === 'UI' || vr === 'OB' ? '\0' : ' ')]) : raw;
  const isLong = ['OB', 'OW', 'UN', 'SQ', 'UT', 'OF'].includes(vr);
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  head.write(vr, 4, 'latin1');
  if (isLong) head.writeUInt32LE(data.length, 8);
  else head.writeUInt16LE(data.length, 6);
  return Buffer.concat([head, data]);
}

function encapsulated(fragments: Buffer[]): Buffer {
  const item = (data: Buffer) =>
    Buffer.concat([
      Buffer.from([0xfe, 0xff, 0x00, 0xe0]),
      u32(data.length + (data.length % 2)),
      data,
      Buffer.alloc(data.length % 2),
    ]);
  return Buffer.concat([
    Buffer.from([0xe0, 0x7f, 0x10, 0x00]),
    Buffer.from('OB\0\0'),
    u32(0xffffffff),
    item(Buffer.alloc(0)),
    ...fragments.map(item),
    Buffer.from([0xfe, 0xff, 0xdd, 0xe0]),
    u32(0),
  ]);
}

function gradient(count: number, bits: 8 | 16): Buffer {
  const out = Buffer.alloc(count * (bits / 8));
  for (let i = 0; i < count; i += 1) {
    if (bits === 8) out[i] = i & 255;
    else out.writeUInt16LE((i * 7) & 4095, i * 2);
  }
  return out;
}
export function u16(value: number): Buffer {
  const b = Buffer.alloc(2);
  b.writeUInt16LE(value);
  return b;
}
export function u32(value: number): Buffer {
  const b = Buffer.alloc(4);
  b.writeUInt32LE(value);
  return b;
}
