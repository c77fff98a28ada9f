import httpProxy from '@fastify/http-proxy';
import type { FastifyInstance } from 'fastify';
import { awayPage } from './errors.ts';

interface Options {
  webUrl: string;
  publicUrl: string;
  isDevelopment: boolean;
}

/** Everything that is not the BFF's own goes to the Next.js server, with headers that say truly who asked and how. */
export async function webProxy(
  app: FastifyInstance,
  { webUrl, publicUrl, isDevelopment }: Options,
): Promise<void> {
  const { host, protocol } = new URL(publicUrl);
  await app.register(httpProxy, {
    upstream: webUrl,
    http2: false,
    ...(isDevelopment ? { websocket: true as const } : {}), // reload of `npm run dev`
    disableCache: true,
    undici: {
      connections: 128,
      pipelining: 1,
      bodyTimeout: 120_000,
      headersTimeout: 60_000,
      connect: { timeout: 2_000 },
    },
    replyOptions: {
      rewriteRequestHeaders: (request, headers) => ({
        ...headers,
        'x-forwarded-host': host,
        'x-forwarded-proto': protocol.slice(0, -1),
        'x-forwarded-for': 'visitorAddress' in request ? String(request.visitorAddress) : '',
        'x-request-id': 'id' in request ? String(request.id) : '',
      }),
      onError: (reply, { error }) => {
        reply.log.warn({ code: 'code' in error ? error.code : error.name }, 'the web server did not answer');
        const wantsPage = (reply.request.headers.accept ?? '').includes('text/html');
        void reply.code(503).header('retry-after', '5').header('cache-control', 'no-store');
        if (wantsPage) void reply.type('text/html; charset=utf-8').send(awayPage(reply.request.id));
        else void reply.send({ error: 'web away', requestId: reply.request.id });
      },
    },
  });
}
