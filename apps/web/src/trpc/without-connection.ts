import { MutationCache, onlineManager } from '@tanstack/react-query';
import { TRPCClientError, type TRPCLink } from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import { refusedOffline } from './refused-offline.ts';

/** What is done while there is no connection waits for it or is refused, as policies/operations.json says of each operation. */

/** It was not sent, and will not be. */
export class NotSentError extends Error {
  readonly why: 'offline' | 'called-off';
  constructor(why: NotSentError['why']) {
    super(why);
    this.why = why;
  }
}

/** So old a save is asked about again before it goes: the chart may say something else by now. */
export const askedAgainAfterMs = 5 * 60_000;

/** When each was asked for, by its input. */
const askedAt = new WeakMap<object, number>();

export const offlineMutations = (): MutationCache =>
  new MutationCache({
    onMutate: (input, { options: { mutationKey } }) => {
      const [path] = (mutationKey ?? []) as [(readonly string[])?];
      if (!onlineManager.isOnline() && path && refusedOffline.includes(path.join('.')))
        throw new NotSentError('offline');
      if (typeof input === 'object' && input !== null) askedAt.set(input, Date.now());
    },
  });

type Ask = (since: Date, done: (isWanted: boolean) => void) => void;
let ask: Ask | null = null;

/** Whoever draws the question says how. */
export function answerOldSaves(how: Ask): () => void {
  ask = how;
  return () => {
    if (ask === how) ask = null;
  };
}

/** Holds a save that waited long, until the person has looked and says that it still holds. */
export function askAgainLink<Router extends AnyTRPCRouter>(): TRPCLink<Router> {
  return () =>
    ({ op, next }) => {
      const { type, input } = op;
      const since =
        type === 'mutation' && typeof input === 'object' && input !== null ? askedAt.get(input) : undefined;
      const question = ask;
      if (since === undefined || Date.now() - since < askedAgainAfterMs || !question) return next(op);
      return observable((observer) => {
        let isOver = false;
        let end = () => undefined as void;
        question(new Date(since), (isWanted) => {
          if (isOver) return;
          if (!isWanted) return observer.error(TRPCClientError.from(new NotSentError('called-off')));
          askedAt.set(input as object, Date.now());
          const sent = next(op).subscribe(observer);
          end = () => sent.unsubscribe();
        });
        return () => {
          isOver = true;
          end();
        };
      });
    };
}
