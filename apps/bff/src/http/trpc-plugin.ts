import type { ServerResponse } from 'node:http';
import { TRPCError, type AnyRouter } from '@trpc/server';
import {
  fastifyRequestHandler,
  fastifyTRPCPlugin,
  type FastifyTRPCPluginOptions,
} from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { InputParser } from '../audit/asked.ts';
import type { Context, Services } from '../context.ts';
import { mergeBatches, type MergedReads } from '../fhir/batches.ts';
import { mostUploads, Streams } from '../limits/streams.ts';
import { SessionEndedError } from '../session/end-reasons.ts';
import type { RequestSessions } from '../session/request-session.ts';
import type { SessionWatch } from '../session/watch.ts';
import type { ProcedureMeta } from '../trpc.ts';
import { trpcOptions } from '../trpc-options.ts';

interface Options {
  router: AnyRouter;
  services: Services;
  sessions: RequestSessions;
  watch: SessionWatch;
  streams: Streams;
}

/** `/trpc`: procedures and their event streams. What a session holds open ends with it. */
export async function trpcPlugin(
  app: FastifyInstance,
  { router, services, sessions, watch, streams }: Options,
): Promise<void> {
  const { parsersOf, isStream, largeBodies } = proceduresOf(router);
  // here, because tRPC answers 200 to a stream that it refuses
  app.addHook('preHandler', async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://internal');
    if (
      !pathname
        .split('/')
        .slice(2)
        .join('/')
        .split(',')
        .some((path) => isStream(decoded(path)))
    )
      return;
    const session = await sessions.of(request);
    const close = session && streams.open(session);
    if (close) reply.raw.once('close', close);
    else if (session)
      return reply
        .code(429)
        .header('retry-after', '60')
        .header('cache-control', 'no-store')
        .send({ error: 'too many streams', requestId: request.id });
  });
  const options = {
    router,
    ...trpcOptions,
    createContext: async ({ req, res, info }): Promise<Context> => {
      const session = await sessions.of(req);
      const gone = new AbortController();
      res.raw.once('close', () => gone.abort());
      let signal = gone.signal;
      if (session) {
        const held = watch.hold(session.id);
        res.raw.once('close', held.release);
        signal = AbortSignal.any([signal, held.signal]);
        if (info.calls.some(({ path }) => isStream(path))) {
          held.signal.addEventListener('abort', () => endStream(res.raw, held.signal.reason), { once: true });
        }
      }
      let reads: MergedReads | null = null;
      return {
        services,
        session,
        endedBy: session ? null : await sessions.endedBy(req),
        access: session && services.accessFor(session),
        parsersOf,
        requestId: req.id,
        remoteAddress: req.visitorAddress,
        signal,
        reads: () => {
          if (!session) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'no session' });
          return (reads ??= mergeBatches(services.fhirFor(session, req.id, signal)));
        },
      };
    },
    onError: ({ error, path, req }) => {
      // Codes and names only: messages and inputs may hold patient data.
      if (error.code === 'INTERNAL_SERVER_ERROR')
        req.log.error(
          {
            path,
            code: error.code,
            err: { type: error.cause?.name, stack: error.cause?.stack?.replace(/^[^\n]*\n/, '') },
          },
          'procedure failed',
        );
      else req.log.info({ path, code: error.code }, 'procedure refused');
    },
  } satisfies FastifyTRPCPluginOptions<AnyRouter>['trpcOptions'];
  await app.register(fastifyTRPCPlugin, { trpcOptions: options });
  await app.register(async (scope) => {
    scope.removeContentTypeParser('application/json');
    // tRPC parses it, as it does all others
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    for (const { path, bodyLimit } of largeBodies)
      scope.post(`/${path}`, { bodyLimit, onRequest: refuseStrangers(sessions, path) }, (req, res) =>
        fastifyRequestHandler({ ...options, req, res, path }),
      );
  });
}

/**
 * Nobody who is not signed in has so much read of what they send, and nobody much of it at once. Answered as tRPC would; who may
 * send it at all is decided, and recorded, as for all others.
 */
function refuseStrangers(sessions: RequestSessions, path: string) {
  const uploads = new Streams(1, mostUploads);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const session = await sessions.of(request);
    const refused = { path, requestId: request.id };
    if (!session) {
      const data = {
        code: 'UNAUTHORIZED',
        httpStatus: 401,
        reason: await sessions.endedBy(request),
        ...refused,
      };
      return reply.code(401).send({ error: { message: 'no session', code: -32001, data } });
    }
    const close = uploads.open(session);
    if (close) return void reply.raw.once('close', close);
    const data = { code: 'TOO_MANY_REQUESTS', httpStatus: 429, reason: null, ...refused };
    return reply.code(429).send({ error: { message: 'busy', code: -32029, data } });
  };
}

function proceduresOf(router: AnyRouter) {
  const procedures = router._def.procedures as unknown as Record<
    string,
    | { _def: { inputs: InputParser[]; type: 'query' | 'mutation' | 'subscription'; meta?: ProcedureMeta } }
    | undefined
  >;
  return {
    /** Procedures that files are sent to, alone in their request, and how much of them is read. */
    largeBodies: Object.entries(procedures).flatMap(([path, procedure]) => {
      const bodyLimit = procedure?._def.meta?.bodyLimit;
      return bodyLimit === undefined ? [] : [{ path, bodyLimit }];
    }),
    parsersOf: (path: string): readonly InputParser[] => procedures[path]?._def.inputs ?? [],
    /** What a request asks for tells, and not what it says that it accepts. */
    isStream: (path: string): boolean => procedures[path]?._def.type === 'subscription',
  };
}

/** The last event of a stream tells why it ends. */
function endStream(raw: ServerResponse, why: unknown): void {
  if (!raw.headersSent || !(why instanceof SessionEndedError)) return void raw.destroy();
  raw.write(`event: session-ended\ndata: ${JSON.stringify({ reason: why.reason })}\n\n`, () => raw.destroy());
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
