/** A data set as far as it is judged here: values as bytes, sequences as the data sets in them. By `ggggeeee`. */
export type DataSet = Map<string, { bytes: Buffer } | { items: DataSet[] }>;

export class UnreadableError extends Error {}

const explicitLittleEndian = '1.2.840.10008.1.2.1';
const undefinedLength = 0xffffffff;
const longForm = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const deepest = 24;

/**
 * Reads a DICOM file (PS3.10) in explicit little endian, the one encoding in which reports are written. Anything else,
 * and anything that does not add up, is an `UnreadableError`.
 */
export function readPart10(file: Buffer): DataSet {
  if (file.length < 132 || file.toString('latin1', 128, 132) !== 'DICM')
    throw new UnreadableError('no DICOM file');
  const { dataSet, at } = read(file, 132, file.length, 0, 'fileMeta');
  if (text(dataSet, '00020010') !== explicitLittleEndian)
    throw new UnreadableError('not explicit little endian');
  return read(file, at, file.length, 0).dataSet;
}

/** A text value, without its padding; '' when there is none. */
export function text(dataSet: DataSet, tag: string): string {
  const element = dataSet.get(tag);
  return element && 'bytes' in element ? element.bytes.toString('utf8').replace(/[\0 ]+$/, '') : '';
}

export function items(dataSet: DataSet, tag: string): DataSet[] {
  const element = dataSet.get(tag);
  return element && 'items' in element ? element.items : [];
}

/** Elements from `at`: to `end`, to the end of their item, or to where the file's meta group is over. */
function read(
  file: Buffer,
  at: number,
  end: number,
  depth: number,
  until: 'end' | 'itemEnd' | 'fileMeta' = 'end',
): { dataSet: DataSet; at: number } {
  if (depth > deepest) throw new UnreadableError('too deep');
  const dataSet: DataSet = new Map();
  while (at < end) {
    const tag = tagAt(file, at, end);
    if (until === 'itemEnd' && tag === 'fffee00d') return { dataSet, at: at + 8 };
    if (until === 'fileMeta' && !tag.startsWith('0002')) return { dataSet, at };
    const vr = file.toString('latin1', at + 4, at + 6);
    const isLong = longForm.has(vr);
    need(at + (isLong ? 12 : 8) <= end && /^[A-Z]{2}$/.test(vr), 'an element without a head');
    const length = isLong ? file.readUInt32LE(at + 8) : file.readUInt16LE(at + 6);
    const from = at + (isLong ? 12 : 8);
    if (vr === 'SQ') {
      const sequence = readItems(file, from, length === undefinedLength ? null : from + length, end, depth);
      dataSet.set(tag, { items: sequence.items });
      at = sequence.at;
      continue;
    }
    need(length !== undefinedLength && from + length <= end, 'an element that is longer than the file');
    dataSet.set(tag, { bytes: file.subarray(from, from + length) });
    at = from + length;
  }
  need(until !== 'itemEnd', 'an item without an end');
  return { dataSet, at };
}

/** @param to where the sequence ends; null when it ends by a delimiter */
function readItems(file: Buffer, at: number, to: number | null, end: number, depth: number) {
  need(to === null || to <= end, 'a sequence that is longer than the file');
  const found: DataSet[] = [];
  while (to === null || at < to) {
    const tag = tagAt(file, at, end);
    if (to === null && tag === 'fffee0dd') return { items: found, at: at + 8 };
    need(tag === 'fffee000', 'a sequence of something else than items');
    const length = file.readUInt32LE(at + 4);
    const from = at + 8;
    if (length === undefinedLength) {
      const item = read(file, from, to ?? end, depth + 1, 'itemEnd');
      found.push(item.dataSet);
      at = item.at;
    } else {
      need(from + length <= (to ?? end), 'an item that is longer than its sequence');
      found.push(read(file, from, from + length, depth + 1).dataSet);
      at = from + length;
    }
  }
  return { items: found, at };
}

function tagAt(file: Buffer, at: number, end: number): string {
  need(at + 8 <= end, 'a file that ends too early');
  return (
    file.readUInt16LE(at).toString(16).padStart(4, '0') +
    file
      .readUInt16LE(at + 2)
      .toString(16)
      .padStart(4, '0')
  );
}

function need(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new UnreadableError(otherwise);
}
