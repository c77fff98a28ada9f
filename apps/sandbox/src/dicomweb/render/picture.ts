import type { JsonDataset } from '../json-model.ts';
import type { DecodedFrame } from './decode.ts';
import type { FrameDescription } from './frame.ts';

/** 8-bit image, 1 (grey) or 3 (RGB) samples a pixel. */
export interface Picture {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Buffer;
}
/** Grey levels shown: centre and width in modality units. */
export interface Window {
  center: number;
  width: number;
}

export function describe(json: JsonDataset, transferSyntax: string): FrameDescription {
  const number = (tag: string, fallback: number) => {
    const v = Number(json[tag]?.Value?.[0]);
    return Number.isFinite(v) ? v : fallback;
  };
  return {
    transferSyntax,
    rows: number('00280010', 0),
    columns: number('00280011', 0),
    samples: number('00280002', 1),
    bitsAllocated: number('00280100', 8),
    bitsStored: number('00280101', number('00280100', 8)),
    signed: number('00280103', 0) === 1,
    photometric: String(json['00280004']?.Value?.[0] ?? 'MONOCHROME2'),
    planar: number('00280006', 0) === 1,
  };
}

/** Applies modality rescale, window and colour space; `window` null takes that of the object, else the range of the pixels. */
export function toPicture(
  decoded: DecodedFrame,
  frame: FrameDescription,
  json: JsonDataset,
  window: Window | null,
): Picture {
  if (frame.samples >= 3) return colour(decoded, frame);
  const values = samplesOf(decoded, frame);
  if (frame.photometric === 'PALETTE COLOR') return palette(values, frame, json);
  const slope = firstNumber(json, '00281053') ?? 1,
    intercept = firstNumber(json, '00281052') ?? 0;
  const { center, width } =
    window ?? ownWindow(json) ?? rangeOf(values, slope, intercept, firstNumber(json, '00280120'));
  const invert = frame.photometric === 'MONOCHROME1';
  const data = Buffer.allocUnsafe(values.length);
  // Linear VOI function, PS3.3 C.11.2.1.2.
  const low = center - 0.5 - (width - 1) / 2,
    span = Math.max(width - 1, 1e-6);
  for (let i = 0; i < values.length; i += 1) {
    const level = (((values[i] ?? 0) * slope + intercept - low) / span) * 255;
    const grey = level < 0 ? 0 : level > 255 ? 255 : Math.round(level);
    data[i] = invert ? 255 - grey : grey;
  }
  return { width: frame.columns, height: frame.rows, channels: 1, data };
}

type Samples =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

function samplesOf({ bytes, bitsAllocated }: DecodedFrame, frame: FrameDescription): Samples {
  const count = frame.rows * frame.columns;
  if (bitsAllocated === 1)
    return Uint8Array.from({ length: count }, (_, i) => ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1);
  const copy = Uint8Array.from(bytes.subarray(0, count * (bitsAllocated / 8))).buffer;
  if (bitsAllocated === 8) return frame.signed ? new Int8Array(copy) : new Uint8Array(copy);
  if (bitsAllocated === 32) return frame.signed ? new Int32Array(copy) : new Uint32Array(copy);
  return masked(new Uint16Array(copy), frame);
}

/** Bits above those stored may hold anything (overlays of old scanners); the sign stands at the highest stored bit. */
function masked(values: Uint16Array, { bitsStored, signed }: FrameDescription): Samples {
  if (bitsStored >= 16) return signed ? new Int16Array(values.buffer) : values;
  const shift = 16 - bitsStored;
  if (!signed) {
    const mask = (1 << bitsStored) - 1;
    return values.map((v) => v & mask);
  }
  return new Int16Array(values.buffer).map((v) => (((v << shift) << 16) >> 16) >> shift);
}

function rangeOf(values: Samples, slope: number, intercept: number, padding: number | null): Window {
  // The extremes of real images are noise and markers: leave out half a percent at either end.
  const step = Math.max(1, Math.floor(values.length / 65_536));
  const sample: number[] = [];
  for (let i = 0; i < values.length; i += step)
    if (values[i] !== padding) sample.push((values[i] ?? 0) * slope + intercept);
  sample.sort((a, b) => a - b);
  const low = sample[Math.floor(sample.length * 0.005)] ?? 0,
    high = sample[Math.ceil(sample.length * 0.995) - 1] ?? 1;
  return { center: (low + high) / 2, width: Math.max(high - low, 1) };
}

function ownWindow(json: JsonDataset): Window | null {
  const center = firstNumber(json, '00281050'),
    width = firstNumber(json, '00281051');
  return center !== null && width !== null && width > 0 ? { center, width } : null;
}

function firstNumber(json: JsonDataset, tag: string): number | null {
  const value = json[tag]?.Value?.[0];
  return typeof value === 'number' ? value : null;
}

function colour(
  { bytes, isRgb, interleaved, bitsAllocated }: DecodedFrame,
  frame: FrameDescription,
): Picture {
  const pixels = frame.rows * frame.columns;
  const data = Buffer.allocUnsafe(pixels * 3);
  const halved = frame.photometric === 'YBR_FULL_422' && !isRgb && interleaved && bytes.length < pixels * 3;
  const wide = bitsAllocated === 16;
  const at = (p: number, c: number): number => {
    if (halved) {
      const pair = (p >> 1) * 4;
      return bytes[c === 0 ? pair + (p & 1) : pair + 1 + c] ?? 0;
    }
    const index = interleaved ? p * 3 + c : c * pixels + p;
    return wide ? bytes.readUInt16LE(index * 2) >> Math.max(0, frame.bitsStored - 8) : (bytes[index] ?? 0);
  };
  const isYbr = frame.photometric.startsWith('YBR') && !isRgb;
  for (let p = 0; p < pixels; p += 1) {
    const a = at(p, 0),
      b = at(p, 1),
      c = at(p, 2);
    data[p * 3] = isYbr ? clamp(a + 1.402 * (c - 128)) : a;
    data[p * 3 + 1] = isYbr ? clamp(a - 0.344136 * (b - 128) - 0.714136 * (c - 128)) : b;
    data[p * 3 + 2] = isYbr ? clamp(a + 1.772 * (b - 128)) : c;
  }
  return { width: frame.columns, height: frame.rows, channels: 3, data };
}

function palette(values: Samples, frame: FrameDescription, json: JsonDataset): Picture {
  const data = Buffer.allocUnsafe(values.length * 3);
  for (const [channel, descriptorTag, tableTag] of [
    [0, '00281101', '00281201'],
    [1, '00281102', '00281202'],
    [2, '00281103', '00281203'],
  ] as const) {
    const [count = 0, first = 0, bits = 8] = (json[descriptorTag]?.Value ?? []) as number[];
    const table = Buffer.from(json[tableTag]?.InlineBinary ?? '', 'base64');
    const entries = count || 65_536,
      wide = bits === 16 || table.length >= entries * 2;
    for (let i = 0; i < values.length; i += 1) {
      const entry = Math.min(Math.max((values[i] ?? 0) - first, 0), entries - 1);
      data[i * 3 + channel] = (wide ? table[entry * 2 + 1] : table[entry]) ?? 0;
    }
  }
  return { width: frame.columns, height: frame.rows, channels: 3, data };
}

function clamp(v: number): number {
  return v < 0 ? 0 : v > 255 ? 255 : Math.round(v);
}
