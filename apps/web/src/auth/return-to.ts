/** Where to go after sign-in: a path of ours, or home. Never another origin, never back into signing in. */
export function returnTo(wish: unknown): string {
  if (typeof wish !== 'string' || wish.length > 2_000) return '/';
  // A browser treats "\" as "/" and drops tabs and newlines: both are ways to write "//other.example".
  if (!wish.startsWith('/') || /[\\\u0000-\u001f\u007f]/.test(wish)) return '/';
  const ours = 'http://ours.invalid';
  const url = URL.canParse(wish, ours) ? new URL(wish, ours) : null;
  if (!url || url.origin !== ours || /^\/+(?:sign-in|api|bff|trpc)(?:\/|$)/.test(url.pathname) || url.pathname.startsWith('//')) return '/';
  return url.pathname + url.search + url.hash;
}
