import type { FastifyInstance } from 'fastify';

/** Headers by which a browser could claim to be somebody or to come from somewhere, or reach into the web server. */
const forged =
  /^(?:authorization|proxy-authorization|forwarded|via|te|x-forwarded-.*|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|cf-connecting-ip|x-user.*|x-remote-.*|x-auth.*|x-original-.*|x-rewrite-.*|x-middleware-.*|x-nonce|x-keneya-internal|x-keneya-path|x-request-id|x-http-method-override)$/;

/** What proxies on the way say of whom they speak for. */
const byProxies = ['x-forwarded-for', 'x-real-ip', 'forwarded'];

/**
 * Drops forged headers before anything reads them, and `Expect` (Node has answered `100 Continue` by itself; passed
 * on it would fail). The address of the visitor is settled first, from trusted proxies only.
 */
export function headerHygiene(app: FastifyInstance): void {
  app.decorateRequest('visitorAddress', '');
  app.decorateRequest('isForwarded', false);
  app.addHook('onRequest', async (request) => {
    request.visitorAddress = request.ip;
    const { headers } = request.raw;
    request.isForwarded = byProxies.some((name) => headers[name] !== undefined);
    for (const name of Object.keys(headers)) if (forged.test(name)) delete headers[name];
    delete headers.expect;
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the browser is, as far as we can know. */
    visitorAddress: string;
    /** It came through a proxy, or says so. */
    isForwarded: boolean;
  }
}

/** A worker obeys the policy of its own script: those that decode images need WebAssembly and their neighbours. */
const scriptPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'";

/** Calls and what goes with a session: whatever they answer, nothing of it is kept by anybody. */
const isOurs = (route: string | undefined): boolean => /^\/(?:trpc|bff|dicom-web)(?:\/|$)/.test(route ?? '');

/** What the web's build made: scripts, styles, fonts, never a document. */
export const builtFiles = '/_next/static/';

/** Headers every answer carries. Pages get their content security policy from the web (it holds the nonce); all else may do nothing. */
export function securityHeaders(app: FastifyInstance, publicUrl: string): void {
  const isTls = publicUrl.startsWith('https:');
  app.addHook('onSend', async (request, reply) => {
    const set = (name: string, value: string) => {
      if (!reply.hasHeader(name)) reply.header(name, value);
    };
    // a stream of events says `no-cache` of itself: that may be kept, and asked about
    if (isOurs(request.routeOptions.url)) {
      const said = String(reply.getHeader('cache-control') ?? '');
      if (!said.includes('no-store'))
        reply.header('cache-control', said.includes('no-transform') ? 'no-store, no-transform' : 'no-store');
    }
    const isBuilt = request.url.startsWith(builtFiles);
    set('cache-control', 'no-store');
    set('x-content-type-options', 'nosniff');
    set('cross-origin-resource-policy', 'same-origin');
    set(
      'content-security-policy',
      isBuilt
        ? scriptPolicy
        : "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
    // their names change with their content: nobody asks whether they changed
    if (isBuilt && String(reply.getHeader('cache-control')).includes('immutable'))
      for (const name of ['etag', 'last-modified', 'accept-ranges']) reply.removeHeader(name);
    // a page comes with twenty built files: what only a document heeds would be as much again as one of them
    if (!isBuilt || reply.statusCode >= 400) {
      set('referrer-policy', 'same-origin');
      set('cross-origin-opener-policy', 'same-origin');
      // the camera reads the datamatrix of an identity; the browser asks the person first
      set('permissions-policy', 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()');
      set('x-frame-options', 'DENY');
      set('x-request-id', request.id);
    }
    if (isTls) set('strict-transport-security', 'max-age=63072000; includeSubDomains');
    reply.removeHeader('x-powered-by');
    reply.removeHeader('server');
  });
}
