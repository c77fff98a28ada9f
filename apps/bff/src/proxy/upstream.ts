import { pipeline, type Writable } from 'node:stream';
import { createGzip, constants } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Pool } from 'undici';
import { NotStartedError } from './pixel-connection.ts';
import { PixelLane } from './pixel-lane.ts';
import { rewriteAddresses } from './rewrite.ts';
import { prefix } from './paths.ts';

/** `isBulk`: many bytes that are passed on as they are. `isDrawn`: whatever the browser accepts is asked for as it is. `instead`: asked where the image server knows nothing at `path`. `accept`: whatever the browser says it takes. `fileName`: what a browser saves it as. */
export interface UpstreamRequest {
  method: 'GET' | 'HEAD' | 'POST';
  path: string;
  instead?: string | undefined;
  accept?: string;
  fileName?: string;
  token: string;
  isDrawn: boolean;
  isBulk: boolean;
  body?: Buffer;
}

/**
 * Nothing of a patient is left on a workstation that others use, and nothing is seen again without being asked for. The
 * viewers hold what they show in their own memory, which goes with the page.
 */
const cacheControl = 'no-store';
const passedBack = ['content-type', 'content-length', 'etag', 'last-modified', 'warning'];
const statusFor: Record<number, number> = {
  400: 400,
  403: 403,
  404: 404,
  406: 406,
  409: 409,
  410: 404,
  413: 413,
  415: 415,
  429: 429,
};

/** Made once: an error a frame, with its stack, costs more than the frame. */
const left = new Error('the browser went away');

export class Upstream {
  readonly #pool: Pool;
  readonly #lane: PixelLane | null;
  readonly #base: string;
  constructor(url: string) {
    const server = new URL(url),
      { origin, pathname } = server;
    this.#base = pathname.replace(/\/$/, '');
    this.#lane = PixelLane.canReach(server) ? new PixelLane(server) : null;
    // A redirect is never followed; an upstream that says nothing for a minute is given up.
    this.#pool = new Pool(origin, {
      connections: 64,
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
      keepAliveTimeout: 30_000,
    });
  }
  close(): Promise<void> {
    this.#lane?.close();
    return this.#pool.close();
  }

  /** Streams the answer to the browser at its pace; when it goes away the upstream request ends too. */
  async pass(request: FastifyRequest, reply: FastifyReply, passing: UpstreamRequest): Promise<void> {
    if (
      this.#lane &&
      passing.isBulk &&
      passing.method === 'GET' &&
      (await this.#passBulk(this.#lane, request, reply, passing))
    )
      return;
    return this.#passAny(request, reply, passing);
  }

  /** False when nothing was answered and the general way may be tried. */
  async #passBulk(
    lane: PixelLane,
    request: FastifyRequest,
    reply: FastifyReply,
    passing: UpstreamRequest,
  ): Promise<boolean> {
    const { raw } = reply,
      { path } = passing;
    try {
      await lane.get(this.#base + path, asked(request, passing), {
        out: raw,
        begin: ({ status, headers }) => {
          if (status >= 300) throw new UpstreamStatus(status);
          refuseParts(headers, passing);
          if (isJson(headers)) throw new NotStartedError('addresses in it are to be rewritten');
          open(request, reply, status, headers, passing);
        },
      });
      return true;
    } catch (error) {
      if (raw.destroyed) return true;
      if (error instanceof NotStartedError) return false;
      if (raw.headersSent || reply.sent) raw.destroy();
      else await fail(request, reply, error);
      return true;
    }
  }

  async #passAny(request: FastifyRequest, reply: FastifyReply, passing: UpstreamRequest): Promise<void> {
    const { method, path, body } = passing;
    const gone = new AbortController();
    const leave = () => {
      if (!reply.raw.writableFinished) gone.abort(left);
    };
    reply.raw.once('close', leave);
    let answered = false;
    try {
      await this.#pool.stream(
        {
          method,
          path: this.#base + path,
          signal: gone.signal,
          headers: {
            ...asked(request, passing),
            ...(body ? { 'content-type': header(request, 'content-type') ?? '' } : {}),
          },
          ...(body ? { body } : {}),
        },
        ({ statusCode, headers }) => {
          const isStored = method === 'POST' && (statusCode === 202 || statusCode === 409);
          if (statusCode >= 300 && !isStored) throw new UpstreamStatus(statusCode);
          refuseParts(headers, passing);
          answered = true;
          return open(request, reply, statusCode, headers, passing);
        },
      );
    } catch (error) {
      if (gone.signal.aborted) return;
      if (answered) {
        reply.raw.destroy();
        return;
      }
      if (passing.instead && error instanceof UpstreamStatus && error.status === 404)
        return this.#passAny(request, reply, { ...passing, path: passing.instead, instead: undefined });
      return fail(request, reply, error);
    }
  }

  /** The JSON of a small answer; null for none. Throws UpstreamStatus. */
  async json(path: string, token: string, requestId: string): Promise<unknown> {
    const { statusCode, body } = await this.#pool.request({
      method: 'GET',
      path: this.#base + path,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/dicom+json',
        'x-request-id': requestId,
      },
    });
    if (statusCode === 204) {
      await body.dump();
      return [];
    }
    if (statusCode >= 300) {
      await body.dump();
      throw new UpstreamStatus(statusCode);
    }
    return body.json();
  }
}

class UpstreamStatus extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`dicomweb ${status}`);
    this.status = status;
  }
}

/** Answers with our own words: the upstream's may name a patient or a machine. */
export async function fail(request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<void> {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const status =
    error instanceof UpstreamStatus ? (statusFor[error.status] ?? 502) : /TIMEOUT/.test(code) ? 504 : 502;
  if (status >= 500)
    request.log.warn(
      { status, upstream: error instanceof UpstreamStatus ? error.status : code },
      'image server',
    );
  await reply
    .code(status)
    .header('cache-control', 'no-store')
    .send({
      error: status === 404 ? 'not-found' : status >= 500 ? 'image-server' : 'refused',
      requestId: request.id,
    });
}

function open(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  upstream: Record<string, string | string[] | undefined>,
  { fileName }: Pick<UpstreamRequest, 'fileName'>,
): Writable {
  reply.hijack();
  const { raw } = reply;
  const json = isJson(upstream);
  const gzip = json && /\bgzip\b/.test(header(request, 'accept-encoding') ?? '');
  raw.statusCode = status;
  for (const name of passedBack) {
    const value = upstream[name];
    if (value !== undefined && !(json && name === 'content-length')) raw.setHeader(name, value);
  }
  for (const [name, value] of Object.entries({
    'cache-control': cacheControl,
    vary: json ? 'Cookie, Accept, Accept-Encoding' : 'Cookie, Accept',
    'x-request-id': request.id,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    ...(fileName ? { 'content-disposition': `attachment; filename="${fileName}"` } : {}),
  }))
    raw.setHeader(name, value);
  if (!json) return raw;
  const first = rewriteAddresses(prefix);
  const stages = gzip
    ? ([first, createGzip({ level: 4, flush: constants.Z_NO_FLUSH }), raw] as const)
    : ([first, raw] as const);
  pipeline([...stages], (error) => {
    if (error) raw.destroy();
  });
  return first;
}

/** A message of several parts saved as a file would be none that any program opens. */
function refuseParts(
  upstream: Record<string, string | string[] | undefined>,
  { fileName }: UpstreamRequest,
): void {
  if (fileName && /^multipart\b/i.test(String(upstream['content-type']))) throw new UpstreamStatus(406);
}

function isJson(upstream: Record<string, string | string[] | undefined>): boolean {
  return /\bjson\b/.test(String(upstream['content-type']));
}

/** Who takes anything means JSON where the answer is no image: not every server's own choice is that. */
function asked(
  request: FastifyRequest,
  { token, isDrawn, isBulk, accept = header(request, 'accept') ?? '*/*' }: UpstreamRequest,
): Record<string, string> {
  const isAny = accept === '*/*' && !isBulk && !isDrawn;
  return {
    authorization: `Bearer ${token}`,
    'x-request-id': request.id,
    accept: isAny ? 'application/dicom+json' : accept,
  };
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value.length <= 2048 ? value : undefined;
}
