import dcmjs from 'dcmjs';

/** Value representations with a 32-bit length in explicit encodings, DICOM PS3.5 7.1.2. */
export const longVrs = new Set([
  'OB',
  'OD',
  'OF',
  'OL',
  'OV',
  'OW',
  'SQ',
  'SV',
  'UC',
  'UN',
  'UR',
  'UT',
  'UV',
]);
const shortVrs = [
  'AE',
  'AS',
  'AT',
  'CS',
  'DA',
  'DS',
  'DT',
  'FD',
  'FL',
  'IS',
  'LO',
  'LT',
  'PN',
  'SH',
  'SL',
  'SS',
  'ST',
  'TM',
  'UI',
  'UL',
  'US',
];
export const knownVrs = new Set([...longVrs, ...shortVrs]);
/** Held apart from the metadata as bulk data, or inline when short. */
export const binaryVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);
/** One value however many backslashes it has. */
export const unsplitVrs = new Set(['ST', 'LT', 'UT', 'UR']);
/** Written in the character set of the object; the others are ASCII. */
export const charsetVrs = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);

interface DictionaryEntry {
  vr?: string;
  name?: string;
}
const { dictionary, nameMap } = dcmjs.data.DicomMetaDictionary as {
  dictionary: Record<string, DictionaryEntry | undefined>;
  nameMap: Record<string, { tag?: string } | undefined>;
};
const cache = new Map<string, string>();

/** VR of a tag (`00100010`) by the data dictionary of PS3.6; `UN` when unknown. Ambiguous ones resolve as PS3.5 A.1 does. */
export function dictionaryVr(tag: string): string {
  const known = cache.get(tag);
  if (known) return known;
  const found = lookUp(tag);
  cache.set(tag, found);
  return found;
}

function lookUp(tag: string): string {
  const group = Number.parseInt(tag.slice(0, 4), 16);
  const element = tag.slice(4);
  if (element === '0000') return 'UL';
  if (group % 2 === 1) return /^00[1-9A-F][0-9A-F]$/.test(element) ? 'LO' : 'UN';
  const repeating =
    group >= 0x6000 && group <= 0x601e ? `60xx` : group >= 0x5000 && group <= 0x501e ? '50xx' : null;
  const entry =
    dictionary[`(${tag.slice(0, 4)},${element})`] ??
    (repeating ? dictionary[`(${repeating},${element})`] : undefined);
  const vr = (entry?.vr ?? 'UN').slice(0, 2);
  if (tag === '7FE00010' || /^60..3000$/.test(tag)) return 'OW';
  return vr === 'xs' ? 'US' : vr === 'ox' || vr === 'lt' ? 'OW' : knownVrs.has(vr) ? vr : 'UN';
}

/** Whether the data dictionary leaves open if the value is signed: PixelRepresentation says it (PS3.5 A.1). */
export function isSignedWithPixels(tag: string): boolean {
  return dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`]?.vr === 'xs';
}

/** `PatientID`, `00100020` or `0010,0020` as eight upper-case hexadecimal digits; null when no such attribute is known. */
export function tagOf(nameOrTag: string): string | null {
  const hex = nameOrTag.replace(',', '').toUpperCase();
  if (/^[0-9A-F]{8}$/.test(hex)) return hex;
  const tag = /^[A-Za-z][A-Za-z0-9]*$/.test(nameOrTag) ? nameMap[nameOrTag]?.tag : undefined;
  return tag ? tag.replace(/[(),]/g, '').toUpperCase() : null;
}

/** `(0010,0020)` for messages. */
export function readableTag(tag: string): string {
  return `(${tag.slice(0, 4)},${tag.slice(4)})`;
}
