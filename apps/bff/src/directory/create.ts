import type { UserDirectory } from './directory.ts';
import { keycloakDirectory } from './keycloak.ts';
import { scimDirectory } from './scim.ts';

/** The directory of a USER_DIRECTORY setting, `scim:<url>` or `keycloak:<url>`; null without one. */
export function createUserDirectory(
  setting: string | undefined,
  token: () => Promise<string>,
): UserDirectory | null {
  if (setting === undefined) return null;
  const [kind, base] = [
    setting.slice(0, setting.indexOf(':')),
    setting.slice(setting.indexOf(':') + 1).replace(/\/+$/, ''),
  ];
  return kind === 'scim' ? scimDirectory(base, token) : keycloakDirectory(base, token);
}
