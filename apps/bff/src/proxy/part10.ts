/** A data set as far as it is judged here: values as bytes, sequences as the data sets in them. By `ggggeeee`. */
export type DataSet = Map<string, { bytes: Buffer } | { items: DataSet[] }>;

export class UnreadableError extends Error {}

const implicitLittleEndian = '1.2.840.10008.1.2';
const explicitLittleEndian = '1.2.840.10008.1.2.1';
const undefinedLength = 0xffffffff;
const longForm = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
/** Content of a report, and what codes name it: sequences, also where the file does not say so. */
const sequences = new Set(['0040a730', '0040a043']);
const deepest = 24;

/**
 * Reads a DICOM file (PS3.10) in explicit or implicit little endian, in which reports are written. Anything else, and
 * anything that does not add up, is an `UnreadableError`.
 */
export function readPart10(file: Buffer): DataSet {
  need(file.length >= 132 && file.toString('latin1', 128, 132) === 'DICM', 'no DICOM file');
  const meta = new Reader(file, true).read(132, file.length, 0, 'fileMeta');
  const syntax = text(meta.dataSet, '00020010');
  need(syntax === explicitLittleEndian || syntax === implicitLittleEndian, 'another transfer syntax');
  return new Reader(file, syntax === explicitLittleEndian).read(meta.at, file.length, 0).dataSet;
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

class Reader {
  readonly #file: Buffer;
  readonly #isExplicit: boolean;
  constructor(file: Buffer, isExplicit: boolean) {
    this.#file = file;
    this.#isExplicit = isExplicit;
  }

  /** Elements from `at`: to `end`, to the end of their item, or to where the file's meta group is over. */
  read(
    at: number,
    end: number,
    depth: number,
    until: 'end' | 'itemEnd' | 'fileMeta' = 'end',
  ): { dataSet: DataSet; at: number } {
    need(depth <= deepest, 'too deep');
    const dataSet: DataSet = new Map();
    while (at < end) {
      const tag = this.#tag(at, end);
      if (until === 'itemEnd' && tag === 'fffee00d') return { dataSet, at: at + 8 };
      if (until === 'fileMeta' && !tag.startsWith('0002')) return { dataSet, at };
      const { from, length, isSequence } = this.#head(tag, at, end);
      if (isSequence) {
        const sequence = this.#items(from, length === undefinedLength ? null : from + length, end, depth);
        dataSet.set(tag, { items: sequence.items });
        at = sequence.at;
        continue;
      }
      need(length !== undefinedLength && from + length <= end, 'an element that is longer than the file');
      dataSet.set(tag, { bytes: this.#file.subarray(from, from + length) });
      at = from + length;
    }
    need(until !== 'itemEnd', 'an item without an end');
    return { dataSet, at };
  }

  #head(tag: string, at: number, end: number): { from: number; length: number; isSequence: boolean } {
    if (!this.#isExplicit) {
      const length = this.#file.readUInt32LE(at + 4),
        from = at + 8;
      // without a VR a sequence is known by what it begins with
      const hasItem = length >= 8 && from + 8 <= end && this.#tag(from, end) === 'fffee000';
      return { from, length, isSequence: sequences.has(tag) || length === undefinedLength || hasItem };
    }
    const vr = this.#file.toString('latin1', at + 4, at + 6);
    const isLong = longForm.has(vr);
    const from = at + (isLong ? 12 : 8);
    need(from <= end && /^[A-Z]{2}$/.test(vr), 'an element without a head');
    const length = isLong ? this.#file.readUInt32LE(at + 8) : this.#file.readUInt16LE(at + 6);
    return { from, length, isSequence: vr === 'SQ' || sequences.has(tag) };
  }

  /** @param to where the sequence ends; null when it ends by a delimiter */
  #items(at: number, to: number | null, end: number, depth: number) {
    need(to === null || to <= end, 'a sequence that is longer than the file');
    const found: DataSet[] = [];
    while (to === null || at < to) {
      const tag = this.#tag(at, end);
      if (to === null && tag === 'fffee0dd') return { items: found, at: at + 8 };
      need(tag === 'fffee000', 'a sequence of something else than items');
      const length = this.#file.readUInt32LE(at + 4);
      const from = at + 8;
      const last = to ?? end;
      need(length === undefinedLength || from + length <= last, 'an item that is longer than its sequence');
      const item =
        length === undefinedLength
          ? this.read(from, last, depth + 1, 'itemEnd')
          : this.read(from, from + length, depth + 1);
      found.push(item.dataSet);
      at = item.at;
    }
    return { items: found, at };
  }

  #tag(at: number, end: number): string {
    need(at + 8 <= end, 'a file that ends too early');
    const half = (from: number) => this.#file.readUInt16LE(from).toString(16).padStart(4, '0');
    return half(at) + half(at + 2);
  }
}

function need(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new UnreadableError(otherwise);
}
