/** DICOM JSON model (PS3.18 annex F) as far as images need it. */
export interface DicomElement {
  vr: string;
  Value?: unknown[];
  BulkDataURI?: string;
  InlineBinary?: string;
}
export type DicomJson = Record<string, DicomElement | undefined>;

const first = (json: DicomJson | undefined, tag: string): unknown => json?.[tag]?.Value?.[0];

/** Centre and width of the grey levels shown, in the units of the image. */
export interface GreyWindow {
  center: number;
  width: number;
}
export interface Palette {
  first: number;
  red: Uint8Array;
  green: Uint8Array;
  blue: Uint8Array;
}

/** What must be known of one frame to decode and to draw it. */
export interface FrameAttributes {
  rows: number;
  columns: number;
  samples: number;
  bitsAllocated: number;
  bitsStored: number;
  /** Where the highest stored bit stands. */
  highBit: number;
  signed: boolean;
  planar: boolean;
  photometric: string;
  /** Stored value to the unit of the modality (CT: Hounsfield). */
  slope: number;
  intercept: number;
  /** The first window the object asks for. */
  window: GreyWindow | null;
  voiFunction: 'linear' | 'exact' | 'sigmoid';
  padding: number | null;
  /** Height of a pixel as a share of its width. */
  pixelHeight: number;
}

/** The item of a functional group that holds for frame `number`; the object itself when it has none (PS3.3 C.7.6.16). */
export function functionalGroup(metadata: DicomJson, number: number, macro: string): DicomJson {
  const item = (from: DicomJson | undefined, tag: string, at: number) =>
    from?.[tag]?.Value?.[at] as DicomJson | undefined;
  return (
    item(item(metadata, '52009230', number - 1), macro, 0) ??
    item(item(metadata, '52009229', 0), macro, 0) ??
    metadata
  );
}

/** Facts of frame `number` (from 1) of an object; those of enhanced objects stand in functional groups (PS3.3 C.7.6.16). */
export function frameAttributes(metadata: DicomJson, number: number): FrameAttributes {
  const value = (tag: string, from = metadata) => {
    const v = Number(first(from, tag) ?? Number.NaN);
    return Number.isFinite(v) ? v : null;
  };
  const scale = functionalGroup(metadata, number, '00289145'),
    voi = functionalGroup(metadata, number, '00289132'),
    measures = functionalGroup(metadata, number, '00289110');
  const center = value('00281050', voi),
    width = value('00281051', voi);
  const bitsAllocated = value('00280100') ?? 8,
    bitsStored = value('00280101') ?? bitsAllocated,
    signed = value('00280103') === 1,
    padding = value('00280120');
  const named = String(first(voi, '00281056') ?? '');
  return {
    rows: value('00280010') ?? 0,
    columns: value('00280011') ?? 0,
    samples: value('00280002') ?? 1,
    bitsAllocated,
    bitsStored,
    highBit: value('00280102') ?? bitsStored - 1,
    signed,
    planar: value('00280006') === 1,
    photometric: String(first(metadata, '00280004') ?? 'MONOCHROME2').trim(),
    slope: value('00281053', scale) || 1,
    intercept: value('00281052', scale) ?? 0,
    window: center !== null && width !== null && width > 0 ? { center, width } : null,
    voiFunction: named === 'SIGMOID' ? 'sigmoid' : named === 'LINEAR_EXACT' ? 'exact' : 'linear',
    // some writers call the padding of signed pixels unsigned
    padding:
      padding !== null && signed && bitsAllocated <= 16 && padding >= 2 ** (bitsAllocated - 1)
        ? padding - 2 ** bitsAllocated
        : padding,
    pixelHeight:
      ratio(measures, '00280030') ?? ratio(metadata, '00181164') ?? ratio(metadata, '00280034') ?? 1,
  };
}

/** Spacing and aspect ratio both name the vertical first. */
function ratio(from: DicomJson, tag: string): number | null {
  const [vertical = 0, horizontal = 0] = (from[tag]?.Value ?? []).map(Number);
  return vertical > 0 && horizontal > 0 ? vertical / horizontal : null;
}

/** The colours of a palette image (PS3.3 C.7.6.3.1.5); tables that are not in the metadata are fetched with `read`. */
export async function paletteOf(
  metadata: DicomJson,
  read: (uri: string) => Promise<Uint8Array>,
): Promise<Palette> {
  const [, start = 0] = (metadata['00281101']?.Value ?? []).map(Number);
  const table = async (descriptorTag: string, tableTag: string): Promise<Uint8Array> => {
    const [count = 0, , bits = 8] = (metadata[descriptorTag]?.Value ?? []).map(Number);
    const { InlineBinary: inline, BulkDataURI: uri } = metadata[tableTag] ?? {};
    const bytes =
      inline !== undefined
        ? Uint8Array.from(atob(inline), (c) => c.charCodeAt(0))
        : uri !== undefined
          ? await read(uri)
          : new Uint8Array();
    const entries = count || 65_536;
    if (bytes.length < entries) throw new Error('the palette is not complete');
    const isWide = bits > 8 && bytes.length >= entries * 2;
    // 16-bit entries whose high byte is never used hold 8-bit colours.
    const isHigh = isWide && bytes.some((b, i) => i % 2 === 1 && b > 0);
    return isWide
      ? Uint8Array.from({ length: entries }, (_, i) => bytes[i * 2 + (isHigh ? 1 : 0)] ?? 0)
      : bytes.slice(0, entries);
  };
  const [red, green, blue] = await Promise.all([
    table('00281101', '00281201'),
    table('00281102', '00281202'),
    table('00281103', '00281203'),
  ]);
  return { first: start, red, green, blue };
}
