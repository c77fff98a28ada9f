/**
 * Why a session ended, as the person is told: signed out, somebody signed in on the same browser, too long without
 * activity, the longest duration, by the person from another session, one session more than the person may have (the
 * oldest gives way), ended by the administration, account deactivated, role changed, ended by the provider.
 */
const endReasons = [
  'signed-out',
  'replaced',
  'idle',
  'limit',
  'own',
  'surplus',
  'administration',
  'deactivated',
  'role-changed',
  'provider',
] as const;
export type EndReason = (typeof endReasons)[number];

export interface Ended {
  id: string;
  reason: EndReason;
}

/** What a process of another version wrote, or nothing at all, is the provider's: the reason that accuses nobody. */
export const endReasonOf = (text: string | null): EndReason =>
  endReasons.find((reason) => reason === text) ?? 'provider';

/** What aborts everything that a session holds open; as a cause of a refusal it tells the browser why. */
export class SessionEndedError extends Error {
  readonly reason: EndReason;
  constructor(reason: EndReason) {
    super('the session has ended');
    this.name = 'SessionEndedError';
    this.reason = reason;
  }
}
