/** Where to go after sign-in: a path of ours (`publicUrl`, no trailing slash), or home. Never another origin, never back into signing in. */
export function returnTo(asked: unknown, publicUrl = ''): string {
  if (typeof asked !== 'string' || asked.length > 2_000) return '/';
  // next-auth writes our own addresses in full
  const wish = publicUrl && asked.startsWith(`${publicUrl}/`) ? asked.slice(publicUrl.length) : asked;
  // A browser treats "\" as "/" and drops tabs and newlines: both are ways to write "//other.example".
  if (!wish.startsWith('/') || /[\\\u0000-\u001f\u007f]/.test(wish)) return '/';
  const ours = 'http://ours.invalid';
  const url = URL.canParse(wish, ours) ? new URL(wish, ours) : null;
  if (
    !url ||
    url.origin !== ours ||
    /^\/+(?:sign-in|api|bff|trpc)(?:\/|$)/.test(url.pathname) ||
    url.pathname.startsWith('//')
  )
    return '/';
  return url.pathname + url.search + url.hash;
}
