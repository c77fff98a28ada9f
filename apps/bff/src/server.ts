import type { AnyRouter } from '@trpc/server';
import Fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { exportsRoute } from './audit/exports-route.ts';
import { verifyRoute } from './audit/verify-route.ts';
import { appRouter } from './app-router.ts';
import { assertDeclared } from './declared.ts';
import { readEnv, type BffEnv } from './env.ts';
import { cspReports } from './http/csp-reports.ts';
import { csrfCheck, hostCheck } from './http/csrf.ts';
import { auditExport } from './features/audit/export.ts';
import { documentContent } from './features/documents/content.ts';
import { paperContent } from './features/identities/paper-content.ts';
import { errorAnswers, plainFrameworkError } from './http/errors.ts';
import { headerHygiene, securityHeaders } from './http/headers.ts';
import { healthRoute } from './http/health.ts';
import { internalSecret } from './http/internal-secret.ts';
import { requestLog } from './http/request-log.ts';
import { trpcPlugin } from './http/trpc-plugin.ts';
import { webProxy } from './http/web-proxy.ts';
import { requestLimits } from './limits/requests.ts';
import { ChangeFeed } from './live/change-feed.ts';
import { liveHook, startLiveFeed } from './live/subscriptions.ts';
import { labelsRoute } from './pdf/labels-route.ts';
import { pdfRoute } from './pdf/route.ts';
import { dicomwebProxy } from './proxy/dicomweb.ts';
import { ohifViewer } from './proxy/ohif.ts';
import { startServices, type StartedServices } from './services.ts';
import { createSessionRoute } from './session/create-session-route.ts';
import { failedSignIn } from './session/failed-sign-in.ts';
import { sessionRoutes } from './session/routes.ts';

/**
 * The composition root: the public front door and the internal listener, over one set of services.
 * @public scripts/leaks/bff-host.ts loads it by its address
 */
export async function startBff(
  env: BffEnv,
  /** What it serves; of a test, procedures of its own. */
  router: AnyRouter = appRouter,
): Promise<{ url: string; close(): Promise<void> }> {
  const options: FastifyServerOptions = {
    logger: { level: env.LOG_LEVEL, redact: ['req.headers', 'res.headers'] },
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    trustProxy: env.TRUSTED_PROXIES.length ? env.TRUSTED_PROXIES : false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: 1_048_576,
    routerOptions: { maxParamLength: 2_000 },
    keepAliveTimeout: 72_000,
    frameworkErrors: plainFrameworkError,
  };
  const front = Fastify(options);
  // whoever calls here knows the secret of the internal listener, and is believed about the visitor; nobody before it is
  const inner = Fastify({
    ...options,
    ...innerTls(env),
    trustProxy: (_address: string, hop: number) => hop === 0,
  }) as unknown as FastifyInstance;
  const running = await startServices(env, (error) => front.log.error({ err: error }, 'background work'));
  const { systemFhir: fhir } = running.services;
  const feed = new ChangeFeed(fhir, running.database, (error) =>
    front.log.warn(
      { err: { type: error instanceof Error ? error.message : 'unknown' } },
      'looking for changes',
    ),
  );
  if (running.database.rights === 'shared')
    front.log.warn(
      'the database role owns the audit trail and could change it: set DATABASE_MIGRATION_URL to an owner of its own',
    );
  try {
    await assertDeclared(router, running.services.policy);
    await frontDoor(front, env, { ...running, router });
    await internalListener(inner, { ...running, router }, feed);
    const internal = new URL(env.BFF_INTERNAL_URL);
    await inner.listen({ host: internal.hostname, port: Number(internal.port) });
    await front.listen({ host: env.HOST, port: env.PORT });
  } catch (error) {
    await Promise.allSettled([front.close(), inner.close(), running.close()]);
    throw error;
  }
  const liveFeed = startLiveFeed({
    fhir,
    feed,
    hookUrl: env.LIVE_HOOK_URL ?? env.BFF_INTERNAL_URL,
    isShared: env.LIVE_HOOK_URL !== undefined,
    dataKey: env.DATA_KEY,
    onError: (error) =>
      front.log.warn({ err: { type: error instanceof Error ? error.message : 'unknown' } }, 'subscriptions'),
  });
  return {
    url: `http://${env.HOST}:${portOf(front)}`,
    close: async () => {
      await liveFeed.stop();
      await Promise.all([front.close(), inner.close()]);
      await running.close();
    },
  };
}

/** What a listener serves, and what it serves it from. */
type Served = StartedServices & { router: AnyRouter };

async function frontDoor(app: FastifyInstance, env: BffEnv, running: Served): Promise<void> {
  const { router, services, sessions, store, provider, watch, streams } = running;
  errorAnswers(app);
  requestLog(app);
  headerHygiene(app);
  securityHeaders(app, env.PUBLIC_URL);
  requestLimits(app, {
    counter: running.counter,
    store,
    cookieOf: (request) => sessions.cookie(request),
    factor: env.RATE_LIMIT_FACTOR,
  });
  hostCheck(app, { publicUrl: env.PUBLIC_URL, port: () => portOf(app) });
  csrfCheck(app, env.PUBLIC_URL);
  healthRoute(app, services.health, () => [...services.trail.warnings(), ...running.warnings()]);
  await app.register(async (scope) => trpcPlugin(scope, { router, services, sessions, watch, streams }), {
    prefix: '/trpc',
  });
  await app.register(
    async (scope) => {
      await sessionRoutes(scope, {
        store,
        sessions,
        watch,
        streams,
        provider,
        audit: services.audit,
        publicUrl: env.PUBLIC_URL,
        idleMs: env.SESSION_IDLE_MINUTES * 60_000,
      });
      await documentContent(scope, { services, sessions });
      await paperContent(scope, { services, sessions });
      await auditExport(scope, { services, sessions });
      await exportsRoute(scope, { services, sessions });
      await cspReports(scope);
    },
    { prefix: '/bff' },
  );
  await app.register(dicomwebProxy, { services, sessions, watch });
  await app.register(ohifViewer, { services, sessions });
  if (env.WEB_URL)
    await app.register(webProxy, {
      webUrl: env.WEB_URL,
      publicUrl: env.PUBLIC_URL,
      isDevelopment: env.NODE_ENV === 'development',
    });
}

/** For the web server alone: sign-in hands over its tokens, pages ask on the visitor's behalf (whose address it may tell). */
async function internalListener(
  app: FastifyInstance,
  { router, services, sessions, store, provider, watch, streams, failedSignIns }: Served,
  feed: Pick<ChangeFeed, 'wake'>,
): Promise<void> {
  errorAnswers(app);
  requestLog(app);
  app.decorateRequest('visitorAddress', '');
  app.addHook('onRequest', async (request) => {
    request.visitorAddress = request.ip;
  });
  internalSecret(app, services.env.INTERNAL_SECRET);
  liveHook(app, { feed, dataKeys: [services.env.DATA_KEY, ...services.env.DATA_KEYS_OLD] });
  verifyRoute(app, services.trail);
  failedSignIn(app, failedSignIns);
  createSessionRoute(app, { store, provider, audit: services.audit });
  const { typesetter } = services;
  pdfRoute(app, { services, sessions, typesetter });
  labelsRoute(app, { services, sessions, typesetter });
  await app.register(async (scope) => trpcPlugin(scope, { router, services, sessions, watch, streams }), {
    prefix: '/trpc',
  });
}

/** Certificate and key of the internal listener, where there are any. */
function innerTls({ INTERNAL_TLS_CERT: cert, INTERNAL_TLS_KEY: key }: BffEnv): object {
  return cert && key ? { https: { cert: readFileSync(cert), key: readFileSync(key) } } : {};
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  return address && typeof address === 'object' ? address.port : 0;
}

if (import.meta.main) {
  // what is waited for while it starts may keep no process alive: the answer of the database's thread under --watch
  const alive = setInterval(() => undefined, 60_000);
  const { url, close } = await startBff(readEnv()).finally(() => clearInterval(alive));
  console.log(`ready ${url}`);
  // a promise nobody waited for ends one request at most, never the ward's whole day; its text may name a patient and is not logged
  process.on('unhandledRejection', (error) =>
    console.error(
      JSON.stringify({
        level: 50,
        msg: 'unhandled rejection',
        type: error instanceof Error ? error.name : typeof error,
        stack: error instanceof Error ? error.stack?.replace(/^[^\n]*\n/, '') : undefined,
      }),
    ),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(0)));
}
