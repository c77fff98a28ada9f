import { inflateRawSync } from 'node:zlib';
import { BufferSource, type ByteSource } from './byte-source.ts';
import { dictionaryVr, isSignedWithPixels, knownVrs, longVrs, readableTag } from './vr.ts';

/** Why an object cannot be read, in words fit for the person who sent it. */
export class DicomError extends Error {}

export interface Fragment {
  offset: number;
  length: number;
}
export interface Element {
  tag: string;
  vr: string;
  offset: number;
  length: number;
  items?: Dataset[];
  fragments?: Fragment[];
  /** The file does not say the value representation: it is that of the data dictionary. */
  isGuess?: boolean;
}
export type Dataset = Map<string, Element>;
/** `source` holds the dataset (inflated when it was deflated); offsets refer to it. */
export interface ParsedObject {
  source: ByteSource;
  transferSyntax: string;
  bigEndian: boolean;
  meta: Dataset;
  dataset: Dataset;
  datasetOffset: number;
}

export const explicitLittle = '1.2.840.10008.1.2.1';
export const implicitLittle = '1.2.840.10008.1.2';
export const explicitBig = '1.2.840.10008.1.2.2';
export const deflated = '1.2.840.10008.1.2.1.99';
const undefinedLength = 0xffffffff;
const maxDepth = 32;
const maxElements = 200_000;
/** A deflated object that grows beyond this is a bomb. */
const maxInflated = 512 * 1024 * 1024;

/**
 * Reads the structure of a DICOM Part 10 file (PS3.10), or of a bare dataset without preamble or meta group; values stay
 * in the source. Throws DicomError with the reason when it is damaged.
 */
export function parseObject(source: ByteSource): ParsedObject {
  try {
    return readObject(source);
  } catch (error) {
    if (error instanceof RangeError) throw new DicomError(`the file ends too early (${error.message})`);
    throw error;
  }
}

function readObject(source: ByteSource): ParsedObject {
  const withPreamble = source.size >= 132 && source.bytes(128, 4).toString('latin1') === 'DICM';
  const start = withPreamble ? 132 : bareStart(source);
  const metaWalk = new Walker(source, { explicit: true, bigEndian: false });
  const isMeta = withPreamble || source.bytes(start, 2).readUInt16LE(0) === 2;
  const meta = isMeta ? metaWalk.readGroup(start, 2) : { dataset: new Map<string, Element>(), end: start };
  const declared = meta.dataset.get('00020010');
  const transferSyntax = declared ? text(source, declared) : sniff(source, meta.end);
  const bigEndian = transferSyntax === explicitBig;
  const encoding = { explicit: transferSyntax !== implicitLittle, bigEndian };
  if (transferSyntax !== deflated) {
    const dataset = signedWhereDue(source, bigEndian, new Walker(source, encoding).readAll(meta.end));
    return { source, transferSyntax, bigEndian, meta: meta.dataset, dataset, datasetOffset: meta.end };
  }
  const inflated = new BufferSource(inflate(source.bytes(meta.end, source.size - meta.end)));
  return {
    source: inflated,
    transferSyntax,
    bigEndian,
    meta: meta.dataset,
    dataset: signedWhereDue(inflated, bigEndian, new Walker(inflated, encoding).readAll(0)),
    datasetOffset: 0,
  };
}

/** Values that are signed when the pixels are (padding, smallest value, tables) get the VR of this object; items inherit it. */
function signedWhereDue(source: ByteSource, bigEndian: boolean, dataset: Dataset, outer = false): Dataset {
  const said = dataset.get('00280103');
  const b = said && said.length >= 2 ? source.bytes(said.offset, 2) : null,
    isSigned = b ? (bigEndian ? b.readUInt16BE(0) : b.readUInt16LE(0)) === 1 : outer;
  for (const element of dataset.values()) {
    if (isSigned && element.isGuess && element.vr === 'US' && isSignedWithPixels(element.tag))
      element.vr = 'SS';
    for (const item of element.items ?? []) signedWhereDue(source, bigEndian, item, isSigned);
  }
  return dataset;
}

function inflate(bytes: Buffer): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: maxInflated });
  } catch {
    throw new DicomError('the deflated dataset cannot be inflated');
  }
}

/** Where a dataset without preamble begins: at 0, or at 1 behind the padding byte of a meta group cut off wrongly. */
function bareStart(source: ByteSource): number {
  for (const at of [0, 1]) {
    if (source.size < at + 8) break;
    const head = source.bytes(at, 8);
    const group = head.readUInt16LE(0);
    const vr = head.toString('latin1', 4, 6);
    if ((group === 2 || group === 8 || group === 0x0800) && knownVrs.has(vr)) return at;
    if (group === 8 && head.readUInt16LE(2) <= 0x20 && head.readUInt32LE(4) <= 1024) return at;
  }
  throw new DicomError('this is not a DICOM file: neither preamble nor a dataset');
}

function sniff(source: ByteSource, at: number): string {
  const head = source.bytes(at, 8);
  if (!knownVrs.has(head.toString('latin1', 4, 6))) return implicitLittle;
  return head.readUInt16LE(0) === 0x0800 ? explicitBig : explicitLittle;
}

function text(source: ByteSource, element: Element): string {
  return source
    .bytes(element.offset, element.length)
    .toString('latin1')
    .replace(/[\0 ]+$/, '');
}

interface Encoding {
  explicit: boolean;
  bigEndian: boolean;
}

class Walker {
  readonly #source: ByteSource;
  readonly #encoding: Encoding;
  #count = 0;
  constructor(source: ByteSource, encoding: Encoding) {
    this.#source = source;
    this.#encoding = encoding;
  }

  /** All elements of one group from `at`; used for the meta group. */
  readGroup(at: number, group: number): { dataset: Dataset; end: number } {
    const dataset: Dataset = new Map();
    while (at + 8 <= this.#source.size && this.#source.bytes(at, 2).readUInt16LE(0) === group)
      at = this.#element(at, this.#source.size, this.#encoding, dataset, 0);
    return { dataset, end: at };
  }

  readAll(at: number): Dataset {
    const dataset: Dataset = new Map();
    while (at < this.#source.size) {
      const left = this.#source.size - at;
      // A few writers pad the end of the file with zeros.
      if (left < 8 && this.#source.bytes(at, left).every((b) => b === 0)) break;
      if (left < 8) throw new DicomError('the file is cut off between two elements');
      at = this.#element(at, this.#source.size, this.#encoding, dataset, 0);
    }
    return dataset;
  }

  #u16(at: number, e: Encoding): number {
    const b = this.#source.bytes(at, 2);
    return e.bigEndian ? b.readUInt16BE(0) : b.readUInt16LE(0);
  }
  #u32(at: number, e: Encoding): number {
    const b = this.#source.bytes(at, 4);
    return e.bigEndian ? b.readUInt32BE(0) : b.readUInt32LE(0);
  }
  #tag(at: number, e: Encoding): string {
    return (hex4(this.#u16(at, e)) + hex4(this.#u16(at + 2, e))).toUpperCase();
  }

  /** Reads one element into `into` and returns where the next one begins. */
  #element(at: number, end: number, e: Encoding, into: Dataset, depth: number): number {
    if (depth > maxDepth || (this.#count += 1) > maxElements)
      throw new DicomError('the dataset is nested or long beyond reason');
    const tag = this.#tag(at, e);
    const header = this.#header(at, tag, e),
      { length, offset } = header;
    // What a writer did not know is known here: its value is that of the implicit encoding, PS3.5 6.2.2.
    const isUnknown = e.explicit && header.vr === 'UN' && length !== undefinedLength,
      vr = isUnknown ? dictionaryVr(tag) : header.vr;
    if (length === undefinedLength) return this.#undefinedLength(tag, vr, offset, end, e, into, depth);
    const next = offset + length;
    if (next > end)
      throw new DicomError(
        `the file is cut off: ${readableTag(tag)} announces ${length} bytes, ${Math.max(0, end - offset)} are there`,
      );
    const element: Element = { tag, vr, offset, length };
    if (isUnknown || !e.explicit) element.isGuess = true;
    if (vr === 'SQ' && !isUnknown) element.items = this.#items(offset, next, e, depth).items;
    else if (vr === 'SQ') this.#unknownItems(element, next, depth);
    into.set(tag, element);
    return next;
  }

  /** The items of a sequence written as UN; when they are none, it stays bytes. */
  #unknownItems(element: Element, end: number, depth: number): void {
    try {
      element.items = this.#items(element.offset, end, { explicit: false, bigEndian: false }, depth).items;
    } catch (error) {
      if (!(error instanceof DicomError || error instanceof RangeError)) throw error;
      element.vr = 'UN';
    }
  }

  #header(at: number, tag: string, e: Encoding): { vr: string; length: number; offset: number } {
    if (!e.explicit) return { vr: dictionaryVr(tag), length: this.#u32(at + 4, e), offset: at + 8 };
    const vr = this.#source.bytes(at + 4, 2).toString('latin1');
    if (!knownVrs.has(vr))
      throw new DicomError(`${readableTag(tag)} has the unknown value representation ${JSON.stringify(vr)}`);
    return longVrs.has(vr)
      ? { vr, length: this.#u32(at + 8, e), offset: at + 12 }
      : { vr, length: this.#u16(at + 6, e), offset: at + 8 };
  }

  #undefinedLength(
    tag: string,
    vr: string,
    offset: number,
    end: number,
    e: Encoding,
    into: Dataset,
    depth: number,
  ): number {
    if (tag === '7FE00010' || vr === 'OB' || vr === 'OW') {
      const { fragments, next } = this.#fragments(offset, end, e, tag);
      into.set(tag, { tag, vr: 'OB', offset, length: next - 8 - offset, fragments });
      return next;
    }
    if (vr !== 'SQ' && vr !== 'UN') throw new DicomError(`${readableTag(tag)} has no length`);
    // UN of undefined length is a sequence in implicit little endian, PS3.5 6.2.2 note 4.
    const { items, next } = this.#items(
      offset,
      end,
      vr === 'UN' ? { explicit: false, bigEndian: false } : e,
      depth,
    );
    into.set(tag, { tag, vr: 'SQ', offset, length: next - offset, items });
    return next;
  }

  /** Items of a sequence up to `end` or its delimiter. */
  #items(at: number, end: number, e: Encoding, depth: number): { items: Dataset[]; next: number } {
    const items: Dataset[] = [];
    while (at + 8 <= end) {
      const tag = this.#tag(at, e);
      const length = this.#u32(at + 4, e);
      at += 8;
      if (tag === 'FFFEE0DD') return { items, next: at };
      if (tag !== 'FFFEE000') throw new DicomError(`an item was expected, ${readableTag(tag)} is there`);
      const item: Dataset = new Map();
      const itemEnd = length === undefinedLength ? end : at + length;
      if (itemEnd > end) throw new DicomError('the file is cut off inside a sequence');
      for (;;) {
        if (length !== undefinedLength && at >= itemEnd) break;
        if (at + 8 > itemEnd) throw new DicomError('the file is cut off inside a sequence');
        if (this.#tag(at, e) === 'FFFEE00D') {
          at += 8;
          break;
        }
        at = this.#element(at, itemEnd, e, item, depth + 1);
      }
      items.push(item);
    }
    return { items, next: at };
  }

  /** Fragments of encapsulated pixel data, PS3.5 A.4; the first one is the basic offset table. */
  #fragments(at: number, end: number, e: Encoding, tag: string): { fragments: Fragment[]; next: number } {
    const fragments: Fragment[] = [];
    while (at + 8 <= end) {
      const item = this.#tag(at, e);
      const length = this.#u32(at + 4, e);
      at += 8;
      if (item === 'FFFEE0DD') return { fragments, next: at };
      if (item !== 'FFFEE000')
        throw new DicomError(`a fragment of ${readableTag(tag)} was expected, ${readableTag(item)} is there`);
      if (at + length > end)
        throw new DicomError(
          `the file is cut off: a fragment of ${readableTag(tag)} announces ${length} bytes, ${end - at} are there`,
        );
      fragments.push({ offset: at, length });
      at += length;
    }
    throw new DicomError(`the file is cut off: ${readableTag(tag)} has no end`);
  }
}

function hex4(value: number): string {
  return value.toString(16).padStart(4, '0');
}
