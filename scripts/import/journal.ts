import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Basic } from '@medplum/fhirtypes';
import type { Connection } from '../wire/connection.ts';
import { postBundle, put, read } from '../wire/fhir.ts';
import type { FoundFile } from './walk.ts';

const id = 'keneyapp-import',
  system = 'https://keneyapp.example/import';

/**
 * What an interrupted run had done, so that the next one goes on there. It belongs to one content of the server: a mark there
 * carries a random name, and after a reset the old journal is forgotten. A run that reaches its end removes it.
 */
export class Journal {
  readonly #file: string;
  readonly #done = new Set<string>();
  readonly #studies = new Set<string>();
  /** Nothing was ever imported into this server: nothing of what comes in can be there already. */
  readonly firstRun: boolean;
  private constructor(file: string, firstRun: boolean) {
    this.#file = file;
    this.firstRun = firstRun;
  }

  static async open(c: Connection, dataDir: string): Promise<Journal> {
    const mark = await read<Basic>(c, `Basic/${id}`);
    let name = mark?.identifier?.[0]?.value;
    const firstRun = !name;
    if (!name) {
      name = randomUUID();
      await postBundle(c, 'transaction', [
        put({
          resourceType: 'Basic',
          id,
          code: { text: 'Import' },
          identifier: [{ system, value: name }],
        } satisfies Basic & { id: string }),
      ]);
    }
    const folder = path.join(dataDir, 'import');
    mkdirSync(folder, { recursive: true });
    const journal = new Journal(
      path.join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.journal`),
      firstRun,
    );
    if (existsSync(journal.#file))
      for (const line of readFileSync(journal.#file, 'utf8').split('\n')) {
        const [kind, value] = [line.slice(0, 1), line.slice(2)];
        if (kind === 'f') journal.#done.add(value);
        else if (kind === '+') journal.#studies.add(value);
        else if (kind === '-') journal.#studies.delete(value);
      }
    return journal;
  }

  /** Keys only: a file's name can name a patient. */
  static key(file: FoundFile): string {
    return createHash('sha256')
      .update(`${path.resolve(file.path)}\0${file.size}\0${file.modified}`)
      .digest('hex')
      .slice(0, 40);
  }
  isDone(file: FoundFile): boolean {
    return this.#done.has(Journal.key(file));
  }
  done(files: readonly FoundFile[]): void {
    this.#append(files.map((f) => `f ${Journal.key(f)}`));
  }
  /** A study holds new objects: its ImagingStudy has to be written. */
  touched(studies: readonly string[]): void {
    const fresh = studies.filter((s) => !this.#studies.has(s));
    for (const s of fresh) this.#studies.add(s);
    this.#append(fresh.map((s) => `+ ${s}`));
  }
  described(study: string): void {
    this.#studies.delete(study);
    this.#append([`- ${study}`]);
  }
  get studies(): string[] {
    return [...this.#studies];
  }
  finish(): void {
    rmSync(this.#file, { force: true });
  }

  #append(lines: readonly string[]): void {
    if (lines.length > 0) appendFileSync(this.#file, lines.map((l) => `${l}\n`).join(''), { mode: 0o600 });
  }
}
