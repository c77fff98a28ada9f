import type { FrameAttributes } from './frame-attributes.ts';

/** RLE Lossless, PS3.5 annex G: one segment per byte of each sample, most significant first; gives interleaved samples. */
export function decodeRle(
  data: Uint8Array,
  {
    rows,
    columns,
    samples,
    bitsAllocated,
  }: Pick<FrameAttributes, 'rows' | 'columns' | 'samples' | 'bitsAllocated'>,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const bytesPerSample = bitsAllocated / 8;
  const pixels = rows * columns;
  const segments = view.getUint32(0, true);
  if (segments !== samples * bytesPerSample)
    throw new Error(`${segments} RLE segments, ${samples * bytesPerSample} expected`);
  const out = new Uint8Array(pixels * samples * bytesPerSample);
  for (let s = 0; s < segments; s += 1) {
    const start = view.getUint32(4 + s * 4, true);
    const end = s + 1 < segments ? view.getUint32(8 + s * 4, true) : data.length;
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

function unpackBits(from: Uint8Array, into: Uint8Array, offset: number, step: number, pixels: number): void {
  let written = 0;
  for (let at = 0; at < from.length && written < pixels;) {
    const n = ((from[at] ?? 0) << 24) >> 24;
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
  if (written < pixels) throw new Error('a segment of the image ends too early');
}
