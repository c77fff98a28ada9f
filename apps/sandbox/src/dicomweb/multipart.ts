import type { Readable } from 'node:stream';

/** A body that is not the multipart message it claims to be. */
export class MultipartError extends Error {}

export interface Part {
  headers: Record<string, string>;
  body: AsyncGenerator<Buffer>;
}

const maxHeaderBytes = 16 * 1024;

/** Boundary of a Content-Type; null when it is not multipart/related. */
export function boundaryOf(contentType: string): string | null {
  if (!/^multipart\/related\s*;/i.test(contentType)) return null;
  const found = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(contentType);
  return found?.[1] ?? found?.[2] ?? null;
}

/**
 * Splits a multipart/related stream (RFC 2046) without holding a part in memory. Each body must be read to its end
 * before the next part is asked for; what is left of it is skipped. Throws MultipartError when the end is missing.
 */
export async function* readParts(stream: Readable, boundary: string): AsyncGenerator<Part> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // A leading CRLF lets the first delimiter look like the others.
  let pending: Buffer = Buffer.from('\r\n');

  async function more(): Promise<boolean> {
    const next = await chunks.next();
    if (next.done) return false;
    pending = pending.length ? Buffer.concat([pending, next.value]) : next.value;
    return true;
  }
  async function* untilDelimiter(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = pending.indexOf(delimiter);
      if (at >= 0) {
        const rest = pending.subarray(0, at);
        pending = pending.subarray(at + delimiter.length);
        if (rest.length) yield rest;
        return;
      }
      const safe = pending.length - delimiter.length;
      if (safe > 0) {
        const chunk = pending.subarray(0, safe);
        pending = pending.subarray(safe);
        yield chunk;
      }
      if (!(await more())) throw new MultipartError('the multipart body ends before its last boundary');
    }
  }
  async function isLast(): Promise<boolean> {
    while (pending.length < 2)
      if (!(await more())) throw new MultipartError('the multipart body ends before its last boundary');
    return pending.subarray(0, 2).toString('latin1') === '--';
  }
  async function headers(): Promise<Record<string, string>> {
    let end = pending.indexOf('\r\n\r\n');
    while (end < 0) {
      if (pending.length > maxHeaderBytes) throw new MultipartError('the headers of a part are too long');
      if (!(await more())) throw new MultipartError('the multipart body ends inside the headers of a part');
      end = pending.indexOf('\r\n\r\n');
    }
    const lines = pending
      .subarray(0, end)
      .toString('latin1')
      .split('\r\n')
      .filter((l) => l.includes(':'));
    pending = pending.subarray(end + 4);
    return Object.fromEntries(
      lines.map((l) => [l.slice(0, l.indexOf(':')).trim().toLowerCase(), l.slice(l.indexOf(':') + 1).trim()]),
    );
  }

  for await (const _preamble of untilDelimiter()) {
    /* text before the first boundary means nothing */
  }
  while (!(await isLast())) {
    const head = await headers();
    const body = untilDelimiter();
    yield { headers: head, body };
    for await (const _rest of body) {
      /* skipped by the reader */
    }
  }
}
