/**
 * Notifications go only to this machine or to an origin of the settings: whoever may write a Subscription must not be
 * able to make this server call others. Compared by host and origin, never by prefix.
 */
export function isAllowedEndpoint(endpoint: string, origins: readonly string[]): boolean {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    return false;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false;
  if (url.username || url.password) return false;
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) || origins.includes(url.origin);
}
