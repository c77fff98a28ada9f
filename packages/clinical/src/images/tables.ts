import {
  functionalGroup,
  type DicomElement,
  type DicomJson,
  type FrameAttributes,
} from './frame-attributes.ts';

/** Values of a table by position; `first` is what stands at its beginning, `bits` the width of its values. */
export interface LookupTable {
  first: number;
  bits: number;
  values: Uint16Array;
}
/** Tables that take the place of the rescaling and of the window (PS3.3 C.11.1 and C.11.2). */
export interface Tables {
  modality: LookupTable | null;
  voi: LookupTable | null;
}
/** A drawing over the image (PS3.3 C.9.2), its top left corner counted from 0; or a bit of the samples themselves. */
export type Overlay =
  { rows: number; columns: number; top: number; left: number; bits: Uint8Array } | { embeddedBit: number };

type Read = (uri: string) => Promise<Uint8Array>;
const largestOverlay = 64 * 1024 * 1024;

export async function tablesOf(metadata: DicomJson, frame: number, read: Read): Promise<Tables> {
  const from = functionalGroup(metadata, frame, '00289132');
  const item = (holder: DicomJson, tag: string) => (holder[tag]?.Value?.[0] as DicomJson | undefined) ?? null;
  const [modality, voi] = await Promise.all(
    [item(metadata, '00283000'), item(from, '00283010') ?? item(metadata, '00283010')].map((t) =>
      t ? tableOf(t, read) : null,
    ),
  );
  return { modality: modality ?? null, voi: voi ?? null };
}

async function tableOf(item: DicomJson, read: Read): Promise<LookupTable> {
  const [count = 0, first = 0, bits = 0] = (item['00283002']?.Value ?? []).map(Number),
    entries = count & 0xffff || 65_536,
    data = item['00283006'];
  if (bits < 8 || bits > 16) throw new Error('a table of the image is not understood');
  if (data?.Value) {
    if (data.Value.length < entries) throw new Error('a table of the image is not complete');
    return {
      first,
      bits,
      values: Uint16Array.from({ length: entries }, (_, i) => Number(data.Value?.[i]) & 0xffff),
    };
  }
  const bytes = await bytesOf(data, read),
    isWide = bytes.length >= entries * 2;
  if (bytes.length < entries || (!isWide && bits > 8))
    throw new Error('a table of the image is not complete');
  return {
    first,
    bits,
    values: Uint16Array.from({ length: entries }, (_, i) =>
      isWide ? (bytes[i * 2] ?? 0) | ((bytes[i * 2 + 1] ?? 0) << 8) : (bytes[i] ?? 0),
    ),
  };
}

/** Overlays of frame `number`; throws when one that is announced cannot be read. */
export async function overlaysOf(
  metadata: DicomJson,
  number: number,
  facts: FrameAttributes,
  read: Read,
): Promise<Overlay[]> {
  const found: Overlay[] = [];
  for (let group = 0x6000; group <= 0x60fe; group += 2) {
    const tag = (element: string) => metadata[`${group.toString(16).toUpperCase()}${element}`];
    const value = (element: string, at = 0) => {
      const v = Number(tag(element)?.Value?.[at] ?? Number.NaN);
      return Number.isFinite(v) ? v : null;
    };
    const data = tag('3000'),
      [rows, columns] = [value('0010') ?? 0, value('0011') ?? 0];
    if (!data) {
      const bit = value('0102') ?? 0;
      if (rows <= 0) continue;
      if (bit <= 0 || bit >= facts.bitsAllocated) throw new Error('an overlay of the image is missing');
      found.push({ embeddedBit: bit });
      continue;
    }
    const start = value('0051') ?? 1,
      frames = value('0015') ?? 1,
      index = frames > 1 ? number - start : 0;
    if (index < 0 || index >= frames) continue;
    const size = rows * columns;
    if (size <= 0 || size * frames > largestOverlay * 8) throw new Error('an overlay is not understood');
    const bytes = await bytesOf(data, read);
    if (bytes.length * 8 < size * (index + 1)) throw new Error('an overlay is not complete');
    found.push({
      rows,
      columns,
      top: (value('0050') ?? 1) - 1,
      left: (value('0050', 1) ?? 1) - 1,
      bits: Uint8Array.from({ length: size }, (_, i) => {
        const at = size * index + i;
        return ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1;
      }),
    });
  }
  return found;
}

async function bytesOf(element: DicomElement | undefined, read: Read): Promise<Uint8Array> {
  if (element?.InlineBinary !== undefined)
    return Uint8Array.from(atob(element.InlineBinary), (c) => c.charCodeAt(0));
  if (element?.BulkDataURI !== undefined) return read(element.BulkDataURI);
  throw new Error('what belongs to the image is missing');
}
