import { Worker } from 'node:worker_threads';
import type { Printed } from './document.ts';

type Answer = { id: number; file: Uint8Array } | { id: number; failed: string };
interface Waiting {
  resolve(file: Buffer): void;
  reject(error: Error): void;
}

/** There are more documents waiting than may wait. */
export class TooBusyError extends Error {}

/** So many wait for the one thread; whoever comes after them is told to come again. */
const mostWaiting = 20;
/** Nothing that a chart holds takes as long: what does is given up, and the thread with it. */
const longestMs = 60_000;

/** Sets documents in a thread of its own, one after the other: measuring text holds up no request. Begun with the first. */
export class Typesetter {
  #worker: Worker | null = null;
  #last = 0;
  readonly #waiting = new Map<number, Waiting>();

  typeset(document: Printed, code: string): Promise<Buffer> {
    if (this.#waiting.size >= mostWaiting) return Promise.reject(new TooBusyError('too many documents'));
    const worker = (this.#worker ??= this.#start());
    const id = (this.#last += 1);
    return new Promise<Buffer>((resolve, reject) => {
      const timer = setTimeout(() => this.#fail(new Error('a document took too long')), longestMs);
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        if (this.#waiting.size === 0) this.#worker?.unref();
      };
      this.#waiting.set(id, {
        resolve: (file) => (done(), resolve(file)),
        reject: (error) => (done(), reject(error)),
      });
      worker.ref();
      worker.postMessage({ id, document, code });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { execArgv: [] });
    worker.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      if ('file' in answer) waiting?.resolve(Buffer.from(answer.file));
      else waiting?.reject(new Error(`not set: ${answer.failed}`));
    });
    const gone = (error: Error) => {
      if (this.#worker === worker) this.#fail(error);
    };
    worker.on('error', () => gone(new Error('the thread that sets documents failed')));
    worker.on('exit', () => gone(new Error('the thread that sets documents ended')));
    return worker;
  }

  /** All that wait are told; the next document begins a new thread. */
  #fail(error: Error): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
    for (const waiting of [...this.#waiting.values()]) waiting.reject(error);
  }
}
