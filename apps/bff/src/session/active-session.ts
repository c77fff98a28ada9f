/** A session that has not run out, for those who watch over sessions. */
export interface ActiveSession {
  id: string;
  subject: string;
  username: string;
  displayName: string;
  role: string;
  createdAt: Date;
  lastSeenAt: Date;
  endsAt: Date;
  remoteAddress: string | null;
  userAgent: string | null;
}

/** What is read of them. */
export const activeSessionColumns = {
  id: true,
  subject: true,
  username: true,
  displayName: true,
  role: true,
  createdAt: true,
  lastSeenAt: true,
  absoluteExpiresAt: true,
  refreshExpiresAt: true,
  remoteAddress: true,
  userAgent: true,
} as const;
