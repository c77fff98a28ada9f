import { randomBytes } from 'node:crypto';
import Provider, { errors, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { SandboxOptions } from '../options.ts';
import { claimsOf, type Accounts } from './accounts.ts';
import type { OidcKeys } from './keys.ts';
import { levels } from './levels.ts';
import { errorPage, securityHeaders, signedOutPage, signOutPage, type Page } from './pages.ts';
import type { OidcStore } from './store.ts';
import { languageOf, type Language } from './texts.ts';

const minutes = 60;
const hours = 60 * minutes;
/** SMART scopes of the embedded resource servers: for people, and for the background client. */
const personScope = 'user/*.*';
const systemScope = 'system/*.*';
const backgroundScope =
  'system/*.read system/Schedule.write system/Slot.write system/Subscription.* system/Task.*';
const accountsScope = 'accounts';

/** What each client without a person may do; a token that asked for no scope has all of its client's. */
export const serviceScopes = (env: SandboxOptions['env']): Readonly<Record<string, string>> => ({
  [env.OIDC_SYSTEM_CLIENT_ID]: systemScope,
  [env.OIDC_BACKGROUND_CLIENT_ID]: backgroundScope,
  [env.OIDC_DIRECTORY_CLIENT_ID]: accountsScope,
});

/** Resource indicators: the whole embedded stack by default, or one of its servers. */
export function audiencesOf(baseUrl: string): string[] {
  return [baseUrl, `${baseUrl}/fhir`, `${baseUrl}/dicom-web`, `${baseUrl}/scim`];
}

export function createProvider(
  { env, issuer, baseUrl }: SandboxOptions,
  store: OidcStore,
  keys: OidcKeys,
  accounts: Accounts,
): Provider {
  const audiences = audiencesOf(baseUrl);
  const backchannelUri = `${env.PUBLIC_URL}/bff/back-channel-logout`;

  /** Each with what its work needs, and nothing else. */
  const serviceClients = [
    [env.OIDC_SYSTEM_CLIENT_ID, env.OIDC_SYSTEM_CLIENT_SECRET, 'Seed and import'],
    [env.OIDC_BACKGROUND_CLIENT_ID, env.OIDC_BACKGROUND_CLIENT_SECRET, 'KeneyApp background work'],
    [env.OIDC_DIRECTORY_CLIENT_ID, env.OIDC_DIRECTORY_CLIENT_SECRET, 'KeneyApp accounts'],
  ] as const;
  const scopes = serviceScopes(env);

  const configuration: Configuration = {
    adapter: (model: string) => store.adapter(model),
    jwks: keys.jwks as Configuration['jwks'],
    cookies: {
      keys: keys.cookieKeys,
      names: {
        session: 'keneya_op_session',
        interaction: 'keneya_op_interaction',
        resume: 'keneya_op_resume',
      },
      long: { signed: true, httpOnly: true, sameSite: 'lax', path: '/oidc', overwrite: true },
      short: { signed: true, httpOnly: true, sameSite: 'lax', path: '/oidc', overwrite: true },
    },
    clients: [
      {
        client_id: env.OIDC_CLIENT_ID,
        client_secret: env.OIDC_CLIENT_SECRET,
        client_name: 'KeneyApp',
        application_type: 'web',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        redirect_uris: [`${env.PUBLIC_URL}/api/auth/callback/oidc`],
        post_logout_redirect_uris: [`${env.PUBLIC_URL}/sign-in?reason=signed-out`],
        backchannel_logout_uri: backchannelUri,
        backchannel_logout_session_required: true,
      },
      ...serviceClients.map(([client_id, client_secret, client_name]) => ({
        client_id,
        client_secret,
        client_name,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'client_secret_basic' as const,
      })),
    ],
    scopes: ['openid', 'profile', 'fhirUser'],
    acrValues: [...levels],
    claims: {
      // when and how surely: with every ID token, not only where the request asked for it, which passes through the browser
      openid: ['sub', 'acr', 'amr', 'auth_time'],
      profile: ['name', 'given_name', 'family_name', 'preferred_username', 'roles'],
      fhirUser: ['fhirUser'],
    },
    conformIdTokenClaims: false, // who signs in and with which role is in the ID token itself
    responseTypes: ['code'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async (_ctx, source) => 'accountId' in source, // the grant ends with the sign-in at the provider
    ttl: {
      AccessToken: 5 * minutes,
      ClientCredentials: 10 * minutes,
      AuthorizationCode: minutes,
      IdToken: 10 * minutes,
      Interaction: 20 * minutes,
      Session: 12 * hours,
      Grant: 12 * hours,
      RefreshToken: 12 * hours,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) =>
          send(ctx, signOutPage(ctxLanguage(ctx), form, env.PUBLIC_URL, !fromOurApplication(ctx))),
        postLogoutSuccessSource: (ctx) => send(ctx, signedOutPage(ctxLanguage(ctx), env.PUBLIC_URL)),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => baseUrl,
        useGrantedResource: async () => true,
        getResourceServerInfo: async (_ctx, indicator, client) => {
          if (!audiences.includes(indicator)) throw new errors.InvalidTarget('unknown resource indicator');
          return {
            scope: scopes[client.clientId] ?? personScope,
            audience: indicator,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } },
          };
        },
      },
    },
    extraTokenClaims: async (_ctx, token) => {
      if (!('accountId' in token) || typeof token.accountId !== 'string') return { roles: ['system'] };
      const account = accounts.active(token.accountId);
      return account
        ? { roles: account.roles, fhirUser: account.fhirUser, preferred_username: account.username }
        : undefined;
    },
    findAccount: async (_ctx, sub) => {
      const account = accounts.active(sub); // a deactivated account has no tokens renewed
      return account && { accountId: sub, claims: async () => claimsOf(account) };
    },
    loadExistingGrant, // no consent step: the only client is the hospital's own
    interactions: { url: (_ctx, interaction) => `/oidc/interaction/${interaction.uid}` },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      send(
        ctx,
        errorPage(
          ctxLanguage(ctx),
          /expired|not found|mismatch/.test(out.error_description ?? ''),
          env.PUBLIC_URL,
        ),
      );
    },
    fetch: (input, init) => guardedFetch(backchannelUri, input, init),
  };

  const provider = new Provider(issuer, configuration);
  provider.proxy = true; // host and scheme are set by the plugin from the issuer, whatever the request says
  provider.use(async (ctx, next) => {
    for (const [name, value] of Object.entries(
      securityHeaders(randomBytes(16).toString('base64'), [env.PUBLIC_URL]),
    ))
      ctx.set(name, value);
    await next();
  });
  return provider;

  async function loadExistingGrant(ctx: KoaContextWithOIDC) {
    const { client, session } = ctx.oidc;
    if (!client || !session?.accountId) return undefined;
    const grantId = ctx.oidc.result?.consent?.grantId ?? session.grantIdFor(client.clientId);
    const grant =
      (grantId ? await provider.Grant.find(grantId) : undefined) ??
      new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope([...ctx.oidc.requestParamOIDCScopes].join(' '));
    for (const indicator of Object.keys(ctx.oidc.resourceServers ?? {}))
      grant.addResourceScope(indicator, personScope);
    await grant.save();
    return grant;
  }
}

function send(ctx: KoaContextWithOIDC, page: Page): void {
  ctx.type = 'html';
  for (const [name, value] of Object.entries(page.headers)) ctx.set(name, value);
  ctx.body = page.html;
}

function ctxLanguage(ctx: KoaContextWithOIDC): Language {
  const asked = ctx.query['ui_locales'];
  return languageOf(
    [typeof asked === 'string' ? asked : undefined],
    ctx.get('cookie'),
    ctx.get('accept-language'),
  );
}

/** A top-level navigation started by a page of the same site (or typed by hand: no); anybody else's link must ask first. */
function fromOurApplication(ctx: KoaContextWithOIDC): boolean {
  return ['same-origin', 'same-site'].includes(ctx.get('sec-fetch-site'));
}

/**
 * The provider refuses calls to private addresses (its guard against forged addresses). The one registered
 * back-channel address is on loopback in the embedded stack: exempt exactly that one.
 */
function guardedFetch(allowed: string, input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const href = input instanceof Request ? input.url : String(input);
  if (href !== allowed) return fetch(input, init);
  const { dispatcher: _guard, ...rest } = { ...init } as RequestInit & { dispatcher?: unknown };
  return fetch(href, { ...rest, redirect: 'error' });
}
