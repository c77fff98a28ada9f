import type { AgendaChange, AppointmentsClient } from '@keneyapp/appointments/client';

const againMs = 2_000;

/** One line to the agenda's engine for all screens of this process: what changes, on which day, of whose agenda. */
export class AgendaTail {
  readonly #client: Pick<AppointmentsClient, 'changes'>;
  readonly #onError: (error: unknown) => void;
  readonly #subscribers = new Set<(change: AgendaChange | null) => void>();
  readonly #stopped = new AbortController();
  #following: Promise<void> | null = null;

  constructor(client: Pick<AppointmentsClient, 'changes'>, onError: (error: unknown) => void) {
    this.#client = client;
    this.#onError = onError;
  }

  start(): this {
    this.#following = this.#follow();
    return this;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#following;
  }

  /** Null: changes may have been missed. @returns ends it */
  subscribe(onChange: (change: AgendaChange | null) => void): () => void {
    this.#subscribers.add(onChange);
    return () => this.#subscribers.delete(onChange);
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.#client.changes((change) => this.#tell(change), signal).catch(this.#onError);
      if (signal.aborted) return;
      this.#tell(null);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, againMs);
        signal.addEventListener(
          'abort',
          () => {
            clearTimeout(timer);
            resolve();
          },
          { once: true },
        );
      });
    }
  }

  #tell(change: AgendaChange | null): void {
    for (const onChange of this.#subscribers) onChange(change);
  }
}
