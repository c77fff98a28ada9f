import type { FastifyInstance, FastifyReply } from 'fastify';
import { bearerHook } from '../bearer.ts';
import type { Account } from '../oidc/account.ts';
import type { Identity } from '../oidc/identity.ts';
import { storedPassword } from '../oidc/passwords.ts';
import { coversAccounts } from '../scopes.ts';
import type { SandboxOptions } from '../options.ts';
import { newAccount } from './create.ts';
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.ts';
import { errorBody, ScimFailure } from './failure.ts';
import { parseFilter } from './filter.ts';
import { patchOf } from './patch.ts';
import { userOf, versionOf } from './user.ts';

const maxResults = 200;
type ListQuery = { Querystring: { filter?: string; startIndex?: string; count?: string } };
type One = { Params: { id: string } };

/** SCIM 2.0 (RFC 7643, RFC 7644) over the accounts of the embedded OpenID provider, for its background client alone. */
export async function scimPlugin(
  app: FastifyInstance,
  options: SandboxOptions & { identity: Identity; prefix: string },
): Promise<void> {
  const { accounts, credentials, change, remove } = options.identity;
  const base = `${options.baseUrl}${options.prefix}`;
  const send = (reply: FastifyReply, status: number, body: unknown) =>
    reply
      .code(status)
      .header('cache-control', 'no-store')
      .type('application/scim+json; charset=utf-8')
      .send(JSON.stringify(body));
  const list = (resources: unknown[], total = resources.length, startIndex = 1) => ({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  });
  const user = (reply: FastifyReply, account: Account, status = 200) =>
    send(reply.header('etag', versionOf(account)), status, userOf(account, base));
  const known = (id: string): Account => {
    const account = accounts.get(id);
    if (!account) throw new ScimFailure(404, 'no such user');
    return account;
  };

  app.addHook(
    'onRequest',
    bearerHook(options, 'scim', async (reply, challenge, detail) =>
      send(reply.header('www-authenticate', challenge), 401, errorBody(401, detail)),
    ),
  );
  app.addHook('onRequest', async (request) => {
    if (!coversAccounts(request.caller?.scope ?? []))
      throw new ScimFailure(403, 'only the client of the accounts administers them');
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/(scim\+)?json\b/,
    { parseAs: 'string', bodyLimit: 65_536 },
    (_request, body, done) => {
      try {
        done(null, body === '' ? undefined : JSON.parse(String(body)));
      } catch {
        done(new ScimFailure(400, 'the body is not JSON', 'invalidSyntax'));
      }
    },
  );
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof ScimFailure)
      return send(reply, error.status, errorBody(error.status, error.message, error.scimType));
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'SCIM request failed');
    return send(reply, status, errorBody(status, status >= 500 ? 'internal error' : error.message));
  });
  app.setNotFoundHandler((_request, reply) => send(reply, 404, errorBody(404, 'nothing is served here')));

  app.get('/ServiceProviderConfig', (_request, reply) => send(reply, 200, serviceProviderConfig(base)));
  for (const [path, make] of [
    ['ResourceTypes', resourceTypes],
    ['Schemas', schemas],
  ] as const) {
    app.get(`/${path}`, (_request, reply) => send(reply, 200, list(make(base))));
    app.get<One>(`/${path}/:id`, (request, reply) => {
      const found = make(base).find((one) => one.id === request.params.id);
      return found ? send(reply, 200, found) : send(reply, 404, errorBody(404, 'no such definition'));
    });
  }

  app.get<ListQuery>('/Users', (request, reply) => {
    const { filter, startIndex, count } = request.query;
    const found = accounts.all().filter(filter === undefined ? () => true : parseFilter(filter));
    const from = Math.max(1, whole('startIndex', startIndex, 1)),
      size = Math.min(maxResults, Math.max(0, whole('count', count, 100)));
    return send(
      reply,
      200,
      list(
        found.slice(from - 1, from - 1 + size).map((account) => userOf(account, base)),
        found.length,
        from,
      ),
    );
  });
  app.get<One>('/Users/:id', (request, reply) => user(reply, known(request.params.id)));
  app.patch<One>('/Users/:id', async (request, reply) => {
    const account = known(request.params.id),
      match = request.headers['if-match'];
    if (
      match !== undefined &&
      match !== '*' &&
      !match.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${account.version}"`)
    )
      throw new ScimFailure(412, 'the user was changed meanwhile');
    const changes = patchOf(request.body, account);
    return user(reply, Object.keys(changes).length > 0 ? await change(account.username, changes) : account);
  });
  app.post('/Users', async (request, reply) => {
    const { account, password } = newAccount(request.body);
    const { username } = account;
    const stored = password === null ? null : await storedPassword(password);
    // nothing waits from here on: the account is never there without its password
    if (accounts.get(username)) throw new ScimFailure(409, 'userName is taken', 'uniqueness');
    if (stored) credentials.keepPassword(username, stored, { isTemporary: true });
    const made = accounts.add(account);
    return user(reply.header('location', userOf(made, base).meta.location), known(username), 201);
  });
  app.delete<One>('/Users/:id', async (request, reply) => {
    const { username } = known(request.params.id);
    if (accounts.isInitial(username))
      throw new ScimFailure(403, 'accounts of infra/demo/accounts.json are deactivated, not deleted');
    await remove(username);
    return reply.code(204).send();
  });
  const notImplemented = () => {
    throw new ScimFailure(501, 'not implemented by this service');
  };
  app.put('/Users/:id', notImplemented);
  for (const path of ['/Groups', '/Bulk', '/Me']) app.all(path, notImplemented);
}

function whole(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') return otherwise;
  if (!/^-?\d{1,9}$/.test(text)) throw new ScimFailure(400, `${name} is a whole number`, 'invalidValue');
  return Number(text);
}
