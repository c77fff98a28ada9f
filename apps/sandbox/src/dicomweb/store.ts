import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { CheckedObject } from './check-file.ts';
import { openIndex } from './index-schema.ts';
import { firstText, type JsonDataset } from './json-model.ts';
import { seriesTags, studyTags } from './levels.ts';

/** Why an object was not stored: `code` is the FailureReason of PS3.18 10.5.3. */
export class StoreRefusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
export const failure = {
  processing: 0x0110,
  duplicate: 0x0111,
  mismatch: 0xa900,
  notUnderstood: 0xc000,
  tooLarge: 0xa700,
};

/** Files below `files/`, the index in `index.db`, uploads in `tmp/` until they are complete. */
export class DicomStore {
  readonly db: DatabaseSync;
  readonly #root: string;
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(root: string) {
    this.#root = path.resolve(root);
    for (const folder of ['files', 'tmp', 'rendered'])
      mkdirSync(path.join(this.#root, folder), { recursive: true });
    // What an interrupted upload left behind was never acknowledged.
    for (const left of readdirSync(path.join(this.#root, 'tmp')))
      rmSync(path.join(this.#root, 'tmp', left), { force: true });
    this.db = openIndex(path.join(this.#root, 'index.db'));
    this.#sweep();
  }

  /** A file moved to its place whose entry was never written: its sender was not told that it is kept. */
  #sweep(): void {
    const owned = new Set(
      this.db
        .prepare('SELECT file FROM instance')
        .all()
        .map((row) => String(row['file'])),
    );
    const files = path.join(this.#root, 'files');
    for (const folder of readdirSync(files).filter((name) => /^[0-9a-f]{2}$/.test(name)))
      for (const name of readdirSync(path.join(files, folder))) {
        const relative = path.join(folder, name);
        if (/^[0-9a-f]{38}\.dcm$/.test(name) && !owned.has(relative))
          rmSync(path.join(files, relative), { force: true });
      }
  }

  close(): void {
    this.db.close();
  }
  temporaryFile(): string {
    return path.join(this.#root, 'tmp', randomUUID());
  }
  fileOf(relative: string): string {
    return path.join(this.#root, 'files', relative);
  }
  renderedFile(key: string): string {
    return path.join(this.#root, 'rendered', createHash('sha256').update(key).digest('hex'));
  }

  /**
   * Keeps a checked upload: the file is moved to its place and synchronised before the index names it. The same object
   * again is accepted without a trace; another object under a known UID is refused, the first one stays.
   * `studyUid` is the study the request was addressed to, if any.
   */
  keep(upload: string, object: CheckedObject, studyUid: string | null): Promise<'stored' | 'already-there'> {
    // One at a time: between the judgement of a UID and its entry nothing else may claim it.
    const turn = this.#lastTurn.then(() => this.#keep(upload, object, studyUid));
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  async #keep(
    upload: string,
    object: CheckedObject,
    studyUid: string | null,
  ): Promise<'stored' | 'already-there'> {
    if (studyUid !== null && object.study !== studyUid)
      throw new StoreRefusal(failure.mismatch, 'the object belongs to another study than the one addressed');
    if (this.#judge(object) === 'already-there') return 'already-there';
    const relative = placeOf(object.instance);
    const target = this.fileOf(relative);
    mkdirSync(path.dirname(target), { recursive: true });
    const { size } = await stat(upload);
    await rename(upload, target);
    await syncFolder(path.dirname(target));
    this.#insert(object, relative, size);
    return 'stored';
  }

  #judge(object: CheckedObject): 'stored' | 'already-there' {
    const known = this.db
      .prepare('SELECT digest, series_uid, study_uid FROM instance WHERE uid = ?')
      .get(object.instance);
    if (known) {
      if (known['digest'] === object.digest && known['series_uid'] === object.series) return 'already-there';
      throw new StoreRefusal(
        failure.duplicate,
        'another object with this SOPInstanceUID is stored already; the first one stays',
      );
    }
    const series = this.db.prepare('SELECT study_uid FROM series WHERE uid = ?').get(object.series);
    if (series && series['study_uid'] !== object.study)
      throw new StoreRefusal(failure.mismatch, 'its SeriesInstanceUID belongs to another study');
    const study = this.db.prepare('SELECT patient_id, issuer FROM study WHERE uid = ?').get(object.study);
    if (
      study &&
      (study['patient_id'] !== firstText(object.json, '00100020') ||
        study['issuer'] !== firstText(object.json, '00100021'))
    ) {
      throw new StoreRefusal(failure.mismatch, 'its StudyInstanceUID belongs to another patient');
    }
    return 'stored';
  }

  #insert(
    { study, series, instance, sopClass, transferSyntax, json, pixels, digest }: CheckedObject,
    file: string,
    size: number,
  ): void {
    const number = (tag: string) => {
      const n = Number(firstText(json, tag));
      return firstText(json, tag) !== '' && Number.isInteger(n) ? n : null;
    };
    this.db.exec('BEGIN IMMEDIATE');
    try {
      this.db
        .prepare(
          'INSERT INTO study VALUES(?,?,?,?,?,?,?) ON CONFLICT(uid) DO UPDATE SET attrs = json_patch(excluded.attrs, study.attrs)',
        )
        .run(
          study,
          firstText(json, '00100020'),
          firstText(json, '00100021'),
          firstText(json, '00080020'),
          firstText(json, '00080030'),
          firstText(json, '00080050'),
          JSON.stringify(pick(json, studyTags)),
        );
      this.db
        .prepare(
          'INSERT INTO series VALUES(?,?,?,?,?) ON CONFLICT(uid) DO UPDATE SET attrs = json_patch(excluded.attrs, series.attrs)',
        )
        .run(
          series,
          study,
          firstText(json, '00080060'),
          number('00200011'),
          JSON.stringify(pick(json, seriesTags)),
        );
      this.db
        .prepare('INSERT INTO instance VALUES(?,?,?,?,?,?,?,?,?,?,?)')
        .run(
          instance,
          series,
          study,
          number('00200013'),
          sopClass,
          transferSyntax,
          file,
          size,
          digest,
          JSON.stringify(json),
          pixels && JSON.stringify(pixels),
        );
      this.db.exec('COMMIT');
    } catch (error) {
      this.db.exec('ROLLBACK');
      throw error;
    }
  }

  async discard(...uploads: string[]): Promise<void> {
    for (const upload of uploads) await rm(upload, { force: true });
  }
}

function placeOf(instance: string): string {
  const name = createHash('sha256').update(instance).digest('hex').slice(0, 40);
  return path.join(name.slice(0, 2), `${name.slice(2)}.dcm`);
}

function pick(json: JsonDataset, tags: readonly string[]): JsonDataset {
  return Object.fromEntries(tags.flatMap((tag) => (json[tag]?.Value ? [[tag, json[tag]]] : [])));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
