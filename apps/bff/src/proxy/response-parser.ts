/** What the head of an HTTP/1.1 answer says; names in lower case. */
export interface ResponseHead {
  status: number;
  headers: Record<string, string>;
}
export interface ResponseHandler {
  head(head: ResponseHead): void;
  /** Bytes of the body, a view on what was read. */
  body(bytes: Buffer): void;
}
/** An answer that does not follow RFC 9112, or is more than we deal with. */
class ResponseError extends Error {}

const maxHead = 65_536;
type State = 'head' | 'length' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'until-close' | 'done';

/** Reads one HTTP/1.1 answer to a GET as it arrives, however it is cut into pieces, and copies nothing of its body. */
export class ResponseParser {
  readonly #use: ResponseHandler;
  #state: State = 'head';
  #text = '';
  /** Bytes to come of the body, or of this chunk of it. */
  #left = 0;
  /** Whether the connection may carry another answer after this one. */
  isReusable = true;
  constructor(use: ResponseHandler) {
    this.#use = use;
  }

  get isDone(): boolean {
    return this.#state === 'done';
  }

  /** Takes what came; throws ResponseError. Bytes after the end of the answer are an error: nobody asked for them. */
  read(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) {
      if (this.#state === 'done') throw new ResponseError('bytes after the answer');
      at =
        this.#state === 'length' || this.#state === 'chunk' || this.#state === 'until-close'
          ? this.#body(bytes, at)
          : this.#lines(bytes, at);
    }
  }

  /** The connection ended: whether that is the end of the answer. */
  close(): boolean {
    if (this.#state === 'until-close') this.#state = 'done';
    return this.#state === 'done';
  }

  #body(bytes: Buffer, from: number): number {
    const to = this.#state === 'until-close' ? bytes.length : Math.min(bytes.length, from + this.#left);
    this.#use.body(bytes.subarray(from, to));
    if (this.#state === 'until-close') return to;
    this.#left -= to - from;
    if (this.#left === 0) this.#state = this.#state === 'chunk' ? 'chunk-end' : 'done';
    return to;
  }

  #lines(bytes: Buffer, from: number): number {
    const end = this.#state === 'head' ? '\r\n\r\n' : '\r\n';
    // The end may lie across two pieces: what is kept as text is searched again from just before the seam.
    const seam = Math.max(0, this.#text.length - end.length + 1);
    const before = this.#text.length;
    const to = Math.min(bytes.length, from + 1024); // behind a line lies a body that is no text
    this.#text += bytes.toString('latin1', from, to);
    const found = this.#text.indexOf(end, seam);
    if (found < 0) {
      if (this.#text.length >= maxHead) throw new ResponseError('head too long');
      return to;
    }
    const text = this.#text.slice(0, found);
    this.#text = '';
    this.#took(text);
    return from + found + end.length - before;
  }

  #took(text: string): void {
    if (this.#state === 'head') return this.#head(text);
    if (this.#state === 'chunk-end') {
      if (text !== '') throw new ResponseError('a chunk is longer than it says');
      this.#state = 'chunk-size';
    } else if (this.#state === 'chunk-size') {
      const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(text)?.[1];
      if (size === undefined) throw new ResponseError('not the size of a chunk');
      this.#left = Number.parseInt(size, 16);
      this.#state = this.#left > 0 ? 'chunk' : 'trailer';
    } else if (text === '') this.#state = 'done';
  }

  #head(text: string): void {
    const [first = '', ...lines] = text.split('\r\n');
    const [, minor, code] = /^HTTP\/1\.([01]) ([1-9][0-9]{2})(?: |$)/.exec(first) ?? [];
    if (code === undefined) throw new ResponseError('not an HTTP/1.1 answer');
    const status = Number(code);
    if (status === 101) throw new ResponseError('another protocol');
    if (status < 200) return;
    const headers: Record<string, string> = {};
    for (const line of lines) {
      const [, name = '', value = ''] =
        /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\0\r\n]*?)[ \t]*$/.exec(line) ?? [];
      const key = name.toLowerCase();
      if (!key || (key in headers && (key === 'content-length' || key === 'transfer-encoding')))
        throw new ResponseError('not a header');
      headers[key] = value;
    }
    this.isReusable = minor === '1' && !/\bclose\b/i.test(headers['connection'] ?? '');
    this.#frame(status, headers);
    this.#use.head({ status, headers });
  }

  /** How long the body is, RFC 9112 6.3. */
  #frame(status: number, headers: Record<string, string>): void {
    const length = headers['content-length'],
      coding = headers['transfer-encoding'];
    if (length !== undefined && (coding !== undefined || !/^\d{1,15}$/.test(length)))
      throw new ResponseError('its length is not clear');
    if (status === 204 || status === 304 || Number(length) === 0) this.#state = 'done';
    else if (length !== undefined) {
      this.#left = Number(length);
      this.#state = 'length';
    } else if (coding === undefined) {
      this.isReusable = false;
      this.#state = 'until-close';
    } else if (coding.toLowerCase() === 'chunked') this.#state = 'chunk-size';
    else throw new ResponseError('a coding we do not read');
  }
}
