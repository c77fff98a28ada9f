import { validateHeaderValue } from 'node:http';
import { BufferPool } from './buffer-pool.ts';
import { NotStartedError, PixelConnection, type Exchange } from './pixel-connection.ts';

const max = 64;

/**
 * The way of images from the image server to browsers: a pool of connections whose bytes are passed on without being
 * copied or allocated anew. A general HTTP client needs two to three times the processor time for it.
 */
export class PixelLane {
  readonly #server: URL;
  readonly #stock = new BufferPool();
  readonly #connections = new Set<PixelConnection>();
  readonly #free: PixelConnection[] = [];
  readonly #waiting: (() => void)[] = [];
  constructor(server: URL) {
    this.#server = server;
  }

  /** Whether this server can be reached so: TLS does not read into memory of ours. */
  static canReach(server: URL): boolean {
    return server.protocol === 'http:';
  }

  /** Throws NotStartedError when nothing came and the request may be made again; other errors are of the exchange. */
  async get(
    path: string,
    headers: Record<string, string>,
    { out, begin }: Omit<Exchange, 'request'>,
  ): Promise<void> {
    const request = head(this.#server.host, path, headers);
    const connection = this.#take() ?? (await this.#turn());
    if (out.destroyed) {
      this.#giveBack(connection);
      return;
    }
    try {
      await connection.run({ request, out, begin });
    } finally {
      this.#giveBack(connection);
    }
  }

  close(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  #take(): PixelConnection | null {
    for (let free = this.#free.pop(); free; free = this.#free.pop()) if (free.isFree) return free;
    if (this.#connections.size >= max) return null;
    const connection = new PixelConnection(this.#server, this.#stock, (gone) => this.#forget(gone));
    this.#connections.add(connection);
    return connection;
  }

  #forget(connection: PixelConnection): void {
    this.#connections.delete(connection);
    const at = this.#free.indexOf(connection);
    if (at >= 0) this.#free.splice(at, 1);
    this.#waiting.shift()?.();
  }

  async #turn(): Promise<PixelConnection> {
    for (;;) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
      const connection = this.#take();
      if (connection) return connection;
    }
  }

  #giveBack(connection: PixelConnection): void {
    if (!connection.isFree) return; // its end makes room
    this.#free.push(connection);
    this.#waiting.shift()?.();
  }
}

function head(host: string, path: string, headers: Record<string, string>): string {
  if (!/^[\x21-\x7e]+$/.test(path)) throw new NotStartedError('the path is not one');
  const lines = Object.entries(headers).map(([name, value]) => {
    validateHeaderValue(name, value);
    return `${name}: ${value}\r\n`;
  });
  return `GET ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}\r\n`;
}
