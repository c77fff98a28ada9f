import type { Session } from './session.ts';

/**
 * Whether the person said who they are no longer ago than this: asked of the provider at every sign-in, and read from the
 * ID token (`auth_time`), never from what the browser says.
 */
export function signedInLately(
  { authenticatedAt }: Pick<Session, 'authenticatedAt'>,
  { FRESH_SIGN_IN_MINUTES: minutes }: { FRESH_SIGN_IN_MINUTES: number },
  now = Date.now(),
): boolean {
  return authenticatedAt !== null && now - authenticatedAt.getTime() <= minutes * 60_000;
}

/** The reason of a refusal, by which the web leads through sign-in and back. */
export const signInAgain = 'sign-in-again';
