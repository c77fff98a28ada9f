import pg from 'pg';

/** LISTEN on a connection of its own, opened again when it is lost. Channel names are ours, never from outside. */
export class Listener {
  readonly #connectionString: string;
  readonly #listeners = new Map<string, ((payload: string) => void)[]>();
  #client: Promise<pg.Client> | null = null;
  #retry: NodeJS.Timeout | null = null;
  #isClosed = false;
  constructor(connectionString: string) {
    this.#connectionString = connectionString;
  }

  async listen(channel: string, onPayload: (payload: string) => void): Promise<void> {
    const listeners = this.#listeners.get(channel);
    if (listeners) {
      listeners.push(onPayload);
      return;
    }
    this.#listeners.set(channel, [onPayload]);
    const isNew = this.#client === null;
    const client = await (this.#client ??= this.#connect());
    if (!isNew) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#retry) clearTimeout(this.#retry);
    await (await this.#client?.catch(() => null))?.end();
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#connectionString,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client.on('notification', ({ channel, payload }) => {
      for (const onPayload of this.#listeners.get(channel) ?? []) onPayload(payload ?? '');
    });
    client.on('error', () => undefined); // `end` follows
    client.on('end', () => this.#again());
    await client.connect();
    for (const channel of this.#listeners.keys())
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    return client;
  }

  #again(): void {
    if (this.#isClosed) return;
    this.#client = null;
    this.#retry = setTimeout(() => {
      this.#client = this.#connect();
      this.#client.catch(() => this.#again());
    }, 1_000);
  }
}
