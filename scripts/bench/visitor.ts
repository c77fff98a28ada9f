import { codeFlow } from '../../packages/config/src/oidc-flow.ts';
import type { BenchStack } from './bench.ts';

type VisitedStack = Pick<BenchStack, 'publicUrl' | 'settings'>;

/** A signed-in person of the demo: the headers every call to /trpc needs. */
export interface BenchVisitor {
  headers: Record<string, string>;
}

/** Signs in as the web server does: the code flow over HTTP, then the tokens handed to the BFF's internal listener. */
export async function signIn({ publicUrl, settings }: VisitedStack, username: string): Promise<BenchVisitor> {
  const client = {
    issuer: settings['OIDC_ISSUER'] ?? '',
    clientId: settings['OIDC_CLIENT_ID'] ?? '',
    clientSecret: settings['OIDC_CLIENT_SECRET'] ?? '',
    redirectUri: `${publicUrl}/api/auth/callback/oidc`,
  };
  const tokens = await codeFlow(client, username);
  const response = await fetch(`${settings['BFF_INTERNAL_URL']}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-keneya-internal': settings['INTERNAL_SECRET'] ?? '' },
    body: JSON.stringify({
      idToken: tokens.id_token,
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
      expiresAt: Math.floor(Date.now() / 1000) + tokens.expires_in,
      refreshExpiresAt: null,
      previousCookie: null,
      remoteAddress: '127.0.0.1',
    }),
  });
  if (!response.ok) throw new Error(`the BFF refused the tokens: ${response.status}`);
  const { cookie } = (await response.json()) as { cookie: string };
  return {
    headers: {
      cookie: `${publicUrl.startsWith('https:') ? '__Host-' : ''}keneya-session=${cookie}`,
      origin: publicUrl,
      'x-keneya-request': '1',
      'content-type': 'application/json',
    },
  };
}

/** Several queries in one round trip, by POST as the browser sends them; throws when any of them failed. */
export async function callTrpc<T>(
  stack: Pick<VisitedStack, 'publicUrl'>,
  visitor: BenchVisitor,
  calls: Record<string, unknown>,
): Promise<T[]> {
  const response = await fetch(`${stack.publicUrl}/trpc/${Object.keys(calls).join(',')}?batch=1`, {
    method: 'POST',
    headers: visitor.headers,
    body: JSON.stringify({ ...Object.values(calls) }),
  });
  const answers = (await response.json()) as { result?: { data: T } }[];
  if (!Array.isArray(answers)) throw new Error(`/trpc answered ${response.status}`);
  return answers.map((answer) => {
    if (!answer.result) throw new Error(`/trpc answered ${response.status}`);
    return answer.result.data;
  });
}

/** Milliseconds of each run; the first `warm` are not counted. */
export async function timed(
  runs: number,
  warm: number,
  run: (i: number) => Promise<unknown>,
): Promise<number[]> {
  const samples: number[] = [];
  for (let i = 0; i < warm + runs; i += 1) {
    const began = performance.now();
    await run(i);
    if (i >= warm) samples.push(performance.now() - began);
  }
  return samples;
}
