import { parseJson } from '@keneyapp/fhir-client/json';
import type { Connection } from '../wire/connection.ts';
import { entrust, patientsIn } from './care-team.ts';
import { ConditionalReferences } from './conditional.ts';
import { readLines, readText, recognise, Unusable } from './content.ts';
import { DicomStore } from './dicom.ts';
import { describeStudy } from './imaging.ts';
import { Journal } from './journal.ts';
import { prepare, type Prepared } from './prepare.ts';
import { chunk, sendParts, sendWhole } from './send.ts';
import { walk, type FoundFile } from './walk.ts';

interface Failure {
  path: string;
  reason: string;
}
export interface ImportResult {
  files: number;
  resources: number;
  images: number;
  studies: number;
  skipped: number;
  ignored: string[];
  failures: Failure[];
  interrupted: boolean;
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

/** Loads everything below the paths; what does not go in is in `failures`, the rest is in. Throws only when the servers cannot be reached. */
export async function runImport({
  connection,
  paths,
  dataDir,
  members = [],
  report = () => undefined,
  signal,
}: ImportOptions): Promise<ImportResult> {
  const { files, failures, ignored } = await walk(paths),
    journal = await Journal.open(connection, dataDir);
  const result: ImportResult = {
    files: 0,
    resources: 0,
    images: 0,
    studies: 0,
    skipped: 0,
    ignored,
    failures: [...failures],
    interrupted: false,
  };
  const total = files.reduce((n, f) => n + f.size, 0),
    references = new ConditionalReferences(connection);
  let done = 0,
    seen = 0;
  const tell = (activity: string, within = 0) =>
    report({ done: done + within, total, files: seen, of: files.length, activity });
  const dicom = new DicomStore(connection, (outcome) => {
    journal.touched(outcome.studies); // before the files count as done: an interruption between the two loses nothing
    journal.done(outcome.stored);
    result.images += outcome.stored.length;
    result.files += outcome.stored.length;
    result.failures.push(...outcome.failures);
  });
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
  await dicom.flush();
  await describeStudies();
  if (!result.interrupted) journal.finish();
  return result;

  async function loadFile(file: FoundFile): Promise<void> {
    try {
      const content = await recognise(file.path);
      if (content.kind === 'dicom') return await dicom.add(file, content.gzip);
      const before = result.failures.length;
      if (content.kind === 'json') await loadDocument(file, content.gzip);
      else await loadLines(file, content.gzip);
      if (result.failures.length === before) {
        journal.done([file]);
        result.files++;
      }
    } catch (error) {
      if (error instanceof Unusable) result.failures.push({ path: file.path, reason: error.message });
      else if (
        error instanceof Error &&
        'code' in error &&
        typeof error.code === 'string' &&
        'syscall' in error &&
        error.syscall !== 'connect'
      )
        result.failures.push({ path: file.path, reason: `cannot be read (${error.code})` });
      else throw error;
    }
  }

  async function entrusted(prepared: readonly Prepared[]): Promise<void> {
    if (members.length > 0) await entrust(connection, patientsIn(prepared), members);
  }

  async function loadDocument(file: FoundFile, gzip: boolean): Promise<void> {
    const text = await readText(file.path, gzip);
    const load = prepare(parse(text));
    const sent = await (load.whole ? sendWhole : sendParts)(connection, load.prepared, references);
    result.resources += sent.stored;
    await entrusted(load.prepared);
    for (const f of [...load.failures, ...sent.failures])
      result.failures.push({ path: file.path, reason: f.where ? `${f.where}: ${f.reason}` : f.reason });
  }

  async function loadLines(file: FoundFile, gzip: boolean): Promise<void> {
    let waiting: Prepared[] = [],
      size = 0;
    const flush = async () => {
      const sent = await sendParts(connection, waiting, references);
      await entrusted(waiting);
      waiting = [];
      size = 0;
      result.resources += sent.stored;
      for (const f of sent.failures)
        result.failures.push({ path: file.path, reason: `${f.where}: ${f.reason}` });
    };
    for await (const { line, text, bytes } of readLines(file.path, gzip)) {
      try {
        const load = prepare(parse(text));
        if (load.whole) {
          await flush();
          result.resources += (await sendWhole(connection, load.prepared, references)).stored;
          await entrusted(load.prepared);
        } else
          waiting.push(
            ...load.prepared.map((p) => ({
              ...p,
              where: p.where ? `line ${line}, ${p.where}` : `line ${line}`,
            })),
          );
        for (const f of load.failures)
          result.failures.push({ path: file.path, reason: `line ${line}, ${f.where}: ${f.reason}` });
      } catch (error) {
        if (!(error instanceof Unusable)) throw error;
        result.failures.push({ path: file.path, reason: `line ${line}: ${error.message}` });
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

  async function describeStudies(): Promise<void> {
    for (const study of journal.studies) {
      tell('imaging studies');
      try {
        await describeStudy(connection, study);
        journal.described(study);
        result.studies++;
      } catch (error) {
        if (error instanceof Error && /cannot be reached/.test(error.message)) throw error;
        result.failures.push({
          path: `study ${study}`,
          reason: error instanceof Error ? error.message : String(error),
        });
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
