import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Unusable } from '../import/content.ts';

/** A file of a distribution: where it lies, and what a person knows it by (with the archive it came from). */
export interface SourceFile {
  path: string;
  name: string;
  isGzip: boolean;
}

const longestLine = 16 * 1024 * 1024;

/** The bytes, unpacked. A file that breaks off is Unusable. */
async function* bytesOf({ path, isGzip }: SourceFile): AsyncGenerator<Buffer> {
  const raw = createReadStream(path, { highWaterMark: 1 << 18 });
  const source: Readable = isGzip ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => source.destroy(error));
  try {
    yield* source as AsyncIterable<Buffer>;
  } catch {
    throw new Unusable(isGzip ? 'damaged gzip data' : 'the file cannot be read to its end');
  } finally {
    raw.destroy();
    source.destroy();
  }
}

/** Names the file in what is wrong with it. */
export const unusable = (file: SourceFile, words: string): Unusable => new Unusable(`${file.name}: ${words}`);

/** The first bytes, unpacked. */
export async function headOf(file: SourceFile, size = 65_536): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of bytesOf(file)) {
      parts.push(part);
      if ((length += part.length) >= size) break;
    }
  } catch (error) {
    if (length === 0) throw error; // the rest is judged when it is read
  }
  return Buffer.concat(parts).subarray(0, size);
}

/** UTF-16 where a byte order mark says so, UTF-8 where every byte is, else the code page of Windows (Latin-1 and more). */
async function encodingOf(file: SourceFile): Promise<string> {
  let strict: TextDecoder | undefined;
  for await (const part of bytesOf(file)) {
    if (!strict) {
      const marked = markOf(part);
      if (marked) return marked;
      strict = new TextDecoder('utf-8', { fatal: true });
    }
    try {
      strict.decode(part, { stream: true });
    } catch {
      return 'windows-1252';
    }
  }
  try {
    strict?.decode();
  } catch {
    return 'windows-1252';
  }
  return 'utf-8';
}

const markOf = (bytes: Buffer): string | null =>
  bytes[0] === 0xff && bytes[1] === 0xfe
    ? 'utf-16le'
    : bytes[0] === 0xfe && bytes[1] === 0xff
      ? 'utf-16be'
      : null;

/** Text of the first bytes, whatever their encoding: enough to recognise by. */
export function decodeHead(bytes: Buffer): string {
  const marked = markOf(bytes);
  if (marked) return new TextDecoder(marked).decode(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  for (const cut of [0, 1, 2, 3]) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
    } catch {
      // a character may be cut at the end
    }
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

/** Lines with their number, in any encoding, with or without byte order mark, CR LF or LF; empty ones are left out. */
export async function* linesOf(file: SourceFile): AsyncGenerator<{ line: number; text: string }> {
  try {
    yield* decodedLines(file);
  } catch (error) {
    throw error instanceof Unusable ? unusable(file, error.message) : error;
  }
}

async function* decodedLines(file: SourceFile): AsyncGenerator<{ line: number; text: string }> {
  const decoder = new TextDecoder(await encodingOf(file));
  let rest = '',
    line = 0;
  for await (const part of bytesOf(file)) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine)
      throw new Unusable(`line ${line + lines.length + 1} is longer than 16 MB: not a text of rows`);
    for (const text of lines) {
      line += 1;
      const clean = text.endsWith('\r') ? text.slice(0, -1) : text;
      if (clean.trim() !== '') yield { line, text: clean };
    }
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield { line: line + 1, text: rest.replace(/\r$/, '') };
}
