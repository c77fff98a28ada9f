import type { Role } from '../access/roles.ts';

/** Who is asking, as procedures see it. Tokens stay in the session store. */
export interface Session {
  /** Public id of the session (never the cookie value). */
  id: string;
  userId: string;
  username: string;
  displayName: string;
  role: Role;
  fhirUser: string | null;
  /** When the session ends if nothing is done, and at the latest; ISO 8601. */
  idleExpiresAt: string;
  absoluteExpiresAt: string;
  /** When the person last said who they are; null where the provider does not tell, which is never lately. */
  authenticatedAt: Date | null;
  /** A valid access token, refreshed if needed, once under concurrency. Throws when the grant is gone. */
  accessToken(): Promise<string>;
}
