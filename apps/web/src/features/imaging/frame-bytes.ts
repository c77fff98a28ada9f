/** One frame as the image server sent it. */
export interface FrameBytes {
  bytes: Uint8Array<ArrayBuffer>;
  transferSyntax: string | null;
}

const ofType: Record<string, string> = {
  'image/jpeg': '1.2.840.10008.1.2.4.50',
  'image/dicom-rle': '1.2.840.10008.1.2.5',
  'image/x-dicom-rle': '1.2.840.10008.1.2.5',
  'image/jls': '1.2.840.10008.1.2.4.80',
  'image/x-jls': '1.2.840.10008.1.2.4.80',
  'image/jp2': '1.2.840.10008.1.2.4.90',
  'image/jphc': '1.2.840.10008.1.2.4.202',
};

/** Fetches a frame, or bulk data, in the encoding it is stored in. */
export async function fetchBytes(url: string, options: RequestInit = {}): Promise<FrameBytes> {
  const response = await fetch(url, {
    ...options,
    headers: { accept: 'multipart/related; type=application/octet-stream; transfer-syntax=*' },
  });
  if (!response.ok) throw new Error(`image ${response.status}`);
  return firstPart(response.headers.get('content-type') ?? '', new Uint8Array(await response.arrayBuffer()));
}

/** The first part of a multipart message (RFC 2046); the whole when it is none. Its bytes are a view. */
export function firstPart(contentType: string, message: Uint8Array<ArrayBuffer>): FrameBytes {
  if (!/^multipart\/related\b/i.test(contentType))
    return { bytes: message, transferSyntax: syntaxOf(contentType) };
  const text = new TextDecoder('latin1').decode(message.subarray(0, 4_096));
  const [opening = '', mark = ''] = /^(?:[^]*?\r?\n)??--([^\r\n]+)\r?\n/.exec(text) ?? [];
  const head =
    /^[^]*?\r?\n\r?\n/.exec(text.slice(opening.length))?.[0] ??
    /^\r?\n/.exec(text.slice(opening.length))?.[0] ??
    null;
  if (!mark || head === null) throw new Error('the image server sent no image');
  const from = opening.length + head.length;
  const end = lastIndexOf(message, new TextEncoder().encode(`--${mark.trimEnd()}`), from);
  const to = end - (message[end - 2] === 13 ? 2 : 1);
  if (end < 0 || to < from) throw new Error('the image broke off');
  return {
    bytes: message.subarray(from, to),
    transferSyntax: syntaxOf(/^content-type:(.*)$/im.exec(head)?.[1] ?? ''),
  };
}

function syntaxOf(contentType: string): string | null {
  return (
    /transfer-syntax="?([\d.]+)/i.exec(contentType)?.[1] ??
    ofType[contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''] ??
    null
  );
}

/** From the end: what closes a message of one part stands in its last bytes. */
function lastIndexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  for (let at = bytes.length - wanted.length; at >= from; at -= 1)
    if (wanted.every((b, i) => bytes[at + i] === b)) return at;
  return -1;
}
