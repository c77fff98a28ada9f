import type { Feature, Role } from '../../access/roles.ts';

/** Who is signed in and what they may do; the screens hide what is closed, the procedures decide. */
export interface Me {
  username: string;
  displayName: string;
  role: Role;
  /** Their own record when they are a patient. */
  patientId: string | null;
  rights: Partial<Record<Feature, 'r' | 'rw'>>;
  /** When the session ends if nothing is done, and at the latest; ISO 8601. */
  idleExpiresAt: string;
  absoluteExpiresAt: string;
}

/** What waits for the person: conclusions on their emergency accesses, and how many opinions they are asked for. */
export interface Notices {
  outcomes: { grantId: string; outcome: 'justified' | 'not-justified'; at: string }[];
  opinions: number;
}
