import type { OperationOutcome, Resource } from '@medplum/fhirtypes';
import { Pool, type Dispatcher } from 'undici';
import { FhirError } from './errors.ts';
import { parseWithDigits, stringifyWithDigits } from './json.ts';

export interface TransportOptions {
  /** `http://host/fhir`, no trailing slash needed. The only origin this transport ever speaks to. */
  baseUrl: string;
  /** Origins a server may write its own page links with, when not the one of `baseUrl` (it sits behind a proxy). Links are followed on `baseUrl`'s origin all the same. */
  linkOrigins?: readonly string[];
  /** Sockets kept; default 32. */
  connections?: number;
  /** One request, from the first byte out to the last byte in, in ms; default 30,000. */
  timeoutMs?: number;
  /** Bytes of one answer; default 64 MiB. */
  maxBytes?: number;
}

export interface FhirRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With the base path, and the query. */
  path: string;
  body?: unknown;
  /** Sent as is instead of `body`. */
  form?: string;
  headers?: Record<string, string>;
  /** May be sent again when the connection broke: GET, and a batch of GETs. */
  safe?: boolean;
  signal?: AbortSignal;
}

export interface FhirAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  resource: Resource | null;
}

/** What happens when the other side closes a kept connection just as we use it, or restarts. */
const brokenConnection = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CLOSED']);

/** HTTP to one FHIR server: keep-alive pool, limits, no redirects, errors without content. */
export class Transport {
  readonly baseUrl: string;
  readonly basePath: string;
  readonly linkOrigins: readonly string[];
  readonly #pool: Pool;
  readonly #timeoutMs: number;
  readonly #maxBytes: number;

  constructor(options: TransportOptions) {
    this.baseUrl = options.baseUrl.replace(/\/+$/, '');
    const url = new URL(this.baseUrl);
    this.basePath = url.pathname.replace(/\/$/, '');
    this.linkOrigins = [url.origin, ...(options.linkOrigins ?? [])];
    this.#timeoutMs = options.timeoutMs ?? 30_000;
    this.#maxBytes = options.maxBytes ?? 64 * 1024 * 1024;
    this.#pool = new Pool(url.origin, {
      connections: options.connections ?? 32,
      keepAliveTimeout: 30_000,
      connectTimeout: Math.min(5_000, this.#timeoutMs),
    });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async send(request: FhirRequest): Promise<FhirAnswer> {
    try {
      return await this.#once(request);
    } catch (error) {
      const again =
        request.safe &&
        error instanceof FhirError &&
        error.status === 0 &&
        error.code !== null &&
        brokenConnection.has(error.code) &&
        !request.signal?.aborted;
      if (!again) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return this.#once(request);
    }
  }

  async #once({ method, path, body, form, headers, signal }: FhirRequest): Promise<FhirAnswer> {
    const late = AbortSignal.timeout(this.#timeoutMs);
    const all: Record<string, string> = { accept: 'application/fhir+json', ...headers };
    if (body !== undefined) all['content-type'] = 'application/fhir+json';
    if (form !== undefined) all['content-type'] = 'application/x-www-form-urlencoded';
    try {
      const answer = await this.#pool.request({
        method,
        path,
        headers: all,
        body: form ?? (body === undefined ? null : stringifyWithDigits(body, withoutEmptyLists)),
        signal: signal ? AbortSignal.any([signal, late]) : late,
        headersTimeout: this.#timeoutMs,
        bodyTimeout: this.#timeoutMs,
      });
      return await this.#answer(answer);
    } catch (error) {
      if (error instanceof FhirError) throw error;
      if (signal?.aborted) throw new FhirError(499, null, 'aborted');
      if (late.aborted) throw new FhirError(504, null, 'timeout');
      throw new FhirError(0, null, codeOf(error));
    }
  }

  async #answer({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<FhirAnswer> {
    const text = await this.#text(body);
    if (statusCode >= 300 && statusCode < 400 && statusCode !== 304)
      throw new FhirError(502, null, 'redirect');
    const resource = parse(text);
    if (statusCode >= 400)
      throw new FhirError(
        statusCode,
        resource?.resourceType === 'OperationOutcome' ? (resource as OperationOutcome) : null,
      );
    if (text !== '' && !resource) throw new FhirError(502, null, 'not-fhir');
    return { status: statusCode, headers, resource };
  }

  async #text(body: Dispatcher.ResponseData['body']): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > this.#maxBytes) {
        body.destroy();
        throw new FhirError(502, null, 'too-large');
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, size).toString('utf8');
  }
}

function parse(text: string): Resource | null {
  if (text === '') return null;
  try {
    const value = parseWithDigits(text);
    return typeof value === 'object' &&
      value !== null &&
      'resourceType' in value &&
      typeof value.resourceType === 'string'
      ? (value as Resource)
      : null;
  } catch {
    return null; // told apart by the caller: an error page of a proxy, a cut answer
  }
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? code : 'network';
}

/** A list of nothing is no FHIR (R4, 2.6.2: arrays are never empty): what a writer has none of is left out. */
function withoutEmptyLists(this: unknown, _key: string, value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 && !Array.isArray(this) ? undefined : value;
}
