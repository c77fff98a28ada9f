import type { FastifyInstance } from 'fastify';
import type { SandboxEnv } from '../env.ts';
import type { SandboxOptions } from '../options.ts';
import type { Identity } from './identity.ts';
import { interactionRoutes, type Refused } from './interaction.ts';
import { Throttle } from './throttle.ts';

/** The embedded OpenID provider: `oidc-provider` behind Fastify, discovery at `/oidc/.well-known/openid-configuration`. */
export async function oidcPlugin(
  app: FastifyInstance,
  options: SandboxOptions & { identity: Identity },
): Promise<void> {
  const { provider, accounts, credentials } = options.identity;
  provider.on('server_error', (_ctx, error) => app.log.error({ err: error }, 'oidc'));
  const refused = (_ctx: unknown, error: Error) =>
    app.log.warn(
      { error: error.message, detail: 'error_description' in error ? error.error_description : undefined },
      'oidc request refused',
    );
  provider.on('authorization.error', refused);
  provider.on('grant.error', refused);
  provider.on('end_session.error', refused);
  provider.on('backchannel.error', (_ctx, error) =>
    app.log.warn({ err: error }, 'back-channel logout not delivered'),
  );

  const sweeper = setInterval(() => options.identity.sweep(), 10 * 60_000).unref();
  app.addHook('onClose', async () => {
    clearInterval(sweeper);
    options.identity.close();
  });

  // Bodies are read by the provider itself, and by interaction.ts.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  // The issuer alone tells host and scheme: addresses the provider builds do not depend on what a request claims.
  const { host, protocol } = new URL(options.issuer);
  app.addHook('onRequest', async (request) => {
    const { headers } = request.raw;
    delete headers['x-forwarded-host'];
    delete headers['x-forwarded-for'];
    headers.host = host;
    headers['x-forwarded-proto'] = protocol.slice(0, -1);
  });

  interactionRoutes(app, {
    provider,
    accounts,
    credentials,
    throttle: new Throttle(),
    codeThrottle: new Throttle(),
    secondFactorRoles: options.env.SECOND_FACTOR_ROLES,
    publicUrl: options.env.PUBLIC_URL,
    mailPage: options.env.MAIL_PAGE_URL ?? null,
    issuer: options.issuer,
    onRefused: (refused) =>
      void tellApplication(options.env, refused).catch((error: unknown) =>
        app.log.warn({ err: error }, 'the application was not told of a refused sign-in'),
      ),
  });

  const callback = provider.callback();
  app.all('/*', async (request, reply) => {
    reply.hijack();
    const raw = Object.assign(request.raw, { originalUrl: request.raw.url });
    raw.url = (raw.url ?? '/').slice('/oidc'.length) || '/';
    await callback(raw, reply.raw);
  });
}

/** A password that is wrong is met here alone; the application's officer reads of it in the application's trail. */
async function tellApplication(
  { BFF_INTERNAL_URL: internalUrl, INTERNAL_SECRET: secret }: SandboxEnv,
  refused: Refused,
): Promise<void> {
  await fetch(`${internalUrl}/session/failed`, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(3_000),
    headers: { 'content-type': 'application/json', 'x-keneya-internal': secret },
    body: JSON.stringify(refused),
  });
}
