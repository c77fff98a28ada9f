import type { Database } from '../database/client.ts';

const channel = 'access_changed';

/** Tells every process that who may see a patient has changed (a grant, a consent), so that nothing remembered stands. */
export class AccessChanges {
  readonly #database: Pick<Database, 'notify' | 'listen'>;
  readonly #hearers = new Set<(patientId: string) => void>();
  constructor(database: Pick<Database, 'notify' | 'listen'>) {
    this.#database = database;
  }

  async start(): Promise<void> {
    await this.#database.listen(channel, (patientId) => this.#say(patientId));
  }
  subscribe(hearer: (patientId: string) => void): () => void {
    this.#hearers.add(hearer);
    return () => void this.#hearers.delete(hearer);
  }
  /** Resolves when this process knows; the others hear it a moment later. */
  async publish(patientId: string): Promise<void> {
    this.#say(patientId);
    await this.#database.notify(channel, patientId);
  }
  #say(patientId: string): void {
    for (const hearer of this.#hearers) hearer(patientId);
  }
}
