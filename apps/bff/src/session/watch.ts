import type { Database } from '../database/client.ts';

const channel = 'session_ended';

/**
 * Ends what a session holds open (event streams, long answers) the moment the session ends, in whichever process that
 * happens: the database tells all of them.
 */
export class SessionWatch {
  readonly #open = new Map<string, Set<AbortController>>();
  readonly #database: Pick<Database, 'notify' | 'listen'>;
  constructor(database: Pick<Database, 'notify' | 'listen'>) {
    this.#database = database;
  }

  async start(): Promise<void> {
    await this.#database.listen(channel, (id) => this.#abort(id));
  }

  /** A signal that aborts when the session ends; `release` when the request is over. */
  hold(sessionId: string): { signal: AbortSignal; release: () => void } {
    const controller = new AbortController();
    const held = this.#open.get(sessionId) ?? new Set();
    held.add(controller);
    this.#open.set(sessionId, held);
    return {
      signal: controller.signal,
      release: () => {
        held.delete(controller);
        if (held.size === 0 && this.#open.get(sessionId) === held) this.#open.delete(sessionId);
      },
    };
  }

  /** Sessions with something open in this process. */
  held(): string[] {
    return [...this.#open.keys()];
  }

  async ended(sessionIds: string[]): Promise<void> {
    for (const id of sessionIds) this.#abort(id); // at once here, even if the message is late
    await Promise.all(sessionIds.map((id) => this.#database.notify(channel, id)));
  }

  #abort(sessionId: string): void {
    for (const controller of this.#open.get(sessionId) ?? [])
      controller.abort(new Error('the session has ended'));
    this.#open.delete(sessionId);
  }
}
