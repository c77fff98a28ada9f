import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { readEnv, type SandboxEnv } from './env.ts';
import type { SandboxOptions } from './options.ts';
import { createIdentity } from './oidc/identity.ts';
import { oidcPlugin } from './oidc/plugin.ts';
import { badRequest } from './fhir/outcome.ts';
import { fhirPlugin } from './fhir/plugin.ts';
import { dicomwebPlugin } from './dicomweb/plugin.ts';
import { plainError, plainErrors } from './plain-errors.ts';
import { scimPlugin } from './scim/plugin.ts';

/** Starts the embedded servers and resolves once they listen; `close()` flushes and stops them. */
async function startSandbox(env: SandboxEnv): Promise<{ app: FastifyInstance; baseUrl: string }> {
  const app = Fastify({
    logger: { level: env.LOG_LEVEL },
    bodyLimit: 64 * 1024 * 1024,
    forceCloseConnections: true,
    pluginTimeout: 120_000,
    // an address that cannot be read reaches no server of ours: said in FHIR's words where it was meant for FHIR
    frameworkErrors: (error, request, reply) => {
      if (!request.url.startsWith('/fhir')) return void plainError(error, request, reply as FastifyReply);
      reply.raw.writeHead(400, { 'content-type': 'application/fhir+json; charset=utf-8' });
      reply.raw.end(JSON.stringify(badRequest('The address is not well encoded').outcome));
    },
  });
  plainErrors(app);
  const port = env.SANDBOX_PORT || (await freePort());
  const baseUrl = env.SANDBOX_URL ?? `http://localhost:${port}`;
  const options: SandboxOptions = { env, baseUrl, issuer: `${baseUrl}/oidc` };
  const identity = createIdentity(options, (error) =>
    app.log.warn({ err: error }, 'back-channel logout not delivered'),
  );
  await app.register(oidcPlugin, { ...options, identity, prefix: '/oidc' });
  await app.register(fhirPlugin, { ...options, prefix: '/fhir' });
  await app.register(dicomwebPlugin, { ...options, prefix: '/dicom-web' });
  await app.register(scimPlugin, { ...options, identity, prefix: '/scim/v2' });
  await app.listen({ port, host: '127.0.0.1' });
  return { app, baseUrl };
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() =>
          address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
        );
      });
  });
}

if (import.meta.main) {
  const { app, baseUrl } = await startSandbox(readEnv());
  console.log(`ready ${baseUrl}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void app.close().then(() => process.exit(0)));
}
