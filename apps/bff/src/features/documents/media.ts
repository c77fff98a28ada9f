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
  'text/rtf',
  'application/rtf',
]);

/** The bare media type, lower case; null when there is none that looks like one. */
export function bareType(contentType: string | undefined | null): string | null {
  return (
    /^\s*([a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,80})\s*(?:;|$)/i
      .exec(contentType ?? '')?.[1]
      ?.toLowerCase() ?? null
  );
}

export function contentKind(contentType: string | undefined | null): ContentKind {
  const type = bareType(contentType);
  if (type === null) return 'other';
  if (type === 'application/pdf') return 'pdf';
  if (images.has(type)) return 'image';
  if (markup.has(type) || type.endsWith('+xml')) return 'markup';
  return texts.has(type) || type.startsWith('text/') ? 'text' : 'other';
}

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

/** Text in whatever character set was announced, as UTF-8. */
export function asUtf8(bytes: Buffer, contentType: string | undefined | null): Buffer {
  const charset = /;\s*charset="?([A-Za-z0-9_:.-]{1,40})"?/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  if (/^utf-?8$/i.test(charset)) return bytes;
  try {
    return Buffer.from(new TextDecoder(charset).decode(bytes), 'utf8');
  } catch {
    return bytes;
  }
}

/** `Content-Disposition` of a download: the title as a file name without path or control characters (RFC 6266). */
export function disposition(title: string | null, contentType: string | undefined | null): string {
  const endings: Record<string, string> = {
    'application/pdf': '.pdf',
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
