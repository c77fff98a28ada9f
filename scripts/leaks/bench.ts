import { fork, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  bffSettings,
  sandboxSystemToken,
  startTestSandbox,
  type RunningSandbox,
} from '../../packages/config/src/testing.ts';
import { edited } from './edit.ts';
import type { Weakening } from './weakening.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Start a build with these files changed; or stop the one that runs. */
export type Ask = { env: Record<string, string>; files: Record<string, string> } | { stop: true };

/** The embedded servers with a process that runs one build of the BFF after another on them. */
export class Bench {
  readonly #folder: string;
  readonly #sandbox: RunningSandbox;
  readonly #host: ChildProcess;
  /** One database for all builds: making an empty one takes longer than all the rest of a start. */
  readonly #env: Record<string, string>;
  #readFrom = 0;
  private constructor(folder: string, sandbox: RunningSandbox) {
    this.#folder = folder;
    this.#sandbox = sandbox;
    this.#env = {
      ...bffSettings(sandbox),
      DATABASE_URL: `pglite:${folder}/database`,
      LOG_LEVEL: 'info',
      RATE_LIMIT_FACTOR: '3',
      // a case that opens one more than it may should not take a minute
      SESSIONS_PER_PERSON: '20',
    };
    this.#host = fork(path.join(import.meta.dirname, 'bff-host.ts'), {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    writeFileSync(this.#log, '');
    this.#host.stdout?.pipe(createWriteStream(this.#log));
  }

  static async start(folder: string): Promise<Bench> {
    mkdirSync(path.join(folder, 'logs'), { recursive: true });
    const sandbox = await startTestSandbox();
    const response = await fetch(`${sandbox.fhirUrl}/Patient/pat-demo`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${await sandboxSystemToken(sandbox)}`,
        'content-type': 'application/fhir+json',
      },
      body: JSON.stringify({
        resourceType: 'Patient',
        id: 'pat-demo',
        name: [{ family: 'Durand', given: ['Jeanne'] }],
      }),
    });
    if (!response.ok) throw new Error(`no patient: ${response.status}`);
    return new Bench(folder, sandbox);
  }

  get #log(): string {
    return path.join(this.#folder, 'logs/bff.log');
  }

  /** Starts the BFF, weakened or (null) as it is, and answers what the suite has to know of the servers. */
  async open(weakening: Weakening | null): Promise<object> {
    const env = this.#env;
    this.#readFrom = readFileSync(this.#log).length;
    await this.#ask({ env, files: weakening ? changedFiles(weakening) : {} });
    return { publicUrl: env['PUBLIC_URL'], dataDir: this.#folder, settings: env };
  }

  /** Stops it and answers the procedures that fell over: a build that does is broken, which is not the same as weak. */
  async close(): Promise<string[]> {
    await this.#ask({ stop: true });
    return crashesIn(readFileSync(this.#log).subarray(this.#readFrom).toString());
  }

  async stop(): Promise<void> {
    this.#host.disconnect();
    await this.#sandbox.stop();
  }

  #ask(message: Ask): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#host.once('message', ({ error }: { error: string | null }) =>
        error === null ? resolve() : reject(new Error(error)),
      );
      this.#host.send(message);
    });
  }
}

/** The files a weakening changes, by their absolute names. */
function changedFiles({ edits }: Weakening): Record<string, string> {
  const files: Record<string, string> = {};
  for (const edit of edits) {
    const file = path.join(root, 'apps/bff', edit.file);
    files[file] = edited(files[file] ?? readFileSync(file, 'utf8'), edit);
  }
  return files;
}

function crashesIn(log: string): string[] {
  const lines = log
    .split('\n')
    .filter((line) => /"msg":"(procedure failed|unhandled rejection|image proxy)"/.test(line));
  return [...new Set(lines.map((line) => /"path":"([^"]*)"/.exec(line)?.[1] ?? 'somewhere'))];
}
