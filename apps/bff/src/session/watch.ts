import type { Database } from '../database/client.ts';
import { endReasonOf, SessionEndedError, type Ended } from './end-reasons.ts';

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
    await this.#database.listen(channel, (message) => {
      const [id = '', reason = null] = message.split(' ');
      this.#abort({ id, reason: endReasonOf(reason) });
    });
  }

  /** A signal that aborts with a SessionEndedError when the session ends; `release` when the request is over. */
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

  async ended(sessions: readonly Ended[]): Promise<void> {
    for (const session of sessions) this.#abort(session); // at once here, even if the message is late
    await Promise.all(sessions.map(({ id, reason }) => this.#database.notify(channel, `${id} ${reason}`)));
  }

  #abort({ id, reason }: Ended): void {
    for (const controller of this.#open.get(id) ?? []) controller.abort(new SessionEndedError(reason));
    this.#open.delete(id);
  }
}
