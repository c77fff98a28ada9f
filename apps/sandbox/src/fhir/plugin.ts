import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import path from 'node:path';
import { bearerHook } from '../bearer.ts';
import type { SandboxOptions } from '../options.ts';
import { addTerminology, terminologyOperations } from '../terminology/terminology.ts';
import { json, type FhirAnswer } from './http/call.ts';
import { loadParameters } from './model/parameters.ts';
import { coversFhir, type Asked } from '../scopes.ts';
import { badRequest, forbidden } from './outcome.ts';
import { FhirServer } from './server.ts';
import { startMaintenance } from './store/maintenance.ts';
import { openPglite } from './store/pglite-driver.ts';
import { openPostgres } from './store/postgres-driver.ts';
import { createSchema } from './store/schema.ts';
import { Store } from './store/store.ts';
import { Subscriptions } from './subscriptions/subscriptions.ts';
import { loadBindings } from './write/bindings.ts';

/** FHIR R4 with terminology operations below `prefix`; answers only bearer tokens of the embedded identity provider, `/metadata` apart. */
export async function fhirPlugin(
  app: FastifyInstance,
  options: SandboxOptions & { prefix: string },
): Promise<void> {
  loadParameters();
  loadBindings();
  const { SANDBOX_FHIR_DATABASE: database, SANDBOX_DATA: folder } = options.env;
  const driver = database ? await openPostgres(database) : await openPglite(path.join(folder, 'fhir'));
  await createSchema(driver);
  const store = new Store(driver);
  await addTerminology(store);
  const maintenance = startMaintenance(driver, store, (error) =>
    app.log.error({ err: error }, 'maintenance of the FHIR store failed'),
  );
  const server = new FhirServer({
    store,
    issuer: options.issuer,
    operations: terminologyOperations,
    onFault: (error) => app.log.error({ err: error }, 'FHIR request failed'),
  });
  const subscriptions = new Subscriptions(store, {
    origins: [options.env.PUBLIC_URL, options.env.BFF_INTERNAL_URL].map((url) => new URL(url).origin),
  });
  await subscriptions.start();
  app.addHook('onClose', async () => {
    subscriptions.stop();
    await maintenance.stop();
    await driver.close();
  });
  await app.register(async (scope) => {
    readBodies(scope);
    scope.get('/metadata', (request, reply) => respond(server, options.prefix, request, reply));
    await scope.register(async (guarded) => {
      guarded.addHook('onRequest', bearerHook(options, 'fhir'));
      guarded.all('/', (request, reply) => respond(server, options.prefix, request, reply));
      guarded.all('/*', (request, reply) => respond(server, options.prefix, request, reply));
    });
  });
}

/** Bodies are kept as text where they are not JSON; broken JSON is an OperationOutcome like everything else. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/([\w.-]+\+)?json\b/,
    { parseAs: 'string' },
    (_request, body, done) => {
      try {
        done(null, body === '' ? undefined : JSON.parse(String(body)));
      } catch {
        done(badRequest('The body is not JSON'));
      }
    },
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  );
  app.setErrorHandler(
    (error: Error & { statusCode?: number; status?: number; outcome?: unknown }, _request, reply) => {
      const status = error.status ?? error.statusCode ?? 500;
      if (status >= 500) app.log.error({ err: error }, 'FHIR request failed');
      const diagnostics =
        status === 415
          ? 'Only JSON is understood'
          : status === 413
            ? 'The body is too large'
            : status >= 500
              ? 'Internal error'
              : error.message;
      return send(
        reply,
        json(status, {
          resourceType: 'OperationOutcome',
          issue: [
            {
              severity: 'error',
              code:
                status === 401
                  ? 'login'
                  : status === 413
                    ? 'too-long'
                    : status === 415
                      ? 'not-supported'
                      : 'invalid',
              diagnostics,
            },
          ],
        }),
      );
    },
  );
}

async function respond(
  server: FhirServer,
  prefix: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const url = new URL(request.url, 'http://internal');
  let segments: string[];
  try {
    segments = url.pathname.slice(prefix.length).split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return send(reply, json(400, badRequest('The address is not well encoded').outcome));
  }
  if (/^(application\/)?(fhir\+)?xml$/.test(url.searchParams.get('_format') ?? ''))
    return send(reply, json(406, badRequest('Only JSON is spoken here').outcome));
  const isOpen = segments[0] === 'metadata';
  if (!isOpen && !coversFhir(request.caller?.scope ?? [], asked(request, url, segments)))
    return send(reply, json(403, forbidden('The scopes of the bearer token do not cover this').outcome));
  const answer = await server.handle({
    method: request.method,
    path: segments,
    query: [...url.searchParams],
    headers: request.headers,
    body: request.body,
    base: `${request.protocol}://${request.host}${prefix}`,
  });
  return send(reply, answer, request.method === 'HEAD');
}

/** A search by POST names its parameters in its body. */
function asked({ method, body }: FastifyRequest, url: URL, path: string[]): Asked {
  const inBody = typeof body === 'string' ? [...new URLSearchParams(body).keys()] : [];
  return { method, path, parameters: [...url.searchParams.keys(), ...inBody], body };
}

function send(reply: FastifyReply, { status, headers, body }: FhirAnswer, isHead = false): FastifyReply {
  void reply.code(status).headers(headers).header('cache-control', 'no-store');
  if (body === null) return reply.send();
  void reply.type('application/fhir+json; charset=utf-8');
  return reply.send(isHead ? '' : body);
}
