import { TRPCError } from '@trpc/server';
import type { Context } from '../../context.ts';
import {
  DirectoryError,
  type DirectoryPerson,
  type DirectoryProblem,
  type UserDirectory,
} from '../../directory/directory.ts';
import type { EndReason } from '../../session/end-reasons.ts';
import type { Session } from '../../session/session.ts';
import { DeniedError } from '../../trpc.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';

type Administrator = Pick<Context, 'services'> & { session: Session };

const codes: Record<Exclude<DirectoryProblem, 'changed'>, TRPCError['code']> = {
  away: 'SERVICE_UNAVAILABLE',
  'not-found': 'NOT_FOUND',
  refused: 'BAD_GATEWAY',
  'not-effective': 'CONFLICT',
  taken: 'CONFLICT',
  invalid: 'BAD_REQUEST',
  'not-sent': 'UNPROCESSABLE_CONTENT',
};
/** What the form tells apart beyond the code. */
const reasons: Partial<Record<DirectoryProblem, string>> = { taken: 'username-taken' };

/** The configured directory, with its failures in the words of tRPC. */
export async function inDirectory<T>(
  { services }: Pick<Context, 'services'>,
  work: (directory: UserDirectory) => Promise<T>,
): Promise<T> {
  if (!services.directory)
    throw new TRPCError({ code: 'NOT_IMPLEMENTED', message: 'no user directory is configured' });
  try {
    return await work(services.directory);
  } catch (error) {
    if (error instanceof DirectoryError) {
      if (error.problem === 'changed') throw changedMeanwhile();
      const reason = reasons[error.problem];
      const cause = reason === undefined ? error : new DeniedError(reason, { cause: error });
      throw new TRPCError({ code: codes[error.problem], message: error.message, cause });
    }
    throw error;
  }
}

export const denied = (reason: string) =>
  new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError(reason) });

/** Somebody else's account: nobody shuts themselves out, or gives themselves more. */
export function notOneself({ session }: Pick<Administrator, 'session'>, personId: string): void {
  if (personId === session.userId) throw denied('own-account');
}

/**
 * Changes an account and ends the person's sessions here, whether or not the provider tells us to: what was taken away
 * does not work on the next request, open streams included. If the sessions cannot be ended the caller hears of a failure.
 * The provider may end them first: `reason` is written down before it is asked.
 */
export async function changeAccount(
  ctx: Administrator,
  personId: string,
  reason: EndReason,
  change: (directory: UserDirectory) => Promise<DirectoryPerson>,
): Promise<DirectoryPerson> {
  notOneself(ctx, personId);
  const { sessionStore, env } = ctx.services;
  const person = { issuer: env.OIDC_ISSUER, subject: personId };
  const end = () => sessionStore.endByProvider({ ...person, providerSessionId: null }, reason);
  await sessionStore.announceEnd(person, reason);
  try {
    const changed = await inDirectory(ctx, change);
    await end();
    return changed;
  } catch (error) {
    // an answer that did not come may have been a change that was made
    if (
      error instanceof TRPCError &&
      error.cause instanceof DirectoryError &&
      ['away', 'not-effective'].includes(error.cause.problem)
    )
      await end();
    else await sessionStore.announceEnd(person, null);
    throw error;
  }
}
