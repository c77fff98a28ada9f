import type { Card } from './cds-hooks.ts';
import type { CardLink } from './checks-view.ts';

export const isWeb = (url: string | undefined): url is string =>
  url !== undefined && /^https?:\/\/[^\s<>"{}|\\^`]+$/.test(url) && URL.canParse(url);

/**
 * Links of a card that lead to the web. Anybody may be named in a card: an application of SMART is offered only at the origin of
 * a service that the hospital has configured, compared whole, and only there may it open by itself.
 */
export function linksOf({ links }: Pick<Card, 'links'>, configured: ReadonlySet<string>): CardLink[] {
  return links.flatMap(({ label, url, type, autolaunchable }): CardLink[] => {
    if (!isWeb(url)) return [];
    const isConfigured = configured.has(new URL(url).origin);
    if (type === 'smart' && !isConfigured) return [];
    return [{ label, url, type, isLaunched: autolaunchable && isConfigured }];
  });
}
