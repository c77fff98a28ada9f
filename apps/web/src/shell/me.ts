import 'server-only';
import type { Me } from '@keneyapp/bff/features/session/view';
import { cache } from 'react';
import { asCallError, type CallError } from '../trpc/error.ts';
import { getQueryClient, trpc } from '../trpc/server.ts';

export type SignInState =
  | { kind: 'signed-in'; me: Me }
  | { kind: 'signed-out'; reason: string | null }
  | { kind: 'unavailable'; error: CallError };

/** Who is asking, once per request. The BFF answers it without the identity provider, so its absence does not shut the door. */
export const getSignInState = cache(async (): Promise<SignInState> => {
  try {
    return {
      kind: 'signed-in',
      me: await getQueryClient().fetchQuery({ ...trpc().session.me.queryOptions(), retry: false }),
    };
  } catch (error) {
    const known = asCallError(error);
    return known.code === 'UNAUTHORIZED'
      ? { kind: 'signed-out', reason: known.reason }
      : { kind: 'unavailable', error: known };
  }
});
