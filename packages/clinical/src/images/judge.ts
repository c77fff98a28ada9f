import type { FrameAttributes } from './frame-attributes.ts';

/**
 * What the stream of a compressed frame says of itself beside what its object says. The stream was written with the pixels,
 * the attributes of the object may be somebody's mistake: a picture drawn by the wrong one of the two is wrong without a
 * sign. Server, quick look and what the viewer is sent all follow this one judgement.
 */
export interface Judgement {
  /** The facts by which the decoded samples are to be drawn. */
  facts: FrameAttributes;
  /** Why no right picture can be drawn; null when one can. */
  refusal: Refusal | null;
  /** A viewer that knows the object's attributes alone draws it wrongly: it is to be given the samples. */
  isMisread: boolean;
}
export type Refusal = 'size' | 'samples' | 'depth' | 'colour' | 'stream';

interface Stream {
  rows: number;
  columns: number;
  components: number;
  bits: number;
  /** null: this kind of stream does not say it. */
  signed: boolean | null;
  /** Whether a decoder gives red, green and blue whatever the object calls its colours; null when it leaves them alone. */
  isRgb: boolean | null;
}

const native = /^1\.2\.840\.10008\.1\.2(\.1(\.99)?|\.2)?$/,
  rle = /\.1\.2\.5$/,
  jpeg = /\.4\.(50|51|57|70)$/,
  jpegLs = /\.4\.8[01]$/,
  jpeg2000 = /\.4\.(9[01]|20[123])$/;
const drawable = new Set([
  'MONOCHROME1',
  'MONOCHROME2',
  'PALETTE COLOR',
  'RGB',
  'YBR_FULL',
  'YBR_FULL_422',
  'YBR_RCT',
  'YBR_ICT',
]);

export function judge(bytes: Uint8Array, transferSyntax: string, facts: FrameAttributes): Judgement {
  const refuse = (refusal: Refusal): Judgement => ({ facts, refusal, isMisread: true });
  if (!drawable.has(facts.photometric) || ![1, 3].includes(facts.samples)) return refuse('colour');
  const isColour = facts.samples === 3;
  if (isColour !== /^(RGB|YBR)/.test(facts.photometric)) return refuse('samples');
  if (facts.bitsStored < 1 || facts.bitsStored > facts.bitsAllocated || facts.highBit >= facts.bitsAllocated)
    return refuse('depth');
  if (isColour && ![8, 16].includes(facts.bitsAllocated)) return refuse('depth');
  const oddBits = facts.highBit !== facts.bitsStored - 1;
  if (native.test(transferSyntax)) return { facts, refusal: null, isMisread: oddBits };
  if (rle.test(transferSyntax))
    return { facts, refusal: null, isMisread: oddBits || (isColour && facts.bitsAllocated > 8) };
  const stream = streamOf(bytes, transferSyntax);
  if (!stream) return refuse('stream');
  if (stream.rows !== facts.rows || stream.columns !== facts.columns) return refuse('size');
  if (stream.components !== facts.samples) return refuse('samples');
  if (stream.bits > facts.bitsAllocated) return refuse('depth');
  const bitsStored = Math.min(facts.bitsStored, stream.bits),
    // a shifted sample stays shifted in a stream that is wide enough for it
    highBit = oddBits && stream.bits > facts.highBit ? facts.highBit : bitsStored - 1;
  const photometric = !isColour
    ? facts.photometric
    : stream.isRgb === true || !/^YBR_FULL/.test(facts.photometric)
      ? 'RGB'
      : 'YBR_FULL';
  return {
    facts: { ...facts, bitsStored, highBit, photometric, planar: false },
    refusal: null,
    isMisread:
      oddBits ||
      (stream.signed !== null && stream.signed !== facts.signed) ||
      (!isColour && facts.signed && stream.bits < facts.bitsStored) ||
      (isColour &&
        jpeg2000.test(transferSyntax) &&
        stream.isRgb === true &&
        /^YBR_FULL/.test(facts.photometric)),
  };
}

function streamOf(bytes: Uint8Array, transferSyntax: string): Stream | null {
  try {
    if (jpeg2000.test(transferSyntax)) return codestream(new View(bytes));
    if (jpeg.test(transferSyntax) || jpegLs.test(transferSyntax)) {
      const found = scan(new View(bytes));
      if (!found) return null;
      // baseline decoders undo the colour transform, those of the other processes leave the samples as they are
      const isRgb = transferSyntax.endsWith('.4.50')
        ? true
        : transferSyntax.endsWith('.4.51')
          ? !found.isYbr
          : null;
      return { ...found, signed: null, isRgb };
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

class View {
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  u8(at: number): number {
    const v = this.#bytes[at];
    if (v === undefined) throw new RangeError('the stream ends too early');
    return v;
  }
  u16(at: number): number {
    return this.u8(at) * 256 + this.u8(at + 1);
  }
  u32(at: number): number {
    return this.u16(at) * 65_536 + this.u16(at + 2);
  }
  get size(): number {
    return this.#bytes.length;
  }
}

/** JPEG 2000, ISO/IEC 15444-1 A.5 and A.6: SIZ, and of COD whether the components were transformed together. */
function codestream(v: View): Stream | null {
  let at = 0;
  // the file format around it: boxes up to the contiguous codestream
  if (v.u32(4) === 0x6a502020)
    for (;;) {
      const length = v.u32(at),
        type = v.u32(at + 4);
      if (type === 0x6a703263) {
        at += length === 1 ? 16 : 8;
        break;
      }
      if (length < 8) return null;
      at += length;
    }
  if (v.u16(at) !== 0xff4f || v.u16(at + 2) !== 0xff51) return null;
  const siz = at + 4,
    components = v.u16(siz + 36),
    depth = v.u8(siz + 38);
  let isRgb = false;
  for (let seg = siz + v.u16(siz); v.u16(seg) !== 0xff90; seg += 2 + v.u16(seg + 2))
    if (v.u16(seg) === 0xff52) isRgb = v.u8(seg + 8) === 1;
  return {
    rows: v.u32(siz + 8) - v.u32(siz + 16),
    columns: v.u32(siz + 4) - v.u32(siz + 12),
    components,
    bits: (depth & 0x7f) + 1,
    signed: depth >= 0x80,
    isRgb: components === 3 && isRgb ? true : null,
  };
}

interface Scan {
  rows: number;
  columns: number;
  components: number;
  bits: number;
  isYbr: boolean;
  /** Nothing in the stream says which colours it holds. */
  isSilent: boolean;
}

/** JPEG and JPEG-LS: the frame header, and what tells of the colours (Adobe's marker, JFIF, the names of the components). */
function scan(v: View): Scan | null {
  if (v.u16(0) !== 0xffd8) return null;
  let adobe: number | null = null,
    jfif = false;
  for (let at = 2; at < v.size;) {
    if (v.u8(at) !== 0xff) return null;
    const marker = v.u8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = v.u16(at + 2);
    if (marker === 0xe0 && v.u32(at + 4) === 0x4a464946) jfif = true;
    if (marker === 0xee && length >= 14 && v.u32(at + 4) === 0x41646f62) adobe = v.u8(at + 15);
    const isFrame =
      (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) || marker === 0xf7;
    if (isFrame) {
      const components = v.u8(at + 9),
        names = Array.from({ length: components }, (_, i) => v.u8(at + 10 + i * 3));
      const isNamedRgb = String.fromCharCode(...names) === 'RGB';
      return {
        bits: v.u8(at + 4),
        rows: v.u16(at + 5),
        columns: v.u16(at + 7),
        components,
        isYbr: adobe !== null ? adobe !== 0 : jfif || !isNamedRgb,
        isSilent: adobe === null && !jfif && !isNamedRgb,
      };
    }
    at += 2 + length;
  }
  return null;
}

/** Adobe's marker saying that the components are as they are: no colour transform. */
const untransformed = Uint8Array.of(0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0);

/**
 * A baseline JPEG of red, green and blue that does not say so is taken for luminance and chrominance by every decoder
 * (magenta): it is given the marker that says it. Any other stream is returned as it is.
 */
export function withColourMarker(
  bytes: Uint8Array,
  transferSyntax: string,
  facts: FrameAttributes,
): Uint8Array {
  if (!transferSyntax.endsWith('.4.50') || facts.photometric !== 'RGB') return bytes;
  let found: Scan | null = null;
  try {
    found = scan(new View(bytes));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  if (!found?.isSilent || found.components !== 3) return bytes;
  const out = new Uint8Array(bytes.length + untransformed.length);
  out.set(bytes.subarray(0, 2));
  out.set(untransformed, 2);
  out.set(bytes.subarray(2), 2 + untransformed.length);
  return out;
}
