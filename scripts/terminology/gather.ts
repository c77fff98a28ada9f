import { createReadStream, closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate';
import { Unusable } from '../import/content.ts';
import { why } from '../import/walk.ts';
import type { Problems } from './problems.ts';
import { recognise, type Kind } from './recognise.ts';
import { headOf, type SourceFile } from './text.ts';

export interface KnownFile extends SourceFile {
  kind: Kind;
  modified: Date;
}
/** `left`: what was recognised and is not read, with what it is. */
export interface Gathered {
  files: KnownFile[];
  left: { name: string; what: string }[];
}

/** Beside data in every distribution; a person who names one means it. */
const besides =
  /^(\..*|readme.*|licen[cs]e.*|warning\.txt|.*\.(md|pdf|html?|xlsx?|docx?|png|jpe?g|bib|owl))$/i;
const headSize = 65_536;

/** What an archive may unpack to. SNOMED CT, the largest, has some gigabytes in all; nothing is 200 times as large as its archive. */
export interface UnpackLimits {
  ofEntry: number;
  ofAll: number;
  /** So many times the archive; smaller ones than `ofRatio` are no harm. */
  ratio: number;
  ofRatio: number;
}
const gigabyte = 1024 ** 3;
const unpackLimits: UnpackLimits = {
  ofEntry: 4 * gigabyte,
  ofAll: 16 * gigabyte,
  ratio: 200,
  ofRatio: gigabyte / 4,
};

/**
 * Every file below the paths that belongs to a terminology; archives are unpacked below `folder`, what is of no use in them
 * is not. A file that is nothing of ours is a problem when a person named it, else it is left.
 */
export async function gather(
  paths: readonly string[],
  folder: string,
  problems: Problems,
  limits: UnpackLimits = unpackLimits,
): Promise<Gathered> {
  const gathered: Gathered = { files: [], left: [] };
  let unpacked = 0,
    unpackedFiles = 0;
  for (const start of paths) await visit(start, true);
  return gathered;

  async function visit(file: string, isNamed: boolean): Promise<void> {
    try {
      const info = await stat(file);
      if (info.isDirectory()) {
        for (const name of (await readdir(file)).sort()) await visit(path.join(file, name), false);
        return;
      }
      if (!info.isFile()) throw new Unusable('neither a file nor a folder');
      if (!isNamed && besides.test(path.basename(file)))
        return void gathered.left.push({ name: file, what: 'no data' });
      await look({ path: file, name: file, isGzip: false }, info.mtime, isNamed);
    } catch (error) {
      problems.add(file, 0, error instanceof Unusable ? error.message : await why(file, error));
    }
  }

  async function look(raw: SourceFile, modified: Date, isNamed: boolean): Promise<void> {
    const start = await headOf(raw, 4);
    if (start[0] === 0x50 && start[1] === 0x4b) return unpack(raw, modified);
    const file = { ...raw, isGzip: start[0] === 0x1f && start[1] === 0x8b };
    take(file, modified, await headOf(file, headSize), isNamed);
  }

  function take(file: SourceFile, modified: Date, head: Buffer, isNamed: boolean): boolean {
    try {
      const { kind, what } = recognise(head, file.name);
      if (kind) gathered.files.push({ ...file, kind, modified });
      else gathered.left.push({ name: file.name, what });
      return kind !== null;
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      if (isNamed) problems.add(file.name, 0, error.message);
      else gathered.left.push({ name: file.name, what: error.message.split('; expected')[0] ?? '' });
      return false;
    }
  }

  /** Entries are looked at as they stream by; only those that are read come to the disk. */
  async function unpack(archive: SourceFile, modified: Date): Promise<void> {
    if (!(await hasDirectory(archive.path))) throw new Unusable('a damaged zip archive: it ends too early');
    const { size } = await stat(archive.path);
    const before = gathered.files.length;
    const state: { open: number; bytes: number; failure: Error | null } = {
      open: 0,
      bytes: 0,
      failure: null,
    };
    const unzip = new Unzip((entry) => {
      const name = `${archive.name}!${entry.name}`;
      if (state.failure || entry.name.endsWith('/') || besides.test(path.basename(entry.name))) return;
      state.open += 1;
      let ofEntry = 0;
      const count = (bytes: number): Error | null => {
        ofEntry += bytes;
        state.bytes += bytes;
        unpacked += bytes;
        const excess = excessOf(ofEntry, state.bytes, size);
        return excess === null ? null : new Unusable(`${entry.name} ${excess}: the archive is refused`);
      };
      receive(entry, name, modified, count, (error) => {
        state.open -= 1;
        state.failure ??= error;
      });
    });
    unzip.register(UnzipInflate);
    try {
      // small parts: what one of them unpacks to is in memory at once
      for await (const part of createReadStream(archive.path, { highWaterMark: 1 << 16 })) {
        unzip.push(part as Uint8Array<ArrayBuffer>);
        if (state.failure) break;
      }
      if (!state.failure) unzip.push(new Uint8Array(0), true);
    } catch (error) {
      state.failure ??= error instanceof Error ? error : new Error(String(error));
    }
    const { open, failure } = state;
    // of an archive that breaks off nothing is read: it would be taken for a release that has fewer codes
    if (failure || open > 0) gathered.files.splice(before);
    if (failure instanceof Unusable) throw failure;
    if (failure || open > 0)
      throw new Unusable(`a damaged zip archive${failure ? '' : ': it ends too early'}`);
    if (gathered.files.length === before)
      throw new Unusable('a zip archive without a terminology that is read here');
  }

  /** What is too much: of one entry, of everything that was unpacked in this run, of an archive of this size. */
  function excessOf(entryBytes: number, archiveBytes: number, archiveSize: number): string | null {
    const { ofEntry, ofAll, ratio, ofRatio } = limits;
    if (entryBytes > ofEntry) return `unpacks to more than ${inMegabytes(ofEntry)}`;
    if (unpacked > ofAll) return `brings what is unpacked to more than ${inMegabytes(ofAll)}`;
    if (archiveBytes > Math.max(ofRatio, archiveSize * ratio))
      return `unpacks to more than ${ratio} times the size of the archive`;
    return null;
  }

  function receive(
    entry: UnzipFile,
    name: string,
    modified: Date,
    /** Told of what comes; answers an error when it is too much. */
    count: (bytes: number) => Error | null,
    end: (error: Error | null) => void,
  ): void {
    let head: Buffer[] | null = [],
      to: number | null = null,
      size = 0,
      hasEnded = false;
    const file = { path: path.join(folder, String((unpackedFiles += 1))), name, isGzip: false };
    const judge = () => {
      const bytes = Buffer.concat(head ?? []);
      head = null;
      if (!take(file, modified, bytes.subarray(0, headSize), false)) return;
      mkdirSync(folder, { recursive: true });
      to = openSync(file.path, 'w', 0o600);
      writeSync(to, bytes);
    };
    const finish = (error: Error | null) => {
      hasEnded = true;
      if (to !== null) closeSync(to);
      end(error);
    };
    entry.ondata = (error, data, isLast) => {
      if (hasEnded) return;
      const refused = error ?? count(data.length);
      if (refused) {
        finish(refused);
        return entry.terminate();
      }
      size += data.length;
      if (head) head.push(Buffer.from(data));
      else if (to !== null) writeSync(to, data);
      if (head && (size >= headSize || isLast)) judge();
      if (isLast) finish(null);
    };
    entry.start();
  }
}

const inMegabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

/** An archive ends with the list of what is in it: without it there may have been more. */
async function hasDirectory(file: string): Promise<boolean> {
  const { size } = await stat(file);
  const parts: Buffer[] = [];
  for await (const part of createReadStream(file, { start: Math.max(0, size - 65_557) }))
    parts.push(part as Buffer);
  const tail = Buffer.concat(parts);
  const at = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  return at >= 0 && tail.length - at >= 22;
}
