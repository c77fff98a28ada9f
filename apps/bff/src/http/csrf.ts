import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isProbe } from './health.ts';

const requestHeader = 'x-keneya-request';
const safeMethods = new Set(['GET', 'HEAD']);
/** Called by servers or by the browser itself, not by our pages: they prove themselves otherwise or change nothing. */
const unchecked = new Set(['/bff/back-channel-logout', '/bff/csp']);

/**
 * Refuses what another site makes a visitor's browser send. A request that changes something, and any call to /trpc,
 * must carry our header (which other sites cannot set without a preflight we never grant), and its Origin and
 * Sec-Fetch-Site must be ours where the browser sends them. next-auth's own posts keep their token instead of the header.
 */
export function csrfCheck(app: FastifyInstance, publicUrl: string): void {
  const { origin } = new URL(publicUrl);
  app.addHook('onRequest', async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (unchecked.has(path)) return;
    // by the route that answers, too: `/%74rpc` is decoded on the way to it
    const isCall =
      path === '/trpc' || path.startsWith('/trpc/') || (request.routeOptions.url ?? '').startsWith('/trpc');
    if (safeMethods.has(request.method) && !isCall) return;
    const reason = problem(request, origin, path);
    if (reason) return refuse(request, reply, reason);
  });
}

function problem(request: FastifyRequest, ours: string, path: string): string | null {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined && origin !== ours) return 'origin';
  if (site !== undefined && site !== 'same-origin') return 'sec-fetch-site';
  if (request.headers[requestHeader] === '1') return null;
  if (path.startsWith('/api/auth/') && origin === ours) return null; // checks its own token
  return 'header';
}

function refuse(request: FastifyRequest, reply: FastifyReply, reason: string): FastifyReply {
  request.log.warn({ reason }, 'cross-site request refused');
  return reply.code(403).send({ error: 'cross-site', requestId: request.id });
}

/** Only names we know: an attacker's name pointing at our address (DNS rebinding) gets nothing. */
export function hostCheck(
  app: FastifyInstance,
  { publicUrl, port }: { publicUrl: string; port: () => number },
): void {
  const { host: publicHost } = new URL(publicUrl);
  app.addHook('onRequest', async (request, reply) => {
    const host = request.headers.host ?? '';
    if (
      host === publicHost ||
      (/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host) &&
        (host.split(':').at(-1) === String(port()) || !publicHost.includes(':')))
    )
      return;
    if (isProbe(request.url.split('?', 1)[0] ?? '')) return;
    return reply.code(421).send({ error: 'unknown host', requestId: request.id });
  });
}
