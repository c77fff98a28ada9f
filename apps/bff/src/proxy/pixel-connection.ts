import type { ServerResponse } from 'node:http';
import net from 'node:net';
import { ResponseParser, type ResponseHead } from './response-parser.ts';
import type { BufferPool, PooledBuffer } from './buffer-pool.ts';

/** One GET whose answer goes to a browser. */
export interface Exchange {
  /** The request as it is sent, head alone. */
  request: string;
  out: ServerResponse;
  /** Sets status and headers of `out`; throws when this answer is not to be passed on. */
  begin(head: ResponseHead): void;
}
interface Running {
  exchange: Exchange;
  reader: ResponseParser;
  hasBegun: boolean;
  resolve(): void;
  reject(error: Error): void;
}

/** Nothing was sent to the browser yet, and another connection may do better. */
export class NotStartedError extends Error {}
class PixelTimeout extends Error {
  readonly code = 'UPSTREAM_TIMEOUT';
}

const silence = 60_000;
/** The head of an answer, and of its first part, come alone: they wait for bytes worth waking the browser for. */
const small = 4_096;

/** A kept-alive connection to the image server that reads into memory used again and again, at the browser's pace. */
export class PixelConnection {
  readonly #socket: net.Socket;
  readonly #stock: BufferPool;
  #passage: PooledBuffer;
  #running: Running | null = null;
  readonly #leave = () => this.#fail(new Error('the browser went away'));

  constructor({ hostname, port }: URL, stock: BufferPool, gone: (connection: PixelConnection) => void) {
    this.#stock = stock;
    this.#passage = stock.take();
    this.#socket = net.connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 80),
      noDelay: true,
      onread: { buffer: () => this.#nextBuffer(), callback: (length) => this.#read(length) },
    });
    this.#socket.setTimeout(silence, () => this.#silent());
    this.#socket.on('error', (error) =>
      this.#fail(this.#running?.hasBegun ? error : new NotStartedError(error.message)),
    );
    this.#socket.on('end', () => this.#ended());
    this.#socket.on('close', () => {
      this.#ended();
      gone(this);
    });
  }

  get isFree(): boolean {
    return this.#running === null && this.#socket.writable && !this.#socket.destroyed;
  }
  destroy(): void {
    this.#socket.destroy();
  }

  /** Resolves when the answer is read to its end; rejects with NotStartedError, or when the answer broke off. */
  run(exchange: Exchange): Promise<void> {
    return new Promise((resolve, reject) => {
      const reader = new ResponseParser({
        head: (head) => this.#head(head),
        body: (bytes) => this.#pass(bytes),
      });
      this.#running = { exchange, reader, hasBegun: false, resolve, reject };
      exchange.out.once('close', this.#leave);
      this.#socket.write(exchange.request, 'latin1');
    });
  }

  #nextBuffer(): Uint8Array {
    if (this.#passage.uses > 0) {
      this.#stock.leave(this.#passage);
      this.#passage = this.#stock.take();
    }
    return this.#passage.bytes;
  }

  /** False makes the socket wait. */
  #read(length: number): boolean {
    const running = this.#running;
    if (!running) {
      this.#socket.destroy();
      return false;
    }
    const {
      exchange: { out },
      reader,
    } = running;
    try {
      reader.read(this.#passage.bytes.subarray(0, length));
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error('unreadable'));
      return false;
    } finally {
      if (out.writableCorked > 0 && (out.writableLength > small || reader.isDone)) out.uncork();
    }
    if (reader.isDone) {
      this.#done(running);
      return true;
    }
    if (!out.writableNeedDrain) return true;
    out.once('drain', () => {
      this.#socket.resume();
    });
    return false;
  }

  #head(head: ResponseHead): void {
    if (!this.#running) return;
    const { exchange } = this.#running;
    exchange.begin(head);
    this.#running.hasBegun = true;
    exchange.out.cork();
  }

  #pass(bytes: Buffer): void {
    const passage = this.#passage;
    passage.uses += 1;
    // After a failed write the memory is left to the collector.
    this.#running?.exchange.out.write(bytes, (error) => {
      if (!error) this.#stock.used(passage);
    });
  }

  #done({ exchange, reader, resolve }: Running): void {
    this.#running = null;
    exchange.out.off('close', this.#leave);
    exchange.out.end();
    if (!reader.isReusable) this.#socket.destroy();
    resolve();
  }

  #ended(): void {
    if (this.#running?.reader.close()) this.#done(this.#running);
    else
      this.#fail(
        this.#running?.hasBegun
          ? new Error('the answer broke off')
          : new NotStartedError('closed before an answer'),
      );
  }

  #silent(): void {
    if (this.#running?.exchange.out.writableNeedDrain) return; // it is the browser that takes its time
    this.#fail(new PixelTimeout('the image server says nothing'));
  }

  #fail(error: Error): void {
    const running = this.#running;
    this.#running = null;
    this.#socket.destroy();
    running?.exchange.out.off('close', this.#leave);
    running?.reject(error);
  }
}
