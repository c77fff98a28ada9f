import { FileSource } from './byte-source.ts';
import { lengthOf, type Segment } from './body.ts';
import type { JsonDataset } from './json-model.ts';
import { firstText } from './json-model.ts';
import { deflated, explicitBig, parseObject } from './parse.ts';
import type { PixelMap } from './pixels.ts';
import { swapped } from './values.ts';

/** A row of the index with what is needed to send its pixels. */
export interface StoredInstance {
  uid: string;
  series: string;
  study: string;
  transferSyntax: string;
  path: string;
  size: number;
  digest: string;
  metadata: JsonDataset;
  pixels: PixelMap | null;
}

/** The bytes of frame `number` (from 1), little endian and on a byte border; compressed ones as stored. */
export async function frameSegments(instance: StoredInstance, number: number): Promise<Segment[]> {
  const { pixels, path, transferSyntax, metadata } = instance;
  const ranges = pixels?.frames[number - 1];
  if (!pixels || !ranges) throw new RangeError('no such frame');
  const stored: Segment[] =
    transferSyntax === deflated
      ? await inflatedSegments(path, ranges)
      : ranges.map(([offset, length]) => ({ file: path, offset, length }));
  const isSwapped = transferSyntax === explicitBig,
    word = pixelWord(metadata);
  if (pixels.packedBits !== null) {
    const all = await gather(stored);
    return [unpack(isSwapped ? swapped(all, word) : all, pixels.packedBits, number - 1)];
  }
  if (!isSwapped || word === 1) return stored;
  const [range] = ranges,
    start = pixels.frames[0]?.[0]?.[0] ?? 0;
  if (!range) return stored;
  // Bytes written in words of 16 bits: a frame may begin in the middle of one.
  const before = (range[0] - start) % word,
    after = (word - ((before + range[1]) % word)) % word;
  const whole: Segment = { file: path, offset: range[0] - before, length: before + range[1] + after };
  return [swapped(await gather([whole]), word).subarray(before, before + range[1])];
}

/** Bytes that change places together in a big-endian file: a sample, or the words of 16 bits that smaller ones stand in. */
export function pixelWord(metadata: JsonDataset): 1 | 2 | 4 | 8 {
  const bits = Number(firstText(metadata, '00280100'));
  if (bits >= 64) return 8;
  if (bits >= 32) return 4;
  if (bits > 8) return 2;
  return metadata['7FE00010']?.vr === 'OW' ? 2 : 1;
}

async function inflatedSegments(path: string, ranges: [number, number][]): Promise<Segment[]> {
  const file = new FileSource(path);
  try {
    const { source } = parseObject(file);
    return ranges.map(([offset, length]) => source.bytes(offset, length));
  } finally {
    file.close();
  }
}

/** All bytes of the segments in one buffer. */
export async function gather(segments: readonly Segment[]): Promise<Buffer> {
  const out = Buffer.allocUnsafe(lengthOf(segments));
  let at = 0;
  for (const segment of segments) {
    if (Buffer.isBuffer(segment)) {
      segment.copy(out, at);
      at += segment.length;
      continue;
    }
    const file = new FileSource(segment.file);
    try {
      file.bytes(segment.offset, segment.length).copy(out, at);
      at += segment.length;
    } finally {
      file.close();
    }
  }
  return out;
}

/** One-bit frames follow each other without padding (PS3.5 8.1.1): shifts frame `index` to a byte border. */
function unpack(all: Buffer, bits: number, index: number): Buffer {
  const out = Buffer.alloc(Math.ceil(bits / 8));
  const from = bits * index;
  for (let i = 0; i < bits; i += 1) {
    const at = from + i;
    if (((all[at >> 3] ?? 0) >> (at & 7)) & 1) out[i >> 3] = (out[i >> 3] ?? 0) | (1 << (i & 7));
  }
  return out;
}
