import { Worker } from 'node:worker_threads';
import type { Printed } from './document.ts';
import type { Labels } from './labels.ts';

type Answer = { id: number; file: Uint8Array } | { id: number; failed: string };
/** What the thread makes a file of. */
export type Job = { document: Printed; code: string } | { labels: Labels };
interface Waiting {
  id: number;
  job: Job;
  resolve(file: Buffer): void;
  reject(error: Error): void;
}

/** There are more documents waiting than may wait. */
export class TooBusyError extends Error {}

/** So many wait for the one thread; whoever comes after them is told to come again. */
const maxWaiting = 20;
/** Nothing that a chart holds takes as long to set: what does is given up, and the thread with it. */
const longestMs = 60_000;

/** Sets documents in a thread of its own, one after the other: measuring text holds up no request. Begun with the first. */
export class Typesetter {
  readonly #script: URL;
  #worker: Worker | null = null;
  #last = 0;
  #isClosed = false;
  /** The first of them is being set. */
  readonly #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(script = new URL('./worker.ts', import.meta.url)) {
    this.#script = script;
  }

  typeset(document: Printed, code: string): Promise<Buffer> {
    return this.#make({ document, code });
  }

  labels(labels: Labels): Promise<Buffer> {
    return this.#make({ labels });
  }

  #make(job: Job): Promise<Buffer> {
    if (this.#isClosed) return Promise.reject(new Error('closed'));
    if (this.#waiting.length >= maxWaiting) return Promise.reject(new TooBusyError('too many documents'));
    return new Promise<Buffer>((resolve, reject) => {
      this.#waiting.push({ id: (this.#last += 1), job, resolve, reject });
      if (this.#waiting.length === 1) this.#begin();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    this.#worker = null;
    clearTimeout(this.#timer);
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('closed'));
    await worker?.terminate();
  }

  #begin(): void {
    const [first] = this.#waiting;
    if (!first) return void this.#worker?.unref();
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    this.#timer = setTimeout(() => this.#giveUp(new Error('a document took too long')), longestMs);
    const { id, job } = first;
    worker.postMessage({ id, ...job });
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { execArgv: [] });
    worker.on('message', (answer: Answer) => {
      if (this.#worker !== worker || this.#waiting[0]?.id !== answer.id) return;
      const first = this.#end();
      if ('file' in answer) first?.resolve(Buffer.from(answer.file));
      else first?.reject(new Error(`not set: ${answer.failed}`));
      this.#begin();
    });
    const gone = (error: Error) => {
      if (this.#worker === worker) this.#giveUp(error);
    };
    worker.on('error', () => gone(new Error('the thread that sets documents failed')));
    worker.on('exit', () => gone(new Error('the thread that sets documents ended')));
    return worker;
  }

  #end(): Waiting | undefined {
    clearTimeout(this.#timer);
    return this.#waiting.shift();
  }

  /** The thread goes, and the document it was at: those that wait are set in a new one. */
  #giveUp(error: Error): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
    this.#end()?.reject(error);
    this.#begin();
  }
}
