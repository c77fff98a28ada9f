// All that is believed of the identity provider, in one file, so that it can be read in one piece.
import {
  createRemoteJWKSet,
  customFetch as joseFetch,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyResult,
} from 'jose';
import * as oidc from 'openid-client';
import { roles, type Role } from '../access/roles.ts';
import { accessTokenHash, claimsOf, isOfSame } from './binding.ts';
import type { BffEnv } from '../env.ts';
import { fhirUserOf } from '../directory/directory.ts';

/** Seconds we wait for the provider before saying that it is away. */
const timeout = 5;
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

/** The provider says that the grant is over: the session cannot go on. */
export class GrantEndedError extends Error {
  constructor() {
    super('the grant has ended');
  }
}
/** The provider did not answer, or not sensibly: nothing is known about the grant. */
export class ProviderAwayError extends Error {
  constructor(cause: unknown) {
    super('the identity provider is away', { cause });
  }
}
/** A token that must not be believed. */
export class TokenRefusedError extends Error {}
/** Who they are is believed, but their role asks for a second factor and there was none. */
export class SecondFactorMissingError extends TokenRefusedError {}

export interface TokenSet {
  accessToken: string;
  refreshToken: string | null;
  accessExpiresAt: Date;
  refreshExpiresAt: Date | null;
}
/** Who signed in, from the verified ID token. */
export interface Person {
  subject: string;
  issuer: string;
  providerSessionId: string | null;
  username: string;
  displayName: string;
  role: Role;
  fhirUser: string | null;
  /** When they were last asked who they are (`auth_time`), and how surely that was told (`acr`); null where the provider does not say. */
  authenticatedAt: Date | null;
  acr: string | null;
}

/** The record (reading, Subscriptions) or the accounts. */
export type Service = 'record' | 'accounts';

export interface IdentityProvider {
  /** Rejects with ProviderAwayError when the provider cannot be discovered. */
  ping(): Promise<void>;
  /** Verifies signature, issuer, audience, expiry and age of an ID token fresh from sign-in, and that the access token is of the same person. */
  verifyTokens(tokens: { idToken: string; accessToken: string }): Promise<Person>;
  /** Verifies a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6) but for the replay of its `jti`. */
  verifyLogoutToken(
    token: string,
  ): Promise<{
    issuer: string;
    subject: string | null;
    providerSessionId: string | null;
    jti: string;
    expiresAt: Date;
  }>;
  /** `subject`: whose session it is; a grant of somebody else is none. */
  refresh(refreshToken: string, subject: string): Promise<TokenSet>;
  /** Best effort: the refresh token stops working even if the browser never reaches the provider. */
  revoke(refreshToken: string): Promise<void>;
  /** A token of our own, for the record or for accounts. */
  serviceToken(service: Service): Promise<{ accessToken: string; expiresAt: Date }>;
  /** Where the browser signs out of the provider. */
  endSessionUrl(postLogoutRedirectUri: string): Promise<string | null>;
}

export function createIdentityProvider(env: BffEnv): IdentityProvider {
  const insecure = env.OIDC_ISSUER.startsWith('http:');
  const configurations = new Map<string, Promise<oidc.Configuration>>();
  let keys: ReturnType<typeof createRemoteJWKSet> | null = null;

  const serviceClients = {
    record: {
      id: env.OIDC_BACKGROUND_CLIENT_ID,
      secret: env.OIDC_BACKGROUND_CLIENT_SECRET,
      scope: 'system/*.read system/Schedule.write system/Slot.write system/Subscription.* system/Task.*',
    },
    accounts: {
      id: env.OIDC_DIRECTORY_CLIENT_ID,
      secret: env.OIDC_DIRECTORY_CLIENT_SECRET ?? '',
      scope: 'accounts',
    },
  } as const;

  /** Discovered once per client; a failure is not remembered. */
  function configuration(clientId: string, secret: string): Promise<oidc.Configuration> {
    const known = configurations.get(clientId);
    if (known) return known;
    const discovered = oidc.discovery(
      new URL(env.OIDC_ISSUER),
      clientId,
      secret,
      oidc.ClientSecretBasic(secret),
      { timeout, [oidc.customFetch]: plainFetch, execute: insecure ? [oidc.allowInsecureRequests] : [] },
    );
    configurations.set(clientId, discovered);
    discovered.catch(() => configurations.delete(clientId));
    return discovered;
  }
  const app = () => away(configuration(env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET));

  async function verify(token: string, options: Parameters<typeof jwtVerify>[2]): Promise<JWTVerifyResult> {
    const { jwks_uri: address } = (await app()).serverMetadata();
    if (!address) throw new ProviderAwayError('no jwks_uri');
    keys ??= createRemoteJWKSet(new URL(address), {
      timeoutDuration: timeout * 1000,
      [joseFetch]: plainFetch,
    });
    try {
      return await jwtVerify(token, keys, {
        issuer: env.OIDC_ISSUER,
        clockTolerance: 10,
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
        ...options,
      });
    } catch (cause) {
      if (isNetworkFailure(cause)) throw new ProviderAwayError(cause);
      throw new TokenRefusedError('the token is not valid', { cause });
    }
  }

  /** By the ID token's hash of it; else by what it says of itself, signed; else by what the provider says of it. */
  async function requireSame(
    { payload, protectedHeader }: JWTVerifyResult,
    accessToken: string,
  ): Promise<void> {
    const hash = payload['at_hash'];
    const claims = claimsOf(accessToken);
    if (hash !== undefined && hash !== accessTokenHash(accessToken, protectedHeader.alg))
      throw new TokenRefusedError('the access token is not the one of the ID token');
    if (claims !== null && !isOfSame(claims, payload))
      throw new TokenRefusedError('the access token is of somebody else');
    if (hash !== undefined) return;
    if (claims !== null) return void (await verify(accessToken, { requiredClaims: ['sub', 'exp'] }));
    const { userinfo_endpoint: address } = (await app()).serverMetadata();
    if (!address) throw new TokenRefusedError('nothing tells whose the access token is');
    const answer = await away(
      plainFetch(address, {
        headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
        signal: AbortSignal.timeout(timeout * 1000),
      }),
    );
    if (answer.status >= 500) throw new ProviderAwayError(answer.status);
    const told = answer.ok ? ((await away(answer.json())) as JWTPayload) : {};
    if (told.sub !== payload.sub) throw new TokenRefusedError('the access token is of somebody else');
  }

  return {
    ping: async () => {
      const response = await away(
        plainFetch(`${env.OIDC_ISSUER}/.well-known/openid-configuration`, {
          signal: AbortSignal.timeout(timeout * 1000),
        }),
      );
      await response.body?.cancel();
      if (!response.ok) throw new ProviderAwayError(response.status);
    },

    verifyTokens: async ({ idToken, accessToken }) => {
      const verified = await verify(idToken, {
        audience: env.OIDC_CLIENT_ID,
        maxTokenAge: '5m',
        requiredClaims: ['sub', 'exp', 'iat'],
      });
      const { payload } = verified;
      if (payload['azp'] !== undefined && payload['azp'] !== env.OIDC_CLIENT_ID)
        throw new TokenRefusedError('the ID token is for another client');
      await requireSame(verified, accessToken);
      return personOf(payload, env);
    },

    verifyLogoutToken: async (token) => {
      const { payload } = await verify(token, {
        audience: env.OIDC_CLIENT_ID,
        typ: 'logout+jwt',
        maxTokenAge: '10m',
        requiredClaims: ['iat', 'jti', 'events'],
      });
      const { events, nonce, sub, sid, jti, exp, iat } = payload;
      if (nonce !== undefined) throw new TokenRefusedError('a logout token has no nonce');
      if (
        typeof events !== 'object' ||
        events === null ||
        typeof (events as Record<string, unknown>)[logoutEvent] !== 'object'
      )
        throw new TokenRefusedError('not a back-channel logout event');
      const providerSessionId = typeof sid === 'string' ? sid : null;
      if (typeof sub !== 'string' && providerSessionId === null)
        throw new TokenRefusedError('neither sub nor sid');
      return {
        issuer: env.OIDC_ISSUER,
        subject: sub ?? null,
        providerSessionId,
        jti: String(jti),
        expiresAt: new Date(Math.max(exp ?? 0, Number(iat) + 660) * 1000),
      };
    },

    refresh: async (refreshToken, subject) => {
      const config = await app();
      const answer = await oidc.refreshTokenGrant(config, refreshToken).catch((cause: unknown) => {
        throw grantFailure(cause);
      });
      const told = [answer.claims()?.sub, claimsOf(answer.access_token)?.sub];
      if (told.some((sub) => sub !== undefined && sub !== subject)) throw new GrantEndedError();
      return tokenSetOf(answer, refreshToken);
    },

    revoke: async (refreshToken) => {
      await oidc
        .tokenRevocation(await app(), refreshToken, { token_type_hint: 'refresh_token' })
        .catch((cause: unknown) => {
          throw new ProviderAwayError(cause);
        });
    },

    serviceToken: async (service) => {
      const { id, secret, scope } = serviceClients[service];
      const config = await away(configuration(id, secret));
      const tokens = tokenSetOf(await away(oidc.clientCredentialsGrant(config, { scope })), null);
      return { accessToken: tokens.accessToken, expiresAt: tokens.accessExpiresAt };
    },

    endSessionUrl: async (postLogoutRedirectUri) => {
      const { end_session_endpoint: endpoint } = (await app()).serverMetadata();
      if (!endpoint) return null;
      const url = new URL(endpoint);
      // No ID token hint: a token would pass through the browser and its history.
      url.searchParams.set('client_id', env.OIDC_CLIENT_ID);
      url.searchParams.set('post_logout_redirect_uri', postLogoutRedirectUri);
      return url.href;
    },
  };
}

/** Redirects of the provider's own endpoints are never followed: tokens and secrets go where discovery says, nowhere else. */
const plainFetch = (url: string, init: RequestInit | oidc.CustomFetchOptions): Promise<Response> =>
  fetch(url, { ...(init as RequestInit), redirect: 'error' });

const away = <T>(work: Promise<T>): Promise<T> =>
  work.catch((cause: unknown) => {
    throw cause instanceof ProviderAwayError ? cause : new ProviderAwayError(cause);
  });

function isNetworkFailure(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return (
    cause instanceof TypeError ||
    code === 'ERR_JWKS_TIMEOUT' ||
    code === 'ERR_JOSE_GENERIC' ||
    (cause instanceof DOMException && cause.name === 'TimeoutError')
  );
}

/** Only what RFC 6749 5.2 says about the grant ends a session; anything else may pass. */
function grantFailure(cause: unknown): Error {
  if (cause instanceof oidc.ResponseBodyError && cause.error === 'invalid_grant')
    return new GrantEndedError();
  return new ProviderAwayError(cause);
}

function tokenSetOf(
  response: oidc.TokenEndpointResponse & { expiresIn?: () => number | undefined },
  previousRefreshToken: string | null,
): TokenSet {
  const seconds = response.expires_in ?? 60;
  const refreshSeconds = response['refresh_expires_in'];
  return {
    accessToken: response.access_token,
    refreshToken: response.refresh_token ?? previousRefreshToken,
    accessExpiresAt: new Date(Date.now() + seconds * 1000),
    refreshExpiresAt:
      typeof refreshSeconds === 'number' && refreshSeconds > 0
        ? new Date(Date.now() + refreshSeconds * 1000)
        : null,
  };
}

function personOf(payload: JWTPayload, env: BffEnv): Person {
  const text = (name: string) =>
    typeof payload[name] === 'string' && payload[name] !== '' ? String(payload[name]) : null;
  const claimed = env.OIDC_ROLES_CLAIM.split('.').reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
    payload,
  );
  const list: unknown[] = Array.isArray(claimed) ? claimed : [claimed];
  const role = roles.find((known) => list.includes(known));
  if (!role) throw new TokenRefusedError('no role of this application');
  const acr = text('acr');
  if (env.SECOND_FACTOR_ROLES.includes(role) && acr !== env.SECOND_FACTOR_ACR)
    throw new SecondFactorMissingError('no second factor');
  return {
    subject: String(payload.sub),
    issuer: env.OIDC_ISSUER,
    providerSessionId: text('sid'),
    username: text('preferred_username') ?? String(payload.sub),
    displayName: text('name') ?? String(payload.sub),
    role,
    fhirUser: fhirUserOf(text('fhirUser')),
    authenticatedAt: authTimeOf(payload),
    acr,
  };
}

/** A time to come, by more than clocks differ, is none: it would stay fresh for ever. */
function authTimeOf({ auth_time: seconds }: JWTPayload): Date | null {
  const isTime = typeof seconds === 'number' && seconds > 0 && seconds * 1000 <= Date.now() + 60_000;
  return isTime ? new Date(seconds * 1000) : null;
}
