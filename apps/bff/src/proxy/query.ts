/** A query that is not passed on; `message` names the parameter, never its value. */
export class QueryError extends Error {}

const uidPattern = /^[0-9]+(?:\.[0-9]+)+$/;
const synonyms: Record<string, string> = {
  '0020000D': 'StudyInstanceUID',
  '0020000E': 'SeriesInstanceUID',
  '00080018': 'SOPInstanceUID',
  '00100020': 'PatientID',
  '00080020': 'StudyDate',
  '00080061': 'ModalitiesInStudy',
  '00080060': 'Modality',
  '00080050': 'AccessionNumber',
  '00081030': 'StudyDescription',
  '00200010': 'StudyID',
  '00200011': 'SeriesNumber',
  '0008103E': 'SeriesDescription',
  '00200013': 'InstanceNumber',
  '00080016': 'SOPClassUID',
  '00100010': 'PatientName',
};
const matching = new Set(Object.values(synonyms));
const control = new Set(['limit', 'offset', 'includefield', 'fuzzymatching']);
const drawing = new Set(['viewport', 'window', 'quality', 'annotation', 'accept']);

/**
 * Decodes a query string once into the names of the standard. Refused: unknown parameters, one given twice, anything
 * still encoded after decoding (double encoding), a UID that is not one UID. `includefield` may repeat.
 */
export function readQuery(
  raw: string,
  allowed: 'search' | 'drawing' | 'download' | 'none',
): Map<string, string> {
  const query = new Map<string, string>();
  if (raw.length > 8192) throw new QueryError('the query is too long');
  if (!/^[\x21-\x7e]*$/.test(raw) || raw.includes(';'))
    throw new QueryError('the query holds characters that must be encoded');
  for (const [given, value] of new URLSearchParams(raw)) {
    const name = synonyms[given.toUpperCase()] ?? given;
    const known =
      allowed === 'search'
        ? matching.has(name) || control.has(name)
        : (allowed === 'drawing' && drawing.has(name)) || (allowed === 'download' && name === 'download');
    if (!known) throw new QueryError('unknown parameter');
    if (/%[0-9a-f]{2}/i.test(value) || hasControl(value)) throw new QueryError(`${name} is encoded twice`);
    if (name.endsWith('UID') && !(uidPattern.test(value) && value.length <= 64))
      throw new QueryError(`${name} must be one UID`);
    if (name === 'includefield') {
      query.set(name, [query.get(name), ...fields(value)].filter(Boolean).join(','));
      continue;
    }
    if (query.has(name)) throw new QueryError(`${name} is given twice`);
    if ((name === 'limit' || name === 'offset') && !/^\d{1,6}$/.test(value))
      throw new QueryError(`${name} is not a number`);
    query.set(name, value);
  }
  return query;
}

function hasControl(text: string): boolean {
  return [...text].some((c) => c < ' ' || c === '\u007f');
}

function fields(value: string): string[] {
  const list = value.split(',').filter(Boolean);
  if (!list.every((f) => /^[A-Za-z0-9]{1,64}$/.test(f)))
    throw new QueryError('includefield must be attributes');
  return list;
}

/** As sent upstream: commas stay plain, Orthanc ignores an includefield whose commas are encoded. */
export function writeQuery(query: ReadonlyMap<string, string>): string {
  const text = [...query]
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`)
    .join('&');
  return text && `?${text}`;
}
