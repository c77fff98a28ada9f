import { Worker } from 'node:worker_threads';

/** What of an error of the database is told by the thread. PGlite's own holds functions and the values of the statement. */
export interface ToldError {
  message: string;
  code?: string | undefined;
  severity?: string | undefined;
  detail?: string | undefined;
  hint?: string | undefined;
  position?: string | undefined;
  where?: string | undefined;
  schema?: string | undefined;
  table?: string | undefined;
  column?: string | undefined;
  dataType?: string | undefined;
  constraint?: string | undefined;
}

/** From the thread: that it is open, an answer, or something nobody asked for. */
export type FromThread<Opened, Answer, Told> =
  { opened: Opened } | { id: number; answer: Answer } | { id: number; error: ToldError } | { told: Told };

interface Pending<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/**
 * A worker thread that runs PGlite (`serveRequests`), away from the event loop of the servers. It answers in the order
 * of the requests. It keeps the process alive while somebody waits for it, and not longer.
 */
export class DatabaseThread<Request extends object, Answer, Opened = null, Told = never> {
  /** Rejects when the database cannot be opened. */
  readonly opened: Promise<Opened>;
  readonly #worker: Worker;
  readonly #errorOf: (told: ToldError) => Error;
  readonly #pending = new Map<number, Pending<Answer>>();
  #last = 0;
  #failure: Error | null = null;
  #isLeaving = false;

  constructor(
    file: URL,
    workerData: object,
    { errorOf, onTold }: { errorOf: (told: ToldError) => Error; onTold?: (told: Told) => void },
  ) {
    this.#errorOf = errorOf;
    this.#worker = new Worker(file, { workerData, execArgv: [] });
    this.opened = new Promise((resolve, reject) => {
      this.#worker.on('message', (message: FromThread<Opened, Answer, Told>) => {
        if ('opened' in message) {
          this.#worker.unref();
          resolve(message.opened);
        } else if ('told' in message) onTold?.(message.told);
        else this.#settle(message);
      });
      const fail = (error: Error) => {
        this.#failure ??= error;
        reject(this.#failure);
        for (const waiting of this.#pending.values()) waiting.reject(this.#failure);
        this.#pending.clear();
      };
      this.#worker.on('error', fail);
      this.#worker.on('exit', () => fail(new Error('the database thread ended')));
    });
  }

  /** Rejects with the database's error, or because the thread is gone. */
  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#failure) {
        reject(this.#failure);
        return;
      }
      const id = (this.#last += 1);
      this.#worker.postMessage({ id, request }); // throws when a value cannot be sent: that one request is rejected
      if (this.#pending.size === 0) this.#worker.ref();
      this.#pending.set(id, { resolve, reject });
    });
  }

  /** The last request, which tells the thread to close. Resolves when it is gone. */
  async close(request: Request): Promise<void> {
    const gone = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#isLeaving = true;
    await this.ask(request);
    await gone;
  }

  #settle(message: { id: number; answer: Answer } | { id: number; error: ToldError }): void {
    const waiting = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (this.#pending.size === 0 && !this.#isLeaving) this.#worker.unref();
    if ('answer' in message) waiting?.resolve(message.answer);
    else waiting?.reject(this.#errorOf(message.error));
  }
}
