import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

type Kind = 'json' | 'ndjson' | 'dicom';
export interface Content {
  kind: Kind;
  gzip: boolean;
}

/** Why a file did not go in, in words for the person; never holds its content. */
export class Unusable extends Error {}

/** One JSON document is read whole; beyond this NDJSON is the way. */
const jsonLimit = 256 * 1024 * 1024;
const lineLimit = 128 * 1024 * 1024;

/** Looks at the first bytes, not at the name. Throws `Unusable`. */
export async function recognise(file: string): Promise<Content> {
  const start = await head(file),
    gzip = start[0] === 0x1f && start[1] === 0x8b;
  const bytes = gzip ? await firstOf(gunzipped(file), 65_536) : start;
  if (bytes.length === 0) throw new Unusable('the file is empty');
  if (bytes.length >= 132 && bytes.toString('latin1', 128, 132) === 'DICM') return { kind: 'dicom', gzip };
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Unusable('a zip archive: unpack it first');
  const text = decode(bytes.subarray(0, bytes.length - (bytes.length % 2)), true).trimStart();
  if (text.startsWith('{') || text.startsWith('['))
    return { kind: isLines(text, file) ? 'ndjson' : 'json', gzip };
  if (text.startsWith('<')) throw new Unusable('XML: only the JSON form of FHIR is read');
  // what calls itself DICOM is judged by the server, which knows more ways to read it
  if (isBareDicom(bytes) || /\.(dcm|dicom|ima)(\.gz)?$/i.test(file)) return { kind: 'dicom', gzip };
  throw new Unusable('neither FHIR JSON, NDJSON nor DICOM');
}

/** The first line is a whole object and more follows. */
function isLines(text: string, file: string): boolean {
  const end = text.indexOf('\n');
  if (end < 0) return /\.ndjson(\.gz)?$/i.test(file);
  try {
    JSON.parse(text.slice(0, end));
  } catch {
    return false;
  }
  return text.slice(end).trim() !== '' || /\.ndjson(\.gz)?$/i.test(file);
}

/** A dataset without preamble: begins with an element of group 2 or 8, in one of the encodings. */
function isBareDicom(b: Buffer): boolean {
  if (b.length < 12) return false;
  const little = b.readUInt16LE(0),
    element = b.readUInt16LE(2),
    big = b.readUInt16BE(0);
  const vr = /^[A-Z]{2}$/.test(b.toString('latin1', 4, 6)),
    plausible = vr || b.readUInt32LE(4) < 4096;
  return ((little === 2 || little === 8) && element < 0x2000 && plausible) || (big === 8 && vr);
}

async function head(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function firstOf(stream: Readable, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      parts.push(chunk);
      size += chunk.length;
      if (size >= limit) break;
    }
  } catch {
    if (size === 0) throw new Unusable('damaged gzip data'); /* the rest is judged when it is read */
  }
  return Buffer.concat(parts).subarray(0, limit);
}

/** The unpacked bytes; a stream left before its end may still complain afterwards, which nobody waits for. */
function gunzipped(file: string): Readable {
  const raw = createReadStream(file),
    out = raw.pipe(createGunzip());
  raw.on('error', (error) => out.destroy(error));
  out.on('error', () => raw.destroy());
  return out;
}

/** UTF-8, or UTF-16 where a byte order mark says so. `lenient` for a cut piece. */
function decode(bytes: Buffer, lenient = false): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: !lenient }).decode(bytes);
  } catch {
    throw new Unusable('the text is not valid UTF-8');
  }
}

/** The whole text of a JSON file. */
export async function readText(file: string, gzip: boolean): Promise<string> {
  const source: Readable = gzip ? gunzipped(file) : createReadStream(file, { highWaterMark: 1 << 20 }),
    parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      parts.push(chunk);
      if ((size += chunk.length) > jsonLimit)
        throw new Unusable(
          `one JSON document of more than ${jsonLimit / 1024 / 1024} MB: export it as NDJSON`,
        );
    }
  } catch (error) {
    throw gzip && !(error instanceof Unusable) ? new Unusable('damaged gzip data') : error;
  } finally {
    source.destroy();
  }
  return decode(Buffer.concat(parts));
}

/** Lines of an NDJSON file, one at a time, with their number; memory stays that of a line. */
export async function* readLines(
  file: string,
  gzip: boolean,
): AsyncGenerator<{ line: number; text: string; bytes: number }> {
  const raw = createReadStream(file, { highWaterMark: 1 << 20 }),
    source: Readable = gzip ? raw.pipe(createGunzip()) : raw;
  let failure: unknown;
  source.on('error', (error) => {
    failure = error;
    lines.close();
  });
  const lines = createInterface({ input: source, crlfDelay: Infinity });
  lines.on('error', (error) => {
    failure = error;
  }); // it passes the stream's errors on
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.length > lineLimit)
      throw new Unusable(`line ${line} is longer than ${lineLimit / 1024 / 1024} MB`);
    const clean = line === 1 ? text.replace(/^\uFEFF/, '') : text;
    if (clean.trim() !== '') yield { line, text: clean, bytes: raw.bytesRead };
  }
  if (failure) throw new Unusable(gzip ? 'damaged gzip data' : 'the file cannot be read to its end');
}
