import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { asEnding, doubtSession, sayEnded } from '../session/session-news.ts';
import { doubtConnection } from './connection.ts';

export interface FetchEventSourceInit {
  headers?: Record<string, string>;
}

const retryDelays = [1000, 2000, 5000, 10_000, 30_000];

/**
 * Server-sent events over fetch, as tRPC's subscription link needs them. The browser's own EventSource cannot send the
 * header by which the BFF tells our pages from other sites. Reconnects as the standard says, with growing pauses.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class FetchEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSED = 2;
  readyState = 0;
  readonly url: string;
  readonly withCredentials = false;
  #headers: Record<string, string>;
  #abort = new AbortController();
  #lastEventId = '';
  #failures = 0;

  constructor(url: string, init?: FetchEventSourceInit) {
    super();
    this.url = url;
    this.#headers = init?.headers ?? {};
    void this.#connect();
  }

  close(): void {
    this.readyState = this.CLOSED;
    this.#abort.abort();
  }

  async #connect(): Promise<void> {
    try {
      const headers = {
        accept: 'text/event-stream',
        ...this.#headers,
        ...(this.#lastEventId && { 'last-event-id': this.#lastEventId }),
      };
      const response = await fetch(this.url, { headers, cache: 'no-store', signal: this.#abort.signal });
      // 4xx will not get better by itself (signed out, denied): end, and let the caller say so.
      if (response.status >= 400 && response.status < 500) return this.#fail(true);
      if (!response.ok || !response.body) return this.#fail(false);
      this.readyState = this.OPEN;
      this.dispatchEvent(new Event('open'));
      await this.#read(response.body.pipeThrough(new TextDecoderStream()).getReader());
    } catch {
      // The network went away, or close() was called: both end below, where the state tells them apart.
    }
    this.#fail(false);
  }

  async #read(reader: ReadableStreamDefaultReader<string>): Promise<void> {
    const parser = createParser({ onEvent: (event) => this.#dispatch(event) });
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.#failures = 0;
      parser.feed(value);
    }
  }

  #dispatch({ event: type = 'message', data, id }: EventSourceMessage): void {
    if (this.#isClosed()) return; // by who heard an event before it in the same piece
    if (id !== undefined) this.#lastEventId = id;
    if (type === 'session-ended') {
      const { reason } = JSON.parse(data) as { reason: unknown };
      sayEnded(reason === 'signed-out' ? 'elsewhere' : asEnding(reason));
      if (this.#isClosed()) return;
    }
    this.dispatchEvent(new MessageEvent(type, { data, lastEventId: this.#lastEventId }));
  }

  readonly #isClosed = () => this.readyState === this.CLOSED;

  #fail(final: boolean): void {
    if (this.#isClosed()) return;
    doubtSession(); // a line that broke off may be a session that ended
    if (!final) doubtConnection();
    this.readyState = final ? this.CLOSED : this.CONNECTING;
    this.dispatchEvent(new Event('error'));
    if (final) return;
    const delay = retryDelays[Math.min(this.#failures++, retryDelays.length - 1)] ?? 30_000;
    setTimeout(
      () => {
        if (this.readyState === this.CONNECTING) void this.#connect();
      },
      delay * (0.8 + Math.random() * 0.4),
    );
  }
}
