import 'server-only';
import type { AuthOptions } from 'next-auth';
import { env } from '../env.ts';
import { createSession } from './create-session.ts';
import { returnTo } from './return-to.ts';

/** The BFF ends sessions; the cookie only has to live as long as the longest of them may. */
const cookieSeconds = 24 * 60 * 60;

export function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-keneya-session' : 'keneya-session';
}

/** Where next-auth keeps the place that was wanted. */
export function returnCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-keneya-return' : 'keneya-return';
}

/** The request whose sign-in is under way. */
export interface Visit {
  previousCookie: string | null;
  remoteAddress: string;
  userAgent: string | null;
  locale: string;
}

/**
 * next-auth does the code flow (PKCE, state, nonce, issuer) and nothing else: the session is the BFF's. Its "token" is
 * the opaque value the BFF gave, written to the cookie as it is; nothing is decoded here. Made per request, because
 * the callbacks share what they deposited.
 */
export function authOptions({ previousCookie, remoteAddress, userAgent, locale }: Visit): AuthOptions {
  const {
    PUBLIC_URL: publicUrl,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_SCOPE: scope,
    NEXTAUTH_SECRET: secret,
    OIDC_ACR_VALUES: secondFactor,
  } = env();
  const secure = publicUrl.startsWith('https:');
  const host = secure ? '__Host-' : '';
  const option = { httpOnly: true, sameSite: 'lax' as const, path: '/', secure };
  let cookieValue: string | null = null;
  return {
    secret,
    useSecureCookies: secure,
    providers: [
      {
        id: 'oidc',
        name: 'OpenID Connect',
        type: 'oauth',
        wellKnown: `${issuer}/.well-known/openid-configuration`,
        issuer,
        clientId,
        clientSecret,
        idToken: true,
        checks: ['pkce', 'state', 'nonce'],
        httpOptions: { timeout: 5_000 },
        client: { token_endpoint_auth_method: 'client_secret_basic' },
        // On a shared workstation, who sits there now must say who they are: never a sign-in left over from somebody else.
        // `max_age` says it again to providers that take `prompt` lightly; `acr_values` asks for the second factor where there is one.
        authorization: {
          params: {
            scope,
            prompt: 'login',
            max_age: 0,
            ui_locales: locale,
            ...(secondFactor ? { acr_values: secondFactor } : {}),
          },
        },
        profile: (profile: { sub: string }) => ({ id: profile.sub }),
      },
    ],
    pages: { signIn: '/sign-in', error: '/sign-in' },
    session: { strategy: 'jwt', maxAge: cookieSeconds },
    cookies: {
      sessionToken: { name: sessionCookieName(publicUrl), options: option },
      csrfToken: { name: `${host}keneya-csrf`, options: option },
      callbackUrl: { name: returnCookieName(publicUrl), options: option },
      state: { name: `${host}keneya-state`, options: { ...option, maxAge: 900 } },
      nonce: { name: `${host}keneya-nonce`, options: { ...option, maxAge: 900 } },
      pkceCodeVerifier: { name: `${host}keneya-pkce`, options: { ...option, maxAge: 900 } },
    },
    jwt: {
      encode: async ({ token }) => {
        if (typeof token?.['cookie'] !== 'string') throw new Error('no session was opened');
        return token['cookie'];
      },
      decode: async () => null,
    },
    callbacks: {
      signIn: async ({ account }) => {
        const deposited = await createSession(account ?? {}, previousCookie, { remoteAddress, userAgent });
        if ('problem' in deposited) return `/sign-in?error=${deposited.problem}`;
        cookieValue = deposited.cookie;
        return true;
      },
      jwt: async () => ({ cookie: cookieValue }),
      redirect: async ({ url }) => publicUrl + returnTo(url, publicUrl),
    },
    logger: {
      error: (code, details) => console.error(`sign-in: ${code} ${reason(details)}`),
      warn: () => {},
      debug: () => {},
    },
  };
}

/** The kind of failure; never a token, a code or a person. */
function reason(details: unknown): string {
  const error =
    details instanceof Error
      ? details
      : typeof details === 'object' && details !== null && 'error' in details
        ? details.error
        : null;
  return error instanceof Error ? `${error.name} ${/^[\w :().-]{0,80}/.exec(error.message)?.[0] ?? ''}` : '';
}
