/** How a file can be shown in the page. `markup` is shown as the text it holds, never as a page. */
export type ContentKind = 'pdf' | 'image' | 'text' | 'markup' | 'other';

/** Raster images every browser draws. SVG is not among them: it can hold script. */
const images = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'image/avif']);
const markup = new Set([
  'text/html',
  'application/xhtml+xml',
  'text/xml',
  'application/xml',
  'image/svg+xml',
  'text/xml+cda',
  'application/hl7-cda+xml',
]);
const texts = new Set([
  'text/plain',
  'text/csv',
  'text/markdown',
  'application/json',
  'application/fhir+json',
  'application/rtf',
]);
/** What people write for a type; also the ending of a file name, which some systems send instead. */
const aliases: Record<string, string> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'image/x-ms-bmp': 'image/bmp',
  'application/x-pdf': 'application/pdf',
  'text/pdf': 'application/pdf',
  'text/rtf': 'application/rtf',
  'application/x-rtf': 'application/rtf',
  'text/richtext': 'application/rtf',
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  rtf: 'application/rtf',
  txt: 'text/plain',
  text: 'text/plain',
  html: 'text/html',
  xml: 'text/xml',
};

/** The media type by its usual name, lower case, without parameters; null when there is none that looks like one. */
export function bareType(contentType: string | undefined | null): string | null {
  const type =
    /^\s*\.?([a-z0-9][a-z0-9!#$&^_.+-]{0,60}(?:\/[a-z0-9][a-z0-9!#$&^_.+-]{0,80})?)\s*(?:;|$)/i
      .exec(contentType ?? '')?.[1]
      ?.toLowerCase() ?? null;
  if (type === null) return null;
  return aliases[type] ?? (type.includes('/') ? type : null);
}

export function contentKind(contentType: string | undefined | null): ContentKind {
  const type = bareType(contentType);
  if (type === null) return 'other';
  if (type === 'application/pdf') return 'pdf';
  if (images.has(type)) return 'image';
  if (markup.has(type) || type.endsWith('+xml')) return 'markup';
  return texts.has(type) || type.startsWith('text/') ? 'text' : 'other';
}

const starts: [string, (head: string) => boolean][] = [
  // readers of PDF look for it in the first 1,024 bytes
  ['application/pdf', (head) => head.slice(0, 1024).includes('%PDF-')],
  ['image/png', (head) => head.startsWith('\x89PNG\r\n\x1a\n')],
  ['image/jpeg', (head) => head.startsWith('\xff\xd8\xff')],
  ['image/gif', (head) => /^GIF8[79]a/.test(head)],
  ['image/webp', (head) => head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP'],
  ['image/avif', (head) => head.slice(4, 12) === 'ftypavif'],
  ['image/bmp', (head) => head.startsWith('BM') && head.slice(6, 10) === '\0\0\0\0'],
  ['image/tiff', (head) => head.startsWith('II*\0') || head.startsWith('MM\0*')],
  ['application/rtf', (head) => head.startsWith('{\\rtf')],
  ['application/zip', (head) => head.startsWith('PK\x03\x04')],
  ['application/x-ole-storage', (head) => head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
  ['application/dicom', (head) => head.slice(128, 132) === 'DICM'],
];
/** How much of a file tells what it is. */
export const headLength = 1_200;

/** The type that the first bytes of a file show; null when they show none. */
function typeOf(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, headLength));
  const found = starts.find(([, isIt]) => isIt(head));
  if (found) return found[0];
  if (head === '') return null;
  const text = isUtf16(bytes) ? head.replaceAll('\0', '').replace(/^(\xff\xfe|\xfe\xff)/, '') : head;
  // control characters are what text does not hold
  if (/[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]/.test(text)) return null;
  return /^(?:\xef\xbb\xbf)?\s*<(?:[?!a-zA-Z])/.test(text) ? 'text/html' : 'text/plain';
}

/** A byte order mark, or every second byte empty as in any Western text; `null` when it is no UTF-16. */
export function isUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 200);
  const pairs = Math.floor(head.length / 2);
  if (pairs < 2) return null;
  const empty = { even: 0, odd: 0 };
  for (let i = 0; i < pairs * 2; i++) if (head[i] === 0) empty[i % 2 === 0 ? 'even' : 'odd']++;
  const { even, odd } = empty;
  if (even === 0 && odd > pairs * 0.7) return 'utf-16le';
  return odd === 0 && even > pairs * 0.7 ? 'utf-16be' : null;
}

/**
 * What a file is to be taken for. Its author is believed, unless he says nothing that can be shown, or the bytes are
 * plainly another kind of file: a PDF sent as text is a PDF.
 */
export function effectiveType(declared: string | undefined | null, bytes: Uint8Array): string | null {
  const [seen, kind] = [typeOf(bytes), contentKind(declared)];
  if (seen === null) return declared ?? null;
  const isText = ['text', 'markup'].includes(contentKind(seen)) && seen !== 'application/rtf';
  const isUntold = ['application/octet-stream', 'binary/octet-stream', null].includes(bareType(declared));
  if (isText) return isUntold ? seen : (declared ?? null);
  return isUntold || (kind !== 'other' && contentKind(seen) !== kind) || kind === 'image'
    ? seen
    : kind === 'text' && seen === 'application/rtf'
      ? seen
      : (declared ?? null);
}
