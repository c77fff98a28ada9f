import { DicomError, type Element, type Fragment, type ParsedObject } from './parse.ts';
import { ValueReader } from './values.ts';

/** Where the frames of an object are: `frames[i]` lists [offset, length] pairs, one per fragment. */
export interface PixelMap {
  encapsulated: boolean;
  frames: [number, number][][];
  /** Bits of a native frame when frames do not begin on byte borders (segmentations), else null. */
  packedBits: number | null;
}

/** Locates the frames; null for an object without pixels. Throws DicomError when what is there contradicts itself. */
export function mapPixels(object: ParsedObject): PixelMap | null {
  const { dataset } = object;
  const element = dataset.get('7FE00010') ?? dataset.get('7FE00008') ?? dataset.get('7FE00009');
  const reader = new ValueReader(object);
  // Presentation states, doses and headers kept apart from their pixels describe an image without holding one.
  if (!element || (element.length === 0 && !element.fragments)) return null;
  const frameCount = framesOf(reader, object);
  if (element.fragments)
    return {
      encapsulated: true,
      frames: encapsulatedFrames(object, element.fragments, frameCount),
      packedBits: null,
    };
  return nativeFrames(reader, object, element, frameCount);
}

function framesOf(reader: ValueReader, { dataset }: ParsedObject): number {
  const element = dataset.get('00280008');
  if (!element || element.length === 0) return 1;
  const value = reader.number(dataset, '00280008');
  if (value === null || !Number.isInteger(value) || value < 1)
    throw new DicomError(
      `NumberOfFrames (0028,0008) is not a number: ${JSON.stringify(reader.text(dataset, '00280008'))}`,
    );
  return value;
}

function nativeFrames(
  reader: ValueReader,
  { dataset }: ParsedObject,
  element: Element,
  frameCount: number,
): PixelMap {
  const need = (tag: string, name: string) => {
    const value = reader.number(dataset, tag);
    if (value === null || value <= 0) throw new DicomError(`${name} is missing, the pixels cannot be read`);
    return value;
  };
  const bits =
    need('00280010', 'Rows (0028,0010)') *
    need('00280011', 'Columns (0028,0011)') *
    need('00280100', 'BitsAllocated (0028,0100)') *
    samplesStored(reader, dataset);
  const total = Math.ceil((bits * frameCount) / 8);
  if (element.length < total)
    throw new DicomError(`the pixel data is cut off: ${total} bytes are needed, ${element.length} are there`);
  if (bits % 8 !== 0)
    return {
      encapsulated: false,
      frames: Array.from({ length: frameCount }, () => [[element.offset, total]]),
      packedBits: bits,
    };
  const size = bits / 8;
  return {
    encapsulated: false,
    frames: Array.from({ length: frameCount }, (_, i) => [[element.offset + i * size, size]]),
    packedBits: null,
  };
}

/** YBR_FULL_422 stores two samples a pixel (PS3.3 C.7.6.3.1.2). */
function samplesStored(reader: ValueReader, dataset: ParsedObject['dataset']): number {
  const samples = reader.number(dataset, '00280002') ?? 1;
  return samples === 3 && reader.text(dataset, '00280004') === 'YBR_FULL_422' ? 2 : samples;
}

function encapsulatedFrames(
  { source, dataset }: ParsedObject,
  fragments: Fragment[],
  frameCount: number,
): [number, number][][] {
  const [table, ...data] = fragments;
  if (!table || data.length === 0) throw new DicomError('the pixel data has no fragments');
  const pair = (f: Fragment): [number, number] => [f.offset, f.length];
  if (frameCount === 1) return [data.map(pair)];
  if (data.length === frameCount) return data.map((f) => [pair(f)]);
  const extended = dataset.get('7FE00001');
  const starts = extended
    ? offsets(source.bytes(extended.offset, extended.length), 8)
    : offsets(source.bytes(table.offset, table.length), 4);
  const first = data[0]?.offset ?? 0;
  const isStart =
    starts.length === frameCount
      ? (f: Fragment) => starts.includes(f.offset - first)
      : // Without an offset table a frame begins where a JPEG (FFD8) or JPEG 2000 (FF4F) stream does.
        (f: Fragment) =>
          f.length >= 2 && [0xffd8, 0xff4f].includes(source.bytes(f.offset, 2).readUInt16BE(0));
  const frames: [number, number][][] = [];
  for (const fragment of data) {
    if (isStart(fragment) || frames.length === 0) frames.push([]);
    frames.at(-1)?.push(pair(fragment));
  }
  if (frames.length !== frameCount)
    throw new DicomError(`${frameCount} frames are announced, ${frames.length} are there`);
  return frames;
}

function offsets(table: Buffer, size: 4 | 8): number[] {
  return Array.from({ length: Math.floor(table.length / size) }, (_, i) =>
    size === 4 ? table.readUInt32LE(i * 4) : Number(table.readBigUInt64LE(i * 8)),
  );
}
