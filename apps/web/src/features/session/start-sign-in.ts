/**
 * Starts the code flow: next-auth's own token against cross-site posts, then the address of the provider.
 * Rejects when our server does not answer; a provider that is away comes back as an address of the sign-in page.
 */
export async function startSignIn(to: string): Promise<string> {
  const { csrfToken } = await json<{ csrfToken: string }>(
    await fetch('/api/auth/csrf', { cache: 'no-store' }),
  );
  const body = new URLSearchParams({ csrfToken, callbackUrl: to, json: 'true' });
  const { url } = await json<{ url: string }>(
    await fetch('/api/auth/signin/oidc', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-keneya-request': '1' },
      body,
      cache: 'no-store',
    }),
  );
  const { origin, searchParams } = new URL(url, window.location.href);
  // the provider is away: the sign-in page says so, and still knows the way back
  return origin === window.location.origin && searchParams.has('error')
    ? `/sign-in?${new URLSearchParams({ error: searchParams.get('error') ?? '', callbackUrl: to })}`
    : url;
}

async function json<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()) as T;
}
