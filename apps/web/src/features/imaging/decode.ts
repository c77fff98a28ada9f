import {
  decodeRle,
  judge,
  withColourMarker,
  type Decoded,
  type FrameAttributes,
  type Samples,
} from '@keneyapp/clinical/images';
import { wrap } from 'comlink';
import type { FrameBytes } from './frame-bytes.ts';

/** An image of which no right picture can be made: what it says of itself and what it is contradict each other. */
export class UnshowableError extends Error {}

/** What Cornerstone's worker takes and gives, as far as we use it. */
interface WorkerFrame {
  rows: number;
  columns: number;
  samplesPerPixel: number;
  bitsAllocated: number;
  bitsStored: number;
  pixelRepresentation: number;
  planarConfiguration: number;
  photometricInterpretation: string;
  pixelData?: Samples;
}
interface Decoders {
  decodeTask(task: {
    imageFrame: WorkerFrame;
    transferSyntax: string;
    decodeConfig: object;
    options: object;
    pixelData: Uint8Array;
  }): Promise<WorkerFrame>;
}

const native = new Set(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.1.99']);
const baselineJpeg = '1.2.840.10008.1.2.4.50';

/**
 * Samples of a frame, and the facts by which they are to be drawn. Uncompressed ones are used where they lie; only the others
 * start the worker. Throws UnshowableError where the picture would be a wrong one.
 */
export async function decode(
  { bytes, transferSyntax }: FrameBytes,
  said: FrameAttributes,
  listed: string | null,
): Promise<{ decoded: Decoded; facts: FrameAttributes }> {
  const syntax = transferSyntax ?? listed ?? '1.2.840.10008.1.2.1',
    { facts, refusal } = judge(bytes, syntax, said);
  if (refusal) throw new UnshowableError(refusal);
  return { decoded: await samplesOf(bytes, said, facts, syntax), facts };
}

async function samplesOf(
  bytes: Uint8Array<ArrayBuffer>,
  said: FrameAttributes,
  facts: FrameAttributes,
  syntax: string,
): Promise<Decoded> {
  if (native.has(syntax))
    return { samples: nativeSamples(bytes, facts), layout: layoutOf(facts, bytes.length) };
  // Cornerstone's decoder mistakes colours of 16 bits
  if (syntax.endsWith('.1.2.5'))
    return {
      samples: nativeSamples(decodeRle(bytes, facts), facts),
      layout: layoutOf({ ...facts, planar: false }, Infinity),
    };
  if (syntax === baselineJpeg && facts.samples === 3)
    return byBrowser(new Uint8Array(withColourMarker(bytes, syntax, said)));
  const { pixelData } = await inWorker(bytes, said, syntax);
  if (!pixelData) throw new Error('nothing was decoded');
  // the codecs give colours pixel by pixel
  return { samples: pixelData, layout: layoutOf({ ...facts, planar: false }, pixelData.length) };
}

function layoutOf(
  { samples, planar, photometric, rows, columns }: FrameAttributes,
  length: number,
): Decoded['layout'] {
  if (samples < 3) return 'grey';
  if (photometric === 'YBR_FULL_422' && length < rows * columns * 3) return 'halved';
  return planar ? 'planes' : 'pixels';
}

function nativeSamples(
  bytes: Uint8Array<ArrayBuffer>,
  { rows, columns, samples, bitsAllocated, signed, photometric }: FrameAttributes,
): Samples {
  const count = rows * columns * (photometric === 'YBR_FULL_422' ? 2 : samples);
  if (bytes.length < Math.floor((count * bitsAllocated) / 8))
    throw new Error('the image is shorter than it says');
  if (bitsAllocated === 1)
    return Uint8Array.from({ length: count }, (_, i) => ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1);
  if (bitsAllocated === 8)
    return signed ? new Int8Array(bytes.buffer, bytes.byteOffset, count) : bytes.subarray(0, count);
  const { buffer, byteOffset } = bytes.byteOffset % (bitsAllocated / 8) === 0 ? bytes : bytes.slice();
  if (bitsAllocated === 16)
    return signed ? new Int16Array(buffer, byteOffset, count) : new Uint16Array(buffer, byteOffset, count);
  if (bitsAllocated === 32)
    return signed ? new Int32Array(buffer, byteOffset, count) : new Uint32Array(buffer, byteOffset, count);
  throw new Error(`${bitsAllocated} bits are not drawn`);
}

async function byBrowser(bytes: Uint8Array<ArrayBuffer>): Promise<Decoded> {
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }), {
    colorSpaceConversion: 'none',
  });
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d', {
    willReadFrequently: true,
  });
  if (!context) throw new Error('no canvas');
  context.drawImage(picture, 0, 0);
  return { samples: context.getImageData(0, 0, picture.width, picture.height).data, layout: 'rgba' };
}

const maxWorkers = Math.min(3, Math.max(1, Math.floor((globalThis.navigator?.hardwareConcurrency ?? 2) / 2)));
const workers: { decoders: Pick<Decoders, 'decodeTask'>; busy: number }[] = [];

async function inWorker(
  bytes: Uint8Array,
  facts: FrameAttributes,
  transferSyntax: string,
): Promise<WorkerFrame> {
  const idle =
    workers.find((w) => w.busy === 0) ??
    (workers.length < maxWorkers ? start() : ([...workers].sort((a, b) => a.busy - b.busy)[0] ?? start()));
  idle.busy += 1;
  try {
    return await idle.decoders.decodeTask({
      imageFrame: {
        rows: facts.rows,
        columns: facts.columns,
        samplesPerPixel: facts.samples,
        bitsAllocated: facts.bitsAllocated,
        bitsStored: facts.bitsStored,
        pixelRepresentation: facts.signed ? 1 : 0,
        planarConfiguration: facts.planar ? 1 : 0,
        photometricInterpretation: facts.photometric,
      },
      transferSyntax,
      decodeConfig: {},
      options: { preScale: { enabled: false } },
      pixelData: bytes.slice(),
    });
  } finally {
    idle.busy -= 1;
  }
}

function start(): (typeof workers)[number] {
  const started = {
    decoders: wrap<Decoders>(
      new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' }),
    ) as unknown as Decoders,
    busy: 0,
  };
  workers.push(started);
  return started;
}
