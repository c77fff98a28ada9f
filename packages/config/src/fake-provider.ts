import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

/**
 * An OpenID provider whose every answer a test decides: keys, claims, refusals, silence. For what the real embedded one
 * would never do. It rotates refresh tokens and ends the grant when one is used twice, as strict providers do.
 */
export interface FakeProvider {
  issuer: string;
  clientId: string;
  /** Grants that are still good, by their current refresh token. */
  refreshTokens: Set<string>;
  refreshes: number;
  revoked: string[];
  /** How the token endpoint answers a refresh: properly, not at all, with a server error, or "the grant is over". */
  mode: 'normal' | 'hang' | 'error' | 'ended';
  /** Milliseconds it takes to refresh. */
  delay: number;
  accessSeconds: number;
  idToken(claims?: JWTPayload): Promise<string>;
  logoutToken(claims?: JWTPayload, header?: { typ?: string }): Promise<string>;
  /** An access token that says of itself whose it is. */
  accessToken(claims?: JWTPayload): Promise<string>;
  /** Signed with a key the provider does not publish. */
  forged(claims: JWTPayload, header?: { typ?: string }): Promise<string>;
  /** Tokens as after sign-in; `expiresIn` in seconds. */
  tokens(
    expiresIn: number,
    claims?: JWTPayload,
  ): Promise<{
    id_token: string;
    access_token: string;
    refresh_token: string;
    expires_in: number;
    token_type: string;
    scope: string;
  }>;
  stop(): Promise<void>;
}

export async function startFakeProvider(clientId = 'keneyapp'): Promise<FakeProvider> {
  const [own, other] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  const jwks = { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] };
  let count = 0;
  /** Whose each access and refresh token is. */
  const subjects = new Map<string, string>();

  const answer = (response: ServerResponse, status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { issuer } = fake;
    if (request.url === '/.well-known/openid-configuration')
      return answer(response, 200, {
        issuer,
        jwks_uri: `${issuer}/jwks`,
        token_endpoint: `${issuer}/token`,
        revocation_endpoint: `${issuer}/revoke`,
        end_session_endpoint: `${issuer}/end`,
        userinfo_endpoint: `${issuer}/userinfo`,
        authorization_endpoint: `${issuer}/auth`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (request.url === '/jwks') return answer(response, 200, jwks);
    if (request.url === '/userinfo') {
      const sub = subjects.get((request.headers.authorization ?? '').replace('Bearer ', ''));
      return sub === undefined ? answer(response, 401, {}) : answer(response, 200, { sub });
    }
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const form = new URLSearchParams(text);
    if (request.url === '/revoke') {
      fake.revoked.push(form.get('token') ?? '');
      fake.refreshTokens.delete(form.get('token') ?? '');
      return answer(response, 200, {});
    }
    if (request.url !== '/token') return answer(response, 404, {});
    if (form.get('grant_type') === 'client_credentials')
      return answer(response, 200, { access_token: 'system-token', token_type: 'Bearer', expires_in: 600 });
    fake.refreshes++;
    if (fake.mode === 'hang') return;
    if (fake.delay) await new Promise((resolve) => setTimeout(resolve, fake.delay));
    if (fake.mode === 'error') return answer(response, 503, { error: 'temporarily_unavailable' });
    const token = form.get('refresh_token') ?? '';
    if (fake.mode === 'ended' || !fake.refreshTokens.has(token)) {
      fake.refreshTokens.clear();
      return answer(response, 400, { error: 'invalid_grant' });
    }
    fake.refreshTokens.delete(token);
    const next = `refresh-token-${++count}-of-the-fake`;
    fake.refreshTokens.add(next);
    const sub = subjects.get(token) ?? 'someone';
    subjects.set(next, sub);
    return answer(response, 200, {
      id_token: await fake.idToken({ sub }),
      access_token: `access-token-${count}-of-the-fake`,
      refresh_token: next,
      token_type: 'Bearer',
      expires_in: fake.accessSeconds,
      scope: 'openid',
    });
  }

  const sign = (key: CryptoKey, claims: JWTPayload, typ: string) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one', typ }).sign(key);
  const person = (): JWTPayload => ({
    iss: fake.issuer,
    aud: clientId,
    sub: 'someone',
    sid: 'sid-1',
    name: 'Dr Some One',
    preferred_username: 'someone',
    roles: ['doctor'],
    fhirUser: 'Practitioner/some-one',
    iat: now(),
    exp: now() + 300,
  });
  const fake: FakeProvider = {
    issuer: '',
    clientId,
    refreshTokens: new Set(),
    refreshes: 0,
    revoked: [],
    mode: 'normal',
    delay: 0,
    accessSeconds: 300,
    idToken: (claims = {}) => sign(own.privateKey, { ...person(), ...claims }, 'JWT'),
    logoutToken: (claims = {}, header = {}) =>
      sign(
        own.privateKey,
        {
          iss: fake.issuer,
          aud: clientId,
          sub: 'someone',
          sid: 'sid-1',
          iat: now(),
          exp: now() + 120,
          jti: `jti-${Math.random()}`,
          events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
          ...claims,
        },
        header.typ ?? 'logout+jwt',
      ),
    accessToken: (claims = {}) =>
      sign(
        own.privateKey,
        {
          iss: fake.issuer,
          aud: fake.issuer,
          sub: 'someone',
          sid: 'sid-1',
          iat: now(),
          exp: now() + 300,
          ...claims,
        },
        'at+jwt',
      ),
    forged: (claims, header = {}) => sign(other.privateKey, claims, header.typ ?? 'JWT'),
    tokens: async (expiresIn, claims = {}) => {
      const refresh = `refresh-token-${++count}-of-the-fake`;
      fake.refreshTokens.add(refresh);
      const access = `access-token-${count}-of-the-fake`;
      for (const token of [access, refresh]) subjects.set(token, String(claims.sub ?? 'someone'));
      return {
        id_token: await fake.idToken(claims),
        access_token: access,
        refresh_token: refresh,
        expires_in: expiresIn,
        token_type: 'Bearer',
        scope: 'openid',
      };
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  fake.issuer = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`;
  return fake;
}

const now = () => Math.floor(Date.now() / 1000);
