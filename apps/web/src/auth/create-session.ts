import 'server-only';
import { z } from 'zod';
import { env } from '../env.ts';

interface Tokens {
  id_token?: string | undefined;
  access_token?: string | undefined;
  refresh_token?: string | undefined;
  expires_at?: number | undefined;
  [name: string]: unknown;
}
/** `refused`: the BFF does not accept this person (no role here); `second-factor`: their role asks for one; `unavailable`: it, or the provider, is away. */
export type CreatedSession = { cookie: string } | { problem: 'refused' | 'second-factor' | 'unavailable' };

const answer = z.object({ cookie: z.string().regex(/^[\w-]{43}$/) });

/** Hands the tokens of a sign-in to the BFF, the only one to keep them; what comes back is the value of the session cookie. */
export async function createSession(
  tokens: Tokens,
  previousCookie: string | null,
  { remoteAddress, userAgent }: { remoteAddress: string; userAgent: string | null },
): Promise<CreatedSession> {
  const now = Math.floor(Date.now() / 1000);
  const refreshSeconds = Number(tokens['refresh_expires_in']);
  try {
    const response = await fetch(`${env().BFF_INTERNAL_URL}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-keneya-internal': env().INTERNAL_SECRET },
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
      body: JSON.stringify({
        idToken: tokens.id_token,
        accessToken: tokens.access_token,
        refreshToken: tokens.refresh_token ?? null,
        expiresAt: tokens.expires_at ?? now + 60,
        refreshExpiresAt: refreshSeconds > 0 ? now + Math.floor(refreshSeconds) : null,
        previousCookie,
        remoteAddress,
        userAgent,
      }),
    });
    if (response.status === 403) {
      const { error } = (await response.json()) as { error?: unknown };
      return { problem: error === 'second-factor' ? error : 'refused' };
    }
    return answer.parse(await response.json());
  } catch {
    return { problem: 'unavailable' };
  }
}
