import type { Dataset, Element, ParsedObject } from './parse.ts';
import { isNumericVr, ValueReader } from './values.ts';
import { binaryVrs } from './vr.ts';

/** DICOM JSON model, PS3.18 annex F. */
export interface JsonElement {
  vr: string;
  Value?: unknown[];
  InlineBinary?: string;
  BulkDataURI?: string;
}
export type JsonDataset = Record<string, JsonElement>;

/** Binary values up to this many bytes are given inline. */
const inlineLimit = 1024;
/** Text values beyond this are given as bulk data. */
const textLimit = 64 * 1024;

/** Metadata of one object. `BulkDataURI` is relative to the instance: `bulkdata/7FE00010`, `bulkdata/54000100/0/54001010`. */
export function toJson(object: ParsedObject): JsonDataset {
  const json = datasetJson(new ValueReader(object), object.dataset, 'bulkdata');
  json['00083002'] = { vr: 'UI', Value: [object.transferSyntax] };
  return json;
}

function datasetJson(reader: ValueReader, dataset: Dataset, path: string): JsonDataset {
  const out: JsonDataset = {};
  for (const element of [...dataset.values()].sort((a, b) => (a.tag < b.tag ? -1 : 1))) {
    if (element.tag.endsWith('0000') || element.tag.startsWith('0002') || element.tag === 'FFFCFFFC')
      continue;
    out[element.tag] = elementJson(reader, element, `${path}/${element.tag}`);
  }
  return out;
}

function elementJson(reader: ValueReader, element: Element, path: string): JsonElement {
  const { vr, length, items, tag } = element;
  if (items)
    return items.length
      ? { vr: 'SQ', Value: items.map((item, i) => datasetJson(reader.within(item), item, `${path}/${i}`)) }
      : { vr: 'SQ' };
  if (length === 0) return { vr };
  const isPixels = tag === '7FE00010' || tag === '7FE00008' || tag === '7FE00009';
  if (isPixels || element.fragments) return { vr, BulkDataURI: path };
  if (binaryVrs.has(vr))
    return length <= inlineLimit
      ? { vr, InlineBinary: reader.little(element).toString('base64') }
      : { vr, BulkDataURI: path };
  if (length > textLimit && !isNumericVr(vr)) return { vr, BulkDataURI: path };
  const values = valuesJson(reader, element);
  return values.some((v) => v !== null) ? { vr, Value: values } : { vr };
}

function valuesJson(reader: ValueReader, element: Element): unknown[] {
  if (element.vr === 'AT') return tagValues(reader, element);
  if (isNumericVr(element.vr)) return reader.numbers(element);
  return reader.strings(element).map((text) => {
    if (text === '') return null;
    if (element.vr === 'PN') return personName(text);
    if (element.vr === 'DS' || element.vr === 'IS') {
      const n = Number(text);
      return Number.isFinite(n) ? n : text;
    }
    return text;
  });
}

function tagValues(reader: ValueReader, element: Element): string[] {
  const b = reader.raw(element);
  const u16 = (at: number) =>
    (reader.bigEndian ? b.readUInt16BE(at) : b.readUInt16LE(at)).toString(16).padStart(4, '0').toUpperCase();
  return Array.from({ length: Math.floor(b.length / 4) }, (_, i) => u16(i * 4) + u16(i * 4 + 2));
}

function personName(text: string): Record<string, string> {
  const [alphabetic, ideographic, phonetic] = text.split('=');
  return {
    ...(alphabetic ? { Alphabetic: alphabetic } : {}),
    ...(ideographic ? { Ideographic: ideographic } : {}),
    ...(phonetic ? { Phonetic: phonetic } : {}),
  };
}

/** First value of an attribute as text; '' when missing. Names give their alphabetic form. */
export function firstText(json: JsonDataset, tag: string): string {
  const value = json[tag]?.Value?.[0];
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') return 'Alphabetic' in value ? String(value.Alphabetic) : '';
  return String(value);
}
