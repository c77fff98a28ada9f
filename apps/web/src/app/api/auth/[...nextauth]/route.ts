import NextAuth from 'next-auth/next';
import { cookies, headers } from 'next/headers';
import type { NextRequest } from 'next/server';
import { authOptions, returnCookieName, sessionCookieName } from '../../../../auth/options.ts';
import { signInAddress } from '../../../../auth/outcome.ts';
import { reportFailure } from '../../../../auth/report-failure.ts';
import { env } from '../../../../env.ts';
import { localeCookie, wantedLocale } from '../../../../i18n/locale.ts';

/**
 * What signing in needs of next-auth. Not its `session` (it clears the cookie while the BFF is away; the BFF says who is
 * there) and not its `signout` (the BFF ends the session, and the provider's).
 */
const open: Record<string, readonly string[]> = {
  GET: ['signin', 'callback', 'csrf', 'error', 'providers'],
  POST: ['signin'],
};

async function handle(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const { nextauth } = await context.params;
  if (!open[request.method]?.includes(nextauth[0] ?? '')) return new Response(null, { status: 404 });
  const [jar, incoming] = await Promise.all([cookies(), headers()]);
  const previous = jar.get(sessionCookieName(env().PUBLIC_URL))?.value ?? '';
  const remoteAddress = incoming.get('x-forwarded-for')?.split(',')[0]?.trim().slice(0, 64) ?? '';
  const options = authOptions({
    previousCookie: /^[\w-]{43}$/.test(previous) ? previous : null,
    remoteAddress,
    userAgent: incoming.get('user-agent')?.slice(0, 400) ?? null,
    locale: wantedLocale(jar.get(localeCookie)?.value, incoming.get('accept-language')),
  });
  const response = await (
    NextAuth as unknown as (request: NextRequest, context: unknown, options: unknown) => Promise<Response>
  )(request, context, options);
  await reportFailure(request, response, remoteAddress);
  if (nextauth[0] !== 'callback') return response;
  const address = signInAddress(
    {
      asked: new URL(request.url),
      location: response.headers.get('location'),
      wanted: jar.get(returnCookieName(env().PUBLIC_URL))?.value,
    },
    env().PUBLIC_URL,
  );
  if (!address) return response;
  const led = new Headers(response.headers); // with the cookies that it takes away
  led.set('location', address);
  return new Response(null, { status: 302, headers: led });
}

export { handle as GET, handle as POST };
