import { parseJson } from '@keneyapp/fhir-client/json';
import type { Connection } from '../wire/connection.ts';
import { isRefusal } from '../wire/fhir.ts';
import { entrust } from './care-team.ts';
import { ConditionalReferences } from './conditional.ts';
import { readLines, readText, recognise, Unusable } from './content.ts';
import { DicomStore } from './dicom.ts';
import { Failures, type Failure } from './failures.ts';
import { describeStudy } from './imaging.ts';
import { Journal } from './journal.ts';
import { Origins } from './origins.ts';
import { prepare, type Prepared } from './prepare.ts';
import { chunk, sendParts, sendWhole, type Sending, type Sent } from './send.ts';
import { walk, type FoundFile } from './walk.ts';

/**
 * `unchanged` of the resources were there already as they are. `failures` has one entry a file, `remarks` what went in and is
 * not all it seems. `stopped` says which server failed: what is not in yet goes in with the next run.
 */
export interface ImportResult {
  files: number;
  resources: number;
  unchanged: number;
  images: number;
  studies: number;
  skipped: number;
  ignored: string[];
  failures: Failure[];
  remarks: { path: string; remark: string }[];
  interrupted: boolean;
  stopped: string | null;
}
/** Told as it goes: bytes dealt with of all, and what is going on. */
export type Report = (state: {
  done: number;
  total: number;
  files: number;
  of: number;
  activity: string;
}) => void;

/** `members`: Practitioners who become the care team of every patient that comes in. */
export interface ImportOptions {
  connection: Connection;
  paths: readonly string[];
  dataDir: string;
  members?: readonly string[];
  report?: Report;
  signal?: AbortSignal;
}

/** Loads everything below the paths; what does not go in is in `failures`, the rest is in. Throws only when the servers cannot be reached at the start. */
export async function runImport({
  connection,
  paths,
  dataDir,
  members = [],
  report = () => undefined,
  signal,
}: ImportOptions): Promise<ImportResult> {
  const { files, failures: unreadable, ignored } = await walk(paths),
    journal = await Journal.open(connection, dataDir),
    failures = new Failures(),
    origins = new Origins(connection.fhirUrl),
    fileOf = new Map<string, string>(); // a file of each study, for messages
  for (const { path, reason } of unreadable) failures.add(path, reason);
  const result: ImportResult = {
    files: 0,
    resources: 0,
    unchanged: 0,
    images: 0,
    studies: 0,
    skipped: 0,
    ignored,
    failures: [],
    remarks: [],
    interrupted: false,
    stopped: null,
  };
  const total = files.reduce((n, f) => n + f.size, 0),
    sending: Sending = {
      connection,
      references: new ConditionalReferences(connection),
      firstRun: journal.firstRun,
    };
  let done = 0,
    seen = 0;
  const tell = (activity: string, within = 0) =>
    report({ done: done + within, total, files: seen, of: files.length, activity });
  const dicom = new DicomStore(connection, (outcome) => {
    journal.touched(outcome.studies); // before the files count as done: an interruption between the two loses nothing
    journal.done(outcome.stored);
    result.images += outcome.stored.length;
    result.files += outcome.stored.length;
    for (const { path, reason } of outcome.failures) failures.add(path, reason);
    for (const [study, path] of outcome.firstOf) if (!fileOf.has(study)) fileOf.set(study, path);
  });
  try {
    await loadFiles();
    await dicom.flush();
    await describeStudies();
    result.remarks = await origins.remarks(connection);
    if (!result.interrupted) journal.finish();
  } catch (error) {
    result.stopped = error instanceof Error ? error.message : String(error);
  }
  return { ...result, failures: failures.list() };

  async function loadFiles(): Promise<void> {
    for (const file of files) {
      if (signal?.aborted) {
        result.interrupted = true;
        break;
      }
      if (journal.isDone(file)) result.skipped++;
      else await loadFile(file);
      done += file.size;
      seen++;
      tell('files');
    }
  }

  async function loadFile(file: FoundFile): Promise<void> {
    try {
      const content = await recognise(file.path);
      if (content.kind === 'dicom') return await dicom.add(file, content.gzip);
      const before = failures.of(file.path);
      if (content.kind === 'json') await loadDocument(file, content.gzip);
      else await loadLines(file, content.gzip);
      if (failures.of(file.path) === before) {
        journal.done([file]);
        result.files++;
      }
    } catch (error) {
      if (error instanceof Unusable) failures.add(file.path, error.message);
      else if (
        error instanceof Error &&
        'code' in error &&
        typeof error.code === 'string' &&
        'syscall' in error &&
        error.syscall !== 'connect'
      )
        failures.add(file.path, `cannot be read (${error.code})`);
      else throw error;
    }
  }

  async function loadDocument(file: FoundFile, gzip: boolean): Promise<void> {
    const load = prepare(parse(await readText(file.path, gzip)), { path: file.path, origins });
    await took(file, await (load.whole ? sendWhole : sendParts)(sending, load.prepared));
    for (const f of load.failures) failures.add(file.path, f.reason, f.where);
  }

  async function loadLines(file: FoundFile, gzip: boolean): Promise<void> {
    let waiting: Prepared[] = [],
      size = 0;
    const flush = async () => {
      const sent = await sendParts(sending, waiting);
      waiting = [];
      size = 0;
      await took(file, sent);
    };
    for await (const { line, text, bytes } of readLines(file.path, gzip)) {
      try {
        const load = prepare(parse(text), { path: file.path, origins }),
          at = (where: string) => (where ? `line ${line}, ${where}` : `line ${line}`);
        if (load.whole) {
          await flush();
          await took(file, await sendWhole(sending, load.prepared));
        } else waiting.push(...load.prepared.map((p) => ({ ...p, where: at(p.where) })));
        for (const f of load.failures) failures.add(file.path, f.reason, at(f.where));
      } catch (error) {
        if (!(error instanceof Unusable)) throw error;
        failures.add(file.path, error.message, `line ${line}`);
      }
      if (waiting.length >= chunk.entries || (size += text.length) > chunk.bytes) {
        await flush();
        tell('lines', Math.min(bytes, file.size));
      }
      if (signal?.aborted) {
        result.interrupted = true;
        break;
      }
    }
    await flush();
    if (result.interrupted) throw new Unusable('interrupted');
  }

  /** Counts what went in, and gives the patients among it their care team. */
  async function took(file: FoundFile, sent: Sent): Promise<void> {
    result.resources += sent.stored;
    result.unchanged += sent.unchanged;
    for (const f of sent.failures) failures.add(file.path, f.reason, f.where);
    await entrusted(file.path, sent.patients);
  }

  async function entrusted(path: string, patients: readonly string[]): Promise<void> {
    if (members.length === 0 || patients.length === 0) return;
    try {
      await entrust(connection, patients, members, journal.firstRun);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      failures.add(path, `the care team was refused, the chart stays closed: ${error.message}`);
    }
  }

  async function describeStudies(): Promise<void> {
    for (const study of journal.studies) {
      tell('imaging studies');
      try {
        const patient = await describeStudy(connection, study);
        if (patient) await entrusted(fileOf.get(study) ?? `study ${study}`, [patient]);
        journal.described(study);
        result.studies++;
      } catch (error) {
        if (!(error instanceof Unusable || isRefusal(error))) throw error;
        failures.add(
          fileOf.get(study) ?? `study ${study}`,
          `its images are stored, but the study (${study}) is in no chart: ${error.message}`,
        );
      }
    }
  }
}

function parse(text: string): unknown {
  try {
    return parseJson(text); // the digits of decimals are kept: 1.00 stays 1.00
  } catch (error) {
    // V8's message quotes the text: only the place is passed on
    const place = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new Unusable(
      /Unexpected end|Unterminated/.test(error instanceof Error ? error.message : '') ||
        Number(place) >= text.trimEnd().length
        ? 'the JSON ends too early'
        : `not valid JSON${place ? ` (at character ${place})` : ''}`,
    );
  }
}
