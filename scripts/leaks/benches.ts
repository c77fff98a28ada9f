import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Bench } from './bench.ts';
import { weakenings } from './weakenings.ts';

/** What the project of the sound build is called, where the others have the ids of their weakenings. */
export const sound = 'sound';

/**
 * Lends benches to the workers of the suite over HTTP, two at a time: `POST /<project>` answers the servers of a build,
 * `DELETE /<project>/<bench>` gives the bench back.
 */
export class Benches {
  /** By project, what fell over in it. */
  readonly crashes = new Map<string, string[]>();
  readonly #folder: string;
  readonly #free: Promise<Bench>[] = [];
  readonly #lent = new Map<string, Bench>();
  readonly #waiting: ((bench: Promise<Bench>) => void)[] = [];
  readonly #all: Promise<Bench>[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  constructor(folder: string) {
    this.#folder = folder;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await Promise.all(this.#all.map(async (bench) => (await bench).stop()));
  }

  async #answer({ method, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, project = '', key = ''] = url.split('/');
    try {
      response.end(
        JSON.stringify(method === 'DELETE' ? await this.#giveBack(project, key) : await this.#lend(project)),
      );
    } catch (error) {
      this.#told(project, [error instanceof Error ? error.message : String(error)]);
      response.writeHead(500).end();
    }
  }

  async #lend(project: string): Promise<object> {
    const weakening = weakenings.find((w) => w.id === project) ?? null;
    if (!weakening && project !== sound) throw new Error(`no weakening is called ${project}`);
    const bench = await this.#take();
    try {
      const stack = await bench.open(weakening),
        key = crypto.randomUUID();
      this.#lent.set(key, bench);
      return { key, stack };
    } catch (error) {
      this.#put(bench);
      throw error;
    }
  }

  async #giveBack(project: string, key: string): Promise<null> {
    const bench = this.#lent.get(key);
    if (!bench) throw new Error('not lent');
    this.#lent.delete(key);
    this.#told(project, await bench.close());
    console.log(`  … ${project}`);
    this.#put(bench);
    return null;
  }

  #told(project: string, crashes: readonly string[]): void {
    this.crashes.set(project, [...(this.crashes.get(project) ?? []), ...crashes]);
  }

  #take(): Promise<Bench> {
    const free = this.#free.pop();
    if (free) return free;
    if (this.#all.length >= 2)
      return new Promise((resolve) => void this.#waiting.push((bench) => resolve(bench)));
    const bench = Bench.start(path.join(this.#folder, `bench-${this.#all.length}`));
    this.#all.push(bench);
    return bench;
  }
  #put(bench: Bench): void {
    const next = this.#waiting.shift();
    if (next) next(Promise.resolve(bench));
    else this.#free.push(Promise.resolve(bench));
  }
}
