import { bareType, contentKind, isUtf16 } from '@keneyapp/fhir-model/media';
import { rtfText } from './rtf.ts';

/** What the browser is told it gets: nothing that it would run. */
export function servedType(contentType: string | undefined | null): string {
  const type = bareType(contentType);
  switch (contentKind(type)) {
    case 'pdf':
      return 'application/pdf';
    case 'image':
      return type ?? 'application/octet-stream';
    case 'text':
    case 'markup':
      return 'text/plain; charset=utf-8';
    case 'other':
      return 'application/octet-stream';
  }
}

/** Text as it is shown: the words of RTF, everything else in whatever character set it is, as UTF-8. */
export function shownText(bytes: Buffer, contentType: string | undefined | null): Buffer {
  if (bareType(contentType) === 'application/rtf') return Buffer.from(rtfText(bytes), 'utf8');
  return asUtf8(bytes, contentType);
}

/**
 * Text as UTF-8. Its byte order mark is believed first, then the announced character set, then what a page or XML says of
 * itself; without any of them it is UTF-8 when it can be, else what Windows writes in the West, which Latin-1 is part of.
 */
export function asUtf8(bytes: Buffer, contentType: string | undefined | null): Buffer {
  const marked = isUtf16(bytes);
  if (marked) return decoded(bytes, marked) ?? bytes;
  const announced =
    /;\s*charset="?([A-Za-z0-9_:.-]{1,40})"?/i.exec(contentType ?? '')?.[1] ??
    (contentKind(contentType) === 'markup' ? ownCharset(bytes) : undefined);
  if (announced && !/^utf-?8$|^us-ascii$/i.test(announced)) {
    const text = decoded(bytes, announced);
    if (text) return text;
  }
  return isUtf8(bytes) ? bytes : (decoded(bytes, 'windows-1252') ?? bytes);
}

/** What a page (`<meta charset>`) or XML (`<?xml encoding>`) says of itself at its beginning. */
const ownCharset = (bytes: Buffer): string | undefined =>
  /(?:charset\s*=\s*["']?|encoding\s*=\s*["'])([A-Za-z0-9_:.-]{1,40})/i.exec(
    bytes.subarray(0, 1024).toString('latin1'),
  )?.[1];

function decoded(bytes: Buffer, charset: string): Buffer | null {
  try {
    return Buffer.from(new TextDecoder(charset).decode(bytes), 'utf8');
  } catch {
    return null;
  }
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** `Content-Disposition` of a download: the title as a file name without path or control characters (RFC 6266). */
export function disposition(title: string | null, contentType: string | undefined | null): string {
  const endings: Record<string, string> = {
    'application/pdf': '.pdf',
    'application/rtf': '.rtf',
    'image/png': '.png',
    'image/jpeg': '.jpg',
    'text/plain': '.txt',
    'text/html': '.html',
    'text/csv': '.csv',
    'application/json': '.json',
    'image/svg+xml': '.svg',
    'text/xml': '.xml',
    'application/xml': '.xml',
  };
  const ending = endings[bareType(contentType) ?? ''] ?? '';
  const name =
    ((title ?? '')
      .normalize('NFC')
      .replace(/[\u0000-\u001f\u007f\u0080-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]/g, ' ')
      .replace(/(^|\s)\.+(?=\s|$)/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/^\.+/, '')
      .slice(0, 100) || 'document') + ending;
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`;
}
