import { decoderFor } from './charset.ts';
import type { ByteSource } from './byte-source.ts';
import type { Dataset, Element, ParsedObject } from './parse.ts';
import { charsetVrs, unsplitVrs } from './vr.ts';

/** Reads values of one object. */
export class ValueReader {
  readonly source: ByteSource;
  readonly bigEndian: boolean;
  readonly #decode: (bytes: Uint8Array) => string;
  constructor(object: Pick<ParsedObject, 'source' | 'bigEndian' | 'dataset'>, outer?: ValueReader) {
    this.source = object.source;
    this.bigEndian = object.bigEndian;
    const terms = object.dataset.get('00080005');
    this.#decode =
      outer && !terms
        ? outer.#decode
        : decoderFor(terms ? this.raw(terms).toString('latin1').split('\\') : []);
  }

  /** Reads an item of a sequence, which may have a character set of its own (PS3.5 7.5.3). */
  within(item: Dataset): ValueReader {
    return item.has('00080005') ? new ValueReader({ ...this.#object(), dataset: item }, this) : this;
  }
  #object(): Pick<ParsedObject, 'source' | 'bigEndian'> {
    return { source: this.source, bigEndian: this.bigEndian };
  }

  raw(element: Element): Buffer {
    return this.source.bytes(element.offset, element.length);
  }

  /** The bytes of a value as they are sent: little endian, whatever the file is. */
  little(element: Element): Buffer {
    const bytes = this.raw(element);
    return this.bigEndian ? swapped(bytes, wordOf(element.vr)) : bytes;
  }

  /** Values of a text element, padding removed; empty ones stay as ''. */
  strings(element: Element): string[] {
    const bytes = this.raw(element);
    const text = charsetVrs.has(element.vr) ? this.#decode(bytes) : bytes.toString('latin1');
    const clean = (v: string) =>
      unsplitVrs.has(element.vr) ? v.replace(/[\0 ]+$/, '') : v.replace(/\0/g, '').trim();
    return unsplitVrs.has(element.vr) ? [clean(text)] : text.split('\\').map(clean);
  }

  /** Values of a binary numeric element (PS3.5 6.2); 64-bit ones as text when they do not fit a double. */
  numbers(element: Element): (number | string)[] {
    const b = this.raw(element);
    const read = numeric[element.vr];
    if (!read) return [];
    const out: (number | string)[] = [];
    for (let at = 0; at + read.size <= b.length; at += read.size) out.push(read.at(b, at, this.bigEndian));
    return out;
  }

  /** First value as text, '' when missing. */
  text(dataset: Dataset, tag: string): string {
    const e = dataset.get(tag);
    return e ? (this.strings(e)[0] ?? '') : '';
  }

  /** First value as a number; null when missing or not a number. */
  number(dataset: Dataset, tag: string): number | null {
    const e = dataset.get(tag);
    if (!e || e.length === 0) return null;
    const first = numeric[e.vr] ? this.numbers(e)[0] : this.strings(e)[0];
    const value = first === undefined || first === '' ? NaN : Number(first);
    return Number.isFinite(value) ? value : null;
  }
}

/** Bytes of one word of a binary value representation; 1 where their order does not matter. */
export function wordOf(vr: string): 1 | 2 | 4 | 8 {
  if (['OW', 'US', 'SS', 'AT'].includes(vr)) return 2;
  if (['OL', 'OF', 'UL', 'SL', 'FL'].includes(vr)) return 4;
  return ['OD', 'OV', 'FD', 'UV', 'SV'].includes(vr) ? 8 : 1;
}

/** A copy in the other byte order; what is left of the last word stays as it is. */
export function swapped(bytes: Buffer, word: 1 | 2 | 4 | 8): Buffer {
  if (word === 1) return bytes;
  const copy = Buffer.from(bytes),
    whole = copy.subarray(0, copy.length - (copy.length % word));
  if (word === 2) whole.swap16();
  else if (word === 4) whole.swap32();
  else whole.swap64();
  return copy;
}

interface Numeric {
  size: number;
  at(b: Buffer, offset: number, bigEndian: boolean): number | string;
}
const wide = (v: bigint) =>
  v >= BigInt(Number.MIN_SAFE_INTEGER) && v <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(v) : v.toString();
const finite = (v: number) => (Number.isFinite(v) ? v : String(v));
const numeric: Record<string, Numeric | undefined> = {
  US: { size: 2, at: (b, o, be) => (be ? b.readUInt16BE(o) : b.readUInt16LE(o)) },
  SS: { size: 2, at: (b, o, be) => (be ? b.readInt16BE(o) : b.readInt16LE(o)) },
  UL: { size: 4, at: (b, o, be) => (be ? b.readUInt32BE(o) : b.readUInt32LE(o)) },
  SL: { size: 4, at: (b, o, be) => (be ? b.readInt32BE(o) : b.readInt32LE(o)) },
  FL: { size: 4, at: (b, o, be) => finite(be ? b.readFloatBE(o) : b.readFloatLE(o)) },
  FD: { size: 8, at: (b, o, be) => finite(be ? b.readDoubleBE(o) : b.readDoubleLE(o)) },
  UV: { size: 8, at: (b, o, be) => wide(be ? b.readBigUInt64BE(o) : b.readBigUInt64LE(o)) },
  SV: { size: 8, at: (b, o, be) => wide(be ? b.readBigInt64BE(o) : b.readBigInt64LE(o)) },
};
export function isNumericVr(vr: string): boolean {
  return vr in numeric;
}
