import type { FrameDescription } from './frame.ts';

/** RLE Lossless, PS3.5 annex G: one segment per byte of each sample, most significant first; gives interleaved samples. */
export function decodeRle(data: Buffer, { rows, columns, samples, bitsAllocated }: FrameDescription): Buffer {
  const bytesPerSample = bitsAllocated / 8;
  const pixels = rows * columns;
  const segments = data.readUInt32LE(0);
  if (segments !== samples * bytesPerSample)
    throw new Error(`${segments} RLE segments, ${samples * bytesPerSample} expected`);
  const out = Buffer.alloc(pixels * samples * bytesPerSample);
  for (let s = 0; s < segments; s += 1) {
    const start = data.readUInt32LE(4 + s * 4);
    const end = s + 1 < segments ? data.readUInt32LE(8 + s * 4) : data.length;
    const sample = Math.floor(s / bytesPerSample);
    const byte = bytesPerSample - 1 - (s % bytesPerSample);
    unpackBits(
      data.subarray(start, end),
      out,
      sample * bytesPerSample + byte,
      samples * bytesPerSample,
      pixels,
    );
  }
  return out;
}

function unpackBits(from: Buffer, into: Buffer, offset: number, step: number, pixels: number): void {
  let written = 0;
  for (let at = 0; at < from.length && written < pixels;) {
    const n = from.readInt8(at);
    at += 1;
    if (n >= 0) {
      for (let i = 0; i <= n && written < pixels && at < from.length; i += 1, at += 1, written += 1)
        into[offset + written * step] = from[at] ?? 0;
    } else if (n !== -128) {
      const value = from[at] ?? 0;
      at += 1;
      for (let i = 0; i <= -n && written < pixels; i += 1, written += 1)
        into[offset + written * step] = value;
    }
  }
}
