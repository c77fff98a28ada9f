import { Worker } from 'node:worker_threads';
import type { StoredInstance } from '../frames.ts';
import { extrasOf } from './extras.ts';
import { describe } from './frame.ts';
import type { Done, Job } from './worker.ts';

/** The pixels cannot be drawn: the stream is damaged or its encoding is not read here. */
export class RenderError extends Error {}

const timeLimit = 30_000;

/** One worker, started when first needed; a frame that takes too long costs the worker, not the server. */
export class Renderer {
  #worker: Worker | null = null;
  #nextId = 1;
  readonly #waiting = new Map<
    number,
    { resolve(bytes: Buffer): void; reject(error: Error): void; timer: NodeJS.Timeout }
  >();

  /** Samples of frame `number`, little endian, as the attributes of its object describe them. */
  decode(data: Buffer, instance: StoredInstance, number: number): Promise<Buffer> {
    return this.#run(data, instance, number, null);
  }
  async draw(
    data: Buffer,
    instance: StoredInstance,
    number: number,
    picture: Omit<NonNullable<Job['picture']>, 'extras'>,
  ): Promise<Buffer> {
    const frame = describe(instance.metadata, instance.transferSyntax, number);
    const extras = await extrasOf(instance, number, frame).catch((error: unknown) => {
      throw new RenderError(error instanceof Error ? error.message : String(error));
    });
    return this.#run(data, instance, number, { ...picture, extras });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #run(
    data: Buffer,
    { metadata, transferSyntax }: StoredInstance,
    number: number,
    picture: Job['picture'],
  ): Promise<Buffer> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#abandon('the image takes too long to decode'), timeLimit);
      this.#waiting.set(id, { resolve, reject, timer });
      const job: Job = { id, data, frame: describe(metadata, transferSyntax, number), picture };
      this.#ready().postMessage(job);
    });
  }

  #ready(): Worker {
    if (this.#worker) return this.#worker;
    // What the process preloads (it ends with its parent) is not for a thread.
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { execArgv: [] });
    worker.unref();
    worker.on('message', (done: Done) => {
      const waiting = this.#waiting.get(done.id);
      if (!waiting) return;
      this.#waiting.delete(done.id);
      clearTimeout(waiting.timer);
      if ('error' in done) waiting.reject(new RenderError(done.error));
      else waiting.resolve(Buffer.from(done.bytes.buffer, done.bytes.byteOffset, done.bytes.byteLength));
    });
    worker.on('error', () => this.#abandon('the decoder failed'));
    this.#worker = worker;
    return worker;
  }

  #abandon(reason: string): void {
    void this.#worker?.terminate();
    this.#worker = null;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new RenderError(reason));
    }
    this.#waiting.clear();
  }
}
