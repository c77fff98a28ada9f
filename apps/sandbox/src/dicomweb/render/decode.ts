import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { Decoder as LosslessDecoder } from '@cornerstonejs/jpeg-lossless-decoder-js';
import { decodeRle, withColourMarker } from '@keneyapp/clinical/images';
import { isNative } from '../media.ts';
import { codec, type CodecName } from './wasm.ts';
import type { FrameDescription } from './frame.ts';

/** Samples in pixel order, little endian, as wide as `bitsAllocated` says. */
export interface DecodedFrame {
  bytes: Buffer;
  interleaved: boolean;
  bitsAllocated: number;
}

/** Turns a stored frame into samples. Throws when its transfer syntax is not read here or the stream is damaged. */
export async function decodeFrame(data: Buffer, frame: FrameDescription): Promise<DecodedFrame> {
  const { transferSyntax: syntax } = frame;
  const plain = { interleaved: !frame.planar, bitsAllocated: frame.bitsAllocated };
  if (isNative(syntax)) return { ...plain, bytes: data };
  if (syntax.endsWith('.1.2.5'))
    return { ...plain, bytes: Buffer.from(decodeRle(data, frame).buffer), interleaved: true };
  if (syntax.endsWith('.4.57') || syntax.endsWith('.4.70'))
    return { ...plain, ...lossless(data, frame), interleaved: true };
  if (syntax.endsWith('.4.51')) return { ...plain, ...(await extendedJpeg(data, frame)), interleaved: true };
  const name: CodecName = syntax.endsWith('.4.50')
    ? 'libjpeg'
    : /\.4\.8[01]$/.test(syntax)
      ? 'charls'
      : /\.4\.9[01]$/.test(syntax)
        ? 'openjpeg'
        : 'openjph';
  return withWasm(name, Buffer.from(withColourMarker(data, syntax, frame)));
}

const classes = {
  libjpeg: 'JPEGDecoder',
  charls: 'JpegLSDecoder',
  openjpeg: 'J2KDecoder',
  openjph: 'HTJ2KDecoder',
} as const;

async function withWasm(name: CodecName, data: Buffer): Promise<DecodedFrame> {
  const module = await codec(name);
  const decoder = new module[classes[name]]();
  try {
    decoder.getEncodedBuffer(data.length).set(data);
    decoder.decode();
    const info = decoder.getFrameInfo();
    return {
      bytes: Buffer.from(decoder.getDecodedBuffer()),
      interleaved: true,
      bitsAllocated: info.bitsPerSample > 8 ? 16 : 8,
    };
  } catch (error) {
    throw new Error(
      typeof error === 'number' ? (module.getExceptionMessage?.(error) ?? 'the codec failed') : String(error),
    );
  } finally {
    decoder.delete();
  }
}

function lossless(data: Buffer, frame: FrameDescription): { bytes: Buffer } {
  const copy = Uint8Array.from(data);
  const out = new LosslessDecoder().decode(
    copy.buffer,
    0,
    copy.length,
    frame.bitsAllocated <= 8 ? 1 : 2,
  ) as unknown as { buffer: ArrayBuffer; byteOffset: number; byteLength: number };
  return { bytes: Buffer.from(out.buffer, out.byteOffset, out.byteLength) };
}

interface JpegImage {
  parse(data: Uint8Array): void;
  colorTransform: boolean;
  getData(columns: number, rows: number): Uint8Array;
  getData16(columns: number, rows: number): Uint16Array;
}

/** 12-bit JPEG: the only reader at hand is the script inside Cornerstone's image loader, which does not export it. */
async function extendedJpeg(data: Buffer, frame: FrameDescription): Promise<{ bytes: Buffer }> {
  const loader = path.dirname(new URL(import.meta.resolve('@cornerstonejs/dicom-image-loader')).pathname);
  const { default: Jpeg } = (await import(pathToFileURL(path.join(loader, 'codecs/jpeg.js')).href)) as {
    default: new () => JpegImage;
  };
  const image = new Jpeg();
  image.parse(data);
  image.colorTransform = false;
  const out =
    frame.bitsAllocated === 8
      ? image.getData(frame.columns, frame.rows)
      : image.getData16(frame.columns, frame.rows);
  return { bytes: Buffer.from(out.buffer, out.byteOffset, out.byteLength) };
}
