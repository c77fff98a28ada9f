/** The BFF has refused these itself, and written it down. */
const recorded = ['refused', 'second-factor', 'unavailable'];

/** `error` in where the browser is sent, and what the provider said of it. */
export function reasonOf(asked: URL, location: string | null): string | null {
  const error = location === null ? null : new URL(location, asked).searchParams.get('error');
  if (error === null || recorded.includes(error)) return null;
  if (error === 'OAuthSignin') return 'provider-away';
  const said = asked.searchParams.get('error');
  return said !== null && /^[a-z_]{1,40}$/.test(said) ? `provider:${said}` : 'callback';
}
