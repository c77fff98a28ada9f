import {
  asStored,
  paint,
  picture,
  type Decoded,
  type FrameAttributes,
  type Samples,
} from '@keneyapp/clinical/images';
import type { DecodedFrame } from './decode.ts';
import type { Extras } from './extras.ts';

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

/** The frame as the quick look of the application draws it; `window` null takes what the object asks for. */
export function toPicture(
  decoded: DecodedFrame,
  facts: FrameAttributes,
  { palette, tables, overlays }: Extras,
  window: Window | null,
): Picture {
  const samples = asDecoded(decoded, facts);
  const isGrey = samples.layout === 'grey' && !palette;
  const painted = paint(picture(samples, facts, palette, tables, overlays), isGrey ? window : null, false, 1);
  const channels = isGrey ? 1 : 3,
    data = Buffer.allocUnsafe(facts.rows * facts.columns * channels);
  for (let i = 0, to = 0; to < data.length; i += 4)
    for (let c = 0; c < channels; c += 1, to += 1) data[to] = painted.data[i + c] ?? 0;
  return { width: painted.width, height: painted.height, channels, data };
}

function asDecoded({ bytes, interleaved, bitsAllocated }: DecodedFrame, facts: FrameAttributes): Decoded {
  const { rows, columns, photometric } = facts,
    pixels = rows * columns;
  const isHalved =
    photometric === 'YBR_FULL_422' && interleaved && bytes.length * 8 < pixels * 3 * bitsAllocated;
  const count = pixels * (isHalved ? 2 : facts.samples);
  return {
    samples: samplesOf(bytes, bitsAllocated, count, facts.signed),
    layout: facts.samples < 3 ? 'grey' : isHalved ? 'halved' : interleaved ? 'pixels' : 'planes',
  };
}

function samplesOf(bytes: Buffer, bits: number, count: number, isSigned: boolean): Samples {
  if (bits === 1) return Uint8Array.from({ length: count }, (_, i) => ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1);
  if (bytes.length < count * (bits / 8)) throw new Error('it is shorter than it says');
  const copy = Uint8Array.from(bytes.subarray(0, count * (bits / 8))).buffer;
  if (bits === 8) return new Uint8Array(copy);
  if (bits === 16) return new Uint16Array(copy);
  if (bits === 32) return isSigned ? new Int32Array(copy) : new Uint32Array(copy);
  throw new Error(`${bits} bits are not drawn`);
}

/**
 * Decoded samples as the attributes of the object describe uncompressed ones: their width, sign, place and colours. Whoever
 * reads them by these attributes alone draws the right picture.
 */
export function asDescribed(decoded: DecodedFrame, judged: FrameAttributes, said: FrameAttributes): Buffer {
  const { samples, layout } = asDecoded(decoded, judged),
    pixels = said.rows * said.columns;
  const bytesEach = Math.max(1, said.bitsAllocated / 8),
    stored =
      samples.BYTES_PER_ELEMENT > 2 ? (v: number) => v : asStored(judged, samples.BYTES_PER_ELEMENT * 8);
  if (layout === 'grey' && said.bitsAllocated === 1) return decoded.bytes;
  const at = (pixel: number, c: number) =>
    stored(samples[layout === 'planes' ? c * pixels + pixel : pixel * said.samples + c] ?? 0);
  if (said.samples === 3 && judged.photometric === 'RGB' && said.photometric.startsWith('YBR_FULL'))
    return asLuminance(at, pixels, said);
  const out = Buffer.alloc(pixels * said.samples * bytesEach);
  for (let p = 0; p < pixels; p += 1)
    for (let c = 0; c < said.samples; c += 1) {
      const value = at(p, c),
        to = (said.planar ? c * pixels + p : p * said.samples + c) * bytesEach;
      for (let b = 0; b < bytesEach; b += 1)
        out[to + b] = b < 4 ? (value >> (8 * b)) & 0xff : value < 0 ? 0xff : 0;
    }
  return out;
}

/** Red, green and blue back into YBR_FULL, or YBR_FULL_422 with its two pixels to a pair (PS3.3 C.7.6.3.1.2). */
function asLuminance(
  at: (pixel: number, c: number) => number,
  pixels: number,
  said: FrameAttributes,
): Buffer {
  if (said.bitsAllocated !== 8) throw new Error('its colours cannot be given as its attributes say');
  const ybr = (p: number): [number, number, number] => {
    const [r, g, b] = [at(p, 0), at(p, 1), at(p, 2)];
    return [
      0.299 * r + 0.587 * g + 0.114 * b,
      128 - 0.168736 * r - 0.331264 * g + 0.5 * b,
      128 + 0.5 * r - 0.418688 * g - 0.081312 * b,
    ];
  };
  const byte = (v: number) => Math.min(255, Math.max(0, Math.round(v)));
  if (said.photometric === 'YBR_FULL_422') {
    const out = Buffer.alloc(pixels * 2);
    for (let p = 0; p + 1 < pixels; p += 2) {
      const [a, b] = [ybr(p), ybr(p + 1)];
      out.set([byte(a[0]), byte(b[0]), byte((a[1] + b[1]) / 2), byte((a[2] + b[2]) / 2)], p * 2);
    }
    return out;
  }
  const out = Buffer.alloc(pixels * 3);
  for (let p = 0; p < pixels; p += 1)
    ybr(p).forEach((v, c) => {
      out[said.planar ? c * pixels + p : p * 3 + c] = byte(v);
    });
  return out;
}
