import type { Database } from '../database/client.ts';

const channel = 'emergency';

/** An emergency access began, ended, was answered about by a doctor or judged, or a suspension changed. Ids only: it passes through the database's ear. */
export interface EmergencyNews {
  what: 'opened' | 'explained' | 'ended' | 'answered' | 'judged' | 'suspended' | 'lifted';
  grantId: string | null;
  userId: string;
}

/** Tells the officers' open screens, whichever process they are connected to. */
export class EmergencyAlerts {
  readonly #database: Pick<Database, 'notify' | 'listen'>;
  readonly #listeners = new Set<(news: EmergencyNews) => void>();
  constructor(database: Pick<Database, 'notify' | 'listen'>) {
    this.#database = database;
  }

  async start(): Promise<void> {
    await this.#database.listen(channel, (payload) => {
      const news = JSON.parse(payload) as EmergencyNews;
      for (const listener of this.#listeners) listener(news);
    });
  }

  publish(news: EmergencyNews): Promise<void> {
    return this.#database.notify(channel, JSON.stringify(news));
  }

  /** What happens from this call on, until `signal` aborts. */
  subscribe(signal: AbortSignal): AsyncGenerator<EmergencyNews> {
    const queue: EmergencyNews[] = [];
    let wake = () => {};
    const listener = (news: EmergencyNews) => {
      queue.push(news);
      wake();
    };
    this.#listeners.add(listener);
    signal.addEventListener(
      'abort',
      () => {
        this.#listeners.delete(listener);
        wake();
      },
      { once: true },
    );
    if (signal.aborted) this.#listeners.delete(listener);
    return (async function* () {
      while (!signal.aborted) {
        const next = queue.shift();
        if (next) yield next;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    })();
  }
}
