import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Connection } from '../wire/connection.ts';
import { stow } from '../wire/dicomweb.ts';
import { Unusable } from './content.ts';
import type { FoundFile } from './walk.ts';

export interface DicomOutcome {
  stored: FoundFile[];
  studies: string[];
  /** The first file of each study, for messages. */
  firstOf: Map<string, string>;
  failures: { path: string; reason: string }[];
}
interface Waiting {
  file: FoundFile;
  gzip: boolean;
}

const batch = { files: 48, bytes: 32 * 1024 * 1024 };

/** Gathers files into STOW-RS requests; their bytes go from the disk to the wire without being held. */
export class DicomStore {
  readonly #connection: Connection;
  readonly #report: (outcome: DicomOutcome) => void;
  #waiting: Waiting[] = [];
  #bytes = 0;
  constructor(connection: Connection, report: (outcome: DicomOutcome) => void) {
    this.#connection = connection;
    this.#report = report;
  }

  async add(file: FoundFile, gzip: boolean): Promise<void> {
    if (
      this.#waiting.length > 0 &&
      (this.#waiting.length >= batch.files || this.#bytes + file.size > batch.bytes)
    )
      await this.flush();
    this.#waiting.push({ file, gzip });
    this.#bytes += file.size;
  }

  async flush(): Promise<void> {
    const files = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    if (files.length > 0) this.#report(await this.#send(files));
  }

  /** All at once; if anything is refused, one by one, to know which file and why. Storing again what went in changes nothing. */
  async #send(files: readonly Waiting[]): Promise<DicomOutcome> {
    const outcome: DicomOutcome = { stored: [], studies: [], firstOf: new Map(), failures: [] };
    const ready: { file: FoundFile; body: Uint8Array | Blob }[] = [];
    for (const { file, gzip } of files) {
      try {
        ready.push({ file, body: gzip ? await unpacked(file) : await openAsBlob(file.path) });
      } catch (error) {
        outcome.failures.push({
          path: file.path,
          reason: error instanceof Unusable ? error.message : 'cannot be read',
        });
      }
    }
    if (ready.length === 0) return outcome;
    const result = await stow(
      this.#connection,
      ready.map((r) => r.body),
    );
    const named = (files: readonly FoundFile[], studyOf: readonly string[]) =>
      studyOf.forEach((study, i) => {
        if (files[i] && !outcome.firstOf.has(study)) outcome.firstOf.set(study, files[i].path);
      });
    named(
      ready.map((r) => r.file),
      result.studyOf,
    );
    if (result.failed === 0) return { ...outcome, stored: ready.map((r) => r.file), studies: result.studies };
    if (ready.length === 1) {
      outcome.failures.push({
        path: ready[0]?.file.path ?? '',
        reason: result.reasons[0] ?? `refused by the DICOMweb server (${result.status})`,
      });
      return outcome;
    }
    outcome.studies.push(...result.studies);
    for (const r of ready) {
      const single = await stow(this.#connection, [r.body]);
      if (single.failed > 0)
        outcome.failures.push({
          path: r.file.path,
          reason: single.reasons[0] ?? `refused by the DICOMweb server (${single.status})`,
        });
      else {
        outcome.stored.push(r.file);
        outcome.studies.push(...single.studies);
        named([r.file], single.studyOf);
      }
    }
    return { ...outcome, studies: [...new Set(outcome.studies)] };
  }
}

async function unpacked(file: FoundFile): Promise<Uint8Array> {
  if (file.size > 512 * 1024 * 1024)
    throw new Unusable('too large to be unpacked in memory: unpack it first');
  try {
    return gunzipSync(await readFile(file.path), { maxOutputLength: 1024 * 1024 * 1024 });
  } catch {
    throw new Unusable('damaged gzip data');
  }
}
