import { crc32, deflateSync } from 'node:zlib';
import type { Picture } from './picture.ts';
import { codec } from './wasm.ts';

/** PNG (ISO/IEC 15948), 8 bits, grey or RGB. */
export function toPng({ width, height, channels, data }: Picture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 1 ? 0 : 2, 0, 0, 0], 8);
  const stride = width * channels;
  const rows = Buffer.alloc((stride + 1) * height);
  // Filter "sub": neighbouring pixels of an image are alike.
  for (let y = 0; y < height; y += 1) {
    const to = y * (stride + 1);
    rows[to] = 1;
    for (let x = 0; x < stride; x += 1)
      rows[to + 1 + x] =
        ((data[y * stride + x] ?? 0) - (x >= channels ? (data[y * stride + x - channels] ?? 0) : 0)) & 255;
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** The encoder writes into a buffer the size of the image: headers do not fit a tiny one, noise at full quality none. */
const smallest = 64,
  bestQuality = 92;

/** Baseline JPEG. `quality` 1 to 100. Images below 64 pixels a side are enlarged by whole pixels. */
export async function toJpeg(picture: Picture, quality: number): Promise<Buffer> {
  const { width, height, channels, data } = enlarged(picture);
  const { JPEGEncoder } = await codec('libjpeg');
  const encoder = new JPEGEncoder();
  try {
    encoder.setQuality(Math.min(quality, bestQuality));
    encoder
      .getDecodedBuffer({ width, height, bitsPerSample: 8, componentCount: channels, isSigned: false })
      .set(data);
    encoder.encode();
    return Buffer.from(encoder.getEncodedBuffer());
  } finally {
    encoder.delete();
  }
}

function enlarged(picture: Picture): Picture {
  const factor = Math.ceil(smallest / Math.min(picture.width, picture.height));
  if (factor <= 1) return picture;
  const { channels } = picture,
    width = picture.width * factor,
    height = picture.height * factor;
  const data = Buffer.allocUnsafe(width * height * channels);
  for (let y = 0, to = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let c = 0; c < channels; c += 1, to += 1)
        data[to] =
          picture.data[(Math.floor(y / factor) * picture.width + Math.floor(x / factor)) * channels + c] ?? 0;
  return { width, height, channels, data };
}
