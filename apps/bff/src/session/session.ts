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
  /** A valid access token, refreshed if needed, once under concurrency. Throws when the grant is gone. */
  accessToken(): Promise<string>;
}
