import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { asFailure, FhirFailure, forbidden } from '../outcome.ts';
import { coversFhir, type Asked } from '../../scopes.ts';
import type { FhirServer } from '../server.ts';
import { isLarge, readLarge } from '../validation/large.ts';
import { addressOf } from './address.ts';
import { binaryOf, isBinaryContent, isBinaryRead, nativeAnswer } from './binary.ts';
import { largestBody, tooLarge, unpacked } from './body.ts';
import { json, type FhirAnswer, type FhirCall, type FhirHeaders } from './call.ts';
import { jsonOf, textOf } from './json-text.ts';
import { contentOf, formatOf } from './negotiate.ts';

/** Bodies come as bytes; what they are is told from their headers (`respond`). */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    readBody(payload).then(
      (body) => done(null, body),
      (error: unknown) => done(error as Error),
    );
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error instanceof FhirFailure ? error.status : (error.statusCode ?? 500);
    if (status >= 500) app.log.error({ err: error }, 'FHIR request failed');
    const failure =
      status === 413
        ? tooLarge()
        : new FhirFailure(
            status,
            status >= 500 ? 'exception' : 'invalid',
            status >= 500 ? 'Internal error' : 'The request cannot be read',
          );
    return send(reply, json(failure.status, failure.outcome), request);
  });
}

/** A body that is too large is read to its end all the same, and forgotten: a caller who is cut off never sees the answer. */
async function readBody(payload: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
    else chunks.length = 0;
    if (size > maxDrained) break;
  }
  if (size > largestBody) throw tooLarge();
  return Buffer.concat(chunks, size);
}
const maxDrained = 512 * 1024 * 1024;

/** One HTTP request to `server`: what it carries is read, answered, and packed when the caller takes it so. */
export async function respond(
  server: FhirServer,
  prefix: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  return send(reply, await answerOf(server, prefix, request), request);
}

async function answerOf(server: FhirServer, prefix: string, request: FastifyRequest): Promise<FhirAnswer> {
  try {
    const headers = headersOf(request);
    const call: FhirCall = {
      method: request.method,
      ...addressOf(request.url.slice(prefix.length)),
      headers,
      body: undefined,
      base: `${request.protocol}://${request.host}${prefix}`,
      place: null,
    };
    const format = formatOf(headers['accept'], call.query.find(([name]) => name === '_format')?.[1]);
    const body = await bodyOf(call, request.body);
    const describesServer = call.path[0] === 'metadata';
    if (!describesServer && !coversFhir(request.caller?.scope ?? [], asked({ ...call, body })))
      throw forbidden('The scopes of the bearer token do not cover this');
    const answer = await server.handle({ ...call, body });
    return isBinaryRead(call) ? nativeAnswer(answer, (contentType) => format.isNative(contentType)) : answer;
  } catch (error) {
    const { status, outcome, unforeseen } = asFailure(error);
    if (unforeseen) request.log.error({ err: error }, 'FHIR request failed');
    return json(status, outcome);
  }
}

/** A search by POST names its parameters in its body. */
function asked({ method, path, query, body }: FhirCall): Asked {
  const inBody = typeof body === 'string' ? [...new URLSearchParams(body).keys()] : [];
  return { method, path, parameters: [...query.map(([name]) => name), ...inBody], body };
}

function headersOf({ headers }: FastifyRequest): FhirHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

async function bodyOf(call: FhirCall, given: unknown): Promise<unknown> {
  if (!Buffer.isBuffer(given) || given.length === 0) return undefined;
  const bytes = await unpacked(given, call.headers['content-encoding']);
  if (isBinaryContent(call)) return binaryOf(call, bytes);
  const content = contentOf(call.headers['content-type']);
  if (content === 'other') throw new FhirFailure(415, 'not-supported', 'Only JSON is understood');
  if (content === 'form') return textOf(bytes);
  return isLarge(bytes) ? readLarge(bytes) : jsonOf(textOf(bytes));
}

const pack = promisify(gzip);
/** Smaller answers go out in one packet anyway. */
const worthPacking = 1_400;

async function send(
  reply: FastifyReply,
  { status, headers, body }: FhirAnswer,
  request: FastifyRequest,
): Promise<FastifyReply> {
  void reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .header('vary', 'Accept, Accept-Encoding');
  if (body !== null) void reply.type('application/fhir+json; charset=utf-8');
  void reply.headers(headers);
  if (body === null) return reply.send();
  if (takesGzip(request.headers['accept-encoding']) && body.length >= worthPacking) {
    void reply.header('content-encoding', 'gzip');
    const packed = await pack(body, { level: constants.Z_BEST_SPEED });
    return reply.send(request.method === 'HEAD' ? '' : packed);
  }
  return reply.send(request.method === 'HEAD' ? '' : body);
}

function takesGzip(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .split(',')
    .some((part) => /^\s*(gzip|x-gzip|\*)\s*(;\s*q\s*=\s*(1(\.0*)?|0?\.\d*[1-9]\d*))?\s*$/i.test(part));
}
